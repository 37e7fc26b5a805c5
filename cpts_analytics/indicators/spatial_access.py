"""Accès: minutes to the nearest of each service, and our own floating catchments beside the published APL."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics.access import NEAREST, NO_ROAD, NOT_COMPUTED, SERVICES, Service, Setting, parameters
from cpts_analytics.indicators._inputs import Inputs, known, local_rows
from cpts_analytics.indicators._spatial import spatial_model
from cpts_analytics.model import GROUPED_LEVELS, Aggregation, Indicator, Level, Polarity, Status, VerdictRule

FAST = "setting=fast"
"""The breakdown that holds the faster end of each range; the other end lies as far on the other side of the middle."""
_BADGES = ("Estimation", "Temps à vol d'oiseau")
_DREES = "Drees, Accessibilité potentielle localisée (APL), méthodologie des millésimes 2022 et 2023"
_E2SFCA = "Luo et Qi, An enhanced two-step floating catchment area (E2SFCA) method, Health & Place 15, 2009"
_BPE = "Insee, Base permanente des équipements (BPE) 2024"
_PLACES = ("commune_points", "density_grid", "contours_communes_detail", "comparateur_communes")
_METHOD = f"{parameters().version}, deux réglages (vitesse, détour, temps terminal)"
_TIMES = ("Temps de centre à centre des communes, sans route, relief ni trafic : une fourchette, jamais un verdict.",
          "Une commune séparée par la mer n'a pas de temps : traversée maritime, non calculé.",
          "Ne dit ni les délais de rendez-vous, ni si l'on y est reçu.")
_OF = {"gp": "d'un médecin généraliste", "nurse": "d'un infirmier", "pharmacy": "d'une pharmacie",
       "emergency": "d'un service d'urgences", "maternity": "d'une maternité", "msp": "d'une maison de santé (MSP)"}
_LIMIT = {"gp": 10, "nurse": 10, "pharmacy": 10, "emergency": 30, "maternity": 30, "msp": 20}
"""The limit shipped for each service; ``access.near_table`` counts beyond 10, 20 and 30 minutes for any territory."""
_SHORT = {"gp": "généraliste", "nurse": "infirmier", "pharmacy": "pharmacie", "emergency": "urgences", "maternity": "maternité",
          "msp": "MSP"}
_TO = {"gp": "au généraliste", "nurse": "à l'infirmier", "pharmacy": "à la pharmacie", "emergency": "aux urgences",
       "maternity": "à la maternité", "msp": "à la MSP"}


def _record(key: str, label: str, unit: str, **more: object) -> Indicator:
    defaults: dict[str, object] = {
        "theme": "access", "polarity": Polarity.LOWER_IS_FAVOURABLE, "verdict": VerdictRule.NONE, "badges": _BADGES,
        "reads": ("bpe_2024", "legal_population_2023", *_PLACES), "references": (_BPE,), "method": _METHOD, "limits": _TIMES,
        "range_breakdown": FAST, "denominator_label": "habitants"}
    return Indicator(key=key, label=label, unit=unit, **{**defaults, **more})  # type: ignore[arg-type]


def _minutes(key: str) -> Indicator:
    return _record(
        f"minutes_{key}", f"Minutes jusqu'{_TO[key]}", "minutes", aggregation=Aggregation.WEIGHTED_MEAN,
        map_classes=(5, 10, 15, 20, 30),
        definition=f"Temps de trajet en voiture d'un habitant jusqu'au lieu le plus proche {_OF[key]}, estimé à vol "
                   "d'oiseau depuis le centre de la commune : milieu de la fourchette des deux réglages.",
        formula="Σ (minutes de la commune × population municipale 2023) ÷ Σ population",
        lecture=f"Lecture : un habitant de {{area}} vit en moyenne à {{value}} minutes {_OF[key]} (estimation), contre "
                "{reference_value} dans {reference}.")


def _beyond(key: str) -> Indicator:
    limit = _LIMIT[key]
    return _record(
        f"share_beyond_{limit}_{key}", f"Plus de {limit} min, {_SHORT[key]}", "%", aggregation=Aggregation.RATIO, scale=100.0,
        numerator_label="habitants", levels=(*GROUPED_LEVELS, Level.TERRITORY),
        definition=f"Part des habitants dont la commune est à plus de {limit} minutes {_OF[key]}, estimée à vol "
                   "d'oiseau : milieu de la fourchette des deux réglages.",
        formula=f"100 × Σ population municipale 2023 des communes à plus de {limit} minutes ÷ Σ population",
        lecture=f"Lecture : environ {{value}} % des habitants de {{area}} vivent à plus de {limit} minutes {_OF[key]} "
                "(estimation), contre {reference_value} % dans {reference}.")


def _model(service: Service) -> Indicator:
    return _record(
        f"access_{service.key}_model", "Accès aux généralistes, notre modèle", service.unit,
        aggregation=Aggregation.WEIGHTED_MEAN, polarity=Polarity.HIGHER_IS_FAVOURABLE, decimals=2,
        reads=("bpe_2024", "cnam_liberal_2024", service.apl, *_PLACES), references=(_E2SFCA, _DREES), badges=("Estimation",),
        range_breakdown="", denominator_label="habitants standardisés",
        method=f"E2SFCA, {parameters().version}, temps incertains, activité déduite de l'APL de l'année précédente",
        map_classes=(1.5, 2.5, 3.5, 4.5),
        definition=f"Accessibilité aux {service.many} calculée par ce projet, comme l'APL de la Drees, sur des temps "
                   "estimés : offre de la BPE ramenée à l'effectif du département et pondérée par l'activité que l'APL de "
                   "l'année précédente laisse déduire, demande standardisée par l'âge.",
        formula="Σ (offre à portée × activité ÷ demande à portée de cette offre), pondérée par le temps ; moyenne pondérée par "
                "la population standardisée",
        lecture=f"Lecture : notre modèle donne {{value}} à {{area}}, contre {{reference_value}} dans {{reference}} ; "
                f"l'APL publiée est l'indicateur {service.apl}.",
        limits=("Sert à simuler un changement ; le niveau qui fait foi est celui de l'APL publiée.",
                "L'activité réelle des professionnels n'est pas publiée par commune : elle est déduite de l'APL de l'année "
                "précédente, dont notre valeur n'est donc pas indépendante."))


INDICATORS = (
    _model(SERVICES["gp"]),
    *(_minutes(key) for key in NEAREST),
    *(_beyond(key) for key in _LIMIT),
)


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """Rows of one indicator at commune and arrondissement level, with a row for each setting where it is a range."""
    kind, _, rest = indicator.key.partition("_")
    if kind == "access":
        return _model_rows(inputs, rest.removesuffix("_model"))
    key = rest.rpartition("_")[2]
    people = known(inputs.population).reindex(inputs.units)
    ends = []
    for setting in Setting:
        minutes = inputs.once(spatial_model).minutes(key, setting)
        concerned = minutes.round(1) if kind == "minutes" else np.where(np.isnan(minutes), np.nan, minutes > _LIMIT[key])
        ends.append(pd.Series(concerned, index=inputs.units).astype(float))
    fast, slow = ends
    return pd.concat([_rows(inputs, (fast + slow) / 2, people, ""), _rows(inputs, fast, people, FAST)], ignore_index=True)


def _rows(inputs: Inputs, values: pd.Series, people: pd.Series, breakdown: str) -> pd.DataFrame:
    status = pd.Series(Status.OK.value, index=inputs.units, dtype=object)
    status[values.isna() & people.notna()] = Status.NOT_APPLICABLE.value
    status[people.isna()] = Status.NOT_PUBLISHED.value
    top = pd.DataFrame({"value": (values * people).round(2), "status": status})
    rows = local_rows(inputs.units, "2023/2024", top, inputs.population, breakdown=breakdown, status=Status.ESTIMATED.value)
    sea = rows["area"].map(values.isna() & people.notna()).fillna(False).astype(bool)
    words = np.where(rows["area"].isin(parameters().roadless), NO_ROAD, NOT_COMPUTED)
    return rows.assign(method=np.where(sea, words, ""))


def _model_rows(inputs: Inputs, key: str) -> pd.DataFrame:
    found = inputs.once(spatial_model).profession(key)
    demand = pd.Series(found.catchment.demand, index=inputs.units).round(2)
    value = pd.Series(found.ours, index=inputs.units) * demand
    return local_rows(inputs.units, f"{found.year}/2024", value.round(1), demand, status=Status.ESTIMATED.value)
