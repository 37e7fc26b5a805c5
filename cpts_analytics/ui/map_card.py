"""The card of the commune that was chosen on the map: its figures, in words, and its place in the territory."""

from __future__ import annotations

import dataclasses
from typing import Any

import streamlit as st

from cpts_analytics.errors import TerritoryError
from cpts_analytics.indicators import of_theme
from cpts_analytics.model import Aggregation, Indicator, Level, Territory
from cpts_analytics.territory import Geography, edit, name_of, of_codes
from cpts_analytics.ui import cache, messages, state
from cpts_analytics.ui.map_sheet import MapSheet
from cpts_analytics.ui.map_words import density_words
from cpts_analytics.ui.markup import Markup, draw, tag
from cpts_analytics.views import states
from cpts_analytics.views.numbers import NBSP, count_words, period_words, unit_for

COMMUNE = "commune"
"""The address parameter that holds the chosen commune."""

MOST_OTHERS = 6
_NOBODY = "Choisissez une commune"
_LIST, _HELD = "cpts-map-commune", "cpts-map-commune-held"


def explain(geography: Geography) -> None:
    """Say that the commune of the address does not exist, if so; to be called before the page says its messages."""
    asked = st.query_params.get(COMMUNE, "")
    if not asked or asked in geography:
        return
    today = geography.current(asked)
    if today is None:
        messages.warn(f"L'adresse demande la commune «{NBSP}{asked[:20]}{NBSP}», qui n'existe pas en 2025.")
        del st.query_params[COMMUNE]
    else:
        messages.inform(f"La commune {asked} est aujourd'hui {geography.name(today)} ({today}).")
        st.query_params[COMMUNE] = today


def chosen(sheet: MapSheet, clicked: str) -> str:
    """Draw the list of communes and return the chosen code, empty when there is none: the click without a mouse.

    ``clicked``: the code that was just chosen on the map, if any. The address follows, and leads.
    """
    asked = clicked or st.query_params.get(COMMUNE, "")
    asked = asked if asked in sheet.geography else ""
    codes = sheet.area.codes if sheet.area.fine else sheet.area.members
    names = {code: sheet.geography.name(code) for code in codes}
    if asked and asked not in names:
        names[asked] = sheet.geography.label(asked)
    if _LIST not in st.session_state or asked != st.session_state.get(_HELD) or st.session_state[_LIST] not in ("", *names):
        st.session_state[_LIST] = asked
    code = st.selectbox("Commune", ["", *sorted(names, key=lambda one: names[one].casefold())], key=_LIST,
                        format_func=lambda one: names.get(one, _NOBODY), help="Ou choisissez-la sur la carte.")
    st.session_state[_HELD] = code
    if code != st.query_params.get(COMMUNE, ""):
        if code:
            st.query_params[COMMUNE] = code
        else:
            del st.query_params[COMMUNE]
    return code


def show(sheet: MapSheet, code: str, territory: Territory, whole: list[dict[str, Any]]) -> None:
    """The card. ``whole``: figure rows of the territory and its references, to stand beside the commune's."""
    row = sheet.row_of(code)
    figure = [tag("p", "Cette commune est hors de la carte affichée.", cls="cpts-reason")] if row is None \
        else _figure(sheet.indicator, row, whole)
    with st.container(key="cpts-map-card", gap="small"):
        draw(tag("article", tag("h2", sheet.geography.name(code)), tag("p", _situation(sheet, code), cls="cpts-extra"),
                 *figure, *_others(sheet.indicator, code, sheet), cls="cpts-card"))
        _membership(sheet, code, territory)


def _figure(indicator: Indicator, row: dict[str, Any], whole: list[dict[str, Any]]) -> list[Markup]:
    known = states.status_of(row).has_value
    words = states.value_words(row, indicator, with_unit=False)
    unit = unit_for(float(row["value"]), indicator.unit) if known else ""
    value = tag("p", tag("strong", words), " ", tag("span", unit), cls="cpts-value" if known else "cpts-value cpts-unknown")
    year = f" ({period_words(str(row['period']))})" if row.get("period") else ""
    lines = [tag("p", f"{indicator.label}{year}", cls="cpts-extra"), value]
    lines += [tag("p", text, cls="cpts-reason") for text in (states.reason(row), states.advice(row)) if text]
    beside = [one for one in whole if states.status_of(one).has_value]
    if beside and indicator.aggregation is not Aggregation.SUM:
        against = " · ".join(f"{one['area_name']}{NBSP}{states.value_words(one, indicator, with_unit=False)}"
                             for one in beside)
        lines.append(tag("p", against, cls="cpts-comparators"))
    return lines


def _situation(sheet: MapSheet, code: str) -> str:
    """``12 345 habitants · bourg rural · CA Porte de l'Isère``; unknown parts are left out."""
    geography = sheet.geography
    at = geography.rows([code])[0]
    epci = str(geography.column("epci_code")[at])
    inhabitants = geography.population([code])
    parts = [count_words(inhabitants, "habitant") if inhabitants else "",
             density_words(geography.column("density_class")[at]),
             geography.area(Level.EPCI, epci).name if epci else "",
             f"département {geography.area(Level.DEPARTEMENT, geography.departement(code)).of_name}"]
    return " · ".join(part for part in parts if part)


def _others(indicator: Indicator, code: str, sheet: MapSheet) -> list[Markup]:
    """The commune's other figures of the same theme, behind a press."""
    same = [one for one in of_theme(indicator.theme) if one.key != indicator.key and Level.COMMUNE in one.levels
            and not one.breakdowns and one.aggregation is not Aggregation.SUM][:MOST_OTHERS]
    rows = cache.parts(of_codes((code,), sheet.geography), tuple(one.key for one in same)) if same else None
    found = {} if rows is None else {str(row["indicator"]): row for row in rows.to_dict("records")}
    lines = [tag("li", f"{one.label}{NBSP}: {states.value_words(found[one.key], one)}") for one in same if one.key in found]
    return [tag("details", tag("summary", "Autres chiffres de la commune"), tag("ul", *lines))] if lines else []


def _membership(sheet: MapSheet, code: str, territory: Territory) -> None:
    inside = code in territory.members
    alone = inside and len(territory.members) == 1
    pressed = st.button("Retirer du territoire" if inside else "Ajouter au territoire", key="cpts-map-membership",
                        disabled=alone, icon=":material/remove:" if inside else ":material/add:",
                        help="Un territoire compte au moins une commune." if alone else None)
    if not pressed:
        return
    try:
        state.choose(changed(territory, code, sheet.geography))
    except TerritoryError as error:
        messages.fault(error)


def changed(territory: Territory, code: str, geography: Geography) -> Territory:
    """The territory with the commune, or without it if it is a member. A changed example is no longer one."""
    inside = code in territory.members
    found = edit(territory, geography, remove=(code,)) if inside else edit(territory, geography, add=(code,))
    if not territory.example:
        return found
    return dataclasses.replace(found, example=False, name=name_of(found.members, geography))
