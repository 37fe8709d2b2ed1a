"""Feeds of published hashes: lists, threat feeds, and exchanges for partners."""
