"""Prévention, by département and région: vaccination coverages of Santé publique France, 2011–2024, as published."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators._published import by_period
from cpts_analytics.model import Aggregation, Indicator, Level, Polarity, VerdictRule

DEPARTEMENTS, REGIONS = "vaccination_departements", "vaccination_regions"
FLU_OBJECTIVE_PCT = 75.0
"""Objective for people of 65 and over, and for those at risk: see ``FLU_OBJECTIVE``."""

FLU_OBJECTIVE = ("Objectif de 75 % contre la grippe chez les 65 ans et plus et les personnes à risque : Organisation mondiale de "
                 "la santé (résolution WHA56.19, 2003), rappelé par l'évaluation des politiques de sécurité sociale "
                 "(evaluation.securite-sociale.fr)")
SWAPPED = {"972": "02", "973": "03"}
"""Régions whose values are exchanged in the table by région, by the département that each is made of: read there instead."""

_PRODUCER = "Santé publique France, couvertures vaccinales des adolescents et des adultes, 2011-2024"
_LIMITS = (
    "Connu par département et par région : ne dit rien d'une commune ni d'un territoire plus petit.",
    "Pourcentage publié sans effectif : il ne se recompose pas pour un territoire, et n'a pas d'intervalle.",
    "Une année absente n'est pas un zéro : la couverture n'a pas été publiée.",
)
_FLU = ("Le producteur ne dit pas si l'année est celle du début ou de la fin de la saison.",
        "La Réunion et Mayotte : grippe non publiée.")
_AT_LEAST = "Un objectif de {:.0f} % est fixé pour ce public ; la couverture publiée s'y compare, sans verdict."

HPV_OBJECTIVE_PCT = 80.0
HPV_OBJECTIVE = ("Objectif de 80 % contre les papillomavirus à l'horizon 2030 : Stratégie décennale de lutte contre les cancers "
                 "2021-2030 et Stratégie nationale de santé sexuelle 2017-2030")
"""Objective for girls and boys."""


@dataclasses.dataclass(frozen=True)
class Coverage:
    """``people``: French plural, who is to be vaccinated; ``vaccine``: French, "contre …"."""

    column: str
    label: str
    people: str
    vaccine: str
    limits: tuple[str, ...] = ()
    objective_pct: float | None = None
    objective: str = ""  # French: the objective and where it is stated

    @property
    def key(self) -> str:
        return f"vaccination_{self.column.removesuffix('_pct')}"


COVERAGES = (
    Coverage("flu_65_plus_pct", "Grippe, 65\u00a0ans et plus", "personnes de 65 ans et plus", "contre la grippe", _FLU,
             FLU_OBJECTIVE_PCT, FLU_OBJECTIVE),
    Coverage("flu_65_74_pct", "Grippe, 65–74\u00a0ans", "personnes de 65 à 74 ans", "contre la grippe", _FLU,
             FLU_OBJECTIVE_PCT, FLU_OBJECTIVE),
    Coverage("flu_75_plus_pct", "Grippe, 75\u00a0ans et plus", "personnes de 75 ans et plus", "contre la grippe", _FLU,
             FLU_OBJECTIVE_PCT, FLU_OBJECTIVE),
    Coverage("flu_at_risk_under_65_pct", "Grippe, personnes à risque", "personnes à risque de moins de 65 ans",
             "contre la grippe", _FLU,
             FLU_OBJECTIVE_PCT, FLU_OBJECTIVE),
    *(Coverage(f"hpv_{key}_{doses}_{age}_pct", f"HPV {people} : {said}", f"{people} de {age} ans",
               f"contre les papillomavirus ({said})", (), HPV_OBJECTIVE_PCT, HPV_OBJECTIVE)
      for key, people in (("girls", "filles"), ("boys", "garçons"))
      for doses, age, said in (("1_dose", 15, "une dose"), ("2_doses", 16, "deux doses"))),
    Coverage("meningococcus_c_10_14_pct", "Méningocoque C, 10–14\u00a0ans", "jeunes de 10 à 14 ans", "contre le méningocoque C"),
    Coverage("meningococcus_c_15_19_pct", "Méningocoque C, 15–19\u00a0ans", "jeunes de 15 à 19 ans", "contre le méningocoque C"),
    Coverage("meningococcus_c_20_24_pct", "Méningocoque C, 20–24\u00a0ans", "jeunes de 20 à 24 ans", "contre le méningocoque C",
             ("Publié pour 2024 seulement.",)),
    Coverage("covid_65_plus_pct", "Covid-19, 65\u00a0ans et plus", "personnes de 65 ans et plus", "contre la Covid-19",
             ("Publié pour 2023 seulement.",)),
)


def _record(item: Coverage) -> Indicator:
    people = f"{item.people[0].upper()}{item.people[1:]}"
    return Indicator(
        key=item.key, label=item.label, unit=f"% des {item.people}", theme="prevention", aggregation=Aggregation.PUBLISHED,
        polarity=Polarity.HIGHER_IS_FAVOURABLE, verdict=VerdictRule.NONE, levels=(Level.DEPARTEMENT, Level.REGION),
        reads=(DEPARTEMENTS, REGIONS), denominator_is_inhabitants=False,
        references=(_PRODUCER, item.objective) if item.objective else (_PRODUCER,),
        threshold=item.objective_pct,
        threshold_label=f"objectif de {item.objective_pct:.0f}\u00a0%" if item.objective_pct else "",
        definition=f"Couverture vaccinale {item.vaccine} : {people} vacciné{'e' * _is_feminine(item)}s, en %.",
        formula="publié par département et par région",
        lecture=f"Lecture : en {{period}}, {{value}} % des {item.people} sont vacciné{'e' * _is_feminine(item)}s {item.vaccine} "
                "dans {area}, contre {reference_value} % dans {reference}.",
        limits=(*_LIMITS, *item.limits, *((_AT_LEAST.format(item.objective_pct),) if item.objective_pct else ())))


def _is_feminine(item: Coverage) -> bool:
    return item.people.startswith(("personnes", "filles"))


INDICATORS = tuple(_record(item) for item in COVERAGES)
_COLUMNS = {item.key: item.column for item in COVERAGES}


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one coverage, a year after the other, by département and by région, as published."""
    name = _COLUMNS[indicator.key]
    departements, regions = inputs[DEPARTEMENTS], inputs[REGIONS]
    same = departements[departements["departement_code"].isin(list(SWAPPED))]
    same = same.assign(region_code=same["departement_code"].map(SWAPPED)).drop(columns="departement_code")
    regions = pd.concat([regions[~regions["region_code"].isin(list(SWAPPED.values()))], same[regions.columns]], ignore_index=True)
    return pd.concat([by_period(inputs, Level.DEPARTEMENT, departements, name),
                      by_period(inputs, Level.REGION, regions, name)], ignore_index=True)
