"""Besoins: people cared for with a chronic disease, estimated by commune from its ages, its département and its région.

The method is that of ``domain/indicators`` (steps 1 to 5); the région's published count is met exactly.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numpy as np
import pandas as pd

from cpts_analytics.indicators._age_structure import READS, age_structure
from cpts_analytics.indicators._estimates import (
    ALD,
    COUNTS,
    DIABETES,
    METROPOLE,
    STANDARDISED,
    TYPE2,
    Estimate,
    ald_residuals,
    departement_spread,
    errors_of_regions,
    estimate,
    places,
    relative_errors,
    zone_of,
)
from cpts_analytics.indicators._inputs import Inputs, local_rows
from cpts_analytics.indicators._spread import root_mean_square
from cpts_analytics.indicators._type2 import assumption
from cpts_analytics.model import Aggregation, Indicator, Polarity, Status, VerdictRule

AGES_ONLY = "structure d'âge seule, ramenée à l'effectif publié de la région"
_DECIMALS = 6  # those that are shipped: sums of communes are then those of the larger areas
_NO_VERDICT = "Écart dû à l'âge de la population ; ne dit rien de l'état de santé propre au territoire."


@dataclasses.dataclass(frozen=True)
class Disease:
    """``key``: that of the source's list; ``patients``: French, "personnes …", as counted."""

    key: str
    label: str
    patients: str
    decimals: int = 1
    limits: tuple[str, ...] = ()


DISEASES = (
    Disease(DIABETES, "Diabète", "prises en charge pour un diabète (hors diabètes non dépistés)"),
    Disease(TYPE2, "Diabète de type 2", "prises en charge pour un diabète de type 2",
            limits=("La part du type 2 à chaque âge est une hypothèse, pas un comptage.",)),
    Disease("coronary", "Maladie coronaire chronique", "prises en charge pour une maladie coronaire chronique"),
    Disease("stroke_sequelae", "Séquelles d'AVC", "prises en charge pour des séquelles d'accident vasculaire cérébral"),
    Disease("heart_failure", "Insuffisance cardiaque chronique", "prises en charge pour une insuffisance cardiaque chronique"),
    Disease("chronic_respiratory", "Maladies respiratoires chroniques",
            "prises en charge pour une maladie respiratoire chronique (hors mucoviscidose)"),
    Disease("dementia", "Démences (dont Alzheimer)", "prises en charge pour une démence (dont la maladie d'Alzheimer)",
            limits=("Mayotte : aucun effectif publié, donc aucune estimation.",)),
    Disease("anxiety_mood", "Troubles névrotiques, de l'humeur", "prises en charge pour un trouble névrotique ou de l'humeur"),
    Disease("dialysis", "Dialyse chronique", "en dialyse chronique", decimals=2),
    Disease("treated_hypertension", "Traitement antihypertenseur",
            "sous traitement antihypertenseur (avec ou sans autre maladie)"),
)


def _records(disease: Disease) -> tuple[Indicator, Indicator]:
    is_diabetes = disease.key in (DIABETES, TYPE2)
    level = "de son département et de sa région" if is_diabetes else "de sa région"
    corrected = " × taux standardisé du département ÷ sa moyenne nationale" if is_diabetes else ""
    type2 = disease.key == TYPE2
    common: dict[str, Any] = {
        "theme": "needs", "polarity": Polarity.NEED, "verdict": VerdictRule.NONE, "badges": ("Estimation",),
        "estimates_people": True, "method": "taux nationaux par âge, calage régional, v1",
        "reads": (COUNTS, STANDARDISED, *READS, "legal_population_mayotte_2017", ALD) if is_diabetes else
                 (COUNTS, *READS, "legal_population_mayotte_2017", ALD),
        "numerator_label": f"personnes {disease.patients}",
        "references": (assumption().source,) if type2 else (),
        "limits": (_NO_VERDICT,
                   f"L'estimation reflète l'âge des habitants et le niveau {level}, pas les patients de la commune.",
                   "Personnes repérées par leurs soins : la maladie non dépistée ou non soignée n'y est pas.",
                   "Outre-mer : structure d'âge seule, ramenée à l'effectif publié ; intervalle très large.",
                   *disease.limits)}
    made = (f"habitants par âge × taux national par âge{corrected}{' × part du type 2 à cet âge' if type2 else ''}, ramené à "
            "l'effectif publié de la région")
    count = Indicator(
        key=f"{disease.key}_estimate", label=disease.label, unit="personnes", aggregation=Aggregation.SUM, decimals=0,
        definition=f"Personnes {disease.patients}, estimées d'après l'âge des habitants.", formula=f"Σ ({made})",
        lecture=f"Lecture : en {{period}}, on attend environ {{numerator}} personnes {disease.patients} dans {{area}}.",
        **common)
    rate = Indicator(
        key=f"{disease.key}_estimate_rate", label=disease.label, unit="%", aggregation=Aggregation.RATIO, scale=100.0,
        decimals=disease.decimals, denominator_label="habitants",
        definition=f"Part des habitants qui seraient {disease.patients}, estimée d'après leur âge (taux brut).",
        formula=f"100 × Σ ({made}) ÷ Σ population 2022",
        lecture=f"Lecture : en {{period}}, environ {{numerator}} habitants sur {{denominator}} ({{value}} %) seraient "
                f"{disease.patients}, contre {{reference_value}} % dans {{reference}}.", **common)
    return count, rate


INDICATORS = tuple(record for disease in DISEASES for record in _records(disease))


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows by commune: the estimate, and what it was made without (column ``method``)."""
    key = indicator.key.removesuffix("_rate").removesuffix("_estimate")
    where = inputs.once(places)
    patients = _patients(inputs, key)
    is_rate = indicator.key.endswith("_rate")
    rows = local_rows(patients.index, "2022/2024" if is_rate else "2024", patients.round(_DECIMALS),
                      where.population.round(_DECIMALS) if is_rate else None, status=Status.ESTIMATED.value)
    without = inputs.once(age_structure).method.reindex(patients.index)
    overseas = (zone_of(pd.Index(where.region.unique())).reindex(where.region) != METROPOLE).to_numpy()
    without = without.where(~overseas | _is_finer(inputs, key), AGES_ONLY)
    return rows.assign(method=without.reindex(rows["area"]).to_numpy(object))


def errors(inputs: Inputs) -> pd.DataFrame:
    """The interval of every estimate: ``indicator, region_code, relative_error, patients`` (the raked total), step 5."""
    where = inputs.once(places)
    frames = []
    for disease in DISEASES:
        source = DIABETES if disease.key == TYPE2 else disease.key
        sizes = relative_errors(inputs, source, _estimate(inputs, source))
        totals = _patients(inputs, disease.key).groupby(where.region).sum(min_count=1).dropna()
        relative = zone_of(totals.index).map({zone: size for zone, (size, _) in sizes.items()})
        table = pd.DataFrame({"region_code": totals.index, "relative_error": relative.to_numpy(float),
                              "patients": totals.to_numpy(float)})
        frames += [table.assign(indicator=key) for key in (f"{disease.key}_estimate", f"{disease.key}_estimate_rate")]
    return pd.concat(frames, ignore_index=True)[["indicator", "region_code", "relative_error", "patients"]]


def validation(inputs: Inputs) -> dict[str, Any]:
    """What the estimate is worth: each région as steps 1 to 3 tell it, against the published count."""
    where = inputs.once(places)
    residuals = {zone: {**dataclasses.asdict(found)} for zone, found in inputs.once(ald_residuals).items()}
    diseases = {}
    for disease in DISEASES:
        if disease.key == TYPE2:
            continue
        made = _estimate(inputs, disease.key)
        relative = errors_of_regions(made, where.region)
        before, after = made.before.groupby(where.region).sum(), made.after.groupby(where.region).sum(min_count=1)
        zones = zone_of(relative.index)
        diseases[disease.key] = {
            "label": disease.label, "finer_rates": made.finer,
            **{zone: _measured(relative[zones == zone]) for zone in sorted(set(zones))},
            "interval": {zone: {"relative_error": size, "from": source}
                         for zone, (size, source) in relative_errors(inputs, disease.key, made).items()},
            "regions": [{"region_code": str(code), "predicted": _number(before[code]), "raked": _number(after[code]),
                         "published": _number(made.published.get(code, np.nan)), "relative_error": _number(relative[code])}
                        for code in relative.index]}
    return {"method": "estimation par âge, étapes 1 à 3, comparée aux effectifs publiés des régions (2024)",
            "departement_spread": inputs.once(departement_spread), "ald_residuals": residuals,
            "type2_assumption": {"version": assumption().version, "source": assumption().source,
                                 "share": assumption().share.to_dict()},
            "diseases": diseases}


def _measured(relative: pd.Series) -> dict[str, Any]:
    errors_known = relative.dropna()
    if errors_known.empty:
        return {"regions": 0}
    worst = errors_known.abs().idxmax()
    return {"regions": len(errors_known), "mean_absolute_error": float(errors_known.abs().mean()),
            "root_mean_square": root_mean_square(errors_known), "worst": float(errors_known[worst]),
            "worst_region": str(worst)}


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


@functools.cache
def _maker(disease: str) -> Any:
    return functools.partial(estimate, disease=disease)


def _estimate(inputs: Inputs, disease: str) -> Estimate:
    found: Estimate = inputs.once(_maker(disease))
    return found


def _patients(inputs: Inputs, key: str) -> pd.Series:
    return _estimate(inputs, DIABETES).type2 if key == TYPE2 else _estimate(inputs, key).after


def _is_finer(inputs: Inputs, key: str) -> bool:
    return _estimate(inputs, DIABETES if key == TYPE2 else key).finer
