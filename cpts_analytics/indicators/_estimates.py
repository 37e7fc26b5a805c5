"""The estimates of patients by commune, disease by disease, from the tables of ``Inputs``; and their measured errors."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics import sources
from cpts_analytics.errors import SourceFileError
from cpts_analytics.indicators import _epidemiology as epidemiology
from cpts_analytics.indicators import _spread as spread
from cpts_analytics.indicators._age_structure import age_structure
from cpts_analytics.indicators._ages import BANDS, by_band
from cpts_analytics.indicators._inputs import Inputs, column, known
from cpts_analytics.indicators._type2 import assumption

COUNTS, STANDARDISED, ALD, FINER = ("cnam_pathologies_region_2024", "odisse_departements", "cartosante_bassins_2024",
                                    "cnam_effectifs")
DIABETES, TYPE2 = "diabetes", "diabetes_type2"
OVERSEAS_REGIONS = ("01", "02", "03", "04", "06")
METROPOLE, OVERSEAS = "metropole", "overseas"


@dataclasses.dataclass(frozen=True)
class Places:
    """What is needed of every commune: inhabitants by band, and where it lies (series by code)."""

    bands: pd.DataFrame
    population: pd.Series
    departement: pd.Series
    region: pd.Series
    bassin: pd.Series
    region_bands: pd.DataFrame  # INSEE's inhabitants by région × band (1 January 2021)
    departement_population: pd.Series
    departement_region: pd.Series


@dataclasses.dataclass(frozen=True)
class Estimate:
    """One disease: patients by commune before raking (steps 1 to 3) and after it, and the régions' published counts.

    ``after`` is NaN where the région's count is not published. ``type2``: the same for type 2 diabetes, else empty.
    ``finer``: made with rates by département, sex and five-year age.
    """

    before: pd.Series
    after: pd.Series
    published: pd.Series
    type2: pd.Series
    finer: bool


def places(inputs: Inputs) -> Places:
    """Ask for it by ``inputs.once(places)``."""
    structure = inputs.once(age_structure)
    local = inputs.communes.set_index("code").reindex(structure.cells.index)
    region_of = local.groupby("departement_code")["region_code"].first()
    departements = by_band(structure.departements, BANDS)
    return Places(
        bands=by_band(structure.cells, BANDS), population=structure.population, departement=local["departement_code"],
        region=local["region_code"], bassin=local["bassin_de_vie_code"],
        region_bands=departements.groupby(region_of.reindex(departements.index)).sum(),
        departement_population=departements.sum(axis=1), departement_region=region_of)


def estimate(inputs: Inputs, disease: str) -> Estimate:
    """Steps 1 to 4 for one of the nine diseases (key of the source's list)."""
    where, counts = inputs.once(places), inputs[COUNTS]
    mine = counts[(counts["disease"] == disease) & (counts["sex"] == "all")]
    published = known(column(mine[mine["age"] == "all"], "patients", key="region_code"))
    finer = _finer(inputs, disease)
    if finer is None:
        rates = mine[mine["age"] != "all"]
        rates = rates.assign(rate=known(column(rates, "rate_per_1000", key="region_code")).to_numpy() / 1000.0)
        table = rates.pivot(index="region_code", columns="age", values="rate").reindex(columns=list(BANDS))
        bands = epidemiology.expected_by_band(where.bands, epidemiology.national_rates(table, where.region_bands))
        if disease == DIABETES:
            factors = epidemiology.departement_factors(_standardised(inputs), where.departement_population)
            bands = bands.mul(factors.reindex(where.departement).fillna(1.0).to_numpy(), axis=0)
    else:
        structure = inputs.once(age_structure)
        bands = by_band(epidemiology.expected_by_cell(structure.cells, where.departement, finer), BANDS)
    before = bands.sum(axis=1)
    factors = epidemiology.raking_factors(before, where.region, published).reindex(where.region).to_numpy()
    type2 = bands @ assumption().share * factors if disease == DIABETES else pd.Series(dtype=float)
    return Estimate(before, before * factors, published, type2, finer is not None)


def errors_of_regions(made: Estimate, region: pd.Series) -> pd.Series:
    """Estimated before raking over published, less one, by région; NaN where nothing is published."""
    sums = made.before.groupby(region).sum()
    return sums / made.published.reindex(sums.index) - 1.0


def zone_of(regions: pd.Index | pd.Series) -> pd.Series:
    """'metropole' or 'overseas' by région code."""
    codes = pd.Series(regions, index=regions, dtype=object)
    return codes.isin(OVERSEAS_REGIONS).map({True: OVERSEAS, False: METROPOLE})


def departement_spread(inputs: Inputs) -> float:
    """Step 5 (a): the standardised rate of diabetes among the départements of one région.

    Raises SourceFileError when no région has two départements with a rate: there is nothing to measure it on.
    """
    where, rates = inputs.once(places), _standardised(inputs)
    if not where.departement_region.reindex(rates.dropna().index).dropna().duplicated().any():
        raise SourceFileError(file=sources.records()[STANDARDISED].file, column="diabete_traite_standardise_2023_pct",
                              found="aucune région dont deux départements ont un taux",
                              expected="le taux standardisé des départements de métropole",
                              action="Le fichier est peut-être tronqué : prenez-le à nouveau.")
    return spread.spread_within(rates, where.departement_region, where.departement_population)


def ald_residuals(inputs: Inputs) -> dict[str, spread.Residuals]:
    """Step 5 (b), by zone: the share of inhabitants in ALD by bassin de vie, as the share aged 75 or more predicts it."""
    where = inputs.once(places)
    share = known(column(inputs[ALD], "ald_pct", key="bassin_de_vie_code"))
    people = where.population.groupby(where.bassin).sum()
    oldest = 100.0 * where.bands["75+"].groupby(where.bassin).sum() / people.where(people > 0)
    zone = zone_of(pd.Index(sorted(set(where.region)))).reindex(where.region.groupby(where.bassin).first())
    zone.index = where.region.groupby(where.bassin).first().index
    share = share[(share >= spread.LEAST_ALD_PCT) & share.index.isin(people.index)]
    inside = zone.reindex(share.index)
    return {name: spread.residuals(share[inside == name], oldest.reindex(share.index)[inside == name],
                                   people.reindex(share.index)[inside == name])
            for name in (METROPOLE, OVERSEAS) if (inside == name).sum() > 2}


def relative_errors(inputs: Inputs, disease: str, made: Estimate) -> dict[str, tuple[float, str]]:
    """Step 5 for one disease, by zone: the error, and where it comes from ("departements", "ald", "regions").

    Diabetes: the larger of (a) and (b). Other diseases, which nothing corrects, and overseas, where nothing does
    either: the larger of (b) and the error measured on the régions.
    """
    where = inputs.once(places)
    errors = errors_of_regions(made, where.region)
    ald, zones = inputs.once(ald_residuals), zone_of(errors.index)
    result = {}
    for zone in sorted(set(zones)):
        candidates = {"ald": ald[zone].relative} if zone in ald else {}
        if disease == DIABETES and zone == METROPOLE:
            candidates["departements"] = inputs.once(departement_spread)
        elif errors[zones == zone].notna().any():
            candidates["regions"] = spread.root_mean_square(errors[zones == zone])
        if candidates:
            source = max(candidates, key=lambda name: candidates[name])
            result[zone] = (min(candidates[source], spread.MOST), source)
    return result


def _standardised(inputs: Inputs) -> pd.Series:
    return known(column(inputs[STANDARDISED], "diabetes_standardised_pct", key="departement_code"))


def _finer(inputs: Inputs, disease: str) -> pd.DataFrame | None:
    """The Assurance maladie's own table by département, where a user has loaded it and it holds this disease."""
    if FINER not in inputs.tables:
        return None
    table = inputs[FINER]
    rows = table[(table["disease"] == disease) & (table["level"] == "departement") & (table["sex"] != "all")
                 & (table["age"] != "all")].rename(columns={"area": "departement_code"})
    rows = rows[rows["year"] == rows["year"].max()] if len(rows) else rows
    return rows if len(rows) else None
