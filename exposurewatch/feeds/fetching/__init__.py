"""Fetches documents: the only rooms that reach the network, and what keeps them polite and within limits."""
