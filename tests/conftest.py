"""Fixtures shared by all tests: the folder of published files, and their tables, each read once."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import hypothesis
import pandas as pd
import pytest

from cpts_analytics import sources
from cpts_analytics.build import ensure_store
from cpts_analytics.store import DATA, Store
from cpts_analytics.territory import Geography

hypothesis.settings.register_profile("steady", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def open_data() -> Path:
    """The folder of published files; tests that need it are skipped where it is not present."""
    folder = Path(os.environ.get("CPTS_OPEN_DATA", Path(__file__).parents[2] / "shared" / "open-data"))
    if not folder.is_dir():
        pytest.skip(f"the published files are not here ({folder}); set CPTS_OPEN_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def real_table(open_data: Path) -> Callable[[str], pd.DataFrame]:
    """``real_table(key)``: what the reader of dataset ``key`` makes of the real file. Do not change it."""

    @functools.cache
    def table(key: str) -> pd.DataFrame:
        module = sources.registry()[key]
        return module.read(open_data / module.SOURCE.file)

    return table


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    """The store made from the shipped figures: the one in place when it is theirs, else made once."""
    with Store.open(ensure_store()) as opened:
        yield opened


@pytest.fixture(scope="session")
def geography(store: Store) -> Geography:
    """Every commune of France, as shipped."""
    return Geography.load(store)


@pytest.fixture(scope="session")
def shipped() -> Iterator[Callable[..., pd.DataFrame]]:
    """``shipped(sql, *values)`` on the shipped Parquet tables themselves (``figures``, ``communes``, ``areas``).

    A second way to the figures, that shares nothing with the store's loading nor with its queries.
    """
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW figures AS SELECT * FROM read_parquet('{DATA}/figures-*.parquet')")
        for name in ("communes", "areas"):
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{DATA}/{name}.parquet')")
        yield lambda sql, *values: connection.execute(sql, list(values)).df()
