"""Parsers: bytes in, records out. They open nothing, and take every byte for hostile."""
