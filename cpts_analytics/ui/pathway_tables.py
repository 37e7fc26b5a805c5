"""The tables of a pathway: a row a link, and a row a commune."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics import access
from cpts_analytics.ui import cache
from cpts_analytics.ui.access_words import capital
from cpts_analytics.ui.pathway_read import LinkView, Missing, PathwayView
from cpts_analytics.ui.pathway_times import Times
from cpts_analytics.views.estimates import said
from cpts_analytics.views.numbers import is_known, typeset

LINK, PLACES, PER_PLACE = "Maillon", "Lieux", "Par lieu"
WITH, MEDIAN, LONGEST, REACH = "Avec", "Médiane", "Maximum", "Portée"
BEYOND, BEYOND_PEOPLE, BEYOND_PATIENTS = "Communes loin", "Habitants loin", "Patients loin"
PERHAPS, PERHAPS_PEOPLE = "Communes peut-être", "Habitants peut-être"
COMMUNE, CODE, PEOPLE, PATIENTS, BETWEEN = "Commune", "Code Insee", "Habitants", "Patients", "Entre … et …"
LACKING, UNSURE, CUT_OFF, CUT_OFF_COMMUNES = "Maillons manquants", "Peut-être", "Non calculé", "Communes non calculées"
CHAIN_SHORT = {BEYOND: "Loin", PERHAPS: "Peut-être", PERHAPS_PEOPLE: "Habitants"}
COMMUNE_SHORT = {LACKING: "Manque"}
"""Headers on screen, where there is little room."""

_SETTINGS = ("rapide", "lent")


def chain_table(view: PathwayView) -> pd.DataFrame:
    """Places, patients for each beside the other areas', times by inhabitants, communes beyond the reach.

    No times, and nothing that follows from them, while they are being made.
    """
    lines = []
    for one in view.links:
        line: dict[str, object] = {LINK: one.link.label, PLACES: one.places, PER_PLACE: _whole(one.patients_per_place)}
        line |= {f"{name[:1].upper()}{name[1:]}": _whole(value) for name, value in one.beside.items()}
        line |= {WITH: one.communes_with, REACH: one.reach}
        if one.times is not None:
            line |= _times(one.times, view) | {
                BEYOND: len(one.beyond.codes), BEYOND_PEOPLE: one.beyond.inhabitants, BEYOND_PATIENTS: _patients(one.beyond),
                PERHAPS: len(one.perhaps.codes), PERHAPS_PEOPLE: one.perhaps.inhabitants}
            if any(each.cut_off.codes for each in view.links):
                line[CUT_OFF_COMMUNES] = len(one.cut_off.codes)
        lines.append(line)
    table = pd.DataFrame(lines)
    return table.astype({name: "Float64" for name in table.columns if name != LINK})


def _times(found: Times, view: PathwayView) -> dict[str, float | None]:
    """Median of the inhabitants and longest time, at each setting."""
    sides = (found.fast[view.at], found.slow[view.at])
    medians = {name: _tenth(median_minutes(side, view.inhabitants)) for name, side in zip(both(MEDIAN), sides, strict=True)}
    return medians | {name: _tenth(float(np.nanmax(side)) if not np.isnan(side).all() else None)
                      for name, side in zip(both(LONGEST), sides, strict=True)}


def both(header: str) -> tuple[str, str]:
    """The columns of the two settings, in the files: « Médiane, minutes (rapide) »."""
    return f"{header}, minutes ({_SETTINGS[0]})", f"{header}, minutes ({_SETTINGS[1]})"


def chain_spans(view: PathwayView) -> dict[str, tuple[str, str]]:
    """Header on screen → its two columns."""
    return {header: both(header) for header in (MEDIAN, LONGEST)} if view.source else {}


def commune_spans(view: PathwayView) -> dict[str, tuple[str, str]]:
    """« Infirmiers (min) » → its two columns."""
    return {minutes_header(one): both(one.link.label) for one in view.links} if view.source else {}


def minutes_header(one: LinkView) -> str:
    return f"{one.link.label} (min)"


def median_minutes(minutes: np.ndarray, people: np.ndarray) -> float | None:
    """Half of the inhabitants (of communes whose time is known) are at this or less; None when none is known."""
    known = ~np.isnan(minutes)
    if not known.any():
        return None
    order = np.argsort(minutes[known], kind="stable")
    reached = np.cumsum(people[known][order])
    return float(minutes[known][order][np.searchsorted(reached, reached[-1] / 2)])


def commune_table(view: PathwayView) -> pd.DataFrame:
    """A row a commune, most patients first: patients, minutes to each link, the links that miss and those that may."""
    geography, members = cache.geography(), view.territory.members
    record = view.pathway.patients
    own = [view.patients.get(code) for code in members]
    columns: dict[str, object] = {
        COMMUNE: [geography.name(code) for code in members],
        PATIENTS: [row["value"] if row is not None and is_known(row["value"]) else None for row in own],
        **({LACKING: [lacking(view.links, place) for place in view.at],
            UNSURE: [unsure(view.links, place) for place in view.at]} if view.source else {}),
        PEOPLE: view.inhabitants}
    for one in view.links:
        if one.times is not None:
            sides = (one.times.fast[view.at], one.times.slow[view.at])
            columns |= {name: np.round(side, 1) for name, side in zip(both(one.link.label), sides, strict=True)}
    if any(one.cut_off.codes for one in view.links):
        columns[CUT_OFF] = [_cut_off(view.links, place) for place in view.at]
    columns[BETWEEN] = [said(row, record) for row in own]
    columns[CODE] = list(members)
    table = pd.DataFrame(columns)
    numeric = [name for name in table.columns if name not in (COMMUNE, BETWEEN, LACKING, UNSURE, CUT_OFF, CODE)]
    table = table.astype(dict.fromkeys(numeric, "Float64"))
    return table.sort_values([PATIENTS, COMMUNE], ascending=[False, True], na_position="last", ignore_index=True)


def lacking(links: tuple[LinkView, ...], place: int) -> str:
    """The links that miss in one commune drawn; « aucun » when none does."""
    return ", ".join(one.link.label for one in links if one.is_missing[place]) or "aucun"


def unsure(links: tuple[LinkView, ...], place: int) -> str:
    """The links that miss at the slow setting alone; empty when none does."""
    return ", ".join(one.link.label for one in links if one.is_uncertain[place])


def _cut_off(links: tuple[LinkView, ...], place: int) -> str:
    """« Traversée maritime : Laboratoires d'analyses », cause by cause; empty when there are minutes to every link."""
    found: dict[str, list[str]] = {}
    for one in links:
        if one.times is not None and one.times.why[place]:
            found.setdefault(capital(access.named([one.times.why[place]])), []).append(one.link.label)
    return typeset(" ; ".join(f"{why} : {', '.join(labels)}" for why, labels in found.items()))


def _patients(missing: Missing) -> float | None:
    return 10.0 * round(missing.patients / 10) if missing.patients is not None else None


def _tenth(value: float | None) -> float | None:
    return round(value, 1) if value is not None else None


def _whole(value: float | None) -> float | None:
    return float(round(value)) if is_known(value) else None  # type: ignore[arg-type]
