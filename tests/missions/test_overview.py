"""The overview of a contract, and the evening entry."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import Form, Frequency, Indicator, Measure, MeasureState, NotThereError, Proof, ProofKind
from cpts_analytics.missions import MissionState, Track, jump, latest_by, overview, recap, small_count, to_enter
from tests.journal.aci_given import BY, Small, measure, small

TODAY = dt.date(2025, 11, 22)  # year 2 of the contract: from 12/06/2025 to 11/06/2026


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(f"sqlite:///{tmp_path / 'journal.sqlite'}") as opened:
        yield opened


@pytest.fixture
def given(journal: Journal) -> Small:
    return small(journal)


def test_a_contract_at_a_glance(journal: Journal, given: Small) -> None:
    """Year 2: target 40 from 20; September at 35 earns 75 % of 60 % of 12,000 €; year 3 is not typed."""
    journal.aci.add(measure(given, "2024"), **BY)
    last = journal.aci.add(measure(given, "2025-09", numerator=35.0, cpam_value=40.0), **BY)
    seen = overview(journal.aci, given.contract.id, TODAY, 70_000, 2023)
    (mission,) = seen.lines
    (line,) = mission.indicators
    assert seen.year is not None and seen.year.number == 2 and seen.ends == dt.date(2029, 6, 11)
    assert (mission.state, mission.on_track, mission.measured) == (MissionState.STARTED, 0, 1)
    assert mission.next_deadline is not None and mission.next_deadline.date == dt.date(2026, 6, 12)
    assert (line.last, line.counted, line.target, line.distance) == (last, last.record, 40, 5)
    assert (line.achievement.rate_pct, line.track, line.projection) == (75, Track.TO_WATCH, None)
    assert line.points == ((dt.date(2024, 12, 31), 25), (dt.date(2025, 9, 30), 35))
    assert (seen.at_stake.eur, seen.earned.eur, seen.earned_cpam.eur) == (12_000, pytest.approx(5_400), pytest.approx(7_200))
    assert (seen.fixed_due.eur, seen.fixed_due.unknown, seen.running_eur) == (None, 1, None)
    assert seen.warnings == ("Actions territoriales de prévention\u00a0: Les poids des indicateurs font 60\u00a0% au lieu de "
                             "100\u00a0%\u00a0: à vérifier.",)
    assert seen.size.now == 2
    assert [item.date for item in seen.deadlines] == sorted(item.date for item in seen.deadlines if item.date)


def test_tracks(journal: Journal, given: Small) -> None:
    def track() -> Track:
        return overview(journal.aci, given.contract.id, TODAY).lines[0].indicators[0].track

    assert track() is Track.UNMEASURED
    for place, month in enumerate(("2025-06", "2025-07", "2025-08")):
        journal.aci.add(measure(given, month, numerator=20.0 + place), **BY)
    assert track() is Track.TO_WATCH
    fourth = journal.aci.add(measure(given, "2025-09", numerator=23.0), **BY)
    assert track() is Track.OFF_TRACK  # one point a month: about 31.5 in June 2026
    journal.aci.change(fourth.id, measure(given, "2025-09", numerator=34.0), expected_version=1, **BY)
    assert track() is Track.ON_TRACK
    journal.aci.change(fourth.id, measure(given, "2025-09", numerator=41.0), expected_version=2, **BY)
    assert track() is Track.REACHED
    bare = dataclasses.replace(given.indicator.record, targets=())
    journal.aci.change(given.indicator.id, bare, expected_version=1, **BY)
    assert track() is Track.NO_TARGET


def test_a_contract_that_is_hardly_typed_still_shows(journal: Journal, given: Small) -> None:
    bare = dataclasses.replace(given.contract.record, signed=None)
    journal.aci.change(given.contract.id, bare, expected_version=1, **BY)
    seen = overview(journal.aci, given.contract.id, TODAY)
    assert (seen.year, seen.ends, seen.years, to_enter(seen)) == (None, None, (), ())
    assert seen.at_stake.eur is None and seen.lines[0].euros.fixed_sentence == "Hors de la durée du contrat."
    with pytest.raises(NotThereError):
        overview(journal.aci, 999, TODAY)
    journal.aci.change(given.contract.id, dataclasses.replace(bare, rules="aci-2050"), expected_version=2, **BY)
    with pytest.raises(JournalError, match="aci-2050"):
        overview(journal.aci, given.contract.id, TODAY)


def test_what_is_to_be_typed_tonight(journal: Journal, given: Small) -> None:
    """Monthly: October 2025 is the last month that ended; from June 2024 on, 17 months, one of them typed."""
    journal.aci.change(given.indicator.id, dataclasses.replace(given.indicator.record, frequency=Frequency.MONTH),
                       expected_version=1, **BY)
    journal.aci.add(measure(given, "2025-09"), **BY)
    (found,) = to_enter(overview(journal.aci, given.contract.id, TODAY))
    assert (found.period, found.missing, found.target, found.due) == ("2025-10", 16, 40, dt.date(2026, 6, 11))
    yearly = dataclasses.replace(given.indicator.record, frequency=Frequency.YEAR)
    journal.aci.change(given.indicator.id, yearly, expected_version=2, **BY)
    (found,) = to_enter(overview(journal.aci, given.contract.id, TODAY))
    assert (found.period, found.target, found.due) == ("2024", 30, dt.date(2025, 6, 11))  # 2024 counts for year 1
    journal.aci.add(measure(given, "2024", numerator=None, denominator=None, not_measured="absent"), **BY)
    assert to_enter(overview(journal.aci, given.contract.id, TODAY)) == ()


def test_a_jump_and_a_small_count_are_called_to_attention(journal: Journal, given: Small) -> None:
    kept = journal.aci.add(measure(given, "2024"), **BY)
    line = overview(journal.aci, given.contract.id, TODAY).lines[0].indicators[0]
    assert jump(line, "2025", 37.5) == "" and jump(line, "2023", 90.0) == "" and jump(line, "2025", None) == ""
    assert jump(line, "2025", 38.0).startswith("Écart important avec 2024\u00a0: 25, puis 38.")
    assert latest_by(line.measures, "2024") == kept and latest_by(line.measures, "2025") is None
    ratio = given.indicator.record
    assert "moins de 11" in small_count(ratio, measure(given, numerator=10.0))
    assert small_count(ratio, measure(given, numerator=11.0)) == small_count(ratio, measure(given, numerator=0.0)) == ""
    assert small_count(ratio, measure(given, numerator=None, denominator=None, value=5.0)) == ""  # a rate is no count
    count = Indicator(mission_id=1, label="n", unit="patients", form=Form.COUNT)
    assert small_count(count, Measure(indicator_id=1, period="2024", value=5.0)) != ""


def test_the_recap_for_the_minutes(given: Small) -> None:
    first = measure(given, "2025-T2", value=25.0, cpam_value=24.5, gap_comment="Arrondi.", proofs=(
        Proof(kind=ProofKind.TO_COME, who="Dominique", due=dt.date(2025, 12, 1)),))
    second = Measure(indicator_id=1, period="2025", not_measured="logiciel en panne", state=MeasureState.AGREED)
    text = recap([("Prévention", given.indicator.record, first), ("Prévention", given.indicator.record, second)],
                 author="Camille", on=TODAY).replace("\u00a0", " ")
    assert text == """Saisie des indicateurs du 22/11/2025, par Camille : 2 mesures.

Prévention
- Dépistage, 2e trimestre 2025 : 25 % (25 sur 100) ; valeur CPAM : 24,5 % ; preuve : à joindre par Dominique pour le \
01/12/2025. Arrondi.
- Dépistage, 2025 : non mesuré (logiciel en panne) ; valeur CPAM : pas encore reçue ; preuve : aucune.

À valider :
- Dépistage (2e trimestre 2025)"""
