"""From the shipped tables to the store: whole, checked, only when needed, whatever happens."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from cpts_analytics import store
from cpts_analytics.build import build_store, ensure_store
from cpts_analytics.build.load import data_version
from cpts_analytics.errors import StoreError
from cpts_analytics.figures.query import ALL_PERIODS, periods, rows_of_indicator
from cpts_analytics.model import Level
from cpts_analytics.store import Store
from tests.build.conftest import Small

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(small: Small, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small.data, tmp_path / "data"))


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the store, for this test only."""
    monkeypatch.setenv("CPTS_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def edit_papers(data: Path, old: str, new: str) -> None:
    path = data / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_store_is_made_once_for_one_state_of_the_data(data: Path, where: Path) -> None:
    said: list[str] = []
    path = ensure_store(data, said.append)
    assert said and path.name == f"store-{data_version(data)}-{store.LAYOUT_VERSION}.duckdb"
    made = path.stat().st_mtime_ns
    said.clear()
    assert ensure_store(data, said.append) == path
    assert not said and path.stat().st_mtime_ns == made
    edit_papers(data, "Figures dérivées", "Autres figures dérivées")
    other = ensure_store(data, said.append)
    assert other != path and said and not path.exists()
    with Store.open() as opened:
        assert opened.data_version == data_version(data) == other.name.split("-")[1]


def test_values_are_those_of_the_shipped_numbers(small: Small, small_store: Store) -> None:
    rows = pd.read_parquet(small.data / "figures-facilities.parquet")
    rows = rows[(rows["indicator"] == "density_gp") & (rows["level"] == "commune")].set_index("area")
    loaded = rows_of_indicator(small_store, "density_gp", Level.COMMUNE).set_index("area")
    assert set(loaded.index) == set(rows.index)
    for code, row in loaded.iterrows():
        if rows.at[code, "status"] == "ok":
            assert row["value"] == pytest.approx(10_000 * rows.at[code, "numerator"] / rows.at[code, "denominator"])
        else:
            assert pd.isna(row["value"])


def test_events_have_their_interval(small_store: Store) -> None:
    """21 births in Grandville's EPCI: Byar's interval runs from 13.0 to 32.1."""
    rows = rows_of_indicator(small_store, "birth_rate", Level.EPCI).set_index("area")
    row = rows.loc["200000001"]
    assert (row["lower"], row["upper"]) == pytest.approx((1000 * 12.996 / 2100, 1000 * 32.10 / 2100), rel=2e-3)
    assert rows_of_indicator(small_store, "density_gp", Level.EPCI)["lower"].isna().all()


def test_periods(small_store: Store) -> None:
    assert periods(small_store, "apl_gp") == ["2023", "2022"]
    assert periods(small_store, "c2s_rate") == ["2025-01", "2024-12"]
    assert periods(small_store, "density_gp") == ["2023/2024"]
    assert set(rows_of_indicator(small_store, "apl_gp", Level.FRANCE, ALL_PERIODS)["period"]) == {"2022", "2023"}
    assert set(rows_of_indicator(small_store, "apl_gp", Level.FRANCE)["period"]) == {"2023"}


@pytest.mark.parametrize("name", ["figures-apl.parquet", "communes.parquet", "contours.parquet", "tiles.zip"])
@pytest.mark.parametrize("damage", ["spoilt", "cut", "absent"])
def test_a_damaged_table_is_named_and_the_former_store_stays(data: Path, where: Path, name: str, damage: str) -> None:
    former = ensure_store(data)
    path = data / name
    raw = path.read_bytes()
    path.unlink()
    if damage != "absent":
        path.write_bytes(raw[:-100] if damage == "cut" else raw[:50] + b"\x00" * 40 + raw[90:])
    with pytest.raises(StoreError, match=rf"{name}.*absente ou abîmée.*ancienne base reste en place"):
        build_store(data)
    with Store.open() as opened:
        assert opened.path == former and opened.value("SELECT count(*) FROM communes") == 11


@pytest.mark.parametrize("content", ["", "{", "[]", '{"resources": [{"path": "a"}]}', '{"resources": 3}', "null"])
def test_damaged_papers(data: Path, where: Path, content: str) -> None:
    former = ensure_store(data)
    (data / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match="datapackage.json"):
        build_store(data)
    with Store.open() as opened:
        assert opened.path == former


def test_no_papers_at_all(data: Path, where: Path) -> None:
    (data / "datapackage.json").unlink()
    with pytest.raises(StoreError, match=r"datapackage\.json.*ne se lit pas"):
        ensure_store(data)


def test_figures_of_another_version_of_the_program(data: Path, where: Path) -> None:
    path = data / "figures-elderly_places.parquet"
    frame = pd.read_parquet(path)
    frame["indicator"] = frame["indicator"].cat.rename_categories({"count_ehpad": "count_of_tomorrow"})
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    frame.to_parquet(path)
    edit_papers(data, before, hashlib.sha256(path.read_bytes()).hexdigest())
    with pytest.raises(StoreError, match=r"count_of_tomorrow.*même version"):
        build_store(data)


def test_two_processes_load_at_once(data: Path, where: Path) -> None:
    code = ("import sys; from pathlib import Path; from cpts_analytics.build import ensure_store; "
            "print(ensure_store(Path(sys.argv[1])).name)")
    processes = [subprocess.Popen([sys.executable, "-c", code, str(data)], cwd=ROOT, text=True, stdout=subprocess.PIPE)
                 for _ in range(2)]
    names = [process.communicate()[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert len(set(names)) == 1
    with Store.open() as opened:
        assert opened.path.name == names[0] and opened.value("SELECT count(*) FROM communes") == 11


def test_the_shipped_figures_hold_only_what_they_need(small: Small) -> None:
    """Values and intervals are made on reading: shipped, they would take ten times the room."""
    for path in small.data.glob("figures-*.parquet"):
        assert set(pq.ParquetFile(path).schema_arrow.names) == {
            "indicator", "level", "area", "period", "breakdown", "numerator", "denominator", "status", "method",
            "coverage_communes", "coverage_population"}
    assert json.loads((small.data / "datapackage.json").read_text(encoding="utf-8"))["profile"] == "data-package"
