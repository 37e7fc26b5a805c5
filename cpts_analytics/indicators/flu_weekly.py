"""Crise, by région: flu in emergency departments and SOS Médecins, week after week, as published."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators._published import by_period
from cpts_analytics.model import Aggregation, Indicator, Level, Polarity, VerdictRule

SOURCE = "flu_weekly_regions"
AGES = {"": "all", "age=0-4": "0-4", "age=5-14": "5-14", "age=15-64": "15-64", "age=65+": "65+"}
"""Breakdown → age of the source: all ages first."""

_LIMITS = (
    "Connu par région : ne dit rien d'un département, d'une commune ni d'un territoire plus petit.",
    "Part de l'activité, non des habitants : ne se multiplie pas par une population.",
    "Petites régions et jeunes enfants : quelques passages font varier fortement le taux d'une semaine.",
)


@dataclasses.dataclass(frozen=True)
class Curve:
    """``column``: of the source; ``acts``: French plural, "passages aux urgences" …; ``by_age``: ages are kept too."""

    key: str
    column: str
    label: str
    acts: str
    by_age: bool
    limit: str


CURVES = (
    Curve("flu_emergency_visits", "emergency_visits_per_100k", "Grippe aux urgences", "passages aux urgences", True,
          "Martinique : publié depuis le 29 mai 2023 seulement."),
    Curve("flu_sos_medecins", "sos_medecins_per_100k", "Grippe, SOS Médecins", "actes de SOS Médecins", True,
          "Pas de SOS Médecins en Guadeloupe, en Guyane, à La Réunion ni à Mayotte : non publié, ce n'est pas un zéro."),
    Curve("flu_hospitalisations", "hospitalisations_per_100k", "Grippe : hospitalisations", "hospitalisations après les urgences",
          False, "Martinique : publié depuis le 29 mai 2023 seulement."),
)


def _record(item: Curve) -> Indicator:
    return Indicator(
        key=item.key, label=item.label, unit=f"cas de grippe pour 100\u202f000 {item.acts}", decimals=0, theme="crisis",
        aggregation=Aggregation.PUBLISHED, polarity=Polarity.NEED, verdict=VerdictRule.NONE, levels=(Level.REGION,),
        reads=(SOURCE,), denominator_is_inhabitants=False,
        breakdowns=tuple(breakdown for breakdown in AGES if breakdown) if item.by_age else (),
        references=("Santé publique France, réseaux Oscour et SOS Médecins",),
        definition=f"{item.acts[0].upper()}{item.acts[1:]} pour grippe, pour 100\u202f000 {item.acts}, chaque semaine.",
        formula="publié par région et par semaine",
        lecture=f"Lecture : en {{period}}, on compte {{value}} cas de grippe pour 100\u202f000 {item.acts} dans {{area}}.",
        limits=(*_LIMITS, item.limit))


INDICATORS = tuple(_record(item) for item in CURVES)
_BY_KEY = {item.key: item for item in CURVES}


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one curve by région and week ("2024-W48"); a région without SOS Médecins has its row, "not published"."""
    item = _BY_KEY[indicator.key]
    table = inputs[SOURCE]
    return pd.concat([by_period(inputs, Level.REGION, table[table["age"] == age], item.column, "week", breakdown=breakdown)
                      for breakdown, age in AGES.items() if item.by_age or not breakdown], ignore_index=True)
