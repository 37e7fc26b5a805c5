"""What has been freed leaves the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

GROWN = """
import time
from cpts_analytics.ui import memory
assert memory.keep_small() is not None
parts = [bytearray(60_000) for _ in range(2_000)]   # 120 MB in pieces that the C library keeps when they are freed
wall = bytearray(60_000)                            # above them: the heap's end cannot simply move down
grown = memory.resident()
del parts
for _ in range(300):
    time.sleep(0.1)
    if memory.resident() < grown - 80_000_000:
        print("given back")
        break
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux only")
def test_what_is_freed_goes_back() -> None:
    done = subprocess.run([sys.executable, "-c", GROWN], cwd=ROOT, env={**os.environ, "PYTHONMALLOC": "malloc"},
                          capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "given back", done.stderr
