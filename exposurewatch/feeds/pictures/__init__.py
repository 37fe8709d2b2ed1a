"""Feeds of posts with pictures behind links: public channels, boards, and feeds of entries."""
