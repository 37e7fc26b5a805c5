"""The tables of « Accès aux soins »: minutes by service, and the communes one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics import access
from cpts_analytics.access import LIMITS, NEAREST, SERVICES
from cpts_analytics.ui import cache
from cpts_analytics.ui.access_read import AccessView, apl_key, by_code, change_key
from cpts_analytics.ui.access_words import MODEL_BADGE, short_range
from cpts_analytics.views.numbers import count_words, is_known

SERVICE, COMMUNE, CODE, INHABITANTS = "Service", "Commune", "Code Insee", "Habitants"
MINUTES, BEYOND, SHARE, OLDER, DIABETES = ("Minutes en moyenne", "Habitants au-delà", "Part des habitants",
                                           "Des 75 ans et plus", "Des patients diabétiques estimés")
NOT_COMPUTED, PUBLISHED, OURS, CHANGE = "Non calculé", "APL publiée", MODEL_BADGE, "Évolution d'un an"
_SIDES = (("fast", "rapide"), ("slow", "lent"))
_GROUPS = (("beyond", BEYOND, ""), ("share", SHARE, " (%)"), ("older", OLDER, " (%)"), ("diabetes", DIABETES, " (%)"))


def near_screen(near: pd.DataFrame, limit: int) -> pd.DataFrame:
    """One row a service, every figure as a range from the two settings; a column says for whom there are no minutes, and why."""
    rows = near.reset_index().to_dict("records")
    table = pd.DataFrame({
        SERVICE: [row["label"] for row in rows],
        MINUTES: [short_range(row["minutes_fast"], row["minutes_slow"]) for row in rows],
        BEYOND: [_people(row, limit) for row in rows],
        **{title: [short_range(row[f"{name}_{limit}_fast"], row[f"{name}_{limit}_slow"], " %") for row in rows]
           for name, title, _ in _GROUPS[1:]}})
    if any(row["not_computed"] for row in rows):
        table[NOT_COMPUTED] = [_why(row) for row in rows]
    return table


def _why(row: dict) -> str:
    """« traversée maritime, 4 883 habitants »; empty where all is computed."""
    return " ; ".join(f"{access.named([words])}, {count_words(people, 'habitant')}" for words, people in
                      access.reasons(row).items())


def _people(row: dict, limit: int) -> str:
    if row["not_computed"] >= row["inhabitants"]:
        return ""
    return short_range(row[f"beyond_{limit}_fast"], row[f"beyond_{limit}_slow"])


def near_whole(near: pd.DataFrame) -> pd.DataFrame:
    """The same for a file: every limit and both settings, in numbers."""
    table = pd.DataFrame({SERVICE: near["label"].to_numpy(), INHABITANTS: near["inhabitants"].to_numpy(),
                          f"{NOT_COMPUTED}, habitants": near["not_computed"].to_numpy(),
                          f"{NOT_COMPUTED}, pourquoi": [access.named(access.reasons(row)) for row in near.to_dict("records")]})
    for side, words in _SIDES:
        table[f"{MINUTES} ({words})"] = near[f"minutes_{side}"].round(1).to_numpy()
    for limit in LIMITS:
        for name, title, unit in _GROUPS:
            for side, words in _SIDES:
                table[f"{title}, {limit} min{unit} ({words})"] = near[f"{name}_{limit}_{side}"].round(1).to_numpy()
    return table


def communes(view: AccessView, profession: str) -> pd.DataFrame:
    """One row a commune: inhabitants, published APL, ours, the year's change, and both settings of the minutes, in numbers."""
    apl, change = apl_key(profession), change_key(profession)
    parts = cache.parts(view.territory, (apl, change, "population"))
    values = parts.pivot_table(index="area", columns="indicator", values="value", aggfunc="last", dropna=False)
    names = parts.drop_duplicates("area").set_index("area")["area_name"].reindex(values.index)
    table = pd.DataFrame({COMMUNE: names.astype(str).to_numpy(), INHABITANTS: _column(values, "population"),
                          PUBLISHED: _column(values, apl)})
    if view.model is not None:
        made = view.model.profession(profession)
        table[OURS] = by_code(view.model, made.ours, made.weights, list(values.index)).round(3)
    table[CHANGE] = _column(values, change)
    if view.model is not None:
        table = _with_minutes(table, view.model, list(values.index))
    table[CODE] = values.index.astype(str).to_numpy()
    numeric = [column for column in table if column not in (COMMUNE, CODE)]
    table = table.astype(dict.fromkeys(numeric, "Float64"))
    return table.sort_values([PUBLISHED, COMMUNE], na_position="last", ignore_index=True)


def _with_minutes(table: pd.DataFrame, model: access.Access, codes: list[str]) -> pd.DataFrame:
    added = {minutes_column(key, words): by_code(model, model.minutes(key, access.Setting(side)), model.population,
                                                codes).round(1)
             for key in NEAREST for side, words in _SIDES}
    return table.assign(**added)


def _column(values: pd.DataFrame, key: str) -> object:
    return values[key].to_numpy() if key in values else np.nan


def minutes_column(key: str, words: str) -> str:
    """« Pharmacies, minutes (lent) »."""
    return f"{SERVICES[key].label}, minutes ({words})"


def communes_screen(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, dict[float, str]]]:
    """The columns that are shown, minutes by their slow setting, with the words « 4 à 6 » of each such number."""
    words: dict[str, dict[float, str]] = {}
    shown = table[[COMMUNE, INHABITANTS, *(column for column in (PUBLISHED, OURS, CHANGE) if column in table)]]
    for key in NEAREST:
        fast, slow = minutes_column(key, "rapide"), minutes_column(key, "lent")
        if slow not in table:
            continue
        title = SHORT.get(key, SERVICES[key].label)
        shown = shown.assign(**{title: table[slow]})
        words[title] = {float(high): short_range(float(low), float(high))
                        for low, high in zip(table[fast], table[slow], strict=True) if is_known(high)}
    return shown.assign(**{CODE: table[CODE]}), words


SHORT = {"gp": "Généraliste", "nurse": "Infirmier", "pharmacy": "Pharmacie", "emergency": "Urgences", "maternity": "Maternité",
         "msp": "MSP"}
"""Headers of the minutes on screen."""

SHORT_HEADERS = {MINUTES: "Minutes", BEYOND: "Habitants", SHARE: "Part", OLDER: "75 ans et plus", DIABETES: "Diabète, estimé",
                 OURS: "Notre modèle", CHANGE: "En un an"}
"""Other headers on screen: the files keep the long ones."""
