"""Decides which own photo a picture may be a copy of, and how sure that is."""
