"""Besoins, by bassin de vie: share of inhabitants with a recognised long-term condition (C@rtoSanté), as published."""

from __future__ import annotations

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators._published import one_year
from cpts_analytics.model import Aggregation, Indicator, Level, Polarity, VerdictRule

SOURCE = "cartosante_bassins_2024"

INDICATORS = (
    Indicator(
        key="ald_share", label="Reconnaissances en ALD", unit="% des habitants, non corrigé de l'âge", theme="needs",
        aggregation=Aggregation.PUBLISHED, polarity=Polarity.NEUTRAL, verdict=VerdictRule.NONE, levels=(Level.BASSIN_DE_VIE,),
        reads=(SOURCE,), denominator_is_inhabitants=False, references=("C@rtoSanté (Cnam, ATIH, ARS), 2024",),
        definition="Reconnaissances en affection de longue durée (ALD), toutes affections, non corrigées de l'âge.",
        formula="publié par bassin de vie",
        lecture="Lecture : en {period}, {value} % des habitants de {area} sont reconnus en affection de longue durée.",
        limits=("Non corrigé de l'âge : un territoire âgé en compte davantage ; à lire avec la part des 75 ans et plus.",
                "Dépend aussi des demandes de reconnaissance : ne mesure pas l'état de santé.",
                "Connu par bassin de vie : ne dit rien d'une commune, ni d'un territoire qui en réunit plusieurs.",
                "Masqué dans 157 bassins de vie (secret statistique) ; un minimum de 0,3 % paraît erroné.")),
)


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows by bassin de vie: published, or hidden by statistical secrecy."""
    return one_year(inputs, Level.BASSIN_DE_VIE, inputs[SOURCE], "ald_pct", "2024")
