"""Records of the ACI: what goes in comes out, each version stays, nobody overwrites anybody."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import (
    KINDS,
    ActionSheet,
    ActionStep,
    AlreadyThereError,
    Amendment,
    AmendmentScope,
    Calculation,
    ColumnMatch,
    Cpts,
    EditConflictError,
    FieldError,
    Form,
    Fund,
    Giver,
    Indicator,
    Measure,
    MeasureState,
    Meeting,
    Membership,
    Mission,
    Money,
    NotThereError,
    Objective,
    PartnerFormat,
    PayStep,
    Proof,
    ProofKind,
    Target,
    WorkingGroup,
    differences,
    fields,
)
from cpts_analytics.journal.aci.fields import from_plain, to_plain
from cpts_analytics.journal.migrate import configuration
from tests.journal.aci_given import BY, Small, measure, small
from tests.journal.given import territory


@pytest.fixture
def given(journal: Journal) -> Small:
    return small(journal)


def every_kind(journal: Journal, given: Small) -> list[Any]:
    """One of each kind, every field filled."""
    aci, day = journal.aci, dt.date(2025, 3, 1)
    place = journal.keep(territory(), author="Camille", reason="")
    objective = aci.add(Objective(mission_id=given.mission.id, title="Dépister", description="Mieux", rank=2), **BY)
    group = aci.add(WorkingGroup(cpts_id=given.cpts.id, name="Prévention", mission_id=given.mission.id, members=("a", "b"),
                                 meetings=(Meeting(date=day, title="Lancement"),)), **BY)
    steps = (PayStep(from_rate_pct=50, earned_pct=40), PayStep(from_rate_pct=100, earned_pct=100))
    return [
        aci.add(Cpts(name="=Autre", territory_id=place.kept_id, created=day, ended=day, note="é\n«"), **BY),
        aci.add(dataclasses.replace(given.contract.record, title="Autre", population=70_000, population_year=2021, size_class=2,
                                    ends=dt.date(2030, 1, 1)), **BY),
        aci.add(Amendment(contract_id=given.contract.id, scope=AmendmentScope.NATIONAL, title="Avenant 2", key="avenant-2",
                          date=day, adhered=day), **BY),
        objective, group,
        aci.add(dataclasses.replace(given.indicator.record, label="Autre", objective_id=objective.id, steps=steps,
                                    calculation=Calculation.STEPS), **BY),
        aci.add(measure(given, "2025-T1", cpam_value=24.5, gap_comment="arrondi", giver=Giver.CPAM, level="x",
                        state=MeasureState.AGREED, proofs=(
                            Proof(kind=ProofKind.LINK, link="https://example.org/a?b=c", private=False),
                            Proof(kind=ProofKind.TO_COME, who="Dominique", due=day))), **BY),
        aci.add(ActionSheet(mission_id=given.mission.id, title="Bus", gap="loin", group_id=group.id, partners=("CPAM",),
                            steps=(ActionStep(label="louer", due=day, done=True),), starts=day, ends=day, budget_eur=0.5,
                            indicator_ids=(given.indicator.id,)), **BY),
        aci.add(Membership(cpts_id=given.cpts.id, year=2025, profession="infirmiers", members=0, professionals=12), **BY),
        aci.add(Money(cpts_id=given.cpts.id, year=2025, fund=Fund.FIR, label="Coordination", mission_id=given.mission.id,
                      planned_eur=1000.0, spent_eur=0.0), **BY),
        aci.add(PartnerFormat(cpts_id=given.cpts.id, name="CPAM", columns=(ColumnMatch(column="A", field="value"),)), **BY),
        given.mission]


def test_every_kind_comes_back_whole(journal: Journal, given: Small) -> None:
    written = every_kind(journal, given)
    assert {type(kept.record) for kept in written} == set(KINDS.values())
    for kept in written:
        kind = type(kept.record)
        assert journal.aci.get(kind, kept.id) == kept
        assert kept in journal.aci.find(kind)
        assert journal.aci.history(kept.id) == (kept,)
        assert from_plain(kind, to_plain(kept.record)) == kept.record
        assert (kept.author, kept.reason, kept.version) == ("Camille", "essai", 1)


def test_every_field_of_every_kind_has_a_french_name() -> None:
    for kind in KINDS.values():
        labels = [field.label for field in fields(kind)]
        assert all(labels) and len(set(labels)) == len(labels), kind


def test_a_change_is_a_version_and_the_former_value_stays(journal: Journal, given: Small) -> None:
    first = journal.aci.add(measure(given), **BY)
    second = journal.aci.change(first.id, measure(given, numerator=30.0), expected_version=1, author="Dominique", reason="erreur")
    assert (second.version, second.record.value, first.record.value) == (2, 30.0, 25.0)
    assert journal.aci.history(first.id) == (first, second)
    assert journal.aci.get(Measure, first.id, 1) == first
    assert [(item.field, item.former, item.latter) for item in differences(first.record, second.record)] == [
        ("numerator", 25.0, 30.0), ("value", 25.0, 30.0)]


def test_the_same_content_again_writes_nothing(journal: Journal, given: Small) -> None:
    first = journal.aci.add(measure(given), **BY)
    assert journal.aci.change(first.id, first.record, expected_version=1, author="Autre") == first
    assert len(journal.aci.history(first.id)) == 1


def test_a_second_editor_gets_both_versions(journal: Journal, given: Small) -> None:
    base = journal.aci.add(measure(given), **BY)
    theirs = journal.aci.change(base.id, measure(given, numerator=30.0), expected_version=1, author="Dominique")
    mine = measure(given, numerator=31.0)
    with pytest.raises(EditConflictError, match=r"modifié par Dominique le .*version 2.*sur la version 1") as caught:
        journal.aci.change(base.id, mine, expected_version=1, **BY)
    assert caught.value.theirs == theirs and caught.value.base == base
    assert caught.value.mine == dataclasses.replace(mine, value=31.0)
    assert journal.aci.get(Measure, base.id) == theirs
    assert journal.aci.change(base.id, mine, expected_version=2, **BY).version == 3


def test_a_removal_can_be_undone_and_is_in_the_history(journal: Journal, given: Small) -> None:
    kept = journal.aci.add(measure(given), **BY)
    gone = journal.aci.remove(kept, author="Dominique", reason="doublon")
    assert journal.aci.find(Measure) == () and journal.aci.removed(Measure) == (gone,)
    with pytest.raises(NotThereError, match=r"supprimé le \d\d/\d\d/\d{4} par Dominique.*rétablissez-le"):
        journal.aci.get(Measure, kept.id)
    with pytest.raises(EditConflictError, match="supprimé par Dominique"):
        journal.aci.change(kept.id, measure(given, numerator=1.0), expected_version=1, **BY)
    back = journal.aci.restore(gone, 1, **BY)
    assert (back.version, back.record) == (3, kept.record)
    assert journal.aci.removed(Measure) == () and journal.aci.find(Measure) == (back,)
    assert [item.removed for item in journal.aci.history(kept.id)] == [False, True, False]


def test_what_others_belong_to_is_not_removed(journal: Journal, given: Small) -> None:
    journal.aci.add(measure(given), **BY)
    with pytest.raises(FieldError, match=r"L'indicateur «\sDépistage\s».*dépendent encore.*la mesure"):
        journal.aci.remove(given.indicator, **BY)


def test_one_measure_a_period_and_the_one_that_is_there_is_given(journal: Journal, given: Small) -> None:
    kept = journal.aci.add(measure(given, "T2 2025"), **BY)
    assert kept.record.period == "2025-T2"
    with pytest.raises(AlreadyThereError, match="2025-T2") as caught:
        journal.aci.add(measure(given, "2025-T2", numerator=1.0), **BY)
    assert caught.value.theirs == kept
    other = journal.aci.add(measure(given, "2025-T3"), **BY)
    with pytest.raises(AlreadyThereError):
        journal.aci.change(other.id, measure(given, "2025-T2"), expected_version=1, **BY)


def test_one_write_is_kept_whole_or_not_at_all(journal: Journal, given: Small) -> None:
    def two(batch: Any) -> None:
        batch.add(measure(given, "2024"))
        batch.add(measure(given, "nonsense"))

    with pytest.raises(FieldError, match="ne se lit pas"):
        journal.aci.together(two, **BY)
    assert journal.aci.find(Measure) == ()
    many = journal.aci.together(lambda batch: batch.add_all(
        [measure(given, f"{year}-{month:02d}") for year in range(2010, 2020) for month in range(1, 13)]), **BY)
    assert [kept.id for kept in many] == sorted(kept.id for kept in many)
    assert journal.aci.find(Measure) == tuple(many)
    assert len({change.latter.at for change in journal.aci.changes(many[0].at)}) == 1  # one act


def test_what_changed_since_a_moment(journal: Journal, given: Small) -> None:
    kept = journal.aci.add(measure(given), **BY)
    since = dt.datetime.now(dt.UTC)
    changed = journal.aci.change(kept.id, measure(given, numerator=26.0), expected_version=1, **BY)
    gone = journal.aci.remove(changed, **BY)
    back = journal.aci.restore(gone, 2, **BY)
    new = journal.aci.add(measure(given, "2023"), **BY)
    found = journal.aci.changes(since)
    assert [(item.what, item.latter) for item in found] == [
        ("ajout", new), ("rétablissement", back), ("suppression", gone), ("modification", changed)]
    assert found[3].former == kept
    assert [item.label for item in found[3].differences] == ["Numérateur", "Valeur CPTS"]
    assert journal.aci.changes(since, until=since) == ()


def test_a_large_import_elsewhere_does_not_hide_what_changed_here(journal: Journal, given: Small) -> None:
    since = given.cpts.at
    mine = journal.aci.add(measure(given), **BY)
    gone = journal.aci.remove(mine, **BY)
    other = journal.aci.add(dataclasses.replace(given.indicator.record, label="Autre"), **BY)
    journal.aci.together(lambda batch: batch.add_all(
        [dataclasses.replace(measure(given, f"{year}"), indicator_id=other.id) for year in range(2010, 2020)]), **BY)
    about = {"indicator_id": {given.indicator.id}, "id": {given.cpts.id, given.contract.id}}
    found = journal.aci.changes(since, most=4, about=about)
    assert [item.latter for item in found] == [gone, mine, given.contract, given.cpts]
    assert found[0].former == mine and journal.aci.changes(since, about={}) == ()
    assert [item.latter.id for item in journal.aci.changes(since, about={"mission_id": {given.mission.id}})] == [
        other.id, given.indicator.id]


@pytest.mark.parametrize(("changes", "field", "sentence"), [
    ({"period": "13/2025"}, "period", "ne se lit pas"),
    ({"not_measured": "absent"}, "numerator", "Non mesuré"),
    ({"denominator": -1.0}, "denominator", "négatif"),
    ({"denominator": None}, "denominator", "manque le dénominateur"),
    ({"value": 40.0}, "value", r"saisie \(40\).*donnent le numérateur.*25"),
    ({"numerator": float("nan")}, "numerator", "pas un nombre"),
    ({"proofs": (Proof(kind=ProofKind.LINK, link="javascript:alert(1)"),)}, "proofs", "https"),
    ({"proofs": (Proof(kind=ProofKind.FILE, file_name="a.pdf"),)}, "proofs", "pas été enregistré"),
    ({"proofs": (Proof(kind=ProofKind.TO_COME),)}, "proofs", "qui l'apportera"),
    ({"gap_comment": "x" * 5000}, "gap_comment", "trop long"),
])
def test_a_fault_is_said_with_its_field(journal: Journal, given: Small, changes: dict[str, Any], field: str,
                                       sentence: str) -> None:
    with pytest.raises(FieldError, match=sentence) as caught:
        journal.aci.add(measure(given, **changes), **BY)
    assert caught.value.field == field
    assert journal.aci.find(Measure) == ()


@pytest.mark.parametrize(("record", "field"), [
    (lambda g: dataclasses.replace(g.contract.record, size_class=5), "size_class"),
    (lambda g: dataclasses.replace(g.contract.record, ends=dt.date(2020, 1, 1)), "ends"),
    (lambda g: dataclasses.replace(g.contract.record, title=" "), "title"),
    (lambda g: dataclasses.replace(g.mission.record, title="B", deployed=dt.date(2020, 1, 1)), "deployed"),
    (lambda g: dataclasses.replace(g.mission.record, title="B", amounts=g.mission.record.amounts * 2), "amounts"),
    (lambda g: dataclasses.replace(g.indicator.record, label="B", weight_pct=101.0), "weight_pct"),
    (lambda g: dataclasses.replace(g.indicator.record, label="B", calculation=Calculation.STEPS), "steps"),
    (lambda g: dataclasses.replace(g.indicator.record, label="B", targets=(Target(year=0, value=1),)), "targets"),
    (lambda g: dataclasses.replace(g.indicator.record, label="B", scale=0.0), "scale"),
    (lambda g: Membership(cpts_id=g.cpts.id, year=25, profession="x"), "year"),
    (lambda g: Money(cpts_id=g.cpts.id, year=2025, fund=Fund.FIR, label="x", spent_eur=-1.0), "spent_eur"),
    (lambda g: Cpts(name="x", territory_id=99), "territory_id"),
])
def test_bounds_of_the_other_kinds(journal: Journal, given: Small, record: Any, field: str) -> None:
    with pytest.raises(FieldError) as caught:
        journal.aci.add(record(given), **BY)
    assert caught.value.field == field


def test_the_value_of_a_measure(journal: Journal) -> None:
    """25 of 100 at scale 100 is 25; 3 of 4 at scale 1000 is 750; nothing of 0 is no value; a count is its number."""
    given = small(journal)
    assert journal.aci.add(measure(given), **BY).record.value == 25.0
    assert journal.aci.add(measure(given, "2023", denominator=0.0), **BY).record.value is None
    assert journal.aci.add(measure(given, "2022", numerator=None, denominator=None, value=12.5), **BY).record.value == 12.5
    assert journal.aci.add(measure(given, "2021", numerator=0.0), **BY).record.value == 0.0
    per_thousand = journal.aci.add(dataclasses.replace(given.indicator.record, label="‰", scale=1000.0), **BY)
    three_of_four = Measure(indicator_id=per_thousand.id, period="2024", numerator=3, denominator=4)
    assert journal.aci.add(three_of_four, **BY).record.value == 750
    count = journal.aci.add(Indicator(mission_id=given.mission.id, label="n", unit="actes", form=Form.COUNT), **BY)
    assert journal.aci.add(Measure(indicator_id=count.id, period="2024", numerator=7), **BY).record.value == 7
    with pytest.raises(FieldError, match="laissez le dénominateur vide"):
        journal.aci.add(Measure(indicator_id=count.id, period="2025", value=7, denominator=1), **BY)


def test_what_does_not_exist_is_said(journal: Journal, given: Small) -> None:
    for entry_id in (0, -1, 999, 10**30):
        with pytest.raises(NotThereError, match="n'a pas d'enregistrement"):
            journal.aci.get(Measure, entry_id)
    with pytest.raises(NotThereError):
        journal.aci.get(Measure, given.mission.id)  # of another kind
    with pytest.raises(NotThereError, match="pas de version 9"):
        journal.aci.get(Mission, given.mission.id, 9)
    with pytest.raises(NotThereError, match="L'indicateur numéro 999 n'existe pas"):
        journal.aci.add(Measure(indicator_id=999, period="2024"), **BY)
    with pytest.raises(JournalError, match="Indiquez qui"):
        journal.aci.add(measure(given), author=" ")


def test_a_file_of_proof_is_kept_once_under_its_digest(journal: Journal, given: Small) -> None:
    digest = journal.aci.keep_file(b"preuve", author="Camille")
    assert digest == hashlib.sha256(b"preuve").hexdigest()
    assert journal.aci.keep_file(b"preuve", author="Autre") == digest
    assert journal.aci.file(digest) == b"preuve"
    with pytest.raises(NotThereError):
        journal.aci.file("0" * 64)
    with pytest.raises(FieldError, match="5 Mo"):
        journal.aci.keep_file(b"x" * 5_000_001, author="Camille")


def test_a_draft_is_scratch_paper(journal: Journal) -> None:
    assert journal.aci.draft("Camille", "soir") is None
    journal.aci.keep_draft("Camille", "soir", {"numerator": "1"})
    journal.aci.keep_draft("Camille", "soir", {"numerator": "12"})
    assert journal.aci.draft("Camille", "soir") == {"numerator": "12"}
    assert journal.aci.draft("Dominique", "soir") is None
    journal.aci.drop_draft("Camille", "soir")
    assert journal.aci.draft("Camille", "soir") is None


def test_the_database_itself_refuses_to_change_its_history(journal: Journal, given: Small) -> None:
    for statement in ("UPDATE aci_history SET removed = NOT removed", "DELETE FROM aci_history",
                      "UPDATE aci_acts SET author = 'x'", "DELETE FROM aci_acts"):
        with journal._database.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="only added to"):
            connection.exec_driver_sql(statement)
    assert journal.aci.history(given.mission.id) == (given.mission,)


def test_migrations_make_the_tables_that_the_program_reads(journal: Journal) -> None:
    with journal._database.engine.connect() as connection:
        command.check(configuration(connection))
