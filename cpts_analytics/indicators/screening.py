"""Prévention and Besoins, by département of metropolitan France: screening, births, treated diabetes (Odissé), as published."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators._published import BY_DEPARTEMENT, STANDARDISED, one_year
from cpts_analytics.indicators.vaccination import HPV_OBJECTIVE, HPV_OBJECTIVE_PCT
from cpts_analytics.model import Aggregation, Indicator, Level, Polarity, VerdictRule

SOURCE = "odisse_departements"
_ODISSE = "Santé publique France, Odissé : indicateurs par département"
_LIMITS = (BY_DEPARTEMENT, "Publié sans effectif ni intervalle.", "Outre-mer : absent de cette copie.")
_ORGANISED = ("Dépistage organisé seulement : les examens faits à titre individuel n'y sont pas.", "Non publié pour la Corse.")

BREAST_OBJECTIVE_PCT = 70.0
BREAST_OBJECTIVE = ("Objectif de 70 % au moins pour le dépistage du sein : référentiel européen de 2006, rappelé par Santé "
                    "publique France (bilan du programme de dépistage organisé, octobre 2024)")
COLORECTAL_OBJECTIVE_PCT = 45.0
COLORECTAL_OBJECTIVE = ("Seuil de 45 % au moins pour le dépistage colorectal : référentiel européen, rappelé par Santé publique "
                        "France (taux de participation au programme de dépistage organisé)")


@dataclasses.dataclass(frozen=True)
class Share:
    """One column of the source; ``sentence``: French, after the percentage."""

    key: str
    column: str
    period: str
    label: str
    unit: str
    definition: str
    sentence: str
    polarity: Polarity = Polarity.HIGHER_IS_FAVOURABLE
    theme: str = "prevention"
    limits: tuple[str, ...] = ()
    objective_pct: float | None = None
    objective: str = ""  # French: the objective and where it is stated


SHARES = (
    Share("breast_screening", "breast_screening_pct", "2024/2025", "Dépistage du sein", "% des femmes ciblées",
          "Participation au dépistage organisé du cancer du sein, sur deux ans.",
          "des femmes ciblées ont participé au dépistage organisé du cancer du sein", limits=_ORGANISED,
          objective_pct=BREAST_OBJECTIVE_PCT, objective=BREAST_OBJECTIVE),
    Share("colorectal_screening", "colorectal_screening_pct", "2024/2025", "Dépistage colorectal",
          "% des personnes ciblées, taux standardisé",
          "Participation au dépistage organisé du cancer colorectal, sur deux ans, à structure d'âge égale.",
          "des personnes ciblées ont participé au dépistage organisé du cancer colorectal (à structure d'âge égale)",
          limits=(STANDARDISED, *_ORGANISED), objective_pct=COLORECTAL_OBJECTIVE_PCT, objective=COLORECTAL_OBJECTIVE),
    Share("hpv_girls_2_doses_2025", "hpv_girls_2_doses_16_pct", "2025", "HPV filles, deux doses (2025)", "% des filles de 16 ans",
          "Couverture vaccinale contre les papillomavirus : filles de 16 ans qui ont reçu deux doses.",
          "des filles de 16 ans ont reçu deux doses de vaccin contre les papillomavirus",
          limits=("Prolonge d'un an la série par département (2011-2024), mais vient d'une autre copie, pour la métropole "
                  "seulement.",), objective_pct=HPV_OBJECTIVE_PCT, objective=HPV_OBJECTIVE),
    Share("early_prenatal_interview", "early_prenatal_interview_pct", "2024", "Entretien prénatal précoce",
          "% des femmes accouchées", "Part des femmes accouchées dans l'année qui ont eu un entretien prénatal précoce.",
          "des femmes accouchées ont eu un entretien prénatal précoce"),
    Share("prematurity", "prematurity_pct", "2024", "Prématurité", "% des naissances", "Part des naissances prématurées.",
          "des naissances sont prématurées", Polarity.NEED),
    Share("diabetes_standardised", "diabetes_standardised_pct", "2023", "Diabète traité, taux standardisé",
          "% des habitants, taux standardisé", "Part des habitants traités pour un diabète, à structure d'âge égale.",
          "des habitants seraient traités pour un diabète, à structure d'âge égale,", Polarity.NEED, "needs",
          (STANDARDISED, "Diabètes traités seulement : ceux qui ne sont pas dépistés n'y sont pas.",
           "La population de référence du taux standardisé n'est pas écrite dans cette copie.")),
)


def _record(item: Share) -> Indicator:
    return Indicator(
        key=item.key, label=item.label, unit=item.unit, theme=item.theme, aggregation=Aggregation.PUBLISHED,
        polarity=item.polarity, verdict=VerdictRule.NONE, levels=(Level.DEPARTEMENT,), reads=(SOURCE,),
        denominator_is_inhabitants=False, threshold=item.objective_pct,
        threshold_label=f"objectif de {item.objective_pct:.0f}\u00a0%" if item.objective_pct else "",
        references=(_ODISSE, item.objective) if item.objective else (_ODISSE,), definition=item.definition,
        formula="publié par département",
        lecture=f"Lecture : en {{period}}, {{value}} % {item.sentence} dans {{area}}.", limits=(*_LIMITS, *item.limits))


INDICATORS = tuple(_record(item) for item in SHARES)
_BY_KEY = {item.key: item for item in SHARES}


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator by département; overseas "not published"."""
    item = _BY_KEY[indicator.key]
    return one_year(inputs, Level.DEPARTEMENT, inputs[SOURCE], item.column, item.period)
