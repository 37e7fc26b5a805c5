"""Inhabitants of every commune by sex and five years of age: the département's table fitted to what is known of it.

Known by commune (2022): inhabitants, those of 75 or more (published share), of 15 or more (by difference: the
children), of 15 to 64 (share of 2021). The ages 65 to 74 are what remains.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from cpts_analytics import sources, statistics
from cpts_analytics.errors import SourceFileError
from cpts_analytics.indicators._ages import GROUPS, band_of, start
from cpts_analytics.indicators._inputs import Inputs, column, known, with_cities

SEED = "population_age_sex_dep_2021"
READS = ("share_75_plus_2022", "occupation_15_plus_2022", "comparateur_communes", "legal_population_2023",
         SEED)
"""The sources that the structure is made of; the census's own table takes its place where it is loaded."""

CENSUS = "census_age_sex"
DEPARTEMENT_AGES = "structure d'âge du département"
OLD_POPULATION = "population 2017 de la commune, structure d'âge du département"
CENSUS_AGES = "recensement"
CENSUS_BANDS = "recensement par grands âges, structure d'âge du département dans chacun"
YEAR = 2022


@dataclasses.dataclass(frozen=True)
class AgeStructure:
    """One row a commune (Paris, Lyon and Marseille whole).

    ``cells``: inhabitants, columns ``(sex, age)`` with sex "F", "M" and five-year ages. ``groups``: the same by the
    four known groups. ``method``: what it was done without ("" when everything is known), by commune or arrondissement.
    ``departements``: the seed, by département, same columns as ``cells``. ``quarters``: ``cells`` of the arrondissements
    municipaux, which only the census knows (else no row). ``year``: that of the inhabitants.
    """

    cells: pd.DataFrame
    groups: pd.DataFrame
    method: pd.Series
    departements: pd.DataFrame
    quarters: pd.DataFrame
    year: int = YEAR

    @property
    def population(self) -> pd.Series:
        return self.groups.sum(axis=1)


def age_structure(inputs: Inputs) -> AgeStructure:
    """The structure of all communes; ask for it by ``inputs.once(age_structure)``."""
    seeds = departement_cells(inputs[SEED])
    codes = inputs.whole_communes
    local = inputs.communes.set_index("code").reindex(codes)
    _require_departements(seeds, local["departement_code"])
    population, old = _population(inputs, local, seeds.sum(axis=1))
    labels = np.array([band_of(age, GROUPS) for age in seeds.columns.get_level_values("age")])
    shares = pd.DataFrame({group: seeds.to_numpy()[:, labels == group].sum(axis=1) for group in GROUPS},
                          index=seeds.index).div(seeds.sum(axis=1), axis=0)
    groups, incomplete = reconciled(_known_groups(inputs, population), population,
                                    shares.reindex(local["departement_code"]).set_axis(codes))
    cells = _fitted(groups, local["departement_code"], seeds, labels)
    method = pd.Series(np.select([old, incomplete], [OLD_POPULATION, DEPARTEMENT_AGES], ""), index=codes)
    structure = AgeStructure(cells, groups, method, seeds, cells.iloc[:0])
    if CENSUS not in inputs.tables:
        return structure
    return _with_census(structure, inputs.tables[CENSUS], inputs.communes.set_index("code")["departement_code"], labels)


def _require_departements(seeds: pd.DataFrame, departement: pd.Series) -> None:
    """Raises SourceFileError when a département of the communes has no ages."""
    file = sources.records()[SEED].file
    missing = sorted(set(departement) - set(seeds.index))
    if missing:
        raise SourceFileError(file=file, found=f"aucune ligne pour {', '.join(missing[:5])}",
                              expected="une ligne par département du code officiel géographique",
                              action="Le classeur est peut-être tronqué : prenez-le à nouveau.")


def departement_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Inhabitants by département × ``(sex, age)``, ages in order."""
    cells = table.pivot_table(index="departement_code", columns=["sex", "age"], values="population", aggfunc="sum")
    return cells[sorted(cells.columns, key=lambda pair: (pair[0], start(pair[1])))].astype(float)


def reconciled(groups: pd.DataFrame, population: pd.Series, shares: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Groups that add up to the population, none negative; and where a group was missing.

    ``groups``: what is known by commune × ``GROUPS``, NaN where it is not, negative where two sources disagree;
    ``shares``: those of the commune's département. The 75 or more are kept as published (at most the population);
    the others share what remains in proportion to what is known of them, else to the département's.
    """
    oldest = GROUPS[-1]
    younger = list(GROUPS[:-1])
    kept = groups[oldest].fillna(population * shares[oldest]).clip(lower=0.0)
    kept = kept.where(kept <= population, population)
    weights = groups[younger].clip(lower=0.0)
    incomplete = groups.isna().any(axis=1)
    unusable = groups[younger].isna().any(axis=1) | (weights.sum(axis=1) <= 0)
    weights = weights.where(~unusable, shares[younger])
    result = weights.div(weights.sum(axis=1), axis=0).mul(population - kept, axis=0)
    return result.assign(**{oldest: kept})[list(GROUPS)], incomplete


def _population(inputs: Inputs, local: pd.DataFrame, departements: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Inhabitants of 2022, and where they are the former ones of a département without any (Mayotte), brought to its total."""
    people = inputs.population_2022.reindex(local.index)
    former = local["population"].astype(float).fillna(0.0)
    departement = local["departement_code"]
    old = people.isna().groupby(departement).transform("all")
    total = former.groupby(departement).transform("sum")
    scaled = former / total.where(total > 0) * departement.map(departements)
    return people.fillna(scaled.where(old, former)).fillna(0.0), old


def _known_groups(inputs: Inputs, population: pd.Series) -> pd.DataFrame:
    occupations = inputs["occupation_15_plus_2022"]
    adults = occupations[occupations["occupation"] == "_T"].set_index("code")["inhabitants_15_plus"].astype(float)
    adults = adults.reindex(population.index)
    oldest = known(column(inputs["share_75_plus_2022"], "share_75_plus_pct")).reindex(population.index) / 100 * population
    former = known(inputs.population_2021).reindex(population.index)
    active = known(with_cities(column(inputs["comparateur_communes"], "inhabitants_15_64_2021"))).reindex(population.index)
    active = active / former.where(former > 0) * population
    known_groups = (population - adults, active, adults - active - oldest, oldest)
    return pd.DataFrame(dict(zip(GROUPS, known_groups, strict=True))).where(population > 0, 0.0)


def _fitted(groups: pd.DataFrame, departement: pd.Series, seeds: pd.DataFrame, labels: np.ndarray) -> pd.DataFrame:
    """Each département's table fitted to its communes' groups, group by group: the two margins are known within each."""
    cells = np.zeros((len(groups), seeds.shape[1]))
    for code, places in departement.reset_index(drop=True).groupby(departement.to_numpy()).indices.items():
        for group in GROUPS:
            columns = np.flatnonzero(labels == group)
            rows = groups[group].to_numpy()[places]
            seed = seeds.loc[code].to_numpy()[columns]
            table = np.broadcast_to(seed, (len(rows), len(columns)))
            margins: dict[tuple[int, ...], np.ndarray] = {(0,): rows, (1,): seed / seed.sum() * rows.sum()}
            cells[np.ix_(places, columns)] = statistics.iterative_proportional_fitting(table, margins).table
    return pd.DataFrame(cells, index=groups.index, columns=seeds.columns)


def _with_census(structure: AgeStructure, table: pd.DataFrame, departement: pd.Series, labels: np.ndarray) -> AgeStructure:
    """The census's own counts where it has them; its wider bands are parted by the département's five-year ages."""
    exact = from_census(table, structure.departements, departement)
    bands = set(table["age"]) != set(structure.cells.columns.get_level_values("age"))
    here = exact.index.intersection(structure.cells.index)
    cells = structure.cells.copy()
    cells.loc[here] = exact.loc[here]
    method = pd.concat([structure.method.drop(here), pd.Series(CENSUS_BANDS if bands else CENSUS_AGES, index=exact.index)])
    groups = pd.DataFrame({group: cells.to_numpy()[:, labels == group].sum(axis=1) for group in GROUPS}, index=cells.index)
    year = pd.to_numeric(table["year"], errors="coerce").max()
    return AgeStructure(cells, groups, method, structure.departements, exact.drop(here),
                        YEAR if pd.isna(year) else int(year))


def from_census(table: pd.DataFrame, seeds: pd.DataFrame, departement: pd.Series) -> pd.DataFrame:
    """Inhabitants by code × ``(sex, age)`` of the census's table ``code, sex, age, population``.

    ``seeds``: département × ``(sex, five-year age)``: how a band wider than five years is parted.
    ``departement``: by code; a code that it does not hold is left out.
    """
    known_codes = table[table["code"].isin(departement.index)]
    wide = known_codes.pivot_table(index="code", columns=["sex", "age"], values="population", aggfunc="sum").fillna(0.0)
    bands = tuple(table["age"].unique())
    own = seeds.reindex(departement.reindex(wide.index)).set_axis(wide.index)
    owners = [(sex, band_of(age, bands)) for sex, age in seeds.columns]
    whole = own.T.groupby(pd.MultiIndex.from_tuples(owners)).sum().T
    shares = own.to_numpy() / whole[owners].to_numpy()
    return pd.DataFrame(wide.reindex(columns=owners).fillna(0.0).to_numpy() * shares, index=wide.index, columns=seeds.columns)
