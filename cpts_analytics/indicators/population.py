"""Territoire et population: who lives there, how it grows, how old it is, what people do."""

from __future__ import annotations

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs, column, known, local_rows, times, with_cities
from cpts_analytics.model import GROUPED_LEVELS, Aggregation, Indicator, Level, Polarity, Status, VerdictRule

_GROUPS_ONLY = (*GROUPED_LEVELS, Level.TERRITORY)
_P22 = "population 2022 = moyenne des populations municipales 2021 et 2023"

_OCCUPATIONS = {
    "farmers": ("1", "Agriculteurs", "agriculteurs exploitants"),
    "craftspeople": ("2", "Artisans, commerçants, chefs d'entreprise", "artisans, commerçants ou chefs d'entreprise"),
    "executives": ("3", "Cadres", "cadres ou de profession intellectuelle supérieure"),
    "intermediate": ("4", "Professions intermédiaires", "de profession intermédiaire"),
    "employees": ("5", "Employés", "employés"),
    "workers": ("6", "Ouvriers", "ouvriers"),
    "retired": ("7", "Retraités", "retraités"),
    "other_inactive": ("9", "Autres sans activité", "sans activité professionnelle, hors retraités"),
}


def _record(key: str, label: str, unit: str, **more: object) -> Indicator:
    defaults: dict[str, object] = {
        "theme": "population", "polarity": Polarity.NEUTRAL, "verdict": VerdictRule.GAP,
        "aggregation": Aggregation.RATIO, "denominator_label": "habitants"}
    return Indicator(key=key, label=label, unit=unit, **{**defaults, **more})  # type: ignore[arg-type]


def _share(key: str, label: str, fact: str, **more: object) -> Indicator:
    return _record(key, label, "%", **{
        "scale": 100.0, "numerator_label": "habitants",
        "lecture": f"Lecture : en {{period}}, {{numerator}} habitants sur {{denominator}} ({{value}} %) {fact}, "
                   "contre {reference_value} % dans {reference}.", **more})


INDICATORS = (
    _record("population", "Habitants", "habitants", aggregation=Aggregation.SUM, verdict=VerdictRule.NONE, decimals=0,
            reads=("legal_population_2023",), numerator_label="habitants",
            definition="Population municipale : habitants recensés dans la commune, sans double compte.",
            formula="somme des populations municipales des communes",
            lecture="Lecture : {numerator} habitants vivent dans {area} (population municipale {period}).",
            limits=("Mayotte n'a pas de population légale 2023 : la France est donnée hors Mayotte.",),
            map_classes=(500, 2000, 5000, 20000, 50000)),
    _record("area_km2", "Superficie", "km²", aggregation=Aggregation.SUM, verdict=VerdictRule.NONE, decimals=0,
            reads=("comparateur_communes",), numerator_label="km²", denominator_is_inhabitants=False,
            definition="Superficie des communes.", formula="somme des superficies",
            lecture="Lecture : {area} s'étend sur {value} km²."),
    _record("population_density", "Densité de population", "habitants par km²", decimals=0,
            reads=("legal_population_2023", "comparateur_communes"), denominator_label="km²",
            numerator_label="habitants",
            definition="Nombre d'habitants par kilomètre carré.", formula="Σ population municipale 2023 ÷ Σ superficie",
            lecture="Lecture : {area} compte {value} habitants par km², contre {reference_value} dans {reference}.",
            map_classes=(20, 50, 100, 300, 1500)),
    _record("population_growth", "Évolution annuelle 2015–2021", "% par an",
            aggregation=Aggregation.COMPOUND_GROWTH, years=6, scale=100.0, decimals=2, verdict=VerdictRule.NONE,
            reads=("comparateur_communes",), numerator_label="habitants en 2021", denominator_label="habitants en 2015",
            definition="Taux annuel moyen d'évolution de la population municipale entre 2015 et 2021.",
            formula="(Σ population 2021 ÷ Σ population 2015)^(1/6) − 1",
            lecture="Lecture : de 2015 à 2021, la population de {area} a évolué de {value} % par an en moyenne "
                    "({denominator} habitants, puis {numerator}), contre {reference_value} % dans {reference}.",
            limits=("Une évolution passée n'est pas une projection.",), map_classes=(-1, -0.5, 0, 0.5, 1)),
    _record("births", "Naissances", "naissances", aggregation=Aggregation.SUM, verdict=VerdictRule.NONE, decimals=0,
            reads=("comparateur_communes",), numerator_label="naissances",
            definition="Naissances de l'année, au domicile de la mère.", formula="somme des naissances",
            lecture="Lecture : {numerator} enfants sont nés en {period} de mères domiciliées dans {area}."),
    _record("birth_rate", "Naissances pour 1 000 habitants", "pour 1 000 habitants", verdict=VerdictRule.INTERVAL,
            scale=1000.0, reads=("comparateur_communes",), numerator_label="naissances",
            definition="Naissances de 2022 rapportées à la population municipale 2021 (taux brut).",
            formula="1 000 × Σ naissances 2022 ÷ Σ population 2021",
            lecture="Lecture : {numerator} naissances en 2022 pour {denominator} habitants de 2021, soit {value} pour "
                    "1 000, contre {reference_value} dans {reference}.",
            limits=("Taux brut : il dépend de la part des femmes en âge d'avoir des enfants.",)),
    _record("deaths", "Décès", "décès", aggregation=Aggregation.SUM, verdict=VerdictRule.NONE, decimals=0,
            reads=("comparateur_communes",), numerator_label="décès",
            definition="Décès de l'année, au domicile du défunt.", formula="somme des décès",
            lecture="Lecture : {numerator} habitants de {area} sont décédés en {period}."),
    _record("death_rate", "Décès pour 1 000 habitants", "pour 1 000 habitants", verdict=VerdictRule.INTERVAL,
            scale=1000.0, reads=("comparateur_communes",), numerator_label="décès",
            definition="Décès de 2022 rapportés à la population municipale 2021 (taux brut).",
            formula="1 000 × Σ décès 2022 ÷ Σ population 2021",
            lecture="Lecture : {numerator} décès en 2022 pour {denominator} habitants de 2021, soit {value} pour 1 000, "
                    "contre {reference_value} dans {reference}.",
            limits=("Taux brut, non corrigé de l'âge : une population plus âgée a plus de décès.",
                    "Ne se compare pas à un taux standardisé.")),
    _record("population_75_plus", "75 ans et plus (nombre)", "habitants", aggregation=Aggregation.SUM,
            verdict=VerdictRule.NONE, decimals=0, polarity=Polarity.NEED, method=_P22,
            reads=("share_75_plus_2022", "legal_population_2023", "comparateur_communes"), numerator_label="habitants",
            definition="Habitants de 75 ans ou plus au recensement de 2022.",
            formula="Σ part des 75 ans et plus × population 2022",
            lecture="Lecture : {numerator} habitants de {area} ont 75 ans ou plus ({period}).",
            limits=("La part est publiée arrondie à 0,1 point.",), map_classes=(50, 200, 500, 2000, 5000)),
    _share("share_75_plus", "75 ans et plus (part)", "ont 75 ans ou plus", polarity=Polarity.NEED, method=_P22,
           reads=("share_75_plus_2022", "legal_population_2023", "comparateur_communes"),
           definition="Part des habitants de 75 ans ou plus au recensement de 2022.",
           formula="100 × Σ (part × population 2022) ÷ Σ population 2022"),
    _share("share_under_15", "Moins de 15 ans (part)", "ont moins de 15 ans", levels=_GROUPS_ONLY,
           badges=("Estimation",), method=_P22, verdict=VerdictRule.NONE,
           reads=("occupation_15_plus_2022", "legal_population_2023", "comparateur_communes"),
           definition="Part des habitants de moins de 15 ans, approchée par différence.",
           formula="100 × (1 − Σ population de 15 ans et plus 2022 ÷ Σ population 2022)",
           limits=("Approximation par différence de deux sources : montrée pour un territoire, pas pour une commune.",)),
    _share("share_15_64", "Part des 15–64 ans", "ont de 15 à 64 ans", reads=("comparateur_communes",),
           definition="Part des habitants de 15 à 64 ans au recensement de 2021.",
           formula="100 × Σ population de 15–64 ans ÷ Σ population, 2021"),
    _share("share_65_plus", "65 ans et plus (part)", "ont 65 ans ou plus", levels=_GROUPS_ONLY,
           badges=("Estimation",), polarity=Polarity.NEED, method=_P22, verdict=VerdictRule.NONE,
           reads=("occupation_15_plus_2022", "legal_population_2023", "comparateur_communes"),
           definition="Part des habitants de 65 ans ou plus, approchée par différence.",
           formula="100 × (Σ population de 15 ans et plus 2022 − Σ population de 15–64 ans 2021) ÷ Σ population 2022",
           limits=("Approximation entre deux années de recensement : montrée pour un territoire, pas pour une commune.",)),
    _share("share_rural", "Habitants des communes rurales", "vivent dans une commune rurale",
           reads=("density_grid", "legal_population_2023"),
           definition="Part des habitants qui vivent dans une commune rurale au sens de l'Insee "
                      "(grille de densité : niveaux 5 à 7).",
           formula="100 × Σ population des communes de niveau 5 à 7 ÷ Σ population"),
    *(_share(f"share_{slug}", label, f"de 15 ans et plus sont {words}", decimals=1,
             reads=("occupation_15_plus_2022",), denominator_label="habitants de 15 ans et plus",
             definition=f"Part des {words} parmi les habitants de 15 ans et plus (recensement 2022).",
             formula="100 × Σ effectif de la catégorie ÷ Σ population de 15 ans et plus",
             limits=("Effectifs issus d'un sondage : fragiles dans une petite commune.",))
      for slug, (_, label, words) in _OCCUPATIONS.items()),
)


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator at commune and arrondissement level."""
    communes, units, key = inputs.whole_communes, inputs.units, indicator.key
    if key == "population":
        return local_rows(units, "2023", inputs.population)
    if key in ("population_75_plus", "share_75_plus"):
        share, people = column(inputs["share_75_plus_2022"], "share_75_plus_pct"), inputs.population_2022
        return local_rows(communes, "2022", times(share, people / 100.0), people if key == "share_75_plus" else None,
                          method=indicator.method)
    if key in ("share_under_15", "share_65_plus"):
        return _ages(inputs, indicator)
    if key == "share_rural":
        density = inputs.communes.set_index("code")["density_class"].astype(float)
        people = known(inputs.population)
        rural = people.where(density.reindex(people.index) >= 5, 0.0).where(density.reindex(people.index).notna())
        return local_rows(units, "2023", rural, people)
    if key.startswith("share_") and key != "share_15_64":
        return _occupation(inputs, indicator)
    table = inputs["comparateur_communes"]
    if key == "population_density":
        return local_rows(units, "2023", inputs.population, column(table, "area_km2"))
    numerator, denominator, period = {
        "area_km2": ("area_km2", None, "2024"),
        "population_growth": ("population_2021", "population_2015", "2015/2021"),
        "births": ("births_2022", None, "2022"), "birth_rate": ("births_2022", "population_2021", "2021/2022"),
        "deaths": ("deaths_2022", None, "2022"), "death_rate": ("deaths_2022", "population_2021", "2021/2022"),
        "share_15_64": ("inhabitants_15_64_2021", "population_2021", "2021"),
    }[key]
    return local_rows(units, period, column(table, numerator), column(table, denominator) if denominator else None)


def _ages(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Ages by difference of two sources: parts of a territory's figure, never shown for one commune."""
    table = inputs["occupation_15_plus_2022"]
    adults = table[table["occupation"] == "_T"].set_index("code")["inhabitants_15_plus"].astype(float)
    people = inputs.population_2022
    if indicator.key == "share_under_15":
        numerator, period = people.reindex(adults.index) - adults, "2022"
    else:
        working = known(with_cities(column(inputs["comparateur_communes"], "inhabitants_15_64_2021")))
        numerator, period = adults - working.reindex(adults.index), "2021/2022"
    return local_rows(inputs.whole_communes, period, numerator, people, method=indicator.method,
                      status=Status.ESTIMATED.value)


def _occupation(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    code = _OCCUPATIONS[indicator.key.removeprefix("share_")][0]
    table = inputs["occupation_15_plus_2022"]
    people = table.pivot_table(index="code", columns="occupation", values="inhabitants_15_plus", aggfunc="sum")
    return local_rows(inputs.whole_communes, "2022", people[code].fillna(0.0), people["_T"])
