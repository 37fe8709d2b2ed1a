"""Crafted pictures, a file for each format."""
