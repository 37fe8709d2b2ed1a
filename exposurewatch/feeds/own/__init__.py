"""Exposurewatch's own feeds of fingerprints: read, and built."""
