"""Steps 1 to 4 of the estimate of patients by commune: rates by age, expected patients, correction, raking.

Tables in, tables out: no file, no record of an indicator.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def national_rates(rates: pd.DataFrame, population: pd.DataFrame) -> pd.Series:
    """Step 1: the rate of each band of age in the country (patients per inhabitant).

    Formula: Σ rate(region, band) × population(region, band) / Σ population(region, band).
    Reads: two tables région × band, same labels; a missing rate (NaN) leaves its région out of that band.
    """
    people = population.reindex(index=rates.index, columns=rates.columns)
    published = rates.notna() & people.notna()
    return (rates * people).where(published).sum() / people.where(published).sum()


def expected_by_band(people: pd.DataFrame, rates: pd.Series) -> pd.DataFrame:
    """Step 2: patients of each commune and band if its inhabitants had the country's rates."""
    return people[list(rates.index)] * rates


def expected_by_cell(cells: pd.DataFrame, departement: pd.Series, counts: pd.DataFrame) -> pd.DataFrame:
    """Steps 1 to 3 with the finer table: patients of each commune, sex and five-year age at its département's rates.

    ``cells``: inhabitants by commune × ``(sex, age)``; ``counts``: ``departement_code, sex, age, patients, population``,
    patients NaN where hidden (1 to 10 people): the country's rate then, at most ten patients in the département.
    """
    table = counts.set_index(["departement_code", "sex", "age"])[["patients", "population"]].astype(float)
    shown = table[table["patients"].notna()].groupby(level=["sex", "age"]).sum()
    country = (shown["patients"] / shown["population"]).reindex(table.index.droplevel(0)).to_numpy()
    hidden = np.minimum(country, 10.0 / table["population"].where(table["population"] > 0))
    rates = (table["patients"] / table["population"].where(table["population"] > 0)).fillna(hidden).unstack(["sex", "age"])
    rates = rates.reindex(columns=cells.columns)
    rates = rates.fillna((shown["patients"] / shown["population"]).reindex(cells.columns)).fillna(0.0)
    missing = sorted(set(departement) - set(rates.index))
    if missing:
        whole = (shown["patients"] / shown["population"]).reindex(cells.columns).fillna(0.0)
        rates = pd.concat([rates, pd.DataFrame([whole] * len(missing), index=missing)])
    return cells * rates.reindex(departement).to_numpy()


def departement_factors(standardised: pd.Series, population: pd.Series) -> pd.Series:
    """Step 3: a département's standardised rate over their mean, weighted by population; départements without one: absent."""
    rates = standardised.dropna()
    weights = population.reindex(rates.index)
    return rates / float((rates * weights).sum() / weights.sum())


def raking_factors(expected: pd.Series, region: pd.Series, published: pd.Series) -> pd.Series:
    """Step 4, by région: what multiplies the communes' patients so that they add up to the published count.

    NaN where the count is not published, or where nobody is expected.
    """
    sums = expected.groupby(region).sum()
    return published.reindex(sums.index) / sums.where(sums > 0)
