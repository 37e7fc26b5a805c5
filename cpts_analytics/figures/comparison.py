"""The rest of the département, and the verdict of each figure by its indicator's declared rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd

from cpts_analytics import aggregation, statistics
from cpts_analytics.model import VALUED_STATUSES, Aggregation, Indicator, Level, Polarity, Role, Status, VerdictRule

_SUMMABLE = (Aggregation.SUM, Aggregation.RATIO, Aggregation.WEIGHTED_MEAN, Aggregation.COMPOUND_GROWTH)


def rest(whole: pd.DataFrame, inside: pd.DataFrame, left_over: tuple[int, float],
         registry: dict[str, Indicator]) -> pd.DataFrame:
    """A département without the part of the territory that lies in it: its sums less the territory's.

    ``whole``: the département's rows. ``inside``: the territory's tallies in it. ``left_over``: communes and inhabitants
    of the département outside the territory. At 100 % of the département: not applicable.
    """
    communes, population = left_over
    summable = [key for key, item in registry.items() if item.aggregation in _SUMMABLE]
    made = whole[whole["coverage_population"].notna() & whole["indicator"].isin(summable)]
    covered = inside["status"].isin([*VALUED_STATUSES, Status.NOT_APPLICABLE])
    commune = inside["level"] == Level.COMMUNE
    taken = pd.DataFrame({
        "series": inside["series"], "n": inside["numerator"], "d": inside["denominator"],
        "people": inside["people"].where(covered, 0.0), "communes": inside["members"].where(covered & commune, 0),
        "lost": ~covered & ~commune})  # known for the whole city only: it cannot be taken away
    taken = taken.groupby("series").agg({"n": "sum", "d": "sum", "people": "sum", "communes": "sum", "lost": "any"})
    joined = made.merge(taken, left_on="series", right_index=True, how="left").fillna(
        {"n": 0.0, "d": 0.0, "communes": 0, "people": 0.0, "lost": False})
    joined["numerator"] -= joined["n"]
    joined["denominator"] -= joined["d"]
    joined["coverage_communes"] -= joined["communes"]
    joined["coverage_population"] -= joined["people"]
    joined["status"] = [Status.NOT_PUBLISHED if row.lost else _rest_status(row, communes, population, registry[row.indicator])
                        for row in joined.itertuples()]
    return joined.drop(columns=["n", "d", "communes", "people", "lost"]).assign(
        rest_communes=communes, rest_population=population)


def tally_of(rows: pd.DataFrame, groups: np.ndarray, count: int) -> aggregation.Tally:
    """The tally that the store's sums by status are, for groups of rows numbered from 0 to ``count`` - 1."""
    codes = aggregation.status_codes(rows["status"])
    members, people = (np.zeros((len(aggregation.STATUSES), count)) for _ in range(2))
    np.add.at(members, (codes, groups), rows["members"].to_numpy(float))
    np.add.at(people, (codes, groups), rows["people"].to_numpy(float))
    return aggregation.Tally(np.bincount(groups, rows["numerator"].to_numpy(float), count),
                             np.bincount(groups, rows["denominator"].to_numpy(float), count), members, people)


def _rest_status(row: object, communes: int, population: float, indicator: Indicator) -> str:
    if communes <= 0 or population < 0.5:
        return Status.NOT_APPLICABLE
    full = row.coverage_communes >= communes  # type: ignore[attr-defined]
    known = Status.ESTIMATED if "Estimation" in indicator.badges else Status.OK
    status = row.status if row.status != Status.PARTIAL or not full else known  # type: ignore[attr-defined]
    if row.coverage_communes <= 0:  # type: ignore[attr-defined]
        return row.status if not Status(row.status).has_value else Status.NOT_PUBLISHED  # type: ignore[attr-defined]
    if indicator.aggregation is Aggregation.SUM:
        return status if full else Status.PARTIAL
    share = row.coverage_population / population if population > 0 else 0.0  # type: ignore[attr-defined]
    if row.denominator <= 0:  # type: ignore[attr-defined]
        return Status.NOT_APPLICABLE
    if not full and share < aggregation.MINIMUM_COVERAGE:
        return row.status if not Status(row.status).has_value else Status.NOT_PUBLISHED  # type: ignore[attr-defined]
    if not Status(status).has_value:
        return Status.PARTIAL if not full else known
    return status if full else Status.PARTIAL


def judged(rows: pd.DataFrame, references: pd.DataFrame, registry: dict[str, Indicator]) -> pd.DataFrame:
    """Adds ``verdict, verdict_against, meaning, gap_units`` to the territory's rows; the others get ''.

    ``references``: the row of reference of each series (rest of the main département, else the département).
    """
    verdict, against, sense = (np.full(len(rows), "", dtype=object) for _ in range(3))
    units = np.full(len(rows), np.nan)
    place = pd.Index(references["series"]).get_indexer(rows["series"])
    mine = np.flatnonzero((rows["role"] == Role.TERRITORY).to_numpy() & (place >= 0))
    if len(mine):
        told = _judged(rows.iloc[mine], references.iloc[place[mine]], registry)
        verdict[mine], against[mine], sense[mine], units[mine] = told
    return rows.assign(verdict=verdict, verdict_against=against, meaning=sense, gap_units=units)


def _judged(rows: pd.DataFrame, beside: pd.DataFrame,
            registry: dict[str, Indicator]) -> tuple[np.ndarray, np.ndarray, list[str], np.ndarray]:
    """Verdict, name of the reference, meaning and gap of the territory's rows, each with the row that it is held against."""
    single_commune = (rows["total_communes"] == 1).all()
    reference = beside["value"].to_numpy(float)
    judgeable = rows["value"].notna().to_numpy() & ~np.isnan(reference)
    verdict, units = np.full(len(rows), "", dtype=object), np.full(len(rows), np.nan)
    worth = _worth_of_one(rows, registry)
    for rule, here in _by_rule(rows, judgeable, registry).items():
        verdict[here] = "not_comparable" if single_commune else _verdicts(rows.iloc[here], reference[here], rule, worth[here])
        if rule.is_ratio:
            units[here] = (rows["value"].to_numpy(float)[here] - reference[here]) / worth[here]
    polarities = [str(registry[key].polarity) for key in rows["indicator"]]
    return (verdict, np.where(verdict != "", beside["area_name"].to_numpy(object), ""),
            [meaning(*pair) for pair in zip(verdict, polarities, strict=True)], units)


@dataclasses.dataclass(frozen=True)
class _Rule:
    kind: VerdictRule
    is_ratio: bool
    limit: float  # practical gap in %, or the threshold


def _by_rule(rows: pd.DataFrame, mine: np.ndarray, registry: Mapping[str, Indicator]) -> dict[_Rule, np.ndarray]:
    """Positions of the rows that are judged, by the rule that judges them. A count is not compared to a larger place's."""
    found: dict[_Rule, list[int]] = {}
    keys = rows["indicator"].to_numpy(object)
    for position in np.flatnonzero(mine):
        record = registry[keys[position]]
        if record.verdict is VerdictRule.NONE or record.aggregation is Aggregation.SUM:
            continue
        limit = record.threshold if record.threshold is not None else record.gap_pct
        rule = _Rule(record.verdict, record.aggregation is Aggregation.RATIO, limit)
        found.setdefault(rule, []).append(int(position))
    return {rule: np.array(positions) for rule, positions in found.items()}


def _worth_of_one(rows: pd.DataFrame, registry: Mapping[str, Indicator]) -> np.ndarray:
    """What one more in the numerator adds to the value, in the value's unit (NaN without a denominator)."""
    scales = rows["indicator"].map({key: record.scale for key, record in registry.items()}).to_numpy(float)
    denominator = rows["denominator"].to_numpy(float)
    return np.divide(scales, denominator, out=np.full(len(rows), np.nan), where=denominator > 0)


def _verdicts(rows: pd.DataFrame, reference: np.ndarray, rule: _Rule, worth: np.ndarray) -> np.ndarray:
    value, numerator = rows["value"].to_numpy(float), rows["numerator"].to_numpy(float)
    if rule.kind is VerdictRule.INTERVAL:
        return np.asarray(statistics.interval_verdict(rows["lower"].to_numpy(float), rows["upper"].to_numpy(float),
                                                      reference, numerator, expected=reference / worth).verdict)
    if rule.kind is VerdictRule.THRESHOLD:
        return np.asarray(statistics.threshold_verdict(value, rule.limit).verdict)
    if not rule.is_ratio:
        return np.asarray(statistics.gap_verdict(value, reference, gap_pct=rule.limit).verdict)
    return np.asarray(statistics.gap_verdict(value, reference, gap_pct=rule.limit, numerator=numerator,
                                             unit_value=worth).verdict)


def meaning(verdict: str, polarity: str) -> str:
    """favourable · unfavourable · high_need · low_need · to_interpret · '' (no difference was found)."""
    if verdict not in ("higher", "lower"):
        return ""
    if polarity == Polarity.NEED:
        return "high_need" if verdict == "higher" else "low_need"
    if polarity == Polarity.NEUTRAL:
        return "to_interpret"
    good = (verdict == "higher") == (polarity == Polarity.HIGHER_IS_FAVOURABLE)
    return "favourable" if good else "unfavourable"
