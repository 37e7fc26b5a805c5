"""The geography as the store gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd
import pytest

from cpts_analytics.errors import UnknownAreaError
from cpts_analytics.model import Level
from cpts_analytics.territory import Geography
from tests.territory import world


class Tables:
    """The five tables in DuckDB, answering as the store does."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        for name, frame in world.frames().items():
            self.connection.register("given", frame)
            self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            self.connection.unregister("given")

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        return self.connection.execute(sql, list(parameters)).df()


def test_what_is_loaded_from_the_store_answers_as_what_was_put_in(geography: Geography):
    loaded = Geography.load(Tables())
    assert list(loaded.codes) == list(geography.codes) == sorted(geography.codes)
    for code in geography.codes:
        assert loaded.label(code) == geography.label(code)
        assert loaded.neighbours(code) == geography.neighbours(code)
        assert loaded.parent(code) == geography.parent(code)
    assert loaded.former_codes == geography.former_codes


def test_touching_goes_both_ways(geography: Geography):
    assert geography.neighbours("38902") == ("38901", "38905")
    for code in geography.codes:
        assert all(code in geography.neighbours(other) for other in geography.neighbours(code))


def test_grouped_levels_hold_communes_only(geography: Geography):
    assert geography.communes_of(Level.EPCI, "200000003") == ("69900", "69910")
    assert geography.communes_of(Level.DEPARTEMENT, "69") == ("69900", "69910")
    area = geography.area(Level.EPCI, "200000003")
    assert (area.communes_count, area.population) == (2, 108_000)


def test_codes_of_today_and_of_the_past(geography: Geography):
    assert (geography.current("38901"), geography.current("38906"), geography.current("99999")) == (
        "38901", "38904", None)
    assert "38901" in geography and "38906" not in geography


def test_an_unknown_code_is_named(geography: Geography):
    with pytest.raises(UnknownAreaError, match="38906"):
        geography.name("38906")
    with pytest.raises(UnknownAreaError, match="aucun bassin de vie"):
        geography.communes_of(Level.BASSIN_DE_VIE, "00000")
