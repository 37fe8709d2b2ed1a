"""The sources command lists what can be read, in words and in JSON."""

from __future__ import annotations

import json

import pytest

from exposurewatch.sources import SOURCES, Source
from exposurewatch.sources.archives import ARCHIVES
from tests.cli.conftest import Run


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_source_is_named_with_how_to_make_it(run: Run, source: Source) -> None:
    ran = run("sources")

    assert ran.status == 0
    assert f"\n{source.title}\n" in f"\n{ran.out}"
    assert " ".join(source.making.split()) in " ".join(ran.out.split())


def test_programs_get_the_same_in_json(run: Run) -> None:
    told = json.loads(run("sources", "--format", "json").out)

    assert sorted(each["name"] for each in told["sources"]) == sorted(source.name for source in SOURCES)
    assert [each["name"] for each in told["sources"]][:3] == ["telegram-json", "telegram-html", "whatsapp"]
    assert told["sources"][-1]["name"] == "folder"
    assert all(each["title"] and each["making"].endswith(".") for each in told["sources"])
    assert told["archives"] == [archive.name for archive in ARCHIVES]
