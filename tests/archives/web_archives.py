"""Archives of web pages, written by code where a test wants them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = "https://t.me/s/gossipcorner"
A = "https://cdn4.telesco.pe/file/a.jpg"
B = "https://cdn4.telesco.pe/file/b.jpg"
NOON = "2024-05-01T10:00:00Z"


class _Writer(WARCWriter):  # type: ignore[misc]
    """Keeps in memory what the library would keep in a file that it never closes."""

    def _create_temp_file(self) -> BinaryIO:
        return io.BytesIO()


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    address: str
    data: bytes
    status: str = "200 OK"
    headers: Mapping[str, str] = field(default_factory=dict)
    at: str = NOON
    kind: str = "response"


def write_records(file: BinaryIO, answers: Iterable[Answer], *, packed: bool) -> None:
    writer = _Writer(file, gzip=packed, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for answer in answers:
        headers = StatusAndHeaders(answer.status, list(answer.headers.items()), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                answer.address,
                answer.kind,
                payload=io.BytesIO(answer.data),
                http_headers=headers if answer.kind == "response" else None,
                warc_headers_dict={"WARC-Date": answer.at},
            )
        )


def write_revisit(path: Path, address: str, digest: str, refers_to: str) -> None:
    """Add to a WARC that an address held what another had held before."""
    with path.open("ab") as file:
        writer = _Writer(file, gzip=path.suffix == ".gz")
        headers = StatusAndHeaders("200 OK", [("Content-Type", "image/jpeg")], protocol="HTTP/1.1")
        writer.write_record(writer.create_revisit_record(address, digest, refers_to, NOON, http_headers=headers))


def warc_digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()  # noqa: S324 (what WARCs use)


def a_warc(*answers: Answer, packed: bool = True) -> bytes:
    file = io.BytesIO()
    write_records(file, answers, packed=packed)
    return file.getvalue()


def write_warc(path: Path, *answers: Answer) -> Path:
    path.write_bytes(a_warc(*answers, packed=path.suffix == ".gz"))
    return path


def write_wacz(
    path: Path,
    warcs: Mapping[str, bytes],
    *,
    changed: Mapping[str, bytes] | None = None,
    listed: object = None,
    compression: int = zipfile.ZIP_STORED,
) -> Path:
    """Write a WACZ; `changed` are files that are other than its list says, `listed` stands in for that list."""
    files = {f"archive/{name}": data for name, data in warcs.items()}
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in files.items()
    ]
    package = json.dumps(listed or {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources})
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package.encode()).hexdigest()}"}
    lists = {"datapackage.json": package.encode(), "datapackage-digest.json": json.dumps(digest).encode()}
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in (files | lists | dict(changed or {})).items():
            archive.writestr(name, data)
    return path


def write_mht(path: Path, parts: Mapping[str, tuple[str, bytes]], head: str = "") -> Path:
    """Write a page as browsers do: each part with its address and media type; ``cid:…`` are ids."""
    edge = "----MultipartBoundary--x----"
    lines = [
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {PAGE}",
        "Subject: Gossip Corner",
        "Date: Wed, 1 May 2024 10:00:00 +0000",
        "MIME-Version: 1.0",
        *([head] if head else []),
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{edge}"',
        "",
    ]
    for address, (media_type, data) in parts.items():
        name = f"Content-ID: <{address[4:]}>" if address.startswith("cid:") else f"Content-Location: {address}"
        packed = base64.encodebytes(data).decode()
        lines += ["", f"--{edge}", f"Content-Type: {media_type}", "Content-Transfer-Encoding: base64", name, "", packed]
    path.write_bytes("\r\n".join([*lines, f"--{edge}--", ""]).encode())
    return path


def in_one_piece(warc: bytes) -> bytes:
    """Pack a WARC as a whole, as no program should."""
    return gzip.compress(warc)
