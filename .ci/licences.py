"""Writes down, from what is installed, under which licence every library of an installation is given.

Run it in an environment made of requirements/additions.txt on Linux: python .ci/licences.py > docs/licences.md
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_EXTRAS: Final = re.compile(r"\[([^\]]*)\]")
_ASKED_BY: Final = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_SYSTEM: Final = re.compile(r"""sys_platform\s*==\s*['"]win32['"]|platform_system\s*==\s*['"]Windows['"]""")

_SPDX: Final = re.compile(r"^SPDX-License-Identifier: (\S+)", re.MULTILINE)

# Groups of dependencies that an installation for use never takes.
_NOT_FOR_USE: Final = frozenset({"dev", "interop"})

# Shared libraries in wheels whose licence asks more of those who pass them on than to keep a notice.
_COPYLEFT: Final = {
    "libheif": "LGPL-3.0-or-later",
    "libde265": "LGPL-3.0-or-later",
    "libx264": "GPL-2.0-or-later",
    "libx265": "GPL-2.0-or-later",
    "libavcodec": "LGPL (FFmpeg)",
    "libavdevice": "LGPL (FFmpeg)",
    "libavfilter": "LGPL (FFmpeg)",
    "libavformat": "LGPL (FFmpeg)",
    "libavutil": "LGPL (FFmpeg)",
    "libswresample": "LGPL (FFmpeg)",
    "libswscale": "LGPL (FFmpeg)",
    "libasound": "LGPL-2.1-or-later",
    "libgmp": "LGPL-3.0-or-later or GPL-2.0-or-later",
    "libgnutls": "LGPL-2.1-or-later",
    "libhogweed": "LGPL-3.0-or-later or GPL-2.0-or-later",
    "libnettle": "LGPL-3.0-or-later or GPL-2.0-or-later",
    "libunistring": "LGPL-3.0-or-later or GPL-2.0-or-later",
    "libgfortran": "GPL-3.0-or-later with the GCC runtime exception",
    "libgomp": "GPL-3.0-or-later with the GCC runtime exception",
    "libquadmath": "LGPL-2.1-or-later",
}

_HEAD: Final = """\
# Licences of what exposurewatch stands on

exposurewatch is under [Apache-2.0](../LICENSE), and its releases hold none of the libraries below: whoever installs it
gets them from the package index, each under its own licence. The list is what is installed on Linux with all additions,
as `requirements/additions.txt` locks it; `.ci/licences.py` writes it from what the libraries say of themselves.

## If you pass on exposurewatch together with its libraries

An installation of your own asks nothing of you. A disk image, a container, an installer or a memory stick with
everything on it is passing the libraries on, and then these matter (this is no legal advice):

- **pillow-heif**, which every installation has, is BSD itself; its wheels hold libheif and libde265 (LGPL) and x265
  (GPL), and say that the wheel as a whole is under the GPL. Only decoding is used here, for which x265 is not needed:
  a pillow-heif built from source with a libheif without x265 is free of the GPL.
- **av**, of the addition `video`, is BSD itself; its wheels hold FFmpeg (LGPL) and x264 and x265 (GPL). Leave the
  addition out, or build it from source with an FFmpeg without them: only decoding is used here.
- **py7zr**, of the addition `sevenzip`, and four libraries that it stands on are LGPL: those who get it must be able
  to replace them, as they are where they were installed as packages.
- **opencv-python-headless** holds FFmpeg (LGPL), which is never used here.
- **certifi** is MPL-2.0: a changed version of its own files would have to be published.

With x264 or x265 among it, what is passed on falls under the GPL as a whole, version 3 or later (Apache-2.0 does not go
together with version 2 alone), and its source has to be offered with it. exposurewatch's own licence allows that.
"""


class Asked(NamedTuple):
    """Why an installation has a library: the group of pyproject.toml that asks for it, and what for."""

    group: str
    purpose: str


def normal(name: str) -> str:
    """The name of a library as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(pyproject: str) -> dict[str, Asked]:
    """What `pyproject` asks for by name, without the tools of development; the purpose is the comment beside it."""
    project: dict[str, Any] = tomllib.loads(pyproject)["project"]
    groups = {"": project["dependencies"]} | project["optional-dependencies"]
    return {
        normal(_named(requirement)): Asked(group, _purpose(pyproject, requirement))
        for group, requirements in groups.items()
        if group not in _NOT_FOR_USE
        for requirement in requirements
    }


def _named(requirement: str) -> str:
    found = _NAME.match(requirement)
    if found is None:
        raise ValueError(requirement)
    return found[0]


def _purpose(pyproject: str, requirement: str) -> str:
    line = next(line for line in pyproject.splitlines() if line.lstrip().startswith(f'"{requirement}"'))
    return line.partition("#")[2].strip()


def needed(names: dict[str, Asked], project: str) -> dict[str, list[str]]:
    """Every installed library that `names` lead to, with what asks for it: `project`, or other libraries."""
    found: dict[str, list[str]] = {name: [project] for name in names}
    waiting = [(name, frozenset[str]()) for name in names]
    # The additions of libraries that are in use here, such as HTTP/2 of httpx.
    waiting += [("httpx", frozenset({"http2", "socks"}))]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        for child, wanted in _requirements(name, extras):
            if name not in found.setdefault(child, []):
                found[child].append(name)
            if (child, wanted) not in seen:
                seen.add((child, wanted))
                waiting.append((child, wanted))
    return found


def _requirements(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """What an installed library asks for itself, where that is installed as well."""
    for requirement in distribution(name).requires or []:
        spec, _, marker = requirement.partition(";")
        asked_by = _ASKED_BY.findall(marker)
        if (asked_by and not extras & {normal(each) for each in asked_by}) or _SYSTEM.search(marker):
            continue
        child = normal(_named(spec))
        try:
            distribution(child)
        except PackageNotFoundError:  # for another system or another Python
            continue
        inside = _EXTRAS.search(spec)
        yield child, frozenset(normal(each.strip()) for each in inside[1].split(",")) if inside else frozenset()


def licence(library: Distribution) -> str:
    """The licence that a library states: as an expression, in a word, by its classifiers, or in its licence file."""
    stated = library.metadata.json
    said = str(stated.get("license_expression") or stated.get("license") or "")
    if said and said not in {"UNKNOWN", "OSI Approved"} and len(said) < 60 and "\n" not in said:
        return said
    classifiers = [each.split(" :: ")[-1] for each in stated.get("classifier", []) if each.startswith("License")]
    return ", ".join(classifiers) or _in_file(library)


def _in_file(library: Distribution) -> str:
    texts = (each.read_text() for each in library.files or [] if each.name.startswith(("LICENSE", "COPYING")))
    found = next((found for text in texts if (found := _SPDX.search(text))), None)
    return found[1] if found else "see its licence file"


def copyleft(library: Distribution) -> list[str]:
    """What a library's wheel holds that is under a copyleft licence, each with that licence."""
    stems = {
        re.split(r"[-.]", Path(str(each)).name)[0] for each in library.files or [] if ".so" in Path(str(each)).name
    }
    return [f"{stem} ({_COPYLEFT[stem]})" for stem in sorted(stems & _COPYLEFT.keys())]


def document(pyproject: str) -> str:
    """The whole page, in Markdown."""
    asked = asked_for(pyproject)
    reasons = needed(asked, "exposurewatch")
    direct = [f"| {_row(name)} | {_group(asked[name])} | {asked[name].purpose} |" for name in sorted(asked)]
    indirect = [
        f"| {_row(name)} | {', '.join(sorted(reasons[name]))} |" for name in sorted(reasons.keys() - asked.keys())
    ]
    held = [(name, copyleft(distribution(name))) for name in sorted(reasons)]
    return "\n".join([
        _HEAD,
        "## What exposurewatch asks for\n",
        "| library | version | licence | addition | why it is needed |\n|---|---|---|---|---|",
        *direct,
        "\n## What these ask for in turn\n",
        "| library | version | licence | needed by |\n|---|---|---|---|",
        *indirect,
        "\n## Libraries under a copyleft licence inside the wheels for Linux\n",
        "| wheel | what it holds |\n|---|---|",
        *(f"| {name} | {', '.join(libraries)} |" for name, libraries in held if libraries),
        "",
    ])  # fmt: skip


def _row(name: str) -> str:
    library = distribution(name)
    return f"{name} | {library.version} | {licence(library)}"


def _group(asked: Asked) -> str:
    return f"`{asked.group}`" if asked.group else ""


if __name__ == "__main__":
    sys.stdout.write(document((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
