"""The whole journal in one file and back, between both databases, while people write; older bases brought up to date."""

from __future__ import annotations

import gzip
import json
import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import URL

from cpts_analytics.__main__ import main
from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Answer, Journal, backup, location
from cpts_analytics.journal.aci import Measure
from cpts_analytics.journal.database import Database
from tests.journal.aci_given import BY, measure, small
from tests.journal.given import WHO, territory


def filled(journal: Journal) -> None:
    """Something in every part: territories, answers, records with several versions, a removal, a file, a draft."""
    place = journal.keep(territory("Été «1»"), **WHO)
    journal.answer(place, Answer(topic="t", value=1.5), author="A")
    given = small(journal)
    kept = journal.aci.add(measure(given), **BY)
    kept = journal.aci.change(kept.id, measure(given, numerator=26.0), expected_version=1, **BY)
    journal.aci.remove(journal.aci.add(measure(given, "2023"), **BY), **BY)
    journal.aci.keep_file(b"\x00\xffpreuve", author="A")
    journal.aci.keep_draft("A", "soir", {"x": [1, None, "é"]})


@pytest.fixture
def elsewhere(place: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of an empty journal of the other kind."""
    if place == "postgresql":
        return f"sqlite:///{tmp_path / 'other.sqlite'}"
    return request.getfixturevalue("cluster").empty_database("other")


@pytest.mark.parametrize("name", ["saved", "saved.json", "saved.json.gz"])
def test_what_is_saved_is_restored_on_the_other_database(journal: Journal, elsewhere: str, tmp_path: Path, name: str) -> None:
    filled(journal)
    path = journal.save(tmp_path / name)
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    backup.restore(path, elsewhere)
    with Journal.open(elsewhere) as other:
        assert other.export_json() == journal.export_json()
        new = other.aci.add(measure(small_of(other), "2030"), **BY)  # numbers go on after those that were brought
        assert new.id > max(kept.id for kept in journal.aci.find(Measure))
        assert other.keep(territory("Neuf"), **WHO).kept_id == 2


def small_of(journal: Journal):  # type: ignore[no-untyped-def]
    """The indicator that is there already."""
    from cpts_analytics.journal.aci import Contract, Cpts, Indicator, Mission
    from tests.journal.aci_given import Small

    return Small(*(journal.aci.find(kind)[0] for kind in (Cpts, Contract, Mission, Indicator)))  # type: ignore[arg-type]


def test_a_journal_that_holds_something_is_not_overwritten(journal: Journal, elsewhere: str, tmp_path: Path) -> None:
    filled(journal)
    path = journal.save(tmp_path / "saved")
    with Journal.open(elsewhere) as other:
        other.keep(territory("Là"), **WHO)
        before = other.export_json()
        with pytest.raises(JournalError, match="n'est pas vide"):
            backup.restore(path, elsewhere)
        assert other.export_json() == before


def test_saving_while_people_write_gives_a_whole_moment(journal: Journal, elsewhere: str, tmp_path: Path) -> None:
    given = small(journal)
    stop = threading.Event()

    def write() -> None:
        for year in range(2000, 2100):
            if stop.is_set():
                return
            journal.aci.together(lambda batch, year=year: [batch.add(measure(given, f"{year}-S{half}")) for half in (1, 2)], **BY)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        paths = [journal.save(tmp_path / f"saved-{number}") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    backup.restore(paths[-1], elsewhere)
    with Journal.open(elsewhere) as other:
        found = other.aci.find(Measure)
        assert len(found) % 2 == 0  # both of one transaction, or neither
        assert set(found) <= set(journal.aci.find(Measure))


def test_a_backup_never_replaces_another(journal: Journal, tmp_path: Path) -> None:
    path = journal.save(tmp_path / "saved.json")
    before = path.read_bytes()
    with pytest.raises(JournalError, match="existe déjà"):
        journal.save(path)
    assert path.read_bytes() == before and list(tmp_path.glob(".saved*")) == []
    with pytest.raises(JournalError, match="ne peut pas être écrite"):
        journal.save(tmp_path / "nowhere" / "saved.json")


@pytest.mark.parametrize("change", [
    lambda found: "<html>", lambda found: {"format": "other"}, lambda found: {**found, "step": "9999"},
    lambda found: {**found, "tables": {name: rows for name, rows in found["tables"].items() if name != "aci_acts"}},
    lambda found: {**found, "tables": {**found["tables"], "aci_acts": [{"id": 1}]}},
    lambda found: {**found, "tables": {**found["tables"], "aci_acts": [{**found["tables"]["aci_acts"][0], "created_at": "x"}]}},
    lambda found: {**found, "tables": {**found["tables"], "aci_entries": []}},
])
def test_a_damaged_file_restores_nothing(journal: Journal, elsewhere: str, tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    filled(journal)
    path = tmp_path / "damaged.json"
    path.write_text(json.dumps(change(json.loads(journal.export_json()))))
    with pytest.raises(JournalError):
        backup.restore(path, elsewhere)
    with Journal.open(elsewhere) as other:
        assert not any(json.loads(other.export_json())["tables"].values())


@pytest.mark.parametrize("content", [b"", b"\x1f\x8bxx", gzip.compress(b"{", mtime=0)[:-3], b"SQLite format 3\x00" + b"x" * 5000, b"\xff"])
def test_a_file_that_cannot_be_read_is_said(home: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(JournalError, match="ne se lit pas|n'est pas lisible"):
        backup.restore(tmp_path / "bad")


def older(place: str) -> Database:
    """A base of the first step, as the first version of the program made it."""
    url: URL = location.address()
    return Database(url, wait_seconds=5, step="0001")


def write_older(database: Database) -> None:
    from sqlalchemy import text

    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO kept_territories (version, living_name) VALUES (1, 'pays')"))
        connection.execute(text(
            "INSERT INTO kept_territory_versions (territory_id, version, name, members, spec, valid_from, official, removed, "
            "author, reason, created_at) VALUES (1, 1, 'Pays', '[\"38053\"]', 'commune:38053', '2023-01-01', :no, :no, 'A', '', "
            "'2026-01-02 03:04:05')"), {"no": False})
        connection.execute(text(
            "INSERT INTO panel_answers (subject, topic, version, perimeter, value, text, unit, period, origin, note, author, "
            "created_at) VALUES ('kept:1', 't', 1, 'x', 2.5, '', '', '', 'cpts', '', 'A', '2026-01-02 03:04:05')"))


def test_an_older_base_with_data_is_brought_up_to_date(place: str) -> None:
    database = older(place)
    write_older(database)
    database.close()
    with Journal.open() as journal:
        (kept,) = journal.territories()
        assert (kept.name, kept.members) == ("Pays", ("38053",))
        assert journal.answers(kept)["t"].answer.value == 2.5
        assert journal.keep(territory("Neuf"), **WHO).kept_id == 2
        small(journal)


def test_a_backup_of_an_older_version_is_restored(place: str, elsewhere: str, tmp_path: Path) -> None:
    database = older(place)
    write_older(database)
    with database.engine.connect() as connection:
        tables = {name: [dict(row) for row in connection.exec_driver_sql(query).mappings()] for name, query in (
            ("kept_territories", "SELECT * FROM kept_territories"), ("kept_territory_versions", "SELECT * FROM "
             "kept_territory_versions"), ("kept_territory_shared", "SELECT * FROM kept_territory_shared"),
            ("panel_answers", "SELECT * FROM panel_answers"))}
    database.close()
    for row in tables["kept_territory_versions"]:
        row["members"] = ["38053"]
    path = tmp_path / "older.json"
    path.write_text(json.dumps({"format": "cpts-analytics-journal", "step": "0001", "tables": tables}, default=str))
    backup.restore(path, elsewhere)
    with Journal.open(elsewhere) as other:
        assert [kept.name for kept in other.territories()] == ["Pays"]
        small(other)


def test_the_command_line(journal: Journal, place: str, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                          capsys: pytest.CaptureFixture[str]) -> None:
    filled(journal)
    assert main(["journal", "backup", str(tmp_path / "one.json.gz")]) == 0
    assert main(["journal", "export", str(tmp_path / "one.xlsx")]) == 0
    assert main(["journal", "export", str(tmp_path / "one.json")]) == 0
    assert (tmp_path / "one.xlsx").read_bytes().startswith(b"PK")
    monkeypatch.setenv("CPTS_DATABASE_URL", elsewhere)
    assert main(["journal", "restore", str(tmp_path / "one.json.gz")]) == 0
    assert main(["journal", "restore", str(tmp_path / "one.json")]) == 2
    assert "n'est pas vide" in capsys.readouterr().err
    with Journal.open(elsewhere) as other:
        assert other.export_json() == (tmp_path / "one.json").read_bytes()
