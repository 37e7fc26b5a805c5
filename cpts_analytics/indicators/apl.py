"""Accès: the published potential accessibility (APL) to five professions, and what follows from it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics import sources, statistics
from cpts_analytics.errors import SourceFileError
from cpts_analytics.indicators._inputs import Inputs, local_rows
from cpts_analytics.model import Aggregation, Indicator, Polarity, VerdictRule

THRESHOLD = 2.5
"""Consultations a year and inhabitant under which DREES calls a place "sous-dense"."""

_DREES = "Drees, Accessibilité potentielle localisée (APL), méthodologie des millésimes 2022 et 2023"
_WEIGHTS = "moyenne pondérée par la population standardisée (règle de la Drees)"
_PROFESSIONS = {
    "apl_nurse": ("apl_nurse", "APL infirmiers", "infirmiers", "habitants",
                  (50, 100, 150, 200)),
    "apl_physiotherapist": ("apl_physiotherapist", "APL kinésithérapeutes", "masseurs-kinésithérapeutes", "habitants",
                            (40, 80, 120, 160)),
    "apl_dentist": ("apl_dentist", "APL dentistes", "chirurgiens-dentistes", "habitants", (20, 40, 60, 80)),
    "apl_midwife": ("apl_midwife", "APL sages-femmes", "sages-femmes", "femmes", (5, 15, 25, 35)),
}


_CHANGE = "_change"
_CHANGING = (
    ("apl_gp", "APL généralistes", "consultations par an et par habitant standardisé", 2, "habitants standardisés"),
    *((key, label, f"ETP pour 100 000 {people} standardisé{'es' if people == 'femmes' else 's'}", 1,
       f"{people} standardisé{'es' if people == 'femmes' else 's'}")
      for key, (_, label, _, people, _) in _PROFESSIONS.items()),
)


def of(words: str) -> str:
    """``d'infirmiers``, ``de sages-femmes``."""
    return f"d'{words}" if words[0] in "aeiou" else f"de {words}"


def _standardised(people: str) -> str:
    return f"{people} standardisées" if people == "femmes" else f"{people} standardisés"


def _record(key: str, label: str, unit: str, **more: object) -> Indicator:
    defaults: dict[str, object] = {
        "theme": "access", "polarity": Polarity.HIGHER_IS_FAVOURABLE, "verdict": VerdictRule.GAP,
        "aggregation": Aggregation.WEIGHTED_MEAN, "reads": ("apl_gp",), "references": (_DREES,)}
    return Indicator(key=key, label=label, unit=unit, **{**defaults, **more})  # type: ignore[arg-type]


INDICATORS = (
    _record("apl_gp", "APL médecins généralistes", "consultations par an et par habitant standardisé", decimals=2,
            method=_WEIGHTS, denominator_label="habitants standardisés",
            definition="Nombre de consultations, visites et téléconsultations de médecine générale auxquelles un habitant "
                       "peut accéder en un an, compte tenu de l'offre à moins de 20 minutes et de l'âge des habitants.",
            formula="Σ (APL × population standardisée) ÷ Σ population standardisée",
            lecture="Lecture : en {period}, un habitant de {area} a accès en moyenne à {value} consultations de médecine "
                    "générale par an, contre {reference_value} dans {reference}.",
            limits=("L'APL ne dit ni les délais de rendez-vous, ni si un médecin accepte de nouveaux patients.",
                    "Un départ récent n'y est pas encore ; l'APL n'est pas le zonage de l'ARS."),
            map_classes=(1.5, 2.5, 3.5, 4.5)),
    _record("inhabitants_below_2_5", "Habitants sous 2,5 d'APL", "habitants", aggregation=Aggregation.SUM, decimals=0,
            polarity=Polarity.LOWER_IS_FAVOURABLE, verdict=VerdictRule.NONE, numerator_label="habitants",
            definition="Habitants des communes dont l'APL aux médecins généralistes est inférieure à 2,5 "
                       "(seuil « sous-dense » de la Drees, strictement).",
            formula="Σ population totale des communes où APL < 2,5",
            lecture="Lecture : en {period}, {numerator} habitants de {area} vivent dans une commune où l'APL est "
                    "inférieure à 2,5.",
            limits=("Ne vaut ni zonage ni avis de l'ARS.",)),
    _record("share_below_2_5", "Habitants sous 2,5 d'APL", "%", aggregation=Aggregation.RATIO, scale=100.0,
            polarity=Polarity.LOWER_IS_FAVOURABLE, numerator_label="habitants", denominator_label="habitants",
            definition="Part des habitants qui vivent dans une commune dont l'APL aux médecins généralistes est "
                       "inférieure à 2,5 (seuil « sous-dense » de la Drees, strictement).",
            formula="100 × Σ population totale des communes où APL < 2,5 ÷ Σ population totale",
            lecture="Lecture : en {period}, {numerator} habitants sur {denominator} ({value} %) vivent dans une commune où "
                    "l'APL est inférieure à 2,5, contre {reference_value} % dans {reference}.",
            limits=("Ne vaut ni zonage ni avis de l'ARS.", "Une commune à 2,4 et une commune à 2,6 diffèrent peu."),
            map_classes=(1, 50)),
    _record("inhabitants_lowest_tenth_apl_gp", "Habitants du dernier dixième (APL)", "habitants", decimals=0,
            aggregation=Aggregation.SUM, polarity=Polarity.LOWER_IS_FAVOURABLE, verdict=VerdictRule.NONE,
            numerator_label="habitants",
            definition="Habitants dont la commune est dans le dixième de la population de France qui a l'APL aux médecins "
                       "généralistes la plus basse.",
            formula="Σ population des communes sous le premier décile d'APL (pondéré par la population)",
            lecture="Lecture : en {period}, {numerator} habitants de {area} vivent dans les communes du dixième le moins "
                    "bien doté de France."),
    _record("share_lowest_tenth_apl_gp", "Dixième le moins bien doté", "%",
            aggregation=Aggregation.RATIO, scale=100.0, polarity=Polarity.LOWER_IS_FAVOURABLE,
            numerator_label="habitants", denominator_label="habitants",
            definition="Part des habitants dont la commune est dans le dixième de la population de France qui a l'APL aux "
                       "médecins généralistes la plus basse.",
            formula="100 × Σ population des communes sous le premier décile d'APL (pondéré par la population) ÷ Σ population",
            lecture="Lecture : en {period}, {numerator} habitants sur {denominator} ({value} %) vivent dans les communes du "
                    "dixième le moins bien doté de France, contre {reference_value} % dans {reference}.",
            map_classes=(1, 50)),
    _record("gp_over_65_share", "Accessibilité apportée après 65 ans", "%", scale=100.0,
            polarity=Polarity.LOWER_IS_FAVOURABLE, denominator_is_inhabitants=False,
            definition="Part de l'accessibilité aux médecins généralistes apportée par des médecins de plus de 65 ans.",
            formula="100 × (1 − Σ APL des médecins de 65 ans et moins × population standardisée ÷ Σ APL × population "
                    "standardisée)",
            lecture="Lecture : en {period}, {value} % de l'accessibilité aux généralistes de {area} est apportée par des "
                    "médecins de plus de 65 ans, contre {reference_value} % dans {reference}.",
            limits=("Ce n'est pas une prévision de départs : beaucoup exercent après 65 ans, et les 60–65 ans n'y sont "
                    "pas.",), map_classes=(5, 10, 20, 30, 50)),
    *(_record(key, label, f"ETP pour 100 000 {_standardised(people)}",
              reads=(source,), method=_WEIGHTS, denominator_label=_standardised(people), map_classes=classes,
              definition=f"Accessibilité potentielle aux {words} libéraux et salariés de centre de santé, en équivalents "
                         f"temps plein pour 100 000 {people}, compte tenu de l'offre alentour et de l'âge.",
              formula="Σ (APL × population standardisée) ÷ Σ population standardisée",
              lecture=f"Lecture : en {{period}}, {{area}} dispose de {{value}} ETP {of(words)} accessibles pour 100 000 "
                      f"{people}, contre {{reference_value}} dans {{reference}}.",
              limits=("Ne se compare pas à une densité de professionnels.",
                      "Corse absente de la copie détenue ; Mayotte non publiée."))
      for key, (source, label, words, people, classes) in _PROFESSIONS.items()),
    *(_record(f"{key}{_CHANGE}", f"{label}, évolution d'un an", unit, reads=(key,), decimals=decimals,
              verdict=VerdictRule.NONE, method="à population standardisée constante (dernière année)",
              denominator_label=people, definition=f"Différence de l'{label} entre les deux derniers "
              "millésimes publiés, à population standardisée constante.",
              formula="Σ (APL de l'année − APL de l'année d'avant) × population standardisée ÷ Σ population standardisée",
              lecture="Lecture : sur {period}, l'accessibilité de {area} a changé de {value} ({reference_value} dans "
                      "{reference}).",
              limits=("Différence d'un an, sans verdict : elle suit aussi les recensements et la méthode.",))
      for key, label, unit, decimals, people in _CHANGING),
)


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator, every published year, at commune and arrondissement level."""
    table = inputs[indicator.reads[0]]
    if indicator.key.endswith(_CHANGE):
        return _change(inputs, table, sources.records()[indicator.reads[0]].file)
    return pd.concat([_year(inputs, indicator, rows.set_index("code"), str(year))
                      for year, rows in table.groupby("year")], ignore_index=True)


def _change(inputs: Inputs, table: pd.DataFrame, file: str) -> pd.DataFrame:
    """Last year's value less the year before's, weighted by the last year's population: the same weights on both sides.

    Raises SourceFileError when the workbook holds one year only.
    """
    years = sorted(table["year"].unique())
    if len(years) < 2:
        raise SourceFileError(file=file, found=f"une seule année ({years[0]})", expected="deux années, une feuille chacune",
                              action="Prenez le classeur qui réunit les deux derniers millésimes.")
    before, after = years[-2:]
    old, new = (table[table["year"] == year].set_index("code") for year in (before, after))
    weights = new["standardised_population"]
    return local_rows(inputs.units, f"{before}/{after}", (new["apl"] - old["apl"].reindex(new.index)) * weights, weights)


def _year(inputs: Inputs, indicator: Indicator, rows: pd.DataFrame, year: str) -> pd.DataFrame:
    weights = rows["standardised_population"]
    if indicator.key == "gp_over_65_share":
        return local_rows(inputs.units, year, (rows["apl"] - rows["apl_under_65"]).clip(lower=0.0) * weights,
                          rows["apl"] * weights)
    if indicator.aggregation is Aggregation.WEIGHTED_MEAN:
        return local_rows(inputs.units, year, rows["apl"] * weights, weights)
    people = rows["total_population"]
    limit = THRESHOLD
    if "lowest_tenth" in indicator.key:
        limit = statistics.lowest_tenth_limit(rows["apl"].to_numpy(), people.to_numpy())
        concerned = people.where(rows["apl"] <= limit, 0.0)
    else:
        concerned = people.where(rows["apl"] < limit, 0.0)
    return local_rows(inputs.units, year, concerned.astype(np.float64),
                      people if indicator.aggregation is Aggregation.RATIO else None)
