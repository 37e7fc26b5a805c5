"""What « Et si… » shows of one service under a scenario: figures, table, map. No widget here."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from cpts_analytics import access
from cpts_analytics.access import AplOutcome, MinutesOutcome, Setting
from cpts_analytics.ui import class_map
from cpts_analytics.ui.access_read import by_code
from cpts_analytics.ui.access_words import MODEL_BADGE, short_range
from cpts_analytics.ui.class_map import ClassMap
from cpts_analytics.ui.whatif_state import WhatIf
from cpts_analytics.views.named_classes import change_classes
from cpts_analytics.views.numbers import NBSP, is_known, number, signed

GP_STEPS = ((0.02, 0.05), (0.05, 0.15), (0.1, 0.3), (0.2, 0.6), (0.5, 1.5))
OTHER_STEPS = ((0.2, 0.5), (0.5, 1.5), (1.0, 3.0), (2.0, 6.0), (5.0, 15.0), (10.0, 30.0))
MINUTES_STEPS = ((2.0, 5.0), (5.0, 10.0), (10.0, 20.0))
ATTRIBUTION = ("Simulation CPTS Analytics, d'après l'APL {year} (Drees), la BPE (Insee) et des temps {times}. "
               "Contours : IGN, Admin Express.")

COMMUNE, PERIMETER, INHABITANTS, CODE = "Commune", "Périmètre", "Habitants", "Code Insee"
TODAY, CHANGE, LOW, HIGH, AFTER, CROSSING = ("APL publiée", "Changement simulé", "Au moins", "Au plus", "APL simulée",
                                             "Seuil de 2,5")
CROSSED = {"above": "passe au-dessus", "below": "passe au-dessous", "": ""}
INSIDE, OUTSIDE = "territoire", "hors du territoire"


@dataclasses.dataclass(frozen=True, eq=False)
class Shown:
    """One result that can be looked at: ``key`` in the address, ``label`` on screen; APL, or minutes where there is none."""

    key: str
    label: str
    apl: AplOutcome | None
    minutes: MinutesOutcome | None


def results(here: WhatIf) -> dict[str, Shown]:
    """Every result of the scenario: the APL of the professions it touches, then the minutes that it changes."""
    found = {key: Shown(key, one.service.label, one, None) for key, one in here.outcome.apl.items()}
    return found | {f"{key}-minutes": Shown(f"{key}-minutes", f"{one.service.label} (minutes)", None, one)
                    for key, one in here.outcome.minutes.items()}


def decimals_of(outcome: AplOutcome) -> int:
    """As the published APL of the profession is written."""
    return 2 if outcome.service.key == "gp" else 1


def apl_table(here: WhatIf, outcome: AplOutcome) -> pd.DataFrame:
    """The communes of the territory, then those outside that change, in numbers."""
    rows = access.apl_table(here.model, outcome)
    ours = here.model.profession(outcome.service.key).ours
    table = pd.DataFrame({
        COMMUNE: rows["name"].astype(str), INHABITANTS: rows["population"],
        f"{TODAY} {outcome.year}": rows["before"].round(3),
        MODEL_BADGE: ours[rows["code"].map(here.model.country.positions)].round(3),
        CHANGE: rows["change"].round(4), AFTER: rows["after"].round(3),
        LOW: rows[["change_low", "change_high"]].min(axis=1).round(4),
        HIGH: rows[["change_low", "change_high"]].max(axis=1).round(4), CROSSING: rows["crossing"].map(CROSSED),
        PERIMETER: np.where(rows["inside"], INSIDE, OUTSIDE), CODE: rows["code"].astype(str)})
    if outcome.threshold is None:
        table = table.drop(columns=CROSSING)
    numeric = [column for column in table if pd.api.types.is_numeric_dtype(table[column])]
    return table.astype(dict.fromkeys(numeric, "Float64"))


def minutes_table(here: WhatIf, outcome: MinutesOutcome) -> pd.DataFrame:
    """The communes of the territory, and those outside that get nearer or farther, in numbers: both settings."""
    rows = access.minutes_table(here.model, outcome)
    table = pd.DataFrame({COMMUNE: rows["name"].astype(str), INHABITANTS: rows["population"]})
    for side, words in (("fast", "rapide"), ("slow", "lent")):
        for when, name in (("before", "aujourd'hui"), ("after", "simulées")):
            minutes = rows[f"{when}_{side}"].astype(float)
            table[f"Minutes {name} ({words})"] = minutes.where(np.isfinite(minutes)).round(1)
    table = table.astype(dict.fromkeys(table.columns[1:], "Float64"))
    return table.assign(**{PERIMETER: np.where(rows["inside"], INSIDE, OUTSIDE), CODE: rows["code"].astype(str)})


def change_map(here: WhatIf, shown: Shown) -> ClassMap:
    """The map of the change, on the territory and around."""
    area = class_map.area_of(here.territory)
    model = here.model
    if shown.apl is not None:
        change = by_code(model, shown.apl.change, model.population, area.codes)
        gp = shown.apl.service.key == "gp"
        classes = change_classes(change, GP_STEPS if gp else OTHER_STEPS, f"changement d'APL ({shown.apl.service.unit})",
                                 decimals=2 if gp else 1)
        labels, year = _apl_labels(here, shown.apl, area.codes), shown.apl.year
    else:
        assert shown.minutes is not None
        change = by_code(model, shown.minutes.change(Setting.SLOW), model.population, area.codes)
        classes = change_classes(change, MINUTES_STEPS, "minutes de plus ou de moins (réglage lent)", decimals=0, better=-1)
        labels, year = _minutes_labels(here, shown.minutes, area.codes), "2023"
    inside = set(here.territory.members)
    labels = tuple(text if code in inside else f"{text}{NBSP}· hors du territoire"
                   for code, text in zip(area.codes, labels, strict=True))
    return ClassMap(territory=here.territory, area=area, indices=classes.indices(change), classes=classes, labels=labels,
                    title=f"Simulation : ce qui change pour l'accès ({shown.label.lower()})",
                    legend_title=f"Changement simulé, {shown.label.lower()} (nombres : communes du territoire)",
                    attribution=ATTRIBUTION.format(
                        year=year, times="estimés" if model.source.is_estimate else "d'un moteur d'itinéraires"))


def _apl_labels(here: WhatIf, outcome: AplOutcome, codes: tuple[str, ...]) -> tuple[str, ...]:
    before, after, change = (by_code(here.model, values, here.model.population, codes)
                             for values in (outcome.before, outcome.after, outcome.change))
    decimals = decimals_of(outcome)
    return tuple(f"{signed(delta, decimals)}{NBSP}: de {number(was, decimals)} à {number(will, decimals)}"
                 if is_known(was) else f"{signed(delta, decimals)} (APL non publiée)"
                 for was, will, delta in zip(before, after, change, strict=True))


def _minutes_labels(here: WhatIf, outcome: MinutesOutcome, codes: tuple[str, ...]) -> tuple[str, ...]:
    sides = [by_code(here.model, when[setting], here.model.population, codes)
             for when in (outcome.before, outcome.after) for setting in (Setting.FAST, Setting.SLOW)]
    whys = _whys(here, outcome, codes)
    return tuple(minutes_label(short_range(was, was_slow), short_range(will, will_slow), why)
                 for was, was_slow, will, will_slow, why in zip(*sides, whys, strict=True))


def _whys(here: WhatIf, outcome: MinutesOutcome, codes: tuple[str, ...]) -> list[str]:
    """Why there would be no minutes in each commune: before the scenario, else without the places that it takes away."""
    known = {code: row for code in codes if (row := here.model.country.positions.get(code)) is not None}
    found = access.causes(here.model, outcome.service.key, np.array(list(known.values()), dtype=np.int64))
    said = dict(zip(known, found, strict=True))
    return [said.get(code) or access.cause_of(code) for code in codes]


def minutes_label(today: str, then: str, why: str) -> str:
    """« 12 à 14 min aujourd'hui, 5 à 7 min avec le scénario »; ``why`` where there are none (texts empty)."""
    if not (today or then):
        return why
    cause = f"non calculé ({access.named([why])})"
    was, will = (f"{text}{NBSP}min" if text else cause for text in (today, then))
    return f"{was} aujourd'hui, {will} avec le scénario"
