"""Stands in for the program that the fuzzer plays against: it dies at the first order, or goes on without end."""

from __future__ import annotations

import os
import sys
import time

if __name__ == "__main__":
    order = sys.stdin.readline()
    if order.startswith("hang"):
        time.sleep(60)
    os.abort()
