"""Kept territories: what goes in comes out, versions, dates, names, conflicts, undoing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import EXAMPLES, ConflictError, Journal, NameTakenError, NotKeptError
from cpts_analytics.journal.tables import TerritoryVersion
from cpts_analytics.model import RecordError, SharedCommune
from tests.journal.given import WHO, territory


def test_what_is_kept_comes_back_whole(journal: Journal) -> None:
    asked = territory(
        "CPTS de l'Été", members=("2A004", "38053", "69381", "97105"), spec="communes:2A004,38053,69381,97105",
        valid_to=dt.date(2027, 12, 31), official=True,
        shared=(SharedCommune(code="69381", note="avec la CPTS d'à côté", population=1200),
                SharedCommune(code="97105")))
    kept = journal.keep(asked, author="Camille", reason="vote du CA")
    assert kept == dataclasses.replace(asked, kept_id=kept.kept_id, kept_version=1)
    assert journal.get(kept.kept_id) == journal.find("cpts de l ete") == kept
    assert journal.territories() == (kept,)
    (version,) = journal.history(kept.kept_id)
    assert (version.author, version.reason, version.removed) == ("Camille", "vote du CA", False)
    assert abs(version.created_at - dt.datetime.now(dt.UTC)) < dt.timedelta(hours=1)


def test_it_is_still_there_when_opened_again(journal: Journal) -> None:
    kept = journal.keep(territory(), **WHO)
    with Journal.open() as again:
        assert again.territories() == (kept,)


def test_a_change_is_a_version_and_the_former_ones_stay(journal: Journal) -> None:
    first = journal.keep(territory(), **WHO)
    second = journal.keep(dataclasses.replace(first, members=("38053",), name="Autre nom"), author="Dominique",
                          reason="une commune s'en va")
    assert (second.kept_id, second.kept_version) == (first.kept_id, 2)
    assert journal.get(first.kept_id) == second
    assert journal.get(first.kept_id, 1) == first
    assert [kept.author for kept in journal.history(first.kept_id)] == ["Camille", "Dominique"]
    assert journal.find("Pays Berjalliens") is None


def test_saving_twice_writes_once(journal: Journal) -> None:
    first = journal.keep(territory(), **WHO)
    changed = dataclasses.replace(first, official=True)
    second = journal.keep(changed, **WHO)
    assert journal.keep(changed, **WHO) == second
    assert len(journal.history(first.kept_id)) == 2


def test_an_outdated_save_gives_both_versions(journal: Journal) -> None:
    seen = journal.keep(territory(), **WHO)
    theirs = journal.keep(dataclasses.replace(seen, members=("38053",)), author="Dominique", reason="")
    mine = dataclasses.replace(seen, members=("38085",))
    with pytest.raises(ConflictError, match=r"modifié par Dominique le .*version 2.*sur la version 1") as caught:
        journal.keep(mine, **WHO)
    assert caught.value.mine == mine
    assert caught.value.theirs.territory == theirs
    assert journal.get(seen.kept_id) == theirs
    merged = journal.keep(mine, **WHO, expected_version=2)
    assert merged.kept_version == 3


def test_a_kept_territory_is_not_changed_blindly(journal: Journal) -> None:
    kept = journal.keep(territory(), **WHO)
    with pytest.raises(JournalError, match="ouvrez-le d'abord"):
        journal.keep(dataclasses.replace(kept, official=True, kept_version=None), **WHO)


def test_a_removal_can_be_undone(journal: Journal) -> None:
    kept = journal.keep(territory(shared=(SharedCommune(code="38085", population=3),)), **WHO)
    gone = journal.remove(kept.kept_id, author="Dominique", reason="doublon", expected_version=1)
    assert gone.removed and gone.version == 2
    assert journal.territories() == () and journal.find(kept.name) is None
    assert [found.version for found in journal.removed()] == [2]
    with pytest.raises(NotKeptError, match=r"supprimé le \d\d/\d\d/\d{4} par Dominique.*rétablissez-le"):
        journal.get(kept.kept_id)
    assert journal.get(kept.kept_id, 1) == kept
    back = journal.restore(kept.kept_id, gone.version, **WHO, expected_version=2)
    assert back == dataclasses.replace(kept, kept_version=3)
    assert journal.removed() == () and journal.find(kept.name) == back
    assert [version.removed for version in journal.history(kept.kept_id)] == [False, True, False]


def test_a_removed_territory_is_not_changed_by_somebody_who_still_shows_it(journal: Journal) -> None:
    kept = journal.keep(territory(), **WHO)
    journal.remove(kept.kept_id, author="Dominique", reason="", expected_version=1)
    with pytest.raises(ConflictError, match="supprimé par Dominique") as caught:
        journal.keep(dataclasses.replace(kept, official=True), **WHO)
    assert caught.value.theirs.removed
    with pytest.raises(NotKeptError, match="rétablissez-le"):
        journal.keep(dataclasses.replace(kept, official=True), **WHO, expected_version=2)


def test_restoring_an_older_version_adds_one(journal: Journal) -> None:
    first = journal.keep(territory(), **WHO)
    second = journal.keep(dataclasses.replace(first, members=("38085",)), **WHO)
    third = journal.restore(first.kept_id, 1, **WHO, expected_version=2)
    assert (third.members, third.kept_version) == (first.members, 3)
    assert journal.get(first.kept_id, 2) == second
    with pytest.raises(ConflictError):
        journal.restore(first.kept_id, 2, **WHO, expected_version=2)
    with pytest.raises(NotKeptError, match=r"pas de version 9\s: il en a 3"):
        journal.restore(first.kept_id, 9, **WHO, expected_version=3)


def test_the_perimeter_at_a_date(journal: Journal) -> None:
    """1 from 2023; 2 from 2025 (one commune less); 3 corrects 2; nothing before 2023; 4 ends in 2026."""
    first = journal.keep(territory(), **WHO)
    second = journal.keep(dataclasses.replace(first, members=("38053",), valid_from=dt.date(2025, 1, 1)), **WHO)
    assert journal.at(first.kept_id, dt.date(2024, 12, 31)) == first
    assert journal.at(first.kept_id, dt.date(2025, 1, 1)) == second
    third = journal.keep(dataclasses.replace(second, members=("38085",)), **WHO)
    assert journal.at(first.kept_id, dt.date(2025, 6, 1)) == third
    assert journal.at(first.kept_id, dt.date(2023, 1, 1)) == first
    with pytest.raises(NotKeptError, match=r"valable au 31/12/2022.*commence le 01/01/2023"):
        journal.at(first.kept_id, dt.date(2022, 12, 31))
    fourth = journal.keep(dataclasses.replace(third, members=("38001",), valid_from=dt.date(2026, 1, 1),
                                              valid_to=dt.date(2026, 3, 31)), **WHO)
    assert journal.at(first.kept_id, dt.date(2026, 3, 31)) == fourth
    assert journal.at(first.kept_id, dt.date(2026, 4, 1)) == third


@pytest.mark.parametrize("name", ["Pays Berjalliens", "PAYS BERJALLIENS", "pays-berjalliens",
                                  "  Pays\u00a0 Bérjalliens "])
def test_names_that_only_differ_by_case_or_accents_clash(journal: Journal, name: str) -> None:
    journal.keep(territory(), **WHO)
    with pytest.raises(NameTakenError, match="déjà pris par «\u00a0Pays Berjalliens\u00a0»"):
        journal.keep(territory(name), **WHO)
    other = journal.keep(territory("Autre"), **WHO)
    with pytest.raises(NameTakenError):
        journal.keep(dataclasses.replace(other, name=name), **WHO)


def test_a_name_is_free_again_after_a_removal_and_then_the_removed_one_needs_another(journal: Journal) -> None:
    kept = journal.keep(territory(), **WHO)
    journal.remove(kept.kept_id, **WHO, expected_version=1)
    journal.keep(territory(), **WHO)
    with pytest.raises(NameTakenError):
        journal.restore(kept.kept_id, 1, **WHO, expected_version=2)


@pytest.mark.parametrize("name", ["epci:243800604", "France", "communes:38053", "c38-053.085", "C2A-004", "sauvé: oui"])
def test_a_name_that_reads_as_a_code_is_refused(journal: Journal, name: str) -> None:
    with pytest.raises(JournalError, match="se lirait comme un code de territoire"):
        journal.keep(territory(name), **WHO)


def test_the_names_of_the_examples_are_taken(journal: Journal) -> None:
    assert [example.spec for example in EXAMPLES] == ["epci:243800604", "epci:200070233"]
    with pytest.raises(NameTakenError, match="Montaigu"):
        journal.keep(territory("exemple : autour de montaigu vendee"), **WHO)


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"name": " \x00 "}, "Donnez un nom"),
    ({"name": "x" * 121}, "trop long"),
    ({"valid_to": dt.date(2022, 1, 1)}, "finirait le 01/01/2022, avant de commencer le 01/01/2023"),
    ({"shared": (SharedCommune(code="75056"),)}, "75056 est marquée partagée, mais ne fait pas partie"),
    ({"shared": (SharedCommune(code="38053"), SharedCommune(code="38053"))}, "partagée deux fois"),
    ({"shared": (SharedCommune(code="38053", population=-1),)}, "population de -1 habitants"),
])
def test_what_cannot_be_kept_is_said(journal: Journal, fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(JournalError, match=sentence):
        journal.keep(territory(**fields), **WHO)
    assert journal.territories() == ()


def test_nobody_writes_without_a_name(journal: Journal) -> None:
    with pytest.raises(JournalError, match="Indiquez qui enregistre"):
        journal.keep(territory(), author="  ", reason="")


def test_signs_that_no_database_takes_are_left_out(journal: Journal) -> None:
    kept = journal.keep(territory("Nord\x00 \ud800Isère"), author="A\x07", reason="1\n2\x00")
    assert kept.name == "Nord Isère"
    assert (journal.history(kept.kept_id)[0].author, journal.history(kept.kept_id)[0].reason) == ("A", "1\n2")
    assert journal.find("\ud800nord isere") == kept


@pytest.mark.parametrize("kept_id", [0, -1, 7, 10**30])
def test_an_unknown_number_is_said(journal: Journal, kept_id: int) -> None:
    with pytest.raises(NotKeptError, match="Aucun territoire enregistré ne porte le numéro"):
        journal.get(kept_id)
    with pytest.raises(NotKeptError):
        journal.remove(kept_id, **WHO, expected_version=1)


def test_overlaps_name_the_others_and_the_common_communes(journal: Journal) -> None:
    one = journal.keep(territory("Un"), **WHO)
    journal.keep(territory("Deux", members=("38085", "38999")), **WHO)
    journal.keep(territory("Fini", valid_to=dt.date(2023, 6, 1)), **WHO)
    gone = journal.keep(territory("Parti"), **WHO)
    journal.remove(gone.kept_id, **WHO, expected_version=1)
    assert journal.overlaps(one.members, one.kept_id) == [("Deux", ("38085",))]
    assert journal.overlaps(["38053"]) == [("Un", ("38053",))]
    assert journal.overlaps([]) == []


def test_territories_come_by_name(journal: Journal) -> None:
    for name in ("zone", "Écully", "autour", "Ebreuil"):
        journal.keep(territory(name), **WHO)
    assert [kept.name for kept in journal.territories()] == ["autour", "Ebreuil", "Écully", "zone"]


def test_the_code_itself_cannot_overwrite_a_version(journal: Journal, home: Path) -> None:
    kept = journal.keep(territory(), **WHO)

    def overwrite(session: Session) -> None:
        row = session.get_one(TerritoryVersion, (kept.kept_id, 1))
        row.name = "falsifié"

    with pytest.raises(RecordError, match="never changed"):
        journal._database.write(overwrite)
    assert journal.get(kept.kept_id) == kept
