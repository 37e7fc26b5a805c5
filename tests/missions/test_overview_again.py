"""An overview made from the one before it is the one that the journal alone gives, whatever was written in between."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import ActionSheet, Indicator, Measure, Mission
from cpts_analytics.missions import Overview, overview
from tests.journal.aci_given import BY, Small, measure, small

TODAY = dt.date(2025, 11, 22)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(f"sqlite:///{tmp_path / 'journal.sqlite'}") as opened:
        yield opened


def again(journal: Journal, given: Small, former: Overview | None, today: dt.date = TODAY) -> Overview:
    """From the former one; checked against the one that is read from nothing."""
    seen = overview(journal.aci, given.contract.id, today, former=former)
    assert seen == overview(journal.aci, given.contract.id, today)
    return seen


def test_each_kind_of_write_is_seen_from_the_overview_before_it(journal: Journal) -> None:
    given, aci = small(journal), journal.aci
    seen = again(journal, given, None)
    first = aci.add(measure(given, "2024"), **BY)
    seen = again(journal, given, seen)
    aci.add(measure(given, "2023"), **BY)  # before the one that is there
    seen = again(journal, given, seen)
    changed = aci.change(first.id, measure(given, "2024", numerator=31.0), expected_version=1, **BY)
    seen = again(journal, given, seen)
    gone = aci.remove(changed, **BY)
    seen = again(journal, given, seen)
    assert len(seen.lines[0].indicators[0].measures) == 1
    aci.restore(gone, 1, **BY)
    aci.change(given.indicator.id, dataclasses.replace(given.indicator.record, weight_pct=40), expected_version=1, **BY)
    aci.add(ActionSheet(mission_id=given.mission.id, title="Relance"), **BY)
    seen = again(journal, given, seen)
    assert [kept.record.value for kept in seen.lines[0].indicators[0].measures] == [25, 25]
    again(journal, given, seen, today=dt.date(2025, 1, 10))  # another year of the contract


def test_a_record_that_moves_to_another_owner_leaves_the_first_one(journal: Journal) -> None:
    given, aci = small(journal), journal.aci
    other = aci.add(Mission(contract_id=given.contract.id, title="Autre", rank=1), **BY)
    aci.add(measure(given, "2024"), **BY)
    seen = again(journal, given, None)
    aci.change(given.indicator.id, dataclasses.replace(given.indicator.record, mission_id=other.id), expected_version=1, **BY)
    seen = again(journal, given, seen)
    assert [len(line.indicators) for line in seen.lines] == [0, 1] and len(seen.lines[1].indicators[0].measures) == 1


def test_what_nobody_wrote_is_not_made_again(journal: Journal) -> None:
    given, aci = small(journal), journal.aci
    other = aci.add(Indicator(mission_id=given.mission.id, label="Autre", unit="%", rank=1), **BY)
    aci.add(measure(given, "2024"), **BY)
    seen = again(journal, given, None)
    aci.add(Measure(indicator_id=other.id, period="2024", value=3.0), **BY)
    after = again(journal, given, seen)
    assert after.lines[0].indicators[0] is seen.lines[0].indicators[0]
    assert after.lines[0].indicators[1] is not seen.lines[0].indicators[1]


def test_a_database_put_back_from_a_backup_is_read_from_nothing(journal: Journal, tmp_path: Path) -> None:
    """The same numbers of writes and versions, other contents: as after a restored backup in which people wrote again."""
    given, aci = small(journal), journal.aci
    kept = aci.add(measure(given, "2024"), **BY)
    backup = journal.save(tmp_path / "backup.sqlite")
    aci.change(kept.id, measure(given, "2024", numerator=30.0), expected_version=1, **BY)
    seen = again(journal, given, None)
    with Journal.open(f"sqlite:///{backup}") as restored:
        restored.aci.change(kept.id, measure(given, "2024", numerator=50.0), expected_version=1, **BY)
        after = again(restored, given, seen)
        assert after.found.moment.acts == seen.found.moment.acts
        assert after.lines[0].indicators[0].measures[0].record.value == 50


def test_a_write_that_ends_after_a_later_one_is_not_missed(journal: Journal) -> None:
    """On PostgreSQL a write may take its number first and end last: its records come with a number already passed."""
    given, aci = small(journal), journal.aci
    aci.add(measure(given, "2023"), **BY)
    aci.add(measure(given, "2024"), **BY)
    seen = again(journal, given, None)
    late = dataclasses.replace(seen, found=dataclasses.replace(
        seen.found, moment=dataclasses.replace(seen.found.moment, acts=seen.found.moment.acts - 1),
        measures={given.indicator.id: seen.found.measures[given.indicator.id][1:]}))
    assert len(again(journal, given, late).lines[0].indicators[0].measures) == 2
    assert aci.read(lambda session: session.scalar(sa.text("SELECT count(*) FROM aci_acts"))) == seen.found.moment.acts
