"""What a report format is: a name, the end of its file's name, and a function from a report to bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exposurewatch.model import Report


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a report down. `suffix` begins with its dot; `render` touches no file and no screen."""

    name: str
    suffix: str
    render: Callable[[Report], bytes]
