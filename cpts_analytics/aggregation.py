"""How a figure of several areas is made from the figures of its communes: the one place of that rule.

``build`` uses it for EPCI, bassins de vie, départements, régions and France; ``figures`` for any
territory. Numbers and statuses in, numbers and statuses out.

Rules (``domain/indicators``): sums add; a ratio is the sum of numerators over the sum of denominators,
never a mean of rates; an area counts only when numerator and denominator both have it; from 90 % of
inhabitants covered a ratio is shown, below it is not ("couverture insuffisante"); a count with hidden
parts is "at least".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from cpts_analytics.model import GROUPED_LEVELS, Aggregation, Indicator, Level, Source, Status

MINIMUM_COVERAGE = 0.90
"""Share of inhabitants from which a ratio or a mean of several communes is shown."""

INSUFFICIENT = "couverture insuffisante"
"""Marks, in the column ``method``, a ratio that is not shown because too few inhabitants are covered."""

STATUSES: tuple[Status, ...] = tuple(Status)
_CODE = {status: index for index, status in enumerate(STATUSES)}
_VALUED = np.array([status.has_value for status in STATUSES])
_DIVIDED = (Aggregation.RATIO, Aggregation.WEIGHTED_MEAN, Aggregation.COMPOUND_GROWTH)
_WORST_FIRST = (Status.PARTIAL, Status.ESTIMATED, Status.OK)

ARRONDISSEMENT = re.compile(r"^(?:751(?:0[1-9]|1\d|20)|132(?:0[1-9]|1[0-6])|6938[1-9])$")
PARENTS = {"751": "75056", "132": "13055", "693": "69123"}
"""First three digits of an arrondissement municipal → its commune (Paris, Marseille, Lyon)."""


def local_level(codes: pd.Series) -> pd.Series:
    """'arrondissement_municipal' or 'commune' for each INSEE code (text)."""
    is_arrondissement = codes.str.match(ARRONDISSEMENT)
    return pd.Series(np.where(is_arrondissement, Level.ARRONDISSEMENT_MUNICIPAL.value, Level.COMMUNE.value),
                     index=codes.index, dtype="str")


@dataclasses.dataclass(frozen=True)
class Parts:
    """Aligned arrays, one element a commune (or arrondissement): what is put together."""

    numerator: np.ndarray  # float64, NaN where unknown
    denominator: np.ndarray  # float64, NaN where unknown or without object
    status: np.ndarray  # int8, index into STATUSES
    population: np.ndarray  # inhabitants, for coverage


@dataclasses.dataclass(frozen=True)
class Combined:
    """Aligned arrays, one element a group. Sums stay even where the status says that nothing is shown."""

    numerator: np.ndarray
    denominator: np.ndarray
    status: np.ndarray  # int8, index into STATUSES
    coverage_communes: np.ndarray  # int64
    coverage_population: np.ndarray  # inhabitants covered
    insufficient: np.ndarray  # bool: hidden because under MINIMUM_COVERAGE


def status_codes(statuses: pd.Series) -> np.ndarray:
    """Status texts → int8 codes of ``STATUSES``; an unknown text raises KeyError."""
    mapping = {status.value: code for status, code in _CODE.items()}
    return statuses.map(mapping).to_numpy(dtype=np.int8)


def status_texts(codes: np.ndarray) -> np.ndarray:
    """int8 codes of ``STATUSES`` → status texts."""
    return np.array([status.value for status in STATUSES], dtype=object)[codes]


@dataclasses.dataclass(frozen=True)
class Tally:
    """Sums over the parts of each group: what is needed, and enough, to conclude. Tallies of disjoint parts add up.

    ``numerator`` and ``denominator`` sum the parts that have a value; ``members`` and ``people`` count parts and
    inhabitants by status (shape: statuses in the order of ``STATUSES`` × groups).
    """

    numerator: np.ndarray
    denominator: np.ndarray
    members: np.ndarray
    people: np.ndarray


def combine(parts: Parts, groups: np.ndarray, count: int, aggregation: Aggregation) -> Combined:
    """Put the parts of each group together; ``groups`` holds the group's number (0 … count-1) of each part."""
    return conclude(tally(parts, groups, count), aggregation)


def tally(parts: Parts, groups: np.ndarray, count: int) -> Tally:
    """Sum the parts of each group."""

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(groups, weights=values, minlength=count)

    valued = _VALUED[parts.status]
    by_status = [parts.status == code for code in range(len(STATUSES))]
    return Tally(total(np.where(valued, np.nan_to_num(parts.numerator), 0.0)),
                 total(np.where(valued, np.nan_to_num(parts.denominator), 0.0)),
                 np.stack([total(here.astype(float)) for here in by_status]),
                 np.stack([total(np.where(here, parts.population, 0.0)) for here in by_status]))


def conclude(sums: Tally, aggregation: Aggregation | Sequence[Aggregation]) -> Combined:
    """What can be said of each group from its sums, by the rules of this module; one aggregation, or one a group."""
    kinds = [aggregation] * sums.members.shape[1] if isinstance(aggregation, Aggregation) else aggregation
    divided = np.array([kind in _DIVIDED for kind in kinds], dtype=bool)
    covering = _VALUED | np.array([status is Status.NOT_APPLICABLE for status in STATUSES])
    members, members_covered = sums.members.sum(axis=0), sums.members[covering].sum(axis=0)
    people, people_covered = sums.people.sum(axis=0), sums.people[covering].sum(axis=0)
    share = np.divide(people_covered, people, out=np.zeros(len(people)), where=people > 0)

    full = members_covered == members
    status = np.full(len(members), _CODE[Status.NOT_APPLICABLE], dtype=np.int8)
    for candidate in reversed(_WORST_FIRST):  # the worst is written last
        status[sums.members[_CODE[candidate]] > 0] = _CODE[candidate]
    status = np.where(full, status, np.int8(_CODE[Status.PARTIAL])).astype(np.int8)
    missing = _dominant_missing(sums)
    nothing = (sums.members[_VALUED].sum(axis=0) == 0) & ~full
    status[nothing] = missing[nothing]

    insufficient = divided & ~full & ~nothing & (share < MINIMUM_COVERAGE)
    status[insufficient] = missing[insufficient]
    without_object = divided & _VALUED[status] & (sums.denominator == 0)
    status[without_object] = _CODE[Status.NOT_APPLICABLE]
    return Combined(sums.numerator, sums.denominator, status, members_covered.astype(np.int64), people_covered,
                    insufficient)


def _dominant_missing(sums: Tally) -> np.ndarray:
    """The reason that most inhabitants (then communes) of a group are missing for."""
    reasons = np.array([_CODE[reason] for reason in (Status.SUPPRESSED, Status.NOT_LOADED, Status.NOT_PUBLISHED)],
                       dtype=np.int8)
    return reasons[(sums.people[reasons] + 1e-6 * sums.members[reasons]).argmax(axis=0)]


class Hierarchy:
    """Every commune and arrondissement of France, and the groups that each belongs to.

    Built from the table ``communes`` of the store (one row a commune or arrondissement).
    """

    def __init__(self, communes: pd.DataFrame) -> None:
        self.local = communes.sort_values(["level", "code"]).reset_index(drop=True)
        self.codes = pd.Index(self.local["code"])
        self.population = self.local["population"].to_numpy(dtype=float)
        self.is_commune = (self.local["level"] == Level.COMMUNE.value).to_numpy()
        columns = {Level.EPCI: "epci_code", Level.BASSIN_DE_VIE: "bassin_de_vie_code",
                   Level.DEPARTEMENT: "departement_code", Level.REGION: "region_code"}
        chosen = self.local.loc[self.is_commune]
        self.groups: dict[Level, tuple[np.ndarray, list[str]]] = {}
        for level in GROUPED_LEVELS:
            labels = chosen[columns[level]] if level in columns else pd.Series("FR", index=chosen.index)
            codes, names = pd.factorize(labels.where(labels != ""), sort=True)
            self.groups[level] = (codes, [str(name) for name in names])

    def complete(self, rows: pd.DataFrame, indicator: Indicator, source: Source) -> pd.DataFrame:
        """Rows of one indicator → the same with every local area, then every group of communes.

        ``rows`` holds ``level, area, period, breakdown, numerator, denominator, status, method``. Published
        rows of grouped levels stay as they are; the others are made here when the indicator allows it.
        """
        local = rows["level"].isin([Level.COMMUNE.value, Level.ARRONDISSEMENT_MUNICIPAL.value])
        published = rows[~local].assign(coverage_communes=pd.NA, coverage_population=np.nan)
        result = [published]
        made_here = [level for level in GROUPED_LEVELS if level in indicator.levels
                     and level.value not in set(published["level"])]
        for (period, breakdown), series in rows[local].groupby(["period", "breakdown"], sort=True):
            parts, methods = self._aligned(series, source)
            result.append(self._local_rows(parts, methods, period, breakdown))
            if indicator.aggregation not in (Aggregation.PUBLISHED, Aggregation.RANGE):
                result.extend(self._grouped_rows(parts, level, indicator, period, breakdown) for level in made_here)
        return pd.concat(result, ignore_index=True).assign(indicator=indicator.key)

    def _aligned(self, series: pd.DataFrame, source: Source) -> tuple[Parts, np.ndarray]:
        position = self.codes.get_indexer(series["area"])
        if (position < 0).any():
            unknown = series["area"][position < 0].tolist()[:5]
            raise KeyError(f"{source.key}: areas unknown to the communes of reference: {unknown}")
        size = len(self.codes)
        numerator, denominator = np.full(size, np.nan), np.full(size, np.nan)
        status = self._absent(source)
        methods = np.full(size, "", dtype=object)
        numerator[position] = series["numerator"].to_numpy(dtype=float)
        denominator[position] = series["denominator"].to_numpy(dtype=float)
        status[position] = status_codes(series["status"])
        methods[position] = series["method"].to_numpy(dtype=object)
        status = self._with_gaps(status, source)  # last: a family's zero in a hole of the source is no zero
        present = np.zeros(size, dtype=bool)
        present[position] = True
        self._cities(numerator, denominator, status, present)
        return Parts(numerator, denominator, status, self.population), methods

    def _absent(self, source: Source) -> np.ndarray:
        """The status of an area without a row: what absence means for the source. Families write their zeros themselves."""
        absent = source.absent_means if not source.absent_means.has_value else Status.NOT_PUBLISHED
        return np.full(len(self.codes), _CODE[absent], dtype=np.int8)

    def _with_gaps(self, status: np.ndarray, source: Source) -> np.ndarray:
        """The statuses, with the source's reason wherever the source does not cover the département."""
        status = status.copy()
        for gap in source.gaps:
            status[self.local["departement_code"].isin(gap.departements).to_numpy()] = _CODE[gap.status]
        return status

    def _cities(self, numerator: np.ndarray, denominator: np.ndarray, status: np.ndarray,
                present: np.ndarray) -> None:
        """Paris, Lyon, Marseille: the commune is the sum of its arrondissements; the reverse cannot be done."""
        for parent in PARENTS.values():
            city = self.codes.get_loc(parent) if parent in self.codes else None
            quarters = np.flatnonzero((self.local["parent_code"] == parent).to_numpy())
            if city is None or not len(quarters):
                continue
            if present[quarters].any() and not present[city]:
                parts = Parts(numerator[quarters], denominator[quarters], status[quarters], self.population[quarters])
                whole = combine(parts, np.zeros(len(quarters), dtype=int), 1, Aggregation.SUM)
                numerator[city], denominator[city], status[city] = (whole.numerator[0], whole.denominator[0],
                                                                    whole.status[0])
            elif present[city] and not present[quarters].any():
                status[quarters] = _CODE[Status.NOT_PUBLISHED]

    def _local_rows(self, parts: Parts, methods: np.ndarray, period: str, breakdown: str) -> pd.DataFrame:
        hidden = ~_VALUED[parts.status]
        return pd.DataFrame({
            "level": self.local["level"], "area": self.local["code"], "period": period, "breakdown": breakdown,
            "numerator": np.where(hidden, np.nan, parts.numerator),
            "denominator": np.where(hidden, np.nan, parts.denominator),
            "status": status_texts(parts.status), "method": methods,
            "coverage_communes": pd.NA, "coverage_population": np.nan})

    def _grouped_rows(self, parts: Parts, level: Level, indicator: Indicator, period: str,
                      breakdown: str) -> pd.DataFrame:
        codes, names = self.groups[level]
        chosen = Parts(*(getattr(parts, field.name)[self.is_commune] for field in dataclasses.fields(Parts)))
        inside = codes >= 0
        chosen = Parts(*(getattr(chosen, field.name)[inside] for field in dataclasses.fields(Parts)))
        whole = combine(chosen, codes[inside], len(names), indicator.aggregation)
        return pd.DataFrame({
            "level": level.value, "area": names, "period": period, "breakdown": breakdown,
            "numerator": whole.numerator, "denominator": whole.denominator,
            "status": status_texts(whole.status), "method": np.where(whole.insufficient, INSUFFICIENT, ""),
            "coverage_communes": whole.coverage_communes, "coverage_population": whole.coverage_population})


def values(numerator: np.ndarray, denominator: np.ndarray, indicator: Indicator) -> np.ndarray:
    """The value of each row from its numerator and denominator, by the indicator's rule (NaN: none)."""

    if indicator.aggregation in (Aggregation.SUM, Aggregation.RANGE, Aggregation.PUBLISHED):
        return indicator.scale * np.asarray(numerator, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(denominator != 0, np.divide(numerator, denominator), np.nan)
        if indicator.aggregation is Aggregation.COMPOUND_GROWTH:
            ratio = ratio ** (1.0 / indicator.years) - 1.0
        return indicator.scale * ratio
