"""Words as somebody chooses them who wants to break what reads, shows or follows them."""

from __future__ import annotations

from typing import Final

SHOWN: Final = {
    "escapes of a terminal": "\x1b[2J\x1b]0;owned\x07\x1b]8;;https://e.org\x07x\x1b]8;;\x07",
    "another direction": "\u202egpj.ehs\u2066\u2069\u200f",
    "no width": "a\u200b\u200d\ufeff\u2060b",
    "zeros": "a\0b",
    "marks on marks": "Z" + "\u0335\u0489" * 3000,
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\u2029",
    "markup of the terminal": "[bold red]x[/][link=file:///etc/passwd]y[/link]",
    "markup of a page": "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;",
    "a formula": "=cmd|'/c calc'!A0",
    "blanks": " \t\u00a0\u3000\n",
    "outside the plane": "\U0010ffff\U0001f9d1\u200d\U0001f680" * 50,
    "format signs": "%s%n%x{0}{x.__class__}${HOME}`id`",
    "a long word": "x" * 100_000,
}
PATHS: Final = {
    "just above": "../outside.jpg",
    "above": "../../../../outside.jpg",
    "above, otherwise": "photos\\..\\..\\outside.jpg",
    "above, hidden": "photos/%2e%2e/%2e%2e/outside.jpg",
    "absolute": "/etc/passwd",
    "a drive": "C:\\Windows\\win.ini",
    "a share": "\\\\host\\share\\outside.jpg",
    "an address of a file": "file:///etc/passwd",
    "home": "~/.ssh/id_ed25519",
    "a device": "/dev/zero",
    "a device of Windows": "photos/CON.jpg",
    "a stream": "photos/a.jpg:hidden:$DATA",
    "a zero in it": "photos/a.jpg\0.txt",
    "no end": "a/" * 5000 + "b.jpg",
    "nothing": "",
    "dots": "././.././photos/./a.jpg",
    "a folder": "photos/",
    "processes": "/proc/self/environ",
    "a script": "javascript:alert(1)",
    "data": "data:image/png;base64,iVBORw0KGgo=" + "A" * 5000,
    "inside": "http://169.254.169.254/latest/meta-data/",
    "no address": "https://[::1%25lo]:99999/\u2025",
}
NUMBERS: Final = {
    "2^31": 1 << 31,
    "2^53 and one": (1 << 53) + 1,
    "2^63": 1 << 63,
    "2^64": 1 << 64,
    "-2^63": -(1 << 63),
    "-1": -1,
    "0": 0,
    "a large number": 10**60,
    "a fraction": 0.1,
    "a huge fraction": 1e308,
}
DATES: Final = {
    "no such day": "2024-13-45T99:99:99Z",
    "the year 0": "0000-00-00T00:00:00Z",
    "the year 99999": "99999-01-01T00:00:00Z",
    "the last moment": "9999-12-31T23:59:59-23:59",
    "the first moment": "0001-01-01T00:00:00+23:59",
    "other digits": "\u0662\u0660\u0662\u0664-05-01T10:00:00Z",
}
