"""What a document is made of, and the documents that are well."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Nature(Enum):
    """What a document is made of: which families are made of it, and how the fuzzer changes it."""

    JSON = "json"
    MARKUP = "html"
    XML = "xml"
    TEXT = "text"
    DATABASE = "sqlite"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is well."""

    nature: Nature
    content: bytes = field(repr=False)


def json_document(value: Any) -> Document:
    """A value written down as JSON."""
    return Document(Nature.JSON, json.dumps(value, indent=1, ensure_ascii=False).encode())
