"""A module that a worker can begin to import and never comes back from."""

from __future__ import annotations

import threading

threading.Event().wait()
