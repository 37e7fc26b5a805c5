"""What can be chosen on the map, held by the address: indicator, year, scope, layers, what to compare to."""

from __future__ import annotations

import dataclasses
import functools

import pandas as pd
import streamlit as st

from cpts_analytics.figures import LATEST
from cpts_analytics.indicators import registry
from cpts_analytics.model import THEMES, Indicator, Level, Role, Territory
from cpts_analytics.territory import Geography, parts
from cpts_analytics.territory.geography import FRANCE_CODE
from cpts_analytics.ui import cache, messages, state
from cpts_analytics.ui.map_area import SCOPES, TERRITORY
from cpts_analytics.ui.map_layers import LAYERS
from cpts_analytics.ui.map_words import short_label
from cpts_analytics.views.cards import LEVEL_WORDS
from cpts_analytics.views.numbers import NBSP, period_words

DEFAULT = "apl_gp"
INDICATOR, YEAR, SCOPE, COUCHES, REFERENCE = "indicateur", "annee", "vue", "couches", "reference"
REFERENCES = {"reste": Role.REST, "departement": Role.DEPARTEMENT, "region": Role.REGION, "france": Role.FRANCE}
"""Value of the address → what the territory is compared to."""


@dataclasses.dataclass(frozen=True)
class MapChoice:
    """What the map shows. ``year``: ``latest`` or a period of the indicator; ``reference``: role and code of the area."""

    indicator: Indicator
    year: str
    scope: str
    layers: tuple[str, ...]
    reference: tuple[Role, str]


def choose(territory: Territory) -> MapChoice:
    """Draw the row of choices, each held by the address."""
    _explain_other_levels(st.query_params.get(INDICATOR, ""))
    beside = references(territory, cache.geography())
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="cpts-map-choices"):
        with st.container(width=360, key="cpts-map-indicator"):
            key = state.choice(INDICATOR, tuple(offered()), default=DEFAULT, label="Indicateur", labels=offered(),
                               help=_help())
        year = _year(key)
        with st.container(width="content"):
            scope = state.choice(SCOPE, tuple(SCOPES), default=TERRITORY, label="Vue", labels=SCOPES)
        with st.popover("Couches", icon=":material/layers:", width="content", help="Lieux et équipements sur la carte"):
            layers = state.choices(COUCHES, tuple(LAYERS), label="Couches à montrer sur la carte",
                                   labels={name: layer.label for name, layer in LAYERS.items()})
        with st.popover("Comparer à", icon=":material/compare_arrows:", width="content",
                        help="La référence de la phrase et du tableau"):
            reference = state.choice(REFERENCE, tuple(beside), default=next(iter(beside)), label="Référence",
                                     labels={name: words for name, (words, _) in beside.items()})
    return MapChoice(registry()[key], year, scope, layers, (REFERENCES[reference], beside[reference][1]))


def references(territory: Territory, geography: Geography) -> dict[str, tuple[str, str]]:
    """What stands beside a territory: value of the address → (name, code), by its most inhabited part."""
    found = {}
    for part in parts(territory.members, Level.DEPARTEMENT, geography)[:1]:
        area = geography.area(Level.DEPARTEMENT, part.code)
        if part.communes < part.communes_total or part.share_of_area_pct < 99.99:
            found["reste"] = (f"reste {area.of_name}", part.code)
        found["departement"] = (area.full_name, part.code)
    for part in parts(territory.members, Level.REGION, geography)[:1]:
        found["region"] = (geography.area(Level.REGION, part.code).full_name, part.code)
    return found | {"france": ("France", FRANCE_CODE)}


@functools.cache
def offered() -> dict[str, str]:
    """Key → « thème · libellé » of every indicator that has a value of its own in communes, grouped by theme."""
    shown = [one for one in registry().values() if _on_communes(one)]
    repeated = pd.Series([(one.theme, one.label) for one in shown]).duplicated(keep=False)
    return {one.key: f"{THEMES[one.theme]} · {short_label(one) if twice else one.label}"
            for one, twice in zip(shown, repeated, strict=True)}


def _on_communes(indicator: Indicator) -> bool:
    return Level.COMMUNE in indicator.levels and not indicator.breakdowns


def _year(key: str) -> str:
    """The period to show; asked only where there are several, and a year of the address that is not there is said."""
    periods = cache.periods(key)
    if len(periods) < 2:
        asked = st.query_params.get(YEAR)
        if asked is not None and asked not in periods:
            messages.warn(f"L'adresse demande l'année «{NBSP}{asked[:20]}{NBSP}», que cet indicateur n'a pas{NBSP}: "
                          "l'année connue est affichée.")
        if asked is not None:
            del st.query_params[YEAR]
        return LATEST
    with st.container(width="content"):
        year = state.choice(YEAR, tuple(periods), default=periods[0], label="Année",
                            labels={period: period_words(period) for period in periods})
    return LATEST if year == periods[0] else year


def _explain_other_levels(asked: str) -> None:
    """An indicator that exists, but not by commune: say where it is, and never paint it on communes."""
    indicator = registry().get(asked)
    if indicator is None or _on_communes(indicator):
        return
    del st.query_params[INDICATOR]
    if Level.COMMUNE in indicator.levels:
        why = "se lit par tranches et ne se dessine pas en une carte"
    else:
        finest = next(level for level in Level if level in indicator.levels and level is not Level.TERRITORY)
        why = f"n'est pas publié par commune (niveau le plus fin{NBSP}: {LEVEL_WORDS[finest]})"
    messages.warn(f"«{NBSP}{indicator.label}{NBSP}» {why}{NBSP}: {_place(indicator)}. La carte montre l'indicateur habituel.")


def _place(indicator: Indicator) -> str:
    if indicator.theme == "supply":
        return "voyez la page Offre de soins"
    return "voyez l'export «\u00a0Tous les chiffres\u00a0» du bandeau, ou la page Sources et méthodes"


def _help() -> str:
    return ("Seuls les indicateurs connus par commune sont ici. Ceux qui ne sont publiés que par EPCI ou par département "
            "(effectifs de professionnels libéraux, C2S, âges détaillés) sont dans les pages Mon territoire et Offre de "
            "soins\u00a0: ils ne sont jamais peints sur des communes.")
