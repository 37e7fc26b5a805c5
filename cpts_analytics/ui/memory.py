"""Memory that is free goes back to the system: the C library keeps it by the hundred megabytes else (Linux only)."""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

_STATUS = Path("/proc/self/statm")
_SECONDS = 2.0
_WORTH = 16 << 20  # bytes grown since the last time


def keep_small() -> threading.Thread | None:
    """Watch this process and give back what it has freed each time that it has grown; None where that cannot be done."""
    trim = _trim()
    if trim is None or not _STATUS.exists():
        return None
    watch = threading.Thread(target=_watch, args=(trim,), name="memory", daemon=True)
    watch.start()
    return watch


def _watch(trim: Callable[[int], int]) -> None:
    last = 0
    while True:
        time.sleep(_SECONDS)
        if resident() - last > _WORTH:
            trim(0)
            last = resident()


def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
    return found


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(_STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
