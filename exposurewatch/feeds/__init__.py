"""Feeds: what others publish of pictures, at an address or in a file. Only ``fetching`` opens sockets."""

from __future__ import annotations

from exposurewatch.feeds.feed import Feed
from exposurewatch.feeds.hashes.hash_list import HASH_LIST
from exposurewatch.feeds.hashes.misp import MISP
from exposurewatch.feeds.hashes.ncmec import NCMEC
from exposurewatch.feeds.hashes.stix import STIX
from exposurewatch.feeds.hashes.stopncii import STOPNCII
from exposurewatch.feeds.hashes.tech_against_terrorism import TECH_AGAINST_TERRORISM
from exposurewatch.feeds.hashes.threatexchange import THREATEXCHANGE
from exposurewatch.feeds.own.exposurewatch_feed import EXPOSUREWATCH_FEED
from exposurewatch.feeds.pictures.imageboard import IMAGEBOARD
from exposurewatch.feeds.pictures.json_feed import JSON_FEED
from exposurewatch.feeds.pictures.rss import RSS
from exposurewatch.feeds.pictures.telegram_channel import TELEGRAM_CHANNEL

FEEDS: tuple[Feed, ...] = (
    EXPOSUREWATCH_FEED,
    TELEGRAM_CHANNEL,
    IMAGEBOARD,
    MISP,
    STIX,
    STOPNCII,
    NCMEC,
    THREATEXCHANGE,
    TECH_AGAINST_TERRORISM,
    JSON_FEED,
    RSS,
    HASH_LIST,  # any text may look like one, so it stays last
)

__all__ = ["FEEDS", "Feed"]
