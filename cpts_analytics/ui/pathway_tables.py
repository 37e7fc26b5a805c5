"""The tables of a pathway: a row a link, and a row a commune."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics.ui import cache
from cpts_analytics.ui.needs_screen import said
from cpts_analytics.ui.pathway_read import LinkView, Missing, PathwayView
from cpts_analytics.views.numbers import is_known

LINK, PLACES, PER_PLACE = "Maillon", "Lieux", "Par lieu"
WITH, MEDIAN, LONGEST, REACH = "Avec", "Médiane", "Maximum", "Portée"
BEYOND, BEYOND_PEOPLE, BEYOND_PATIENTS = "Communes loin", "Habitants loin", "Patients loin"
COMMUNE, CODE, PEOPLE, PATIENTS, BETWEEN = "Commune", "Code Insee", "Habitants", "Patients", "Entre … et …"
LACKING, SEA = "Maillons manquants", "Traversée maritime, non calculé"


def chain_table(view: PathwayView) -> pd.DataFrame:
    """Places, patients for each beside the other areas', times by inhabitants, communes beyond the reach."""
    lines = []
    for one in view.links:
        here = one.minutes[view.at]
        line: dict[str, object] = {LINK: one.link.label, PLACES: one.places, PER_PLACE: _whole(one.patients_per_place)}
        line |= {f"{name[:1].upper()}{name[1:]}": _whole(value) for name, value in one.beside.items()}
        line |= {WITH: one.communes_with, MEDIAN: _whole(median_minutes(here, view.inhabitants)),
                 LONGEST: _whole(float(np.nanmax(here)) if not np.isnan(here).all() else None), REACH: one.reach,
                 BEYOND: len(one.beyond.codes), BEYOND_PEOPLE: one.beyond.inhabitants, BEYOND_PATIENTS: _patients(one.beyond),
                 **({SEA: len(one.overseas.codes)} if any(each.overseas.codes for each in view.links) else {})}
        lines.append(line)
    table = pd.DataFrame(lines)
    return table.astype({name: "Float64" for name in table.columns if name != LINK})


def median_minutes(minutes: np.ndarray, people: np.ndarray) -> float | None:
    """Half of the inhabitants (of communes whose time is known) are at this or less; None when none is known."""
    known = ~np.isnan(minutes)
    if not known.any():
        return None
    order = np.argsort(minutes[known], kind="stable")
    reached = np.cumsum(people[known][order])
    return float(minutes[known][order][np.searchsorted(reached, reached[-1] / 2)])


def commune_table(view: PathwayView) -> pd.DataFrame:
    """A row a commune, most patients first: patients, minutes to each link, the links that miss."""
    geography, members = cache.geography(), view.territory.members
    record = view.pathway.patients
    own = [view.patients.get(code) for code in members]
    columns: dict[str, object] = {
        COMMUNE: [geography.name(code) for code in members],
        PATIENTS: [row["value"] if row is not None and is_known(row["value"]) else None for row in own],
        LACKING: [lacking(view.links, place) for place in view.at], PEOPLE: view.inhabitants}
    columns |= {f"{one.link.label} (min)": np.round(one.minutes[view.at]) for one in view.links}
    if any(one.overseas.codes for one in view.links):
        columns[SEA] = [", ".join(one.link.label for one in view.links if np.isnan(one.minutes[place])) for place in view.at]
    columns[BETWEEN] = [said(row, record) for row in own]
    columns[CODE] = list(members)
    table = pd.DataFrame(columns)
    numeric = [name for name in table.columns if name not in (COMMUNE, BETWEEN, LACKING, SEA, CODE)]
    table = table.astype(dict.fromkeys(numeric, "Float64"))
    return table.sort_values([PATIENTS, COMMUNE], ascending=[False, True], na_position="last", ignore_index=True)


def lacking(links: tuple[LinkView, ...], place: int) -> str:
    """The links that miss in one commune drawn; « aucun » when none does."""
    return ", ".join(one.link.label for one in links if one.is_missing[place]) or "aucun"


def _patients(missing: Missing) -> float | None:
    return 10.0 * round(missing.patients / 10) if missing.patients is not None else None


def _whole(value: float | None) -> float | None:
    return float(round(value)) if is_known(value) else None  # type: ignore[arg-type]
