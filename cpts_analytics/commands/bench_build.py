"""How long ``build --from`` takes for the indicators of health needs, all France."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from cpts_analytics import build, indicators
from cpts_analytics.commands.measures import Measure

_THEMES = {"needs", "prevention", "crisis"}
_AGES = "population_by_age_sex"  # stands with the population, but is made for the needs


def measures(folder: Path) -> Iterable[Measure]:
    """Build the figures of the published files under ``folder`` aside, and sum the seconds of what the needs take."""
    seconds: dict[str, float] = {}
    begun, words = time.monotonic(), ""

    def step(_: int, __: int, said: str) -> None:
        nonlocal begun, words
        now = time.monotonic()
        seconds[words] = seconds.get(words, 0.0) + now - begun
        begun, words = now, said

    with tempfile.TemporaryDirectory() as target:
        build.build_data(folder, Path(target), step)
    step(0, 0, "")
    needed = [record for record in indicators.registry().values() if record.theme in _THEMES or record.key == _AGES]
    made = sum(spent for said, spent in seconds.items() if any(f"({record.key})" in said for record in needed))
    yield Measure("build: all indicators of health needs, all France", made, "s", "≤ 20 s", f"{len(needed)} indicators")
    yield Measure("build: everything from the published files", sum(seconds.values()), "s", "")
