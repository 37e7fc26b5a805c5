"""The access model made from the published files, once a build."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics.access import SERVICES, Access
from cpts_analytics.access.country import Country
from cpts_analytics.access.national import before_key
from cpts_analytics.access.pairs import build
from cpts_analytics.access.parameters import parameters
from cpts_analytics.access.travel import source_of
from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators.facilities import TYPES
from cpts_analytics.model import Level

_CODES = {item.slug: item.code for item in TYPES}


def spatial_model(inputs: Inputs) -> Access:
    """The same model as ``access.load`` makes from the store, before there is one."""
    country = Country.of(inputs.communes, inputs.touching)
    far = np.any([_counts(inputs, country, slug) > 0 for slug in parameters().far_services], axis=0)
    pairs = build(country, far)
    figures = {f"count_{key}": _counts(inputs, country, key) for key in SERVICES}
    denominators, years = {}, {}
    for key in (item.apl for item in SERVICES.values() if item.apl):
        table = inputs[key]
        years[key] = str(table["year"].max())
        latest = table[table["year"] == table["year"].max()].set_index("code")
        figures[key] = latest["apl"].reindex(country.codes).to_numpy(float)
        denominators[key] = latest["standardised_population"].reindex(country.codes).to_numpy(float)
        older = table[table["year"] < table["year"].max()]
        before = older[older["year"] == older["year"].max()].set_index("code")
        figures[before_key(key)] = before["apl"].reindex(country.codes).to_numpy(float)
        years[before_key(key)] = str(older["year"].max()) if len(older) else ""
    doctors = inputs["cnam_liberal_2024"]
    doctors = doctors[(doctors["level"] == Level.DEPARTEMENT.value) & doctors["headcount"].notna()]
    headcounts = {f"liberal_{key}": dict(zip(rows["area"], rows["headcount"].astype(float), strict=True))
                  for key, rows in doctors.groupby("profession")}
    return Access(country=country, pairs=pairs, figures=figures, denominators=denominators, headcounts=headcounts, years=years,
                  source=source_of(pairs), data_version="")


def _counts(inputs: Inputs, country: Country, slug: str) -> np.ndarray:
    table = inputs["bpe_2024"]
    chosen = table[table["facility_type"] == _CODES[slug]].set_index("code")["facilities_count"].astype(float)
    return pd.Series(chosen).reindex(country.codes).fillna(0.0).to_numpy()
