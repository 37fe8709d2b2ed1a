"""Every kind of details there is, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from exposurewatch.details.address import ADDRESS
from exposurewatch.details.detail import Kind
from exposurewatch.details.handle import HANDLE
from exposurewatch.details.identity_card import IDENTITY_CARD
from exposurewatch.details.mail import EMAIL
from exposurewatch.details.name import NAME
from exposurewatch.details.phone import PHONE
from exposurewatch.details.plate import PLATE
from exposurewatch.model import DetailKind

KINDS: Final[tuple[Kind, ...]] = (PHONE, HANDLE, EMAIL, NAME, ADDRESS, IDENTITY_CARD, PLATE)
_BY_NAME: Final[Mapping[DetailKind, Kind]] = MappingProxyType({kind.name: kind for kind in KINDS})


def kind_of(name: DetailKind) -> Kind:
    """The kind of this name."""
    return _BY_NAME[name]
