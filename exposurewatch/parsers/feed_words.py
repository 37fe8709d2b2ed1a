"""What parsers of feeds tell of a document as a whole: the words in `Told.about`."""

from __future__ import annotations

from typing import Final

FEED: Final = "feed"
"""It is a feed, whatever its entries; the value is its title, clean, or ''."""

NEXT: Final = "next"
"""Older entries stand in another document; the value is its address as it is written."""

WEB_PAGE: Final = "web-page"
"""It is a page for people; the value is the address of a feed as the page names it, or ''."""

NO_FEED: Final = "no-feed"
"""It is something else; the value says what, clean, or is ''."""
