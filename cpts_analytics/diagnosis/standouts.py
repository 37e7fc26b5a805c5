"""What stands out in a territory: the differences that concern most inhabitants. Never a composite score or rank.

One reference (the rest of the département). Differences found by a practical gap are taken as they are; those found
by an interval only where they stay after Benjamini–Hochberg at 5 % over all interval comparisons made here.
Ordered by inhabitants concerned; one line a subject; none for a single commune.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pandas as pd

from cpts_analytics import statistics
from cpts_analytics.model import Indicator, Role, VerdictRule

SUBJECTS: dict[str, tuple[str, ...]] = {
    "gp": ("share_below_2_5", "apl_gp", "density_gp", "share_without_gp"),
    "gp_age": ("gp_over_65_share",),
    "nurse": ("apl_nurse", "density_nurse", "share_without_nurse"),
    "physiotherapist": ("apl_physiotherapist", "density_physiotherapist"),
    "dentist": ("apl_dentist", "density_dentist"),
    "midwife": ("apl_midwife", "density_midwife"),
    "pharmacy": ("share_without_pharmacy", "density_pharmacy"),
    "older": ("share_75_plus",),
    "older_places": ("rate_places_ehpad",),
    "poverty": ("deprived_fifth_share", "poverty_rate"),
    "employment": ("unemployment_rate",),
    "families": ("single_parent_share",),
    "births": ("birth_rate",),
    "deaths": ("death_rate",),
}
"""The indicators that may stand out, by subject: of each subject the line that concerns most inhabitants is kept."""

KEYS = tuple(key for keys in SUBJECTS.values() for key in keys)
FALSE_DISCOVERY_RATE = 0.05


@dataclasses.dataclass(frozen=True, kw_only=True)
class StandOut:
    """One difference: values in the indicator's unit, inhabitants concerned, verdict and meaning as in the figures."""

    key: str
    value: float
    reference: float
    against: str
    verdict: str
    meaning: str
    inhabitants: float
    significant: bool  # found by an interval, after correction


@dataclasses.dataclass(frozen=True, kw_only=True)
class StandOuts:
    """The lines, and how many comparisons were made to find them."""

    lines: tuple[StandOut, ...]
    comparisons: int


def stand_out(rows: pd.DataFrame, registry: Mapping[str, Indicator], population: float, most: int = 3) -> StandOuts:
    """The ``most`` differences that concern most inhabitants, from the figure rows of a territory and its comparators.

    Inhabitants concerned: for a share of inhabitants, and for events, those more or fewer than at the reference's share;
    for an offer or an accessibility, relative gap × inhabitants of the territory (at most all of them).
    """
    own = rows[(rows["role"] == Role.TERRITORY) & rows["indicator"].isin(KEYS) & ~rows["verdict"].isin(["", "not_comparable"])]
    if own.empty:
        return StandOuts(lines=(), comparisons=0)
    references = rows[rows["area_name"].isin(own["verdict_against"])].set_index(["indicator", "period", "area_name"])["value"]
    references = references[~references.index.duplicated()]
    found = []
    for row in own.to_dict("records"):
        record = registry[row["indicator"]]
        reference = float(references.loc[(row["indicator"], row["period"], row["verdict_against"])])
        found.append((row, record, reference))
    kept = _after_correction(found)
    lines = [_line(row, record, reference, population) for row, record, reference in found
             if row["verdict"] in ("higher", "lower") and row["indicator"] in kept]
    lines.sort(key=lambda line: (-line.inhabitants, line.key))
    chosen: dict[str, StandOut] = {}
    for line in lines:
        chosen.setdefault(_subject(line.key), line)
    return StandOuts(lines=tuple(chosen.values())[:most], comparisons=len(own))


def _after_correction(found: list[tuple[dict, Indicator, float]]) -> set[str]:
    """Keys whose difference stays: all the gaps, and the interval ones that Benjamini–Hochberg keeps."""
    kept = {record.key for _, record, _ in found if record.verdict is not VerdictRule.INTERVAL}
    tested = [(row, record, reference) for row, record, reference in found if record.verdict is VerdictRule.INTERVAL]
    if tested:
        p_values = [float(statistics.poisson_p_value(row["numerator"], reference * row["denominator"] / record.scale).p_value)
                    for row, record, reference in tested]
        rejected = statistics.benjamini_hochberg(p_values, FALSE_DISCOVERY_RATE).rejected
        kept |= {record.key for (_, record, _), stays in zip(tested, rejected, strict=True) if stays}
    return kept


def _line(row: dict, record: Indicator, reference: float, population: float) -> StandOut:
    counts_people = record.verdict is VerdictRule.INTERVAL or (record.scale == 100.0 and record.denominator_is_inhabitants)
    if counts_people and pd.notna(row["gap_units"]):
        inhabitants = abs(row["gap_units"])
    else:
        inhabitants = abs(row["value"] / reference - 1) * population if reference else population
    return StandOut(key=record.key, value=row["value"], reference=reference, against=row["verdict_against"],
                    verdict=row["verdict"], meaning=row["meaning"], inhabitants=min(float(inhabitants), population),
                    significant=record.verdict is VerdictRule.INTERVAL)


def _subject(key: str) -> str:
    return next(subject for subject, keys in SUBJECTS.items() if key in keys)
