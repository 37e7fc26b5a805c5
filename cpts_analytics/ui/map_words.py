"""The question that a map asks, the sentence that answers it with numbers, and the map as a text."""

from __future__ import annotations

import pandas as pd

from cpts_analytics.indicators import apl
from cpts_analytics.model import VALUED_STATUSES, Aggregation, Indicator, Status
from cpts_analytics.ui.map_area import FRANCE
from cpts_analytics.ui.map_sheet import MapSheet
from cpts_analytics.views import places, states
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, unit_for, value_with_unit

MEANINGFUL = {"apl_gp": apl.THRESHOLD}
"""Indicator → the limit under which a commune is said to lack, where it is not the record's own threshold."""

PEOPLE_OF = {"apl_gp": "inhabitants_below_2_5"}
"""Indicator → the one that counts the inhabitants concerned, where its producer counts them in its own way."""

DENSITY_WORDS = ("grand centre urbain", "centre urbain intermédiaire", "petite ville", "ceinture urbaine",
                 "bourg rural", "rural à habitat dispersé", "rural à habitat très dispersé")
"""Classes 1 to 7 of Insee's grid of density."""

MOST_NAMES = 12
"""A class of more communes than this is counted, not listed, in the text of a map."""


def question(indicator: Indicator) -> str:
    """``Où sont les pharmacies ?``: right whatever the gender of what is counted."""
    base = indicator.label.removesuffix(" (part)").removesuffix(" (nombre)")
    label = _in_sentence(base)
    family = indicator.key.partition("_")[0]
    if family == "apl":
        return f"Où l'accès aux {label.removeprefix('APL ')} est-il le plus difficile{NBSP}?"
    if label.startswith(("part de ", "part des ", "part d'")):
        return f"Quelle est la {label} dans chaque commune{NBSP}?"
    if indicator.unit == "%" and (family == "share" or base.startswith("Habitants")):
        return f"Quelle est la part des {label} dans chaque commune{NBSP}?"
    if indicator.unit == "habitants" and indicator.aggregation is Aggregation.SUM:
        return f"Où vivent les {label}{NBSP}?"
    if family in ("density", "count", "places") or indicator.key.startswith("rate_places"):
        return f"Où sont les {label}{NBSP}?"
    return f"{base}{NBSP}: où est-ce élevé, où est-ce bas{NBSP}?"


def short_label(indicator: Indicator) -> str:
    """The label with its unit, as a choice among many is named."""
    return f"{indicator.label} ({indicator.unit.strip('()')})"


def answer(sheet: MapSheet, own: dict | None, reference: dict | None, people: pd.DataFrame | None = None) -> str:
    """One or two sentences. ``own``, ``reference``: figure rows of the whole territory and of what it is
    compared to; ``people``: rows of the indicator named by ``PEOPLE_OF``."""
    rows = sheet.own
    usable = rows["value"].notna() & rows["status"].isin(VALUED_STATUSES)
    known = rows[usable]
    if known.empty:
        most = rows["status"].value_counts().index
        words = states.STATUS_WORDS[Status(most[0]) if len(most) else Status.NOT_LOADED]
        return f"Aucune valeur ici{NBSP}: {words}."
    against = _against(sheet, reference)
    first = _concerned(sheet, known, people) or _extent(sheet, known, against)
    return " ".join(part for part in (first, _whole(sheet, own, against, first), _silent(sheet, rows[~usable])) if part)


def in_words(sheet: MapSheet) -> list[str]:
    """The map as a list: each class with its communes, by name when they are few."""
    rows, lines = sheet.own, []
    for entry in sheet.legend:
        few = 0 < entry.communes <= MOST_NAMES
        names = f"{NBSP}: {', '.join(sorted(rows.loc[rows['index'] == entry.index, 'area_name']))}" if few else ""
        lines.append(f"{entry.label}{NBSP}: {count_words(entry.communes, *sheet.noun)}{names}")
    return lines


def density_words(level: float) -> str:
    """Words of a class of density (1 to 7); empty when it is not known."""
    return DENSITY_WORDS[int(level) - 1] if pd.notna(level) and 1 <= level <= len(DENSITY_WORDS) else ""


def _concerned(sheet: MapSheet, known: pd.DataFrame, people: pd.DataFrame | None) -> str:
    """« 3 communes sur 22, 2 472 habitants, sont sous 2,5 … » or « … n'en ont pas »; empty for other indicators."""
    indicator = sheet.indicator
    limit = MEANINGFUL.get(indicator.key, indicator.threshold)
    if len(known) == 1 or (limit is None and not _counts_places(indicator)):
        return ""
    chosen = known[known["value"] < limit] if limit is not None else known[known["value"] == 0]
    if limit is None:
        fate, otherwise = ("n'en a pas" if len(chosen) == 1 else "n'en ont pas"), "en ont"
    else:
        place = f"{number(limit, _decimals(limit))}{NBSP}{unit_for(limit, indicator.unit)}"
        fate, otherwise = f"{'est' if len(chosen) == 1 else 'sont'} sous {place}", f"sont à {place} ou plus"
    if chosen.empty:
        return _capital(f"{_where(sheet)}les {count_words(len(known), *sheet.noun)} {otherwise}.")
    words = _inhabitants(chosen, people)
    return _capital(f"{_where(sheet)}{count_words(len(chosen), *sheet.noun)} sur {number(len(known))}, {words}, {fate}.")


def _extent(sheet: MapSheet, known: pd.DataFrame, against: str) -> str:
    indicator = sheet.indicator
    if len(known) == 1:
        row = known.iloc[0]
        return f"{row['area_name']}{NBSP}: {value_with_unit(float(row['value']), indicator)}{against}."
    low, high = known.loc[known["value"].idxmin()], known.loc[known["value"].idxmax()]
    least, most = (number(float(row["value"]), indicator.decimals) for row in (low, high))
    if least == most:
        return _capital(f"{_where(sheet)}{least}{NBSP}{unit_for(float(high['value']), indicator.unit)} dans chacune des "
                        f"{count_words(len(known), *sheet.noun)}.")
    return _capital(f"{_where(sheet)}de {least} ({low['area_name']}) à {most}{NBSP}"
                    f"{unit_for(float(high['value']), indicator.unit)} ({high['area_name']}).")


def _whole(sheet: MapSheet, own: dict | None, against: str, first: str) -> str:
    """« Ensemble du territoire : 4,48, contre 3,76 dans le reste de l'Isère. »; with the unit if ``first`` has not said it."""
    several = len(sheet.own) > 1 and sheet.area.scope != FRANCE
    if own is None or not several or not states.status_of(own).has_value or not is_known(own.get("value")):
        return ""
    said = unit_for(float(own["value"]), sheet.indicator.unit) in first
    return f"Ensemble du territoire{NBSP}: {states.value_words(own, sheet.indicator, with_unit=not said)}{against}."


def _against(sheet: MapSheet, reference: dict | None) -> str:
    """« , contre 3,76 dans le reste de l'Isère »; empty for a count, never compared to a larger place's."""
    if reference is None or sheet.area.scope == FRANCE or sheet.indicator.aggregation is Aggregation.SUM \
            or not states.status_of(reference).has_value:
        return ""
    value = states.value_words(reference, sheet.indicator, with_unit=False)
    return f", contre {value} {places.inside(str(reference['area_name']))}"


def _silent(sheet: MapSheet, without: pd.DataFrame) -> str:
    """How many communes have no value, and why."""
    counts = without["status"].value_counts()
    parts = [f"{states.STATUS_WORDS[Status(status)]} pour {count_words(int(count), *sheet.noun)}"
             for status, count in counts.items()]
    return f"Sans valeur{NBSP}: {', '.join(parts)}." if parts else ""


def _inhabitants(chosen: pd.DataFrame, people: pd.DataFrame | None) -> str:
    total = chosen["population"].sum()
    if people is not None:
        counted = people[people["area"].isin(chosen["area"])]
        total = counted["value"].sum() if counted["value"].notna().all() and len(counted) == len(chosen) else total
    return count_words(float(total), "habitant")


def _counts_places(indicator: Indicator) -> bool:
    return indicator.theme == "supply" and indicator.aggregation in (Aggregation.SUM, Aggregation.RATIO) \
        and not indicator.key.startswith(("inhabitants", "share"))


def _where(sheet: MapSheet) -> str:
    return "En France, " if sheet.area.scope == FRANCE else ""


def _decimals(limit: float) -> int:
    return 0 if limit == int(limit) else 1


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in_sentence(label: str) -> str:
    """The label inside a sentence: lower case, but for an acronym (EHPAD, APL)."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
