"""The ages of the census tables, and the bands without overlap that they are brought to."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable

from cpts_analytics.sources.population_age_sex_dep_2021 import AGES as FIVE_YEARS

END = 1_000
"""After the last age."""

Ages = tuple[int, int]
"""From the first age, to the one before which the band ends."""


@functools.cache
def ages_of(published: str) -> Ages | None:
    """``Y_LT15``, ``Y15T24``, ``Y_GE80``, ``Y7`` or ``007`` as first age and end; None for ``_T``.

    Raises ValueError for anything else.
    """
    if published == "_T":
        return None
    for pattern, ages in ((r"Y_LT(\d+)", lambda a: (0, a)), (r"Y_GE(\d+)", lambda a: (a, END)),
                          (r"Y?(\d{1,3})", lambda a: (a, END if a >= 100 else a + 1))):
        if found := re.fullmatch(pattern, published):
            return ages(int(found[1]))
    if found := re.fullmatch(r"Y(\d+)T(\d+)", published):
        return int(found[1]), int(found[2]) + 1
    raise ValueError(published)


def partition(bands: Iterable[Ages]) -> tuple[Ages, ...]:
    """The most detailed of the ways to go from age 0 to the end without gap or overlap; () when there is none."""
    starting: dict[int, list[Ages]] = {}
    for band in sorted(set(bands)):
        starting.setdefault(band[0], []).append(band)
    best: dict[int, tuple[Ages, ...]] = {END: ()}
    for start in sorted(starting, reverse=True):
        ways = [(band, *best[band[1]]) for band in starting[start] if band[1] in best]
        if ways:
            best[start] = max(ways, key=len)
    return best.get(0, ())


def labels(bands: Iterable[Ages]) -> dict[Ages, str]:
    """Band → the label it is counted under: five years of age where the bands allow it, else the band itself."""
    bands = tuple(bands)
    limits = {*range(0, 96, 5)}
    if limits <= {start for start, _ in bands}:
        return {band: FIVE_YEARS[min(band[0], 95) // 5] for band in bands}
    return {(start, end): f"{start}+" if end == END else f"{start}-{end - 1}" for start, end in bands}


def single_ages() -> tuple[Ages, ...]:
    """0, 1 … 99, 100 and over."""
    return tuple(itertools.pairwise([*range(101), END]))
