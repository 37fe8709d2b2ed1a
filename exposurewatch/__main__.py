"""Where the program starts, as ``exposurewatch`` or as ``python -m exposurewatch``."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line, and leave with its exit status even where Ctrl-C comes before it is loaded."""
    try:
        from exposurewatch.sandbox import dumps  # noqa: PLC0415 (as below)

        dumps.leave_none()
        from exposurewatch.cli.main import main as run  # noqa: PLC0415 (it takes long enough to be interrupted)

        status = run()
    except KeyboardInterrupt:
        status = 130
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the work is done; a late Ctrl-C would only disturb the leaving
    sys.exit(status)


if __name__ == "__main__":
    main()
