"""One small document that is well for each kind of published report, with something in every field that is read."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Final

from benchmarks.hostility.document import Document, Nature, json_document
from exposurewatch.model import DIGESTS

_MD5: Final = "0a" * 16
_PDQ: Final = "0f1e2d3c4b5a6978" * 4
_UUID: Final = "5a3c1b2e-0000-4000-8000-0123456789ab"
_TIME: Final = 1714557600


def _rss() -> Document:
    item = (
        "<item><title>Seen 1</title><guid isPermaLink='false'>id-1</guid><link>https://e.org/p/1</link>"
        "<pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><enclosure url='https://e.org/i/1.jpg' type='image/jpeg'"
        " length='9'/><media:content url='https://e.org/i/2.jpg' medium='image'/>"
        "<description>&lt;img src='https://e.org/i/3.jpg'&gt; who</description></item>"
    )
    feed = (
        "<?xml version='1.0'?><rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel>"
        f"<title>Gossip Corner</title><link>https://e.org/</link>{item}</channel></rss>"
    )
    return Document(Nature.XML, feed.encode())


def _json_feed() -> Document:
    item = {
        "id": "id-1",
        "url": "https://e.org/p/1",
        "title": "Seen 1",
        "content_html": "<img src='https://e.org/i/3.jpg'> who",
        "image": "https://e.org/i/1.jpg",
        "banner_image": "https://e.org/i/2.jpg",
        "date_published": "2024-05-01T10:00:00Z",
        "authors": [{"name": "Ana"}],
        "attachments": [{"url": "https://e.org/i/4.jpg", "mime_type": "image/jpeg", "size_in_bytes": 9}],
    }
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "Gossip", "home_page_url": "https://e.org/"}
    return json_document(head | {"items": [item]})


def _stopncii() -> Document:
    record = {"signalType": "ImagePDQ", "hashValue": _PDQ, "hashStatus": "Active", "lastModtimestamp": _TIME}
    gone = record | {"hashStatus": "Withdrawn", "caseNumbers": {"1": "2"}}
    beside = {"nextSetTimestamp": _TIME, "nextPageToken": "1", "hasMoreRecords": False}
    return json_document({"count": 2, **beside, "hashRecords": [record, gone]})


def _ncmec() -> Document:
    image = (
        '<image><member id="42">Example</member><timestamp>2024-05-01T10:00:00Z</timestamp><id>i1</id>'
        f"<classification>A1</classification><fingerprints><md5>{_MD5}</md5><pdq>{_PDQ}</pdq></fingerprints></image>"
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><images count="2"'
        f' maxTimestamp="2024-05-01T10:00:00Z">{image}<deletedImage><member id="42"/><id>i2</id></deletedImage>'
        "</images><paging><next>/v2/entries?start=2</next></paging></queryResult>"
    )
    return Document(Nature.XML, document.encode())


def _threat_updates() -> Document:
    indicator = {"id": "2001", "indicator": _PDQ, "type": "HASH_PDQ", "last_updated": _TIME, "should_delete": False}
    descriptors = {"data": [{"id": "5", "owner": {"id": "6"}, "status": "MALICIOUS", "tags": ["x"]}]}
    gone = {"id": "2002", "should_delete": True}
    return json_document(
        {"data": [indicator | {"descriptors": descriptors}, gone], "paging": {"cursors": {"after": "x"}}}
    )


def _tech_against_terrorism() -> Document:
    whole = {"hash_digest": _MD5, "algorithm": "MD5", "file_type": "jpg", "deleted": False, "id": 2819}
    gone = whole | {"deleted": True, "updated_on": _TIME, "ideology": "x"}
    return json_document({"count": 2, "checkpoint": "1714557600.5,2", "next": None, "results": [whole, gone]})


def _hash_list(name: str) -> Document:
    digits = 2 * DIGESTS[name]
    lines = [f"# {name}", *(f"{number:0{digits}x}" for number in (0xABC, 0xDEF)), "# end"]
    return Document(Nature.TEXT, "\n".join((*lines, "")).encode())


def _hash_table() -> Document:
    table = f"signalType,hashValue,quality\nImagePDQ,{_PDQ},90\nVideoMD5,{_MD5},\npdq,{_PDQ[::-1]},100\n"
    return Document(Nature.TEXT, table.encode())


def _manifest() -> Document:
    chunk = {"file": "2026-05-01-0001.json", "sha256": "0b" * 32, "entries": 1, "withdrawn": 1}
    when = "2026-05-01T12:00:00Z"
    head = {"schema": "exposurewatch-feed/1", "name": "Helpline", "about": "Write to us"}
    key = base64.b64encode(bytes(range(32))).decode()
    dates = {"created": when, "updated": when, "sequence": 3}
    return json_document({**head, "key": key, **dates, "chunks": [chunk | {"created": when}]})


def _entries() -> Document:
    entry = {
        "id": "0123456789abcdef" * 2,
        "sha256": "ef" * 32,
        "regions": [{"box": [0, 0, 1, 1], "pdq": "ab" * 32, "quality": 100, "phash": "cd" * 32}],
        "channel": {"title": "Gossip", "username": "gossip", "id": "123"},
        "message_id": "7",
        "time": "2026-04-01T10:00:00Z",
        "permalink": "https://t.me/gossip/7",
    }
    head = {"schema": "exposurewatch-feed-entries/1", "created": "2026-05-01T12:00:00Z"}
    return json_document(head | {"entries": [entry], "withdrawn": ["f" * 32]})


def _imageboard_list() -> Document:
    thread = {"no": 100, "last_modified": _TIME, "replies": 1}
    return json_document([{"page": 1, "threads": [thread, thread | {"no": 101}]}])


def _misp_manifest() -> Document:
    event = {"info": "Leak", "date": "2026-05-01", "timestamp": str(_TIME), "Orgc": {"name": "x"}, "Tag": []}
    return json_document({_UUID: event})


def _misp_event() -> Document:
    attribute = {"uuid": _UUID, "type": "md5", "category": "x", "value": _MD5, "to_ids": True, "timestamp": str(_TIME)}
    pair = attribute | {"type": "filename|md5", "value": f"she.jpg|{_MD5}", "comment": "x"}
    held = {"uuid": _UUID, "name": "file", "Attribute": [attribute | {"object_relation": "md5"}]}
    event = {"uuid": _UUID, "info": "Leak of May", "timestamp": str(_TIME), "Attribute": [attribute, pair]}
    return json_document({"Event": event | {"Object": [held]}})


def _stix() -> Document:
    file = {"type": "file", "spec_version": "2.1", "id": f"file--{_UUID}", "name": "she.jpg", "hashes": {"MD5": _MD5}}
    indicator = {
        "type": "indicator",
        "id": f"indicator--{_UUID}",
        "modified": "2024-05-01T10:00:00.000Z",
        "revoked": False,
        "pattern_type": "stix",
        "pattern": f"[file:hashes.'SHA-256' = '{'ab' * 32}' OR file:hashes.MD5 = '{_MD5}']",
    }
    artifact = {"type": "artifact", "id": f"artifact--{_UUID}", "mime_type": "image/jpeg", "payload_bin": "eA=="}
    return json_document({"type": "bundle", "id": f"bundle--{_UUID}", "objects": [file, indicator, artifact]})


def published() -> Mapping[str, Document]:
    """By the name of the parser of each."""
    return {
        "rss": _rss(),
        "json-feed": _json_feed(),
        "stopncii": _stopncii(),
        "ncmec": _ncmec(),
        "threat-updates": _threat_updates(),
        "tech-against-terrorism": _tech_against_terrorism(),
        "hash-list": _hash_table(),
        **{f"hash-list-{name}": _hash_list(name) for name in DIGESTS},
        "exposurewatch-manifest": _manifest(),
        "exposurewatch-entries": _entries(),
        "imageboard-list": _imageboard_list(),
        "misp-manifest": _misp_manifest(),
        "misp-event": _misp_event(),
        "stix": _stix(),
    }
