"""Offre de soins: EHPAD and other places for older people, per person aged 75 or more."""

from __future__ import annotations

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs, column, local_rows, times
from cpts_analytics.model import Aggregation, Indicator, Polarity, VerdictRule

_CNSA = "CNSA, annuaire des établissements pour personnes âgées, avril 2025"
_KINDS = {"ehpad": ("EHPAD", "EHPAD"),
          "autonomy_residence": ("résidence autonomie", "résidences autonomie")}
_PEOPLE = ("share_75_plus_2022", "legal_population_2023", "comparateur_communes")


def _records(slug: str, words: str, plural: str) -> tuple[Indicator, ...]:
    common = {"theme": "supply", "polarity": Polarity.HIGHER_IS_FAVOURABLE, "references": (_CNSA,), "decimals": 0,
              "denominator_is_inhabitants": False}
    return (
        Indicator(key=f"count_{slug}", label=plural[0].upper() + plural[1:], unit="établissements",
                  aggregation=Aggregation.SUM, verdict=VerdictRule.NONE, reads=("cnsa_elderly_2025",),
                  numerator_label=plural, definition=f"Nombre d'établissements : {plural}.",
                  formula="nombre d'établissements situés dans les communes (par leurs coordonnées)",
                  lecture=f"Lecture : {{area}} compte {{numerator}} {plural} ({{period}}).", map_classes=(1, 2, 3, 5, 10),
                  **common),  # type: ignore[arg-type]
        Indicator(key=f"places_{slug}", label=f"Places {'en ' if slug != 'ehpad' else 'd’'}{words}", unit="places",
                  aggregation=Aggregation.SUM, verdict=VerdictRule.NONE, reads=("cnsa_elderly_2025",),
                  numerator_label="places", definition=f"Capacité des {plural}, tous modes d'accueil.",
                  formula="somme des capacités des établissements situés dans les communes",
                  lecture=f"Lecture : les {plural} de {{area}} offrent {{numerator}} places ({{period}}).",
                  map_classes=(1, 50, 100, 200, 400), **common),  # type: ignore[arg-type]
        Indicator(key=f"rate_places_{slug}", label=f"Places {'en ' if slug != 'ehpad' else 'd’'}{words}",
                  unit="places pour 1 000 personnes de 75 ans et plus", aggregation=Aggregation.RATIO, scale=1000.0,
                  verdict=VerdictRule.GAP, reads=("cnsa_elderly_2025", *_PEOPLE), numerator_label="places",
                  denominator_label="habitants de 75 ans et plus",
                  definition=f"Places en {words} pour 1 000 habitants de 75 ans et plus.",
                  formula="1 000 × Σ capacités 2025 ÷ Σ habitants de 75 ans et plus 2022",
                  lecture="Lecture : {numerator} places pour {denominator} habitants de 75 ans et plus, soit {value} pour "
                          "1 000, contre {reference_value} dans {reference}.",
                  limits=("Une place accueille aussi des personnes venues d'ailleurs ; une commune sans établissement "
                          "n'est pas un manque en soi.", "Écart de trois ans entre les places (2025) et les habitants (2022)."),
                  **common))  # type: ignore[arg-type]


INDICATORS = tuple(record for slug, (words, plural) in _KINDS.items() for record in _records(slug, words, plural))


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator at commune and arrondissement level; a commune without an establishment is 0."""
    kind = next(slug for slug in _KINDS if indicator.key.endswith(slug))
    points = inputs.points[inputs.points["kind"] == kind]
    grouped = points.groupby("commune_code")["capacity"]
    number = grouped.size() if indicator.key.startswith("count_") else grouped.sum()
    number = number.astype(float).reindex(inputs.units).fillna(0.0)
    if indicator.aggregation is Aggregation.SUM:
        return local_rows(inputs.units, "2025", number)
    cities = inputs.communes.set_index("code")["parent_code"].reindex(number.index).fillna("")
    whole = number.groupby(cities.where(cities != "", number.index.to_series())).sum()  # 75+ is by whole commune
    older = times(column(inputs["share_75_plus_2022"], "share_75_plus_pct"), inputs.population_2022 / 100.0)
    return local_rows(inputs.whole_communes, "2022/2025", whole.reindex(inputs.whole_communes).fillna(0.0), older)
