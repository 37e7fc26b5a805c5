"""Besoins, by département: mortality by cause and year, mortality before and after 65, life expectancy, as published."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators._published import BY_DEPARTEMENT, by_period, one_year
from cpts_analytics.model import Aggregation, Indicator, Level, Polarity, VerdictRule

ALL_CAUSES, CAUSES, INSEE = "cepidc_mortality_all_causes", "cepidc_mortality_causes_2023", "life_expectancy_2023"
SEXES = {"": "all", "sex=F": "F", "sex=M": "M"}
"""Breakdown → sex of the source: both together first."""

_CEPIDC = "CépiDc-Inserm, causes médicales de décès"
_LOCAL = "Insee, statistiques locales : espérance de vie et mortalité par département, 2023"
_STANDARDISED = ("Taux standardisé : il compare des départements d'âges différents ; il ne se multiplie pas par une population "
                 "et ne se compare pas à un taux brut.")
_NO_INTERVAL = "Publié sans nombre de décès ni intervalle : un petit écart entre départements peut être dû au hasard."
_FEW = "Cause rare : quelques décès font varier le taux d'un département."


@dataclasses.dataclass(frozen=True)
class Group:
    """``cause``: the source's key of a group of causes; ``deaths``: French, after "décès "."""

    cause: str
    label: str
    deaths: str
    is_rare: bool = False


GROUPS = (
    Group("infectious", "Mortalité par infections", "par maladie infectieuse ou parasitaire"),
    Group("tumours", "Mortalité par tumeurs", "par tumeur"),
    Group("blood", "Mortalité par maladies sanguines", "par maladie du sang ou trouble du système immunitaire", True),
    Group("endocrine", "Mortalité endocrinienne et métabolique", "par maladie endocrinienne, nutritionnelle ou métabolique"),
    Group("mental", "Mortalité par troubles mentaux", "par trouble mental ou du comportement"),
    Group("nervous", "Mortalité par maladies neurologiques", "par maladie du système nerveux ou des organes des sens"),
    Group("circulatory", "Mortalité cardiovasculaire", "par maladie de l'appareil circulatoire"),
    Group("respiratory", "Mortalité par maladies respiratoires", "par maladie de l'appareil respiratoire"),
    Group("digestive", "Mortalité par maladies digestives", "par maladie de l'appareil digestif"),
    Group("skin", "Mortalité par maladies cutanées", "par maladie de la peau et du tissu sous-cutané", True),
    Group("musculoskeletal", "Mortalité par maladies ostéo-articulaires", "par maladie des os, des articulations ou des muscles",
          True),
    Group("genitourinary", "Mortalité par maladies génito-urinaires", "par maladie de l'appareil génito-urinaire"),
    Group("pregnancy", "Mortalité liée à la grossesse", "par complication de la grossesse ou de l'accouchement", True),
    Group("perinatal", "Mortalité périnatale (affections)", "par affection d'origine périnatale", True),
    Group("congenital", "Mortalité par malformations congénitales",
          "par malformation congénitale ou anomalie chromosomique", True),
    Group("ill_defined", "Mortalité de cause mal définie", "de cause inconnue ou mal définie"),
    Group("external", "Mortalité par causes externes", "par cause externe (accident, suicide …)"),
    Group("covid_19", "Mortalité par Covid-19", "par Covid-19"),
)


@dataclasses.dataclass(frozen=True)
class Lifetime:
    """``column``: of the source; ``what``: French, "l'espérance de vie …" in the sentence."""

    key: str
    column: str
    label: str
    what: str


LIFETIMES = (
    Lifetime("life_expectancy_women", "life_expectancy_women_years", "Espérance de vie des femmes",
             "l'espérance de vie des femmes à la naissance"),
    Lifetime("life_expectancy_men", "life_expectancy_men_years", "Espérance de vie des hommes",
             "l'espérance de vie des hommes à la naissance"),
    Lifetime("life_expectancy_60_women", "life_expectancy_60_women_years", "Espérance, femmes de 60\u00a0ans",
             "l'espérance de vie des femmes de 60 ans"),
    Lifetime("life_expectancy_60_men", "life_expectancy_60_men_years", "Espérance, hommes de 60\u00a0ans",
             "l'espérance de vie des hommes de 60 ans"),
)


def _record(key: str, label: str, unit: str, **more: Any) -> Indicator:
    common: dict[str, Any] = {
        "theme": "needs", "aggregation": Aggregation.PUBLISHED, "verdict": VerdictRule.NONE, "polarity": Polarity.NEED,
        "levels": (Level.DEPARTEMENT,), "denominator_is_inhabitants": False, "formula": "publié par département"}
    return Indicator(key=key, label=label, unit=unit, **{**common, **more})


def _mortality(key: str, label: str, deaths: str, **more: Any) -> Indicator:
    return _record(
        key, label, "décès pour 100\u202f000 habitants, taux standardisé",
        definition=f"Décès {deaths} pour 100\u202f000 habitants, à structure d'âge égale (taux standardisé).",
        lecture=f"Lecture : en {{period}}, à structure d'âge égale, on compte {{value}} décès {deaths} pour 100\u202f000 "
                "habitants dans {area}.", references=(_CEPIDC,), **more)


def _lifetime(item: Lifetime) -> Indicator:
    return _record(
        item.key, item.label, "années", reads=(INSEE,), references=(_LOCAL,), polarity=Polarity.NEUTRAL,
        definition=f"Nombre moyen d'années à vivre dans les conditions de mortalité de l'année : {item.what}.",
        lecture=f"Lecture : en {{period}}, {item.what} est de {{value}} années dans {{area}}.",
        limits=(BY_DEPARTEMENT, "Ne prédit pas l'âge au décès d'une personne.", "Publiée à 0,1 année près, sans intervalle."))


def _by_age(key: str, label: str, people: str, *more: str) -> Indicator:
    return _record(
        key, label, f"décès pour 1\u202f000 {people}, taux standardisé", reads=(INSEE,), references=(_LOCAL,),
        definition=f"Décès pour 1\u202f000 {people}, à structure d'âge égale (taux standardisé).",
        lecture=f"Lecture : en {{period}}, à structure d'âge égale, on compte {{value}} décès pour 1\u202f000 {people} dans "
                "{area}.", limits=(BY_DEPARTEMENT, _STANDARDISED, *more))


_AGES = {"mortality_premature": "mortality_0_64_per_1000", "mortality_65_plus": "mortality_65_plus_per_1000"}

INDICATORS = (
    _mortality("mortality_all_causes", "Mortalité : toutes causes", "toutes causes confondues", reads=(ALL_CAUSES,),
               limits=(BY_DEPARTEMENT, _STANDARDISED, _NO_INTERVAL, "Femmes et hommes ensemble ; Mayotte depuis 2014.")),
    *(_mortality(f"mortality_{group.cause}", group.label, group.deaths, reads=(CAUSES,),
                 breakdowns=tuple(breakdown for breakdown in SEXES if breakdown),
                 limits=(BY_DEPARTEMENT, _STANDARDISED, _FEW if group.is_rare else _NO_INTERVAL)) for group in GROUPS),
    _by_age("mortality_premature", "Mortalité prématurée (0–64\u00a0ans)", "habitants de 0 à 64 ans",
            "Arrondi à 0,1 par le producteur : les départements s'y distinguent mal."),
    _by_age("mortality_65_plus", "Mortalité après 65\u00a0ans", "habitants de 65 ans ou plus"),
    *(_lifetime(item) for item in LIFETIMES),
)


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator by département, as published."""
    source = indicator.reads[0]
    if source == INSEE:
        columns = _AGES | {item.key: item.column for item in LIFETIMES}
        return one_year(inputs, Level.DEPARTEMENT, inputs[source], columns[indicator.key], "2023")
    if source == ALL_CAUSES:
        return by_period(inputs, Level.DEPARTEMENT, inputs[source], "rate_per_100k")
    table = inputs[source]
    table = table[table["cause"] == indicator.key.removeprefix("mortality_")]
    frames = [by_period(inputs, Level.DEPARTEMENT, table[table["sex"] == sex], "rate_per_100k", breakdown=breakdown)
              for breakdown, sex in SEXES.items()]
    return pd.concat(frames, ignore_index=True)
