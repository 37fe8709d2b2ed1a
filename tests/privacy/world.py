"""A user's computer in a folder: a home, a place for temporary files, photos, exports, and the program run on them."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.conftest import a_drawing, encoded
from tests.privacy.marks import marked_film, marked_jpeg, marked_other, marked_png

HERE = Path(__file__).parents[2]
PASSPHRASE = "violet anchor drumming otter"  # noqa: S105 (of a drawn vault)
TITLE, LABELLED, SENDER = "MARKEDtitle of the chat", "MARKEDphoto.jpg", "MARKEDsender"
"""What is kept and shown on purpose; no word that may not be is a part of one."""


@dataclass(frozen=True)
class Ran:
    """What one run of the program left; `outputs` are the files that it was told to write."""

    status: int
    out: bytes
    err: bytes
    outputs: tuple[Path, ...] = ()


@dataclass(frozen=True)
class World:
    """All of it lies in `root`. `python` is where the program's own code and that of tests is found."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def vault(self) -> Path:
        return self.home / "data" / "exposurewatch" / "vault"

    @property
    def photos(self) -> Path:
        return self.root / "photos"

    @property
    def export(self) -> Path:
        return self.root / "ChatExport"

    @property
    def archive(self) -> Path:
        return self.root / "ChatExport.zip"

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    def environment(self, **more: str) -> dict[str, str]:
        """Nothing of what the tests themselves were started with."""
        folders = {f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CACHE", "CONFIG", "STATE", "DATA")}
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TMPDIR": str(self.root / "tmp"),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            "PYTHONPATH": str(HERE),
            "PYTHONDONTWRITEBYTECODE": "1",  # the program's own code lies among the tests; nothing is to be added
            **folders,
            **more,
        }

    def run(
        self,
        *command: str | Path,
        under: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        passphrase: str | None = PASSPHRASE,
    ) -> Ran:
        """Run a command of the program, with the passphrase of its vault in an open file; `under` another program."""
        words = [*under, sys.executable, "-m", "exposurewatch", *map(str, command)]
        reading, writing = os.pipe()
        os.write(writing, f"{passphrase or ''}\n".encode() * 2)
        os.close(writing)
        if passphrase is not None:
            words += ["--passphrase-fd", str(reading)]
        try:
            done = subprocess.run(  # noqa: S603 (the tests' own words)
                words,
                cwd=self.root / "here",
                env=self.environment() if environment is None else dict(environment),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                pass_fds=(reading,),
                timeout=180,
                check=False,
            )
        finally:
            os.close(reading)
        outputs = tuple(Path(word) for option, word in pairwise(command) if option == "--output")
        return Ran(done.returncode, done.stdout, done.stderr, outputs)

    def snapshot(self) -> dict[str, tuple[Any, ...]]:
        """Every file and folder there is: its mode, its size, when it was changed, and a digest of what it holds."""
        found: dict[str, tuple[Any, ...]] = {}
        for path in sorted(self.root.rglob("*")):
            status = path.lstat()
            digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            found[str(path.relative_to(self.root))] = (status.st_mode, status.st_size, status.st_mtime_ns, digest)
        return found


def compose(root: Path) -> World:
    """A user who has three photos and a video, and an export in which some of them are."""
    world = World(root)
    for folder in (world.home, root / "tmp", root / "here", world.photos, world.outputs, world.export / "photos"):
        folder.mkdir(parents=True)
    own = {LABELLED: marked_jpeg(0), "garden.png": marked_png(1), "phone.heic": marked_other(2, "HEIF")}
    posted = {
        "small.jpg": marked_jpeg(0, (200, 150)),
        "same.jpg": own[LABELLED],
        "garden.webp": marked_other(1, "WEBP"),
        "stranger.jpg": marked_jpeg(50),
        "other.png": marked_png(51),
        "torn.jpg": marked_jpeg(52)[:3000],
        "plain.jpg": encoded(a_drawing(53)),
    }
    if importlib.util.find_spec("av"):
        own["walk.mp4"], posted["walk.mp4"] = marked_film(4), marked_film(4, skip=10)
    for name, content in own.items():
        (world.photos / name).write_bytes(content)
    for name, content in posted.items():
        (world.export / "photos" / name).write_bytes(content)
    (world.export / "result.json").write_text(json.dumps(_chat(sorted(posted))), "utf-8")
    with zipfile.ZipFile(world.archive, "w") as archive:
        for path in sorted(world.export.rglob("*")):
            archive.write(path, path.relative_to(root))
    return world


def _chat(names: Sequence[str]) -> dict[str, Any]:
    messages: list[dict[str, Any]] = []
    for number, name in enumerate(names, start=1):
        date = {"date": f"2026-05-0{number}T10:00:00", "date_unixtime": str(1777600000 + 86400 * number)}
        kind = "file" if name.endswith((".mp4", ".webp")) else "photo"
        message = {"id": number, "type": "message", **date, "from": SENDER, kind: f"photos/{name}", "text": "look"}
        messages.append(message | ({"mime_type": "video/mp4", "media_type": "video_file"} if ".mp4" in name else {}))
    return {"name": TITLE, "type": "public_channel", "id": 1234567890, "messages": messages}
