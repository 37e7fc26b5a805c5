"""The workbook of the ACI journal: everything is in it, no cell is a formula, and it comes back the same."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from cpts_analytics.exports import journal_book
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import Indicator, Measure
from cpts_analytics.missions import intake
from tests.journal.aci_given import BY, Small, measure, small


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(f"sqlite:///{tmp_path / 'journal.sqlite'}") as opened:
        yield opened


@pytest.fixture
def given(journal: Journal) -> Small:
    return small(journal, label="=HYPERLINK(1)", definition="+1", owner="@x", numerator_label="-a")


def test_one_sheet_a_kind_and_the_history(journal: Journal, given: Small) -> None:
    kept = journal.aci.add(measure(given, gap_comment="=cmd()", numerator=0.0), **BY)
    journal.aci.change(kept.id, measure(given, gap_comment="=cmd()"), expected_version=1, **BY)
    book = openpyxl.load_workbook(io.BytesIO(journal_book.to_xlsx(journal.aci)))
    assert len(book.sheetnames) == 13 and {"Mesures", "Indicateurs", "Contrats", "Historique"} <= set(book.sheetnames)
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in every if cell.data_type == "f"]
    assert not [cell for cell in every if isinstance(cell.value, str) and cell.value.lstrip()[:1] in "=+@"]
    header, row = (list(found) for found in book["Mesures"].iter_rows(values_only=True))
    line = dict(zip(header, row, strict=True))
    assert (line["Version"], line["Mission"], line["Indicateur"], line["Numérateur"], line["Valeur CPTS"], line["Auteur"]) == (
        2, "Actions territoriales de prévention", "'=HYPERLINK(1)", 25, 25, "Camille")
    assert book["Historique"].max_row == 1 + 6


@pytest.mark.parametrize("kind", [Measure, Indicator])
def test_an_export_given_back_changes_nothing(journal: Journal, given: Small, kind: type) -> None:
    journal.aci.add(measure(given, gap_comment="=cmd()", cpam_value=0.0), **BY)
    journal.aci.add(measure(given, "2025-T2", numerator=None, denominator=None, not_measured="-"), **BY)
    tables = intake.read_tables("export.xlsx", journal_book.to_xlsx(journal.aci))
    read = intake.best_table(tables, kind.KIND)
    plan = intake.prepare(journal.aci, given.contract.id, read, intake.propose(read, kind.KIND))
    assert plan.ok and {report.what for report in plan.reports} == {"identique"}


@pytest.mark.parametrize("kind", [Measure.KIND, Indicator.KIND])
def test_the_table_to_fill_in_is_one_that_is_read(journal: Journal, given: Small, kind: str) -> None:
    tables = intake.read_tables("modele.xlsx", journal_book.template(journal.aci, given.contract.id, kind))
    read = intake.best_table(tables, kind)
    matching = intake.propose(read, kind)
    assert tuple(matching.columns) == intake.FIELDS[kind] and matching.unused(read) == ()
