"""Besoins et accès croisés on screen: the two-way map, the communes where need is high and access low, how firm the list is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics import access
from cpts_analytics.errors import CptsError
from cpts_analytics.indicators import registry
from cpts_analytics.model import Aggregation, Indicator, Territory
from cpts_analytics.ui import cache, class_map, crossed_read, frame, messages, state, tables
from cpts_analytics.ui.class_map import ClassMap
from cpts_analytics.ui.crossed_read import AROUND, FRANCE, MARKED, Crossed, Pair
from cpts_analytics.ui.map_view import LegendSquare
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.views.map_classes import NOT_PUBLISHED
from cpts_analytics.views.named_classes import limit_words, two_way
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, typeset

QUESTION = "Où le besoin est-il élevé et l'accès faible ?"
NEED, ACCESS, THIRDS = "besoin", "acces", "tiers"
THIRDS_OF = {FRANCE: "Tiers de la France", AROUND: "Tiers du territoire et alentours"}
WHOSE = {FRANCE: "de France", AROUND: "du territoire et de ses alentours"}
THIRD_WORDS = ("bas", "moyen", "élevé")
MOST_ROWS = 300
COMMUNE, INHABITANTS, CODE, NEED_THIRD, ACCESS_THIRD = "Commune", "Habitants", "Code Insee", "Besoin", "Accès"


def place() -> DeltaGenerator:
    """The place of the band and title, above what is chosen below."""
    return st.container()


def chosen(territory: Territory) -> Crossed | None:
    """The choice of the two indicators and of the thirds, in one row; None when they cannot be crossed, which is said."""
    needs, accesses = crossed_read.needs(), crossed_read.accesses()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(width=350):
            need = state.choice(NEED, list(needs), default=crossed_read.NEED, label="Besoin", labels=needs)
        with st.container(width=350):
            reach = state.choice(ACCESS, list(accesses), default=crossed_read.ACCESS, label="Accès ou offre", labels=accesses)
        with st.container(width="content"):
            thirds = state.choice(THIRDS, list(THIRDS_OF), default=FRANCE, label="Bas, moyen, élevé : par rapport à",
                                  labels=THIRDS_OF)
    known = registry()
    try:
        return crossed_read.read(territory, Pair(known[need], known[reach], thirds))
    except CptsError as error:
        messages.fault(error)
        return None


def answer(found: Crossed | None) -> str:
    """How many communes and inhabitants are where need is high and access low."""
    if found is None:
        return ""
    total = float(found.population[found.inside].sum())
    what = (f"dans le tiers {WHOSE[found.pair.thirds]} où le besoin (« {found.pair.need.label} ») est le plus élevé et "
            f"dans celui où l'accès (« {found.pair.access.label} ») est le plus faible")
    if not found.listed:
        text = f"Aucune commune du territoire n'est à la fois {what}."
    else:
        share = f" ({number(100 * found.listed_inhabitants / total)} %)" if total > 0 else ""
        text = (f"{count_words(found.listed, 'commune')} sur {number(len(found.codes))}, "
                f"{count_words(found.listed_inhabitants, 'habitant')}{share} : à la fois {what}.")
    if found.own.unknown:
        text += f" Une des deux valeurs manque pour {count_words(found.own.unknown, 'habitant')}."
    return typeset(f"{text} {access.NOT_PEOPLE}")


def show(found: Crossed) -> None:
    """The map and the list side by side, then what the list becomes with other thresholds, then every commune."""
    made = cache.of_territory(f"{found.pair.name} map", found.territory, lambda: _map(found).view())
    left, right = st.columns([8, 5], gap="medium")
    with left:
        class_map.show(made, lambda: _map(found).picture(), key="croise-carte")
    with right:
        _list(found)
        _sensitivity(found)
    _everything(found)


def _map(found: Crossed) -> ClassMap:
    need, reach = _axis_words(found)
    classes = two_way(need, reach, "besoin et accès")
    cells = found.drawn.cell
    indices = np.where(cells >= 0, cells, NOT_PUBLISHED).astype(np.uint8)
    labels = tuple(f"{_said(found.pair.need, one)}{NBSP}; {_said(found.pair.access, other)}"
                   f"{'' if own else f'{NBSP}· hors du territoire'}"
                   for one, other, own in zip(found.need, found.access, found.inside, strict=True))
    square = LegendSquare(across=f"{found.pair.access.label} ({found.pair.access.unit})",
                          up=f"{found.pair.need.label} ({found.pair.need.unit})", columns=reach, rows=need, marked=MARKED)
    return ClassMap(territory=found.territory, area=found.area, indices=indices, classes=classes, labels=labels,
                    title=QUESTION, square=square,
                    legend_title=f"Tiers {WHOSE[found.pair.thirds]} (nombres : communes du territoire)",
                    attribution="Sources au bas de la page. Contours : IGN, Admin Express.")


def _axis_words(found: Crossed) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """The thirds in words, low to high need, low to high access."""
    need = limit_words(found.limits.need, _decimals(found.pair.need, found.limits.need))
    reach = limit_words(found.limits.access, _decimals(found.pair.access, found.limits.access))
    return need, reach if found.pair.low_access_is == "low" else (reach[2], reach[1], reach[0])


def _decimals(indicator: Indicator, limits: tuple[float, float]) -> int:
    """Enough for the two limits to differ."""
    decimals = indicator.decimals
    while decimals < 4 and round(limits[0], decimals) == round(limits[1], decimals) and limits[0] != limits[1]:
        decimals += 1
    return decimals


def _said(indicator: Indicator, value: float) -> str:
    return f"{indicator.label} {number(value, indicator.decimals)}" if is_known(value) else f"{indicator.label} non publié"


def _list(found: Crossed) -> None:
    """The communes where need is high and access low, most inhabited first."""
    st.subheader("Besoin élevé, accès faible", anchor=False)
    if not found.listed:
        frame.empty("Aucune commune du territoire : la carte montre où en sont les autres.")
        return
    table = commune_table(found)
    table = table[table[CODE].isin(found.codes[found.own.listed])].drop(columns=[NEED_THIRD, ACCESS_THIRD])
    table = table.sort_values(INHABITANTS, ascending=False, ignore_index=True)
    _first(table, f"Besoin élevé et accès faible, {found.pair.need.label} et {found.pair.access.label}", found,
           {_header(found.pair.need): NEED_THIRD, _header(found.pair.access): ACCESS_THIRD})


def _sensitivity(found: Crossed) -> None:
    """What the list becomes when a threshold moves by 10 %."""
    draw(tag("h3", typeset("Et si les seuils bougeaient de 10 % ?")),
         tag("ul", *(tag("li", typeset(line)) for line in sensitivity_lines(found))))


def sensitivity_lines(found: Crossed) -> list[str]:
    """« Seuils d'accès +10 % : 6 communes, 12 300 habitants (entrent Artas et Roche) »."""
    if not found.listed and not found.moved["communes"].any():
        return ["La liste reste vide, dans les quatre cas."]
    lines = []
    for row in found.moved.to_dict("records"):
        which = "d'accès" if row["moved"] == "access" else "de besoin"
        changes = [f"{verb} {_names(found, row[f'rows_{name}'])}" for name, verb in
                   (("entering", "entrent" if row["entering"] > 1 else "entre"), ("leaving", "sortent" if row["leaving"] > 1
                                                                                 else "sort")) if row[name]]
        lines.append(f"Seuils {which} {'+' if row['by'] > 0 else '−'}10 % : {count_words(row['communes'], 'commune')}, "
                     f"{count_words(row['inhabitants'], 'habitant')} ({' ; '.join(changes) or 'la liste ne change pas'}).")
    return lines


def _names(found: Crossed, rows: np.ndarray) -> str:
    names = [cache.geography().name(str(found.codes[row])) for row in rows]
    return ", ".join(names[:4]) + (f" et {len(names) - 4} autre{'s' if len(names) > 5 else ''}" if len(names) > 4 else "")


def _everything(found: Crossed) -> None:
    frame.section("Toutes les communes du territoire", anchor="communes")
    _first(commune_table(found), f"Croisement {found.pair.need.label} et {found.pair.access.label}", found, _short(found))


def _first(table: pd.DataFrame, name: str, found: Crossed, short: dict[str, str]) -> None:
    """The first rows of a table, and its files."""
    tables.table(table, name=name, indicators=(*note_keys(found), "population"), short=short, most=MOST_ROWS,
                 height=min(388, 38 + 35 * max(len(table), 1)))


def _short(found: Crossed) -> dict[str, str]:
    """Headers without their units, which the legend of the map says."""
    return {_header(one): one.label for one in (found.pair.need, found.pair.access)}


def commune_table(found: Crossed) -> pd.DataFrame:
    """Every commune of the territory: both values, both thirds in words."""
    return cache.of_territory(f"{found.pair.name} table", found.territory, lambda: _commune_table(found))


def _commune_table(found: Crossed) -> pd.DataFrame:
    geography, here = cache.geography(), found.inside
    words = (*THIRD_WORDS, "inconnu")
    table = pd.DataFrame({COMMUNE: [geography.name(str(code)) for code in found.codes],
                          INHABITANTS: found.population[here],
                          _header(found.pair.need): found.need[here].round(found.pair.need.decimals + 1),
                          _header(found.pair.access): found.access[here].round(found.pair.access.decimals + 1),
                          NEED_THIRD: [words[third] for third in found.own.need_third],
                          ACCESS_THIRD: [words[third] for third in found.own.access_third],
                          CODE: found.codes.astype(str)})
    numeric = (INHABITANTS, _header(found.pair.need), _header(found.pair.access))
    return table.astype(dict.fromkeys(numeric, "Float64")).sort_values(
        [_header(found.pair.need), COMMUNE], ascending=[False, True], na_position="last", ignore_index=True)


def _header(indicator: Indicator) -> str:
    unit = "" if indicator.aggregation is Aggregation.SUM else f" ({indicator.unit})"
    return f"{indicator.label}{unit}"


def note_keys(found: Crossed | None) -> tuple[str, ...]:
    """The indicators of the note."""
    return (found.pair.need.key, found.pair.access.key) if found else ()
