"""Offre de soins, by département: liberal professionals of 38 professions (CNAM). Persons, not places."""

from __future__ import annotations

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs, published_rows
from cpts_analytics.indicators._published import BY_DEPARTEMENT
from cpts_analytics.model import Aggregation, Indicator, Level, Polarity, VerdictRule
from cpts_analytics.sources._professions import PROFESSIONS, Profession

_LEVELS = (Level.DEPARTEMENT, Level.REGION, Level.FRANCE)
_CNAM = "Assurance maladie (CNAM), démographie des professions de santé 2024"


def _records(item: Profession) -> tuple[Indicator, Indicator]:
    label = item.label[0].upper() + item.label[1:]
    words = item.label.removeprefix("ensemble des ")
    common = {"theme": "supply", "aggregation": Aggregation.PUBLISHED, "verdict": VerdictRule.NONE, "levels": _LEVELS,
              "reads": ("cnam_liberal_2024",), "polarity": Polarity.HIGHER_IS_FAVOURABLE, "references": (_CNAM,),
              "denominator_is_inhabitants": False}
    return (
        Indicator(key=f"liberal_{item.key}", label=label, unit="professionnels libéraux", decimals=0,
                  numerator_label=words, definition=f"Professionnels libéraux en exercice : {item.label}.",
                  formula="publié par département, région et France",
                  lecture=f"Lecture : en {{period}}, on compte {{value}} {words} (libéraux) dans {{area}}.",
                  limits=(BY_DEPARTEMENT,), **common),  # type: ignore[arg-type]
        Indicator(key=f"liberal_density_{item.key}", label=label,
                  unit=f"professionnels libéraux pour 100\u202f000 {item.per}",
                  numerator_label=words, denominator_label=item.per,
                  definition=f"Professionnels libéraux ({item.label}) pour 100\u202f000 {item.per}.",
                  formula="publié par département, région et France",
                  lecture=f"Lecture : en {{period}}, on compte {{value}} {words} pour 100\u202f000 {item.per} dans "
                          "{area}, contre {reference_value} dans {reference}.",
                  limits=(BY_DEPARTEMENT, "Densité telle que le producteur la calcule."), **common))  # type: ignore[arg-type]


INDICATORS = tuple(record for item in PROFESSIONS for record in _records(item))


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator at département, région and France, as published."""
    density = indicator.key.startswith("liberal_density_")
    table = inputs["cnam_liberal_2024"]
    table = table[table["profession"] == indicator.key.removeprefix("liberal_density_" if density else "liberal_")]
    chosen = "density_per_100k" if density else "headcount"
    frames = []
    for (level, year), rows in table.groupby(["level", "year"]):
        area = rows["area"] if level != Level.FRANCE else pd.Series("FR", index=rows.index)
        frames.append(published_rows(Level(level), pd.DataFrame({"area": area, "numerator": rows[chosen]}), str(year)))
    return pd.concat(frames, ignore_index=True)
