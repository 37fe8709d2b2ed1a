"""Crafted archives, a file for each kind. They are bytes and no more: whoever reads them is told nothing of this."""
