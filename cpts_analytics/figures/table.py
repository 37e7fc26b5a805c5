"""The figures of a territory and of what it is compared to, as rows of the long table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics import aggregation
from cpts_analytics.figures import comparison, estimates, ranges
from cpts_analytics.figures.query import (
    Question,
    chosen,
    levels_of,
    places_of,
    rows_of_areas,
    rows_of_indicator,
    series_of,
    tallies,
)
from cpts_analytics.figures.values import valued_rows, with_values
from cpts_analytics.model import LOCAL_LEVELS, Aggregation, Indicator, Level, Role, Status, Territory
from cpts_analytics.store import Store

FIGURE_COLUMNS = (
    "indicator", "level", "area", "area_name", "role", "period", "breakdown", "numerator", "denominator", "value",
    "lower", "upper", "status", "method", "unit", "coverage_communes", "total_communes", "coverage_population_pct",
    "verdict", "verdict_against", "meaning", "gap_units",
)
_SERIES = ["series", "indicator", "period", "breakdown"]
_NEARNESS = {Role.REST.value: 0, Role.DEPARTEMENT.value: 1, Role.REGION.value: 2, Role.FRANCE.value: 3}
_MOST_BESIDE = 20
"""Of more EPCI or bassins de vie than this, the most inhabited stand beside the territory: nobody reads a hundred."""
_MOST_RESTS = 8
"""A territory of more départements than this (a région, France) is not held against what is left of each."""
_INSIDE_ONLY = "montré pour un territoire, pas pour une commune seule"
_TOO_SMALL = "différence de deux sources, impossible pour si peu d'habitants"


def table(store: Store, territory: Territory, question: Question) -> pd.DataFrame:
    """One row an indicator × area × period × breakdown, ``FIGURE_COLUMNS``, territory first.

    Values are made here from the sums of the parts; a series that the territory cannot have (published for
    départements only …) still has its row, with the status that says so.
    """
    registry = dict(chosen(question.keys))
    members = _members(store, territory)
    areas = _areas(store, members, question)
    cities = sorted(set(members["parent_code"]) - {""}) if question.comparators else []
    others: dict[Level, list[str]] = {Level.COMMUNE: cities}
    for level, code in areas.index:
        others.setdefault(Level(level), []).append(code)
    places = places_of(store, _together(_codes(members), others))
    inside = places["level"].isin(list(LOCAL_LEVELS)) & places["area"].isin(members["code"])
    beside = ~places["level"].isin(list(LOCAL_LEVELS)) | places["area"].isin(cities)
    sums, rows = tallies(store, places[inside], question), rows_of_areas(store, _sparing(places[beside], question), question)
    is_city = rows["level"] == Level.COMMUNE
    grouped = _named(rows[~is_city], areas)
    mine = _of_territory(sums, series_of(store, question.keys, question.year), members, registry, territory)
    result = [mine]
    if question.comparators or question.likes:
        result += [_rests(sums, grouped, areas, members, registry), _beside(grouped), _cities(rows[is_city], mine, store)]
    frame = _finished(pd.concat(result, ignore_index=True), registry)
    frame = ranges.with_ranges(estimates.with_intervals(frame, _regions(areas, members, territory), store, registry), registry)
    alone = (frame["role"] == Role.CITY) | ((frame["role"] == Role.TERRITORY) & (len(members) == 1))
    frame = estimates.as_shown_of_communes(frame, alone.to_numpy(), registry)
    reference = _reference(frame, areas) if question.comparators else frame.iloc[:0]
    return comparison.judged(frame, reference, registry)[list(FIGURE_COLUMNS)]


def each_part(store: Store, territory: Territory, question: Question) -> pd.DataFrame:
    """A row for each commune (or arrondissement) of the territory: ``FIGURE_COLUMNS``, role ``part``, no verdict."""
    registry = dict(chosen(question.keys))
    members = _members(store, territory)
    rows = rows_of_areas(store, places_of(store, _codes(members)), question)
    inside_only = ~rows["indicator"].map({key: Level.COMMUNE in item.levels for key, item in registry.items()})
    rows.loc[inside_only, ["numerator", "denominator"]] = np.nan
    rows.loc[inside_only, ["status", "method"]] = [Status.NOT_PUBLISHED.value, _INSIDE_ONLY]
    rows = rows.merge(members[["code", "name", "population"]], left_on="area", right_on="code")
    known = rows["status"].isin([Status.OK, Status.ESTIMATED, Status.PARTIAL, Status.NOT_APPLICABLE])
    rows = rows.assign(area_name=rows["name"], role=Role.PART.value, coverage_communes=known.astype(int),
                       total_communes=1, coverage_population_pct=np.where(known, 100.0, 0.0),
                       verdict="", verdict_against="", meaning="", gap_units=np.nan)
    finished = estimates.with_intervals(_finished(rows, registry), _regions(None, members, territory), store, registry)
    finished = ranges.with_ranges(finished, registry)
    shown = estimates.as_shown_of_communes(finished, np.ones(len(finished), dtype=bool), registry)
    return shown[list(FIGURE_COLUMNS)]


def map_values(store: Store, key: str, level: Level | tuple[Level, ...], year: str, breakdown: str = "") -> pd.DataFrame:
    """``area, level, period, numerator, denominator, value, status`` of one indicator for every area of a level of France, or
    of several levels; those at which it does not exist have no row."""
    record = chosen((key,))[key]
    asked = tuple(one for one in levels_of(level) if one in record.levels)
    rows = rows_of_indicator(store, key, asked or level, year, breakdown)
    if not asked:
        return rows.iloc[:0]
    communes = rows["level"].isin([str(one) for one in LOCAL_LEVELS]).to_numpy()
    return estimates.as_shown_of_communes(rows, communes, {key: record})


def _members(store: Store, territory: Territory) -> pd.DataFrame:
    frame = store.frame("SELECT code, level, name, parent_code, departement_code, region_code, epci_code, "
                        "bassin_de_vie_code, population "
                        "FROM communes WHERE code IN (SELECT unnest(?))", [list(territory.members)])
    return frame.astype({"population": float, "level": "object"}).fillna({"population": 0.0})


def _codes(members: pd.DataFrame) -> dict[Level, list[str]]:
    return {level: members.loc[members["level"] == level.value, "code"].tolist() for level in LOCAL_LEVELS}


def _sparing(places: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Of an EPCI or bassin de vie that is not a like territory, only what is published for it will be shown."""
    pairs = zip(places["level"], places["area"], strict=True)
    return places.assign(only_published=[level in (Level.EPCI, Level.BASSIN_DE_VIE) and (level, code) not in question.likes
                                         for level, code in pairs])


def _together(*groups: dict[Level, list[str]]) -> dict[Level, list[str]]:
    return {level: [code for group in groups for code in group.get(level, [])] for group in groups for level in group}


def _areas(store: Store, members: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The grouped areas that the question needs, indexed by (level, code), with their share of the territory."""
    people = max(float(members["population"].sum()), 1.0)
    wanted: list[tuple[str, str, str, float]] = []
    if question.comparators:
        for level, column, role in ((Level.EPCI, "epci_code", Role.EPCI),
                                    (Level.BASSIN_DE_VIE, "bassin_de_vie_code", Role.BASSIN_DE_VIE),
                                    (Level.DEPARTEMENT, "departement_code", Role.DEPARTEMENT),
                                    (Level.REGION, "region_code", Role.REGION)):
            inside = dict.fromkeys(members[column], 0.0)
            for code, count in zip(members[column], members["population"], strict=True):
                inside[code] += count
            inside.pop("", None)
            most = _MOST_BESIDE if level in (Level.EPCI, Level.BASSIN_DE_VIE) else None
            largest = sorted(inside.items(), key=lambda item: -item[1])[:most]
            wanted += [(level.value, str(code), role.value, float(count)) for code, count in largest]
        wanted.append((Level.FRANCE.value, "FR", Role.FRANCE.value, float(members["population"].sum())))
    wanted += [(level, code, Role.LIKE.value, 0.0) for level, code in question.likes]
    names = store.frame("SELECT level, code, name, of_name, full_name, communes_count, population, region_codes FROM areas "
                        "WHERE (level, code) IN (SELECT unnest(?), unnest(?))",
                        [[level for level, *_ in wanted], [code for _, code, *_ in wanted]])
    known = {(level, code): about for level, code, *about in names.itertuples(index=False, name=None)}
    rows = [(*item, item[-1] / people, *known[item[:2]]) for item in wanted if item[:2] in known]
    frame = pd.DataFrame(rows, columns=["level", "code", "role", "inside", "share", *names.columns[2:]])
    return frame.assign(is_whole=frame["inside"] >= frame["population"]).set_index(["level", "code"])


def _regions(areas: pd.DataFrame | None, members: pd.DataFrame, territory: Territory) -> pd.Series:
    """The régions of every area asked for (codes, comma-joined), by (level, code)."""
    found = {} if areas is None else areas["region_codes"].to_dict()
    for row in members.itertuples():
        found[row.level, row.code] = found[Level.COMMUNE.value, row.parent_code or row.code] = row.region_code
    found[Level.TERRITORY.value, territory.spec] = ",".join(sorted(set(members["region_code"])))
    return pd.Series(found, dtype=object)


def _named(rows: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    return rows.merge(areas.reset_index()[["level", "code", "role", "share", "full_name", "communes_count", "population"]],
                      left_on=["level", "area"], right_on=["level", "code"], how="left")


def _of_territory(sums: pd.DataFrame, asked: pd.DataFrame, members: pd.DataFrame,
                  registry: dict[str, Indicator], territory: Territory) -> pd.DataFrame:
    people, count = float(members["population"].sum()), len(members)
    groups, numbers = pd.factorize(sums["series"])
    rows = sums.drop_duplicates("series", ignore_index=True)
    kinds = [registry[key].aggregation for key in rows["indicator"]]
    told = aggregation.conclude(comparison.tally_of(sums, groups, len(numbers)), kinds)
    ranged = np.array([kind is Aggregation.RANGE for kind in kinds], dtype=bool)
    unmade = np.array([kind is Aggregation.PUBLISHED for kind in kinds], dtype=bool) & (count > 1)
    empty = (ranged & (count > 1)) | unmade
    scales = np.array([registry[key].scale for key in rows["indicator"]], dtype=float)
    extent = sums.groupby(groups).agg({"lowest": "min", "highest": "max"}).to_numpy(float).reshape(-1, 2) * scales[:, None]
    covered = told.coverage_population / people if people else told.coverage_communes == count  # nobody lives there
    frame = rows[_SERIES].assign(
        numerator=np.where(empty, np.nan, told.numerator), denominator=np.where(empty, np.nan, told.denominator),
        lower=np.where(ranged, extent[:, 0], np.nan), upper=np.where(ranged, extent[:, 1], np.nan),
        status=np.where(unmade, Status.NOT_APPLICABLE.value, aggregation.status_texts(told.status)),
        method=np.where(unmade, "publié par commune seulement", np.where(told.insufficient, aggregation.INSUFFICIENT, "")),
        coverage_communes=np.where(unmade, 0, told.coverage_communes),
        coverage_population_pct=np.where(unmade, 0.0, 100.0 * covered))
    below_zero = np.array([kind is Aggregation.RATIO for kind in kinds], dtype=bool) & (told.numerator < 0)
    frame.loc[below_zero, ["status", "method"]] = [Status.NOT_PUBLISHED.value, _TOO_SMALL]
    above = asked[~asked["series"].isin(sums["series"])]  # published for larger areas only
    published = above[_SERIES].assign(
        numerator=np.nan, denominator=np.nan, status=Status.NOT_PUBLISHED.value, method="",
        coverage_communes=0, coverage_population_pct=0.0)
    frame = pd.concat([frame, published], ignore_index=True)
    if count == 1:
        alone = frame["indicator"].map(lambda key: Level.COMMUNE in registry[key].levels
                                       or registry[key].aggregation is Aggregation.PUBLISHED)
        frame.loc[~alone, ["numerator", "denominator"]] = np.nan
        frame.loc[~alone, ["coverage_communes", "coverage_population_pct"]] = 0
        frame.loc[~alone, ["status", "method"]] = [Status.NOT_PUBLISHED.value, _INSIDE_ONLY]
    return frame.assign(level=Level.TERRITORY.value, area=territory.spec, area_name=territory.name,
                        role=Role.TERRITORY.value, total_communes=count)


def _rests(sums: pd.DataFrame, grouped: pd.DataFrame, areas: pd.DataFrame, members: pd.DataFrame,
           registry: dict[str, Indicator]) -> pd.DataFrame:
    frames = []
    if (areas["role"] == Role.DEPARTEMENT).sum() > _MOST_RESTS:
        return grouped.iloc[:0]
    for (level, code), area in areas.iterrows():
        if level != Level.DEPARTEMENT or area["role"] != Role.DEPARTEMENT:
            continue
        whole = grouped[(grouped["level"] == level) & (grouped["area"] == code)]
        of_it = members[members["departement_code"] == code]
        left_over = (int(area["communes_count"]) - int((of_it["level"] == Level.COMMUNE).sum()),
                     float(area["population"]) - float(of_it["population"].sum()))
        left = comparison.rest(whole, sums[sums["departement_code"] == code], left_over, registry)
        several = f" ({round(100 * area['share'])} % des habitants du territoire)" if area["share"] < 0.9995 else ""
        frames.append(left.assign(
            role=Role.REST.value, area_name=f"reste {area['of_name']}{several}", lower=np.nan, upper=np.nan,
            total_communes=left["rest_communes"],
            coverage_population_pct=100.0 * left["coverage_population"] / left["rest_population"].clip(lower=1.0)))
    return pd.concat(frames, ignore_index=True) if frames else grouped.iloc[:0]


def _cities(rows: pd.DataFrame, mine: pd.DataFrame, store: Store) -> pd.DataFrame:
    """The whole city's figure, where its arrondissements have none."""
    lacking = mine.loc[mine["status"] == Status.NOT_PUBLISHED, "indicator"]
    rows = rows[rows["indicator"].isin(lacking)]
    if rows.empty:
        return rows
    names = store.frame("SELECT code, name FROM communes WHERE code IN (SELECT unnest(?))", [rows["area"].tolist()])
    return rows.assign(area_name=rows["area"].map(names.set_index("code")["name"]), role=Role.CITY.value,
                       total_communes=1, coverage_communes=1, coverage_population_pct=100.0)


def _beside(grouped: pd.DataFrame) -> pd.DataFrame:
    """Published or summed rows of the areas beside; an EPCI only where it has a published value of its own."""
    published = grouped["coverage_population"].isna()
    keep = ~grouped["role"].isin([Role.EPCI, Role.BASSIN_DE_VIE]) | published
    rows = grouped[keep]
    share = 100.0 * rows["coverage_population"] / rows["population"]
    return rows.assign(area_name=rows["full_name"], total_communes=rows["communes_count"],
                       coverage_population_pct=share.fillna(100.0),
                       coverage_communes=rows["coverage_communes"].astype("Float64").fillna(
                           rows["communes_count"].astype("Float64")))


def _finished(rows: pd.DataFrame, registry: dict[str, Indicator]) -> pd.DataFrame:
    """Values, intervals and units; nothing is shown where the status says that there is nothing to show."""
    rows = with_values(rows.reset_index(drop=True), registry)
    valued = valued_rows(rows)
    whole = [key for key, record in registry.items() if record.aggregation in (Aggregation.SUM, Aggregation.PUBLISHED)]
    divided = valued & ~rows["indicator"].isin(whole).to_numpy()
    return rows.assign(numerator=rows["numerator"].where(valued), denominator=rows["denominator"].where(divided),
                       unit=rows["indicator"].map({key: record.unit for key, record in registry.items()}),
                       coverage_communes=rows["coverage_communes"].fillna(0).astype(int),
                       coverage_population_pct=rows["coverage_population_pct"].astype(float).clip(upper=100.0))


def _reference(frame: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The reference of each series: the rest of the main département; where there is none, the nearest area above
    that the territory does not fill (a whole département is compared to its région, a région to France)."""
    rank = frame["role"].map(_NEARNESS)
    above = frame[rank.notna() & frame["value"].notna()].assign(rank=rank)
    filled = set(areas.index[areas["is_whole"]])
    if filled:
        places = list(zip(above["level"], above["area"], strict=True))
        above = above[(above["rank"] == 0) | np.array([place not in filled for place in places], dtype=bool)]
    return above.sort_values("rank", kind="stable").drop_duplicates("series")
