"""Besoins, by EPCI of Isère and Vendée: heart disease, stroke and heart failure (Odissé), as published."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators._published import STANDARDISED, one_year
from cpts_analytics.model import Aggregation, Indicator, Level, Polarity, Status, VerdictRule

SOURCE = "odisse_epci_cardio"
_LIMITS = (
    "Seules les intercommunalités de l'Isère (16 sur 18) et de la Vendée (19) sont dans cette copie ; ailleurs : absent de "
    "cette version, ce n'est pas un zéro.",
    "Connu par intercommunalité : ne dit rien d'une commune, ni d'un territoire qui en réunit plusieurs.",
    STANDARDISED,
    "Publié sans effectif ni intervalle : instable dans une petite intercommunalité, où un écart n'est pas une différence "
    "établie.",
    "Intercommunalités de 2024 : Terres de Montaigu et Sud Vendée Littoral ont changé de communes depuis.",
)


@dataclasses.dataclass(frozen=True)
class Disease:
    """``slug``: start of the source's columns; ``name``: French."""

    slug: str
    label: str
    name: str


@dataclasses.dataclass(frozen=True)
class Measure:
    """``suffix``: end of the source's columns; ``what``: French, after the number."""

    key: str
    suffix: str
    word: str
    period: str
    unit: str
    what: str
    decimals: int


DISEASES = (Disease("coronary", "cardiopathies", "cardiopathie ischémique"),
            Disease("stroke", "AVC", "accident vasculaire cérébral"),
            Disease("heart_failure", "insuffisance cardiaque", "insuffisance cardiaque"))
MEASURES = (
    Measure("incidence", "incidence_per_100k", "Nouveaux cas", "2021/2023",
            "nouveaux patients par an pour 100\u202f000 habitants, taux standardisé",
            "nouveaux patients par an pour 100\u202f000 habitants", 0),
    Measure("prevalence", "prevalence_pct", "Patients", "2022", "% des adultes, taux standardisé",
            "% d'adultes pris en charge", 1),
    Measure("mortality", "mortality_per_100k", "Mortalité", "2020/2022",
            "décès par an pour 100\u202f000 habitants, taux standardisé",
            "décès par an pour 100\u202f000 habitants", 0),
)


def _record(disease: Disease, measure: Measure) -> Indicator:
    return Indicator(
        key=f"epci_{disease.slug}_{measure.key}", label=f"{measure.word} : {disease.label}", unit=measure.unit,
        decimals=measure.decimals, theme="needs", aggregation=Aggregation.PUBLISHED, polarity=Polarity.NEED,
        verdict=VerdictRule.NONE, levels=(Level.EPCI,), reads=(SOURCE,), denominator_is_inhabitants=False,
        references=("Santé publique France, Odissé : maladies cardio-neuro-vasculaires, taux standardisés par EPCI",),
        definition=f"À structure d'âge égale, {measure.what} ({disease.name}).", formula="publié par intercommunalité",
        lecture=f"Lecture : en {{period}}, à structure d'âge égale, on compte {{value}} {measure.what} ({disease.name}) "
                "dans {area}.", limits=_LIMITS)


_MEMBERS = {f"epci_{disease.slug}_{measure.key}": (disease, measure) for disease in DISEASES for measure in MEASURES}
INDICATORS = tuple(_record(disease, measure) for disease, measure in _MEMBERS.values())


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator by EPCI; outside the copy held: "not loaded"."""
    disease, measure = _MEMBERS[indicator.key]
    return one_year(inputs, Level.EPCI, inputs[SOURCE], f"{disease.slug}_{measure.suffix}", measure.period,
                    absent=Status.NOT_LOADED)
