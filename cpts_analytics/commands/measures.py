"""One measure of the bench, and how a task is timed."""

from __future__ import annotations

import dataclasses
import statistics as arithmetic
import time
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class Measure:
    """``value`` in ``unit`` beside its ``aim`` (a text); NaN with a note when it could not be measured here."""

    name: str
    value: float
    unit: str
    aim: str
    note: str = ""

    @property
    def shown(self) -> str:
        if self.value != self.value:
            return "—"
        return f"{self.value:.2f} {self.unit}" if self.value < 10 else f"{self.value:.0f} {self.unit}"


def median_seconds(task: Callable[[], object], repeats: int = 9) -> float:
    """Median seconds of a task, after one run that warms the file cache."""
    task()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return arithmetic.median(times)
