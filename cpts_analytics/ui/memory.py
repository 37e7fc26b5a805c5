"""Memory that is free goes back to the system: the C library keeps it by the hundred megabytes else (Linux only)."""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

_STATUS = Path("/proc/self/statm")
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 1 << 20  # bytes: blocks of this size and more go back as soon as they are freed
_SECONDS = 2.0
_WORTH = 16 << 20  # bytes grown since the last time


def keep_small() -> threading.Thread | None:
    """Watch this process and give back what it has freed each time that it has grown; None where that cannot be done.

    To be called before there are other threads: each would get a heap of its own, with holes of its own.
    """
    library = _library()
    if library is None or not _STATUS.exists():
        return None
    library.mallopt(_ARENA_MAX, 2)
    library.mallopt(_MMAP_THRESHOLD, _LARGE)
    trim = library.malloc_trim
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


def _library() -> ctypes.CDLL | None:
    """The C library, when it is the one that has these two functions."""
    try:
        found = ctypes.CDLL(None)
        return found if found.malloc_trim and found.mallopt else None
    except (OSError, AttributeError, TypeError):
        return None


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(_STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
