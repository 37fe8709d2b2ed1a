"""Looks inside videos: decodes them, and keeps the frames that tell more than those before them.

Every video here is assumed hostile; what decodes runs inside a sandboxed worker.
"""
