"""Conditions de vie: income (never averaged), poverty, deprivation, employment, families, C2S."""

from __future__ import annotations

import pandas as pd

from cpts_analytics import statistics
from cpts_analytics.indicators._inputs import Inputs, column, known, local_rows, published_rows, times, with_cities
from cpts_analytics.indicators._published import BY_DEPARTEMENT
from cpts_analytics.model import (
    LOCAL_LEVELS,
    Aggregation,
    Indicator,
    Level,
    Polarity,
    Status,
    VerdictRule,
)

INCOME_BANDS = ((0, 18000, "moins de 18 000 €"), (18000, 20000, "de 18 000 à 20 000 €"),
                (20000, 22000, "de 20 000 à 22 000 €"), (22000, 25000, "de 22 000 à 25 000 €"),
                (25000, 30000, "de 25 000 à 30 000 €"), (30000, 10**9, "30 000 € et plus"))
"""Median income of the commune, EUR a year and consumption unit: lower limit, upper limit (excluded), words."""

_FILOSOFI = "Insee, Filosofi 2021 : revenus et pauvreté des ménages"
_EPCI_LEVELS = (*LOCAL_LEVELS, Level.EPCI, Level.TERRITORY)
_SUPPORTED = (Level.DEPARTEMENT, Level.REGION, Level.FRANCE)


def _record(key: str, label: str, unit: str, **more: object) -> Indicator:
    defaults: dict[str, object] = {
        "theme": "living_conditions", "polarity": Polarity.NEED, "verdict": VerdictRule.GAP,
        "aggregation": Aggregation.RATIO, "numerator_label": "habitants", "denominator_label": "habitants"}
    return Indicator(key=key, label=label, unit=unit, **{**defaults, **more})  # type: ignore[arg-type]


INDICATORS = (
    _record("median_income", "Revenu médian", "€ par an et par unité de consommation", decimals=0,
            aggregation=Aggregation.RANGE, verdict=VerdictRule.NONE, polarity=Polarity.NEUTRAL, levels=_EPCI_LEVELS,
            reads=("filosofi_communes_2021", "filosofi_epci_2021"), references=(_FILOSOFI,),
            definition="Niveau de vie médian : la moitié des habitants vit avec moins, l'autre moitié avec plus.",
            formula="publié ; pour un territoire : plus bas et plus haut des communes, jamais leur moyenne",
            lecture="Lecture : en {period}, la moitié des habitants de {area} vit avec moins de {value} € par an et par "
                    "unité de consommation.",
            limits=("Une médiane ne se moyenne pas : un territoire montre l'étendue de ses communes.",
                    "Masqué dans 3 593 petites communes (secret statistique) ; non publié en Guadeloupe, Guyane, Mayotte."),
            map_classes=(20000, 22000, 24000, 27000)),
    _record("inhabitants_by_median_income", "Habitants selon le revenu communal", "habitants", decimals=0,
            aggregation=Aggregation.SUM, verdict=VerdictRule.NONE, polarity=Polarity.NEUTRAL,
            reads=("filosofi_communes_2021", "legal_population_2023"), references=(_FILOSOFI,),
            breakdowns=tuple(f"income={low}-{high}" for low, high, _ in INCOME_BANDS),
            definition="Habitants répartis selon le revenu médian de leur commune (de leur arrondissement à Paris, Lyon et "
                       "Marseille).",
            formula="Σ population des communes dont le revenu médian est dans la tranche",
            lecture="Lecture : {numerator} habitants de {area} vivent dans une commune dont le revenu médian est dans cette "
                    "tranche.",
            limits=("Décrit des communes, pas des personnes.",)),
    _record("poverty_rate", "Taux de pauvreté", "%", aggregation=Aggregation.WEIGHTED_MEAN, levels=_EPCI_LEVELS,
            reads=("filosofi_communes_2021", "filosofi_epci_2021"), references=(_FILOSOFI,),
            denominator_label="personnes des ménages fiscaux",
            definition="Part des personnes dont le niveau de vie est inférieur à 60 % du niveau de vie médian national.",
            formula="Σ taux × personnes des ménages fiscaux ÷ Σ personnes des ménages fiscaux",
            lecture="Lecture : en {period}, {value} % des habitants de {area} vivent sous le seuil de pauvreté, contre "
                    "{reference_value} % dans {reference}.",
            limits=("Masqué dans 30 500 communes (secret statistique) : montré pour un territoire à partir de 90 % des "
                    "habitants couverts, sinon voir la valeur publiée de l'EPCI.",), map_classes=(8, 12, 16, 22)),
    _record("deprived_fifth_share", "Habitants des communes très défavorisées", "%", scale=100.0,
            reads=("fedi_2021", "legal_population_2023"),
            definition="Part des habitants qui vivent dans les communes du cinquième le plus défavorisé de l'Hexagone "
                       "(indice F-EDI, cinquièmes pondérés par la population).",
            formula="100 × Σ population des communes du cinquième le plus défavorisé ÷ Σ population",
            lecture="Lecture : {numerator} habitants sur {denominator} ({value} %) vivent dans une commune du cinquième le "
                    "plus défavorisé, contre {reference_value} % dans {reference}.",
            limits=("Décrit des communes, pas des personnes.", "Hexagone et Corse seulement."), map_classes=(1, 50)),
    _record("fedi", "Indice de défavorisation F-EDI", "(indice)", aggregation=Aggregation.PUBLISHED, decimals=1,
            verdict=VerdictRule.NONE, levels=LOCAL_LEVELS, reads=("fedi_2021",), denominator_is_inhabitants=False,
            definition="Indice de défavorisation sociale : plus il est élevé, plus la commune est défavorisée.",
            formula="publié par commune",
            lecture="Lecture : l'indice de {area} est de {value} ; plus il est élevé, plus la commune est défavorisée.",
            limits=("Un indice ne se moyenne pas entre communes.",)),
    _record("unemployment_rate", "Chômage des 15–64 ans", "%", scale=100.0, reads=("comparateur_communes",),
            numerator_label="chômeurs de 15 à 64 ans", denominator_label="actifs de 15 à 64 ans",
            definition="Part des chômeurs (au sens du recensement) parmi les actifs de 15 à 64 ans.",
            formula="100 × Σ chômeurs de 15–64 ans ÷ Σ actifs de 15–64 ans",
            lecture="Lecture : en {period}, {numerator} actifs de 15 à 64 ans sur {denominator} ({value} %) sont au chômage, "
                    "contre {reference_value} % dans {reference}.",
            limits=("Chômage déclaré au recensement : plus élevé que celui de l'enquête Emploi (BIT).",)),
    _record("single_parent_share", "Familles monoparentales", "%", aggregation=Aggregation.WEIGHTED_MEAN,
            reads=("single_parent_families_2022", "comparateur_communes"), numerator_label="familles",
            denominator_label="ménages", method="pondérée par les ménages de 2021, faute du nombre de familles",
            definition="Part des familles monoparentales parmi les familles (recensement 2022).",
            formula="Σ part × ménages 2021 ÷ Σ ménages 2021",
            lecture="Lecture : en {period}, {value} % des familles de {area} sont monoparentales, contre {reference_value} % "
                    "dans {reference}.",
            limits=("Fragile dans une petite commune.", "Le nombre de familles n'est pas dans la copie détenue : "
                    "la moyenne d'un territoire est pondérée par les ménages.")),
    _record("c2s_beneficiaries", "Bénéficiaires de la C2S", "personnes", aggregation=Aggregation.SUM, decimals=0,
            verdict=VerdictRule.NONE, levels=_SUPPORTED, reads=("c2s_monthly",), numerator_label="bénéficiaires",
            definition="Bénéficiaires de la complémentaire santé solidaire, avec et sans participation.",
            formula="publié par mois et par département",
            lecture="Lecture : {numerator} personnes bénéficient de la C2S en {period} dans {area}.",
            limits=(BY_DEPARTEMENT,)),
    _record("c2s_rate", "Bénéficiaires de la C2S", "%", scale=100.0, levels=_SUPPORTED,
            reads=("c2s_monthly", "legal_population_2023"), numerator_label="bénéficiaires",
            definition="Bénéficiaires de la complémentaire santé solidaire rapportés à la population municipale 2023.",
            formula="100 × bénéficiaires ÷ population municipale 2023",
            lecture="Lecture : en {period}, {value} % des habitants de {area} bénéficient de la C2S.",
            limits=("Connu par département : ne dit rien d'une commune ni d'un territoire plus petit.",
                    "Mayotte n'a pas de population légale 2023.")),
)


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator at the levels where it is published."""
    compute_one = {"median_income": _median_income, "inhabitants_by_median_income": _by_income,
                   "poverty_rate": _poverty, "deprived_fifth_share": _deprived, "c2s_beneficiaries": _c2s,
                   "c2s_rate": _c2s}.get(indicator.key)
    if compute_one is not None:
        return compute_one(inputs, indicator)
    if indicator.key == "fedi":
        return local_rows(inputs.units, "2021", column(inputs["fedi_2021"], "fedi"))
    table = inputs["comparateur_communes"]
    if indicator.key == "unemployment_rate":
        return local_rows(inputs.units, "2021", column(table, "unemployed_15_64_2021"), column(table, "active_15_64_2021"))
    share = column(inputs["single_parent_families_2022"], "single_parent_families_pct")
    households = with_cities(column(table, "households_2021"))
    return local_rows(inputs.whole_communes, "2021/2022", times(share, known(households)), households,
                      method=indicator.method)


def _codes(inputs: Inputs) -> pd.Index:
    return pd.Index(inputs.communes["code"])


def _median_income(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    epci = inputs["filosofi_epci_2021"].rename(columns={"epci_code": "area", "median_income_eur": "numerator"})
    return pd.concat([
        local_rows(_codes(inputs), "2021", column(inputs["filosofi_communes_2021"], "median_income_eur")),
        published_rows(Level.EPCI, epci[epci["numerator"].notna()], "2021")], ignore_index=True)


def _by_income(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    income = column(inputs["filosofi_communes_2021"], "median_income_eur")
    people = known(inputs.population).reindex(income.index)
    frames = []
    for low, high, _ in INCOME_BANDS:
        inside = people.where((income["value"] >= low) & (income["value"] < high), 0.0)
        frame = pd.DataFrame({"value": inside, "status": income["status"].where(people.notna(), Status.NOT_PUBLISHED)})
        # By arrondissement, so that the cities are the sums of theirs and an arrondissement can be taken out of them.
        frames.append(local_rows(inputs.units, "2021/2023", frame, breakdown=f"income={low}-{high}"))
    return pd.concat(frames, ignore_index=True)


def _poverty(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    table = inputs["filosofi_communes_2021"]
    rate, persons = column(table, "poverty_rate_pct"), column(table, "fiscal_persons_count")
    product = pd.DataFrame({"value": rate["value"] * persons["value"], "status": rate["status"]})
    epci = inputs["filosofi_epci_2021"]
    epci = epci.assign(area=epci["epci_code"], numerator=epci["poverty_rate_pct"] * epci["fiscal_persons_count"],
                       denominator=epci["fiscal_persons_count"])
    return pd.concat([local_rows(_codes(inputs), "2021", product, persons),
                      published_rows(Level.EPCI, epci[epci["numerator"].notna()], "2021")], ignore_index=True)


def _deprived(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    index = known(column(inputs["fedi_2021"], "fedi")).dropna()
    people = known(inputs.population).reindex(index.index).fillna(0.0)
    fifth = statistics.weighted_fifths(index.to_numpy(), people.to_numpy()).fifth
    deprived = people.where(fifth == 5, 0.0)
    return local_rows(inputs.units, "2021/2023", deprived, inputs.population)


def _c2s(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    table = inputs["c2s_monthly"].groupby(["departement_code", "month"], as_index=False)["persons"].sum()
    places = inputs.communes.drop_duplicates("departement_code").set_index("departement_code")["region_code"]
    people = known(inputs.population).reindex(inputs.whole_communes)
    of = inputs.communes.set_index("code")["departement_code"].reindex(inputs.whole_communes)
    population = people.groupby(of.to_numpy()).sum(min_count=1)
    table = table.assign(region=table["departement_code"].map(places), france="FR",
                         people=table["departement_code"].map(population))
    table = table[table["region"].notna()]
    rated = indicator.aggregation is Aggregation.RATIO
    if rated:  # an area counts only when numerator and denominator both have it
        table = table[table["people"].notna()]
    frames = []
    for level, name in ((Level.DEPARTEMENT, "departement_code"), (Level.REGION, "region"), (Level.FRANCE, "france")):
        sums = table.groupby([name, "month"], as_index=False)[["persons", "people"]].sum()
        sums = sums.rename(columns={name: "area", "persons": "numerator", "people": "denominator"})
        for month, rows in sums.groupby("month"):
            frames.append(published_rows(level, rows if rated else rows.drop(columns="denominator"), str(month)))
    return pd.concat(frames, ignore_index=True)


