"""A folder that cannot be built says so in one sentence and leaves the former figures untouched."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cpts_analytics import sources
from cpts_analytics.build import build_data, compute, papers
from cpts_analytics.contours import tiles
from cpts_analytics.errors import SourceFileError, StoreError
from tests.build.conftest import Small

Change = Callable[[Path], None]


@pytest.fixture
def folder(small: Small, tmp_path: Path) -> Path:
    """A copy of the published files, to be spoilt."""
    return Path(shutil.copytree(small.published, tmp_path / "published"))


@pytest.fixture
def target(small: Small, tmp_path: Path) -> Path:
    """A copy of the figures that were made of them."""
    return Path(shutil.copytree(small.data, tmp_path / "data"))


def state(target: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in target.iterdir()}


def file_of(folder: Path, key: str) -> Path:
    return folder / sources.records()[key].file


def rewritten(key: str, old: str, new: str) -> Change:
    """Change a text in a published file of text."""
    def change(folder: Path) -> None:
        path = file_of(folder, key)
        zipped = path.suffix == ".gz"
        text = (gzip.decompress(path.read_bytes()) if zipped else path.read_bytes()).decode("utf-8")
        assert old in text
        raw = text.replace(old, new).encode("utf-8")
        path.write_bytes(gzip.compress(raw) if zipped else raw)
    return change


def replaced(key: str, content: bytes) -> Change:
    def change(folder: Path) -> None:
        file_of(folder, key).write_bytes(content)
    return change


def removed(key: str) -> Change:
    return lambda folder: file_of(folder, key).unlink()


def truncated(key: str) -> Change:
    def change(folder: Path) -> None:
        path = file_of(folder, key)
        path.write_bytes(path.read_bytes()[:-20])
    return change


def edited(key: str, edit: Callable[[openpyxl.Workbook], None]) -> Change:
    """Change a published workbook."""
    def change(folder: Path) -> None:
        path = file_of(folder, key)
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
    return change


def without_sheet(key: str, sheet: str) -> Change:
    return edited(key, lambda book: book.remove(book[sheet]))


def without_row(key: str, first: str) -> Change:
    """Without the rows of the first sheet whose first cell is this text."""
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        for line in [row[0].row for row in sheet.iter_rows() if str(row[0].value) == first]:
            sheet.delete_rows(line)
    return edited(key, edit)


PAGE = b"<!DOCTYPE html><html><title>503</title></html>"


@pytest.mark.parametrize(("spoil", "sentence"), [
    (removed("bpe_2024"), "DS_BPE_2024_data"),
    (removed("apl_gp"), "drees_apl_medecins_generalistes"),
    (removed("contours_communes"), "communes-2025-simplifie"),
    (removed("hospitals_2020"), "eurostat_finess"),
    (replaced("cnam_liberal_2024", PAGE), "page web"),
    (replaced("epci_communes", PAGE), "page web"),
    (replaced("fedi_2021", b""), "odisse_fedi"),
    (truncated("bpe_2024"), "DS_BPE_2024_data"),
    (truncated("occupation_15_plus_2022"), "Parquet"),
    (truncated("contours_communes_detail"), "communes-2025-detail"),
    (rewritten("filosofi_communes_2021", "MED21", "MED22"), "MED21"),
    (rewritten("legal_population_2023", ";400;", ";-400;"), "-400"),
    (rewritten("cog_communes", "COM,38002", "COM,38001"), "38001"),
    (rewritten("contours_communes_detail", '"38003"', '"38999"'), "38003"),
    (rewritten("contours_communes", '"38003"', '"38999"'), "38003"),
    (removed("cnam_pathologies_region_2024"), "cnam_cartographie_region"),
    (rewritten("cnam_pathologies_region_2024", "84 - Auvergne", "82 - Auvergne"), "82 - Auvergne"),
    (rewritten("odisse_departements", "69,Rhône,8.0", "69,Rhône,"), "deux départements ont un taux"),
    (without_sheet("apl_nurse", "APL 2022"), "une seule année"),
    (without_row("population_age_sex_dep_2021", "69"), "aucune ligne pour 69"),
])
def test_a_spoilt_file_stops_the_build_with_a_sentence(folder: Path, target: Path, spoil: Change, sentence: str) -> None:
    before = state(target)
    spoil(folder)
    with pytest.raises(SourceFileError, match=sentence) as caught:
        build_data(folder, target)
    assert "\n" not in str(caught.value) and "trouvé" in str(caught.value) and "attendu" in str(caught.value)
    assert state(target) == before
    assert [path.name for path in target.parent.iterdir() if path.name.startswith(".data")] == []


def test_a_folder_that_is_not_there(target: Path, tmp_path: Path) -> None:
    before = state(target)
    with pytest.raises(SourceFileError, match="trouvé"):
        build_data(tmp_path / "nowhere", target)
    assert state(target) == before


def test_what_changed_is_said_and_nothing_else(folder: Path, target: Path) -> None:
    same = state(target)
    row = '"69001";"COM";"D";"D2";"D265";"FACILITIES";2024;'
    rewritten("bpe_2024", f"{row}2", f"{row}5")(folder)
    rewritten("fedi_2021", "38002;N", "38998;N")(folder)  # no such commune, today or before
    built = build_data(folder, target)
    said = dict(sentence.split(" : ") for sentence in built.changes)
    # Rive, its EPCI, bassin de vie, département, région and France: six areas with other numbers, of 9 communes,
    # 2 arrondissements, 5 EPCI, 6 bassins de vie, 5 départements, 4 régions and France.
    assert said["count_gp"] == said["density_gp"] == "6 valeurs sur 32 ont changé."
    # Access to GPs moves with them, and the way within Rive: the nearest of five is nearer than the nearest of two.
    assert set(said) == {"count_gp", "density_gp", "gp_places_per_gp", "deprived_fifth_share", "fedi", "access_gp_model",
                         "minutes_gp"}
    assert said["minutes_gp"] == "12 valeurs sur 64 ont changé."  # the same six areas: the middle, and the fast end
    passage = next(item for item in built.passages if item.source == "fedi_2021")
    assert (passage.unknown_rows, passage.unknown) == (1, ("38998",))
    differing = {name for name, digest in state(target).items() if same[name] != digest}
    assert {"figures-facilities.parquet", "figures-living_conditions.parquet", "datapackage.json"} <= differing
    assert not {"communes.parquet", "areas.parquet", "figures-apl.parquet", "figures-population.parquet"} & differing


def test_a_new_indicator_and_one_that_is_gone_are_said(target: Path, tmp_path: Path) -> None:
    path, empty = target / "figures-apl.parquet", tmp_path / "none.parquet"
    assert "apl_gp : n'est plus calculé" in "\n".join(papers._compare(path, empty))
    assert "apl_gp : nouvel indicateur" in "\n".join(papers._compare(empty, path))
    assert papers._compare(path, path) == []


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One family of indicators only: these tests look at what comes after."""
    families = compute.indicators.families()
    monkeypatch.setattr(compute.indicators, "families", lambda: {"elderly_places": families["elderly_places"]})


def full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("where", ["tables", "contours"])
def test_a_full_disk_leaves_the_former_figures(folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    before = state(target)
    if where == "tables":
        monkeypatch.setattr(papers.pq, "write_table", full_disk)
    else:
        monkeypatch.setattr(compute.contours, "write_contours", full_disk)
    with pytest.raises(StoreError, match=r"n'ont pas pu être écrites.*No space left"):
        build_data(folder, target)
    assert state(target) == before
    assert [path.name for path in target.parent.iterdir() if path.name.startswith(".data")] == []


@pytest.mark.usefixtures("quick")
def test_a_missing_tool_stops_the_build(folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(target)
    monkeypatch.setattr(tiles.sys, "executable", "/nowhere/python")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Exception, match="tippecanoe"):
        build_data(folder, target)
    assert state(target) == before


def test_a_family_that_fails_stops_the_build(folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure never becomes a status."""
    before = state(target)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("in a family")

    monkeypatch.setattr("cpts_analytics.indicators.apl.compute", broken)
    with pytest.raises(ZeroDivisionError):
        build_data(folder, target)
    assert state(target) == before
