"""The template of the app, filled in by half: what was left blank is told, and stops nothing."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

from cpts_analytics.exports import journal_book
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import Indicator, Measure
from cpts_analytics.missions import intake
from tests.journal.aci_given import BY, small


def test_lines_of_the_template_that_nobody_filled_in_are_left_out_and_counted(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path / 'journal.sqlite'}") as journal:
        given = small(journal)
        journal.aci.add(Indicator(mission_id=given.mission.id, label="Autre", unit="%", rank=1), **BY)
        workbook = load_workbook(io.BytesIO(journal_book.template(journal.aci, given.contract.id, Measure.KIND)))
        sheet = workbook.worksheets[0]
        titles = [cell.value for cell in sheet[1]]
        for title, value in (("Période", "2023"), ("Numérateur", 17), ("Dénominateur", 100)):
            sheet.cell(2, titles.index(title) + 1, value)
        filled = io.BytesIO()
        workbook.save(filled)
        table = intake.best_table(intake.read_tables("modele.xlsx", filled.getvalue()), Measure.KIND)
        plan = intake.prepare(journal.aci, given.contract.id, table, intake.propose(table, Measure.KIND))
        assert plan.ok and plan.sentence.startswith("1 ajout(s), 0 modification(s), 0 ligne(s) identique(s)")
        assert plan.sentence.endswith(", 1 ligne(s) laissée(s) vide(s).")
        intake.apply(journal.aci, plan, **BY)
        assert [kept.record.value for kept in journal.aci.find(Measure)] == [17]
