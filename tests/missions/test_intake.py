"""Tables from elsewhere: read, matched, told line by line, written whole or not at all; and never persons."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from cpts_analytics.errors import JournalError, UploadError
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import (
    AlreadyThereError,
    Direction,
    EditConflictError,
    Giver,
    Indicator,
    Measure,
    MeasureState,
    PartnerFormat,
    Target,
)
from cpts_analytics.missions import intake
from cpts_analytics.missions.intake import cells
from cpts_analytics.territory.upload import MOST_BYTES
from tests.journal.aci_given import BY, Small, measure, small

MEASURE, INDICATOR = Measure.KIND, Indicator.KIND
HEADER = "Mission;Indicateur;Période;Numérateur;Dénominateur;Valeur CPAM;D'où vient le chiffre;État;Preuve (lien)"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(f"sqlite:///{tmp_path / 'journal.sqlite'}") as opened:
        yield opened


@pytest.fixture
def given(journal: Journal) -> Small:
    return small(journal)


def table(*lines: str) -> intake.Table:
    return intake.read_tables("essai.csv", "\n".join(lines).encode())[0]


def plan(journal: Journal, given: Small, read: intake.Table, kind: str = MEASURE) -> intake.Plan:
    return intake.prepare(journal.aci, given.contract.id, read, intake.propose(read, kind))


@pytest.mark.parametrize(("cell", "value"), [
    ("12,5", 12.5), ("12.5", 12.5), ("1 234,5", 1234.5), ("1\u202f234,5", 1234.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
    ("45 %", 45), ("1 200 €", 1200), ("\u22123", -3), ("0", 0), ("1e3", 1000), ("", None), (" - ", None), ("NC", None)])
def test_numbers_as_people_write_them(cell: str, value: float | None) -> None:
    assert cells.number(cell) == value


@pytest.mark.parametrize("cell", ["abc", "12,5,6", "1 000 patients", "nan", "inf", "=1+1", "12-5"])
def test_what_is_no_number_is_said(cell: str) -> None:
    with pytest.raises(cells.CellError, match="n'est pas un nombre"):
        cells.number(cell)


def test_a_table_is_told_line_by_line_then_written(journal: Journal, given: Small) -> None:
    kept = journal.aci.add(measure(given, "2024", gap_comment="gardé"), **BY)
    same = journal.aci.add(measure(given, "2023"), **BY)
    read = table(HEADER, "prévention;DEPISTAGE;2024;26;100;25,5;cpam;à valider;https://example.org/p",
                 "Actions territoriales de prévention;Dépistage;T2 2025;1 030;2 000;;;;", ";Dépistage;2023;25;100;;;;")
    found = plan(journal, given, read)
    assert [(report.line, report.what, report.told) for report in found.reports] == [
        (2, "modification", "Dépistage, 2024"), (3, "ajout", "Dépistage, 2e trimestre 2025"), (4, "identique", "Dépistage, 2023")]
    assert found.ok and found.sentence == "1 ajout(s), 1 modification(s), 1 ligne(s) identique(s)."
    assert journal.aci.find(Measure) == (kept, same)  # nothing is written yet
    steps: list[tuple[int, int]] = []
    assert intake.apply(journal.aci, found, author="Camille", reason="", progress=lambda *step: steps.append(step)) == 2
    assert steps == [(1, 2), (2, 2)]
    changed = journal.aci.get(Measure, kept.id)
    assert (changed.version, changed.record.value, changed.record.cpam_value) == (2, 26, 25.5)
    assert changed.record.gap_comment == "gardé"
    assert (changed.record.giver, changed.record.state) == (Giver.CPAM, MeasureState.PROPOSED)
    assert [proof.link for proof in changed.record.proofs] == ["https://example.org/p"]
    assert changed.reason == "Import d'un fichier" and len(journal.aci.history(same.id)) == 1
    assert plan(journal, given, read).sentence == "0 ajout(s), 0 modification(s), 3 ligne(s) identique(s)."


def test_one_fault_and_nothing_is_written(journal: Journal, given: Small) -> None:
    found = plan(journal, given, table(
        HEADER, "prévention;Dépistage;2024;25;100;;;;", "prévention;Dépistage;2024;26;100;;;;", "prévention;Autre;2024;1;2;;;;",
        "autre;Dépistage;2024;1;2;;;;", "prévention;Dépistage;hier;1;2;;;;", "prévention;Dépistage;2023;x;2;;;;",
        "prévention;Dépistage;2022;1;;;;;", "prévention;Dépistage;2021;1;2;;voisin;;", "prévention;Dépistage;2020;1;2;;;;ftp:x"))
    assert [(report.line, report.column) for report in found.errors] == [
        (3, "Période"), (4, "Indicateur"), (5, "Mission"), (6, "Période"), (7, "Numérateur"), (8, "Dénominateur"),
        (9, "D'où vient le chiffre"), (10, "")]
    assert found.errors[0].sentence == "Déjà à la ligne 2 du fichier."
    assert "CPTS, CPAM" in found.errors[6].sentence
    assert found.sentence == "8 ligne(s) à corriger sur 9\u00a0: rien ne sera enregistré."
    with pytest.raises(JournalError, match="rien n'a été enregistré"):
        intake.apply(journal.aci, found, author="Camille", reason="")
    assert journal.aci.find(Measure) == ()
    assert [report.what for report in intake.preview(found)][:8] == ["erreur"] * 8


def test_what_somebody_wrote_between_the_preview_and_the_import_is_not_overwritten(journal: Journal, given: Small) -> None:
    kept = journal.aci.add(measure(given, "2024"), **BY)
    found = plan(journal, given, table(HEADER, ";Dépistage;2023;1;100;;;;", ";Dépistage;2024;26;100;;;;"))
    theirs = journal.aci.change(kept.id, measure(given, "2024", numerator=27.0), expected_version=1, author="Dominique")
    with pytest.raises(EditConflictError):
        intake.apply(journal.aci, found, author="Camille", reason="")
    added = plan(journal, given, table(HEADER, ";Dépistage;2022;1;100;;;;"))
    new = journal.aci.add(measure(given, "2022"), **BY)
    with pytest.raises(AlreadyThereError):
        intake.apply(journal.aci, added, author="Camille", reason="")
    assert journal.aci.find(Measure) == (theirs, new)


def test_small_counts_are_flagged(journal: Journal, given: Small) -> None:
    (report,) = plan(journal, given, table(HEADER, ";Dépistage;2024;5;100;;;;")).reports
    assert report.what == "ajout" and "moins de 11" in report.sentence


def test_indicators_come_by_a_table_too(journal: Journal, given: Small) -> None:
    read = table("Mission;Libellé;Unité;Sens;Calcul;Poids dans la part variable (%);Cible année 1;Cible année 3;Valeur de départ",
                 "Prévention;Dépistage;%;à augmenter;tout ou rien;50;;45;20",
                 "Prévention;Sans médecin traitant;%;à diminuer;;;8;;12,5")
    found = plan(journal, given, read, INDICATOR)
    assert [report.what for report in found.reports] == ["modification", "ajout"]
    intake.apply(journal.aci, found, author="Camille", reason="contrat")
    first, second = journal.aci.find(Indicator)
    assert first.record.targets == (Target(year=2, value=40), Target(year=3, value=45)) and first.record.weight_pct == 50
    assert (second.record.direction, second.record.baseline, second.record.targets) == (
        Direction.DOWN, 12.5, (Target(year=1, value=8),))


def test_a_partners_columns_are_matched_once_and_remembered(journal: Journal, given: Small) -> None:
    read = table("Lib;Per;Res", "Dépistage;2024;31,5")
    guessed = intake.propose(read, MEASURE)
    assert guessed.missing == ("indicator", "period") and guessed.unused(read) == ("Lib", "Per", "Res")
    with pytest.raises(JournalError, match="Associez d'abord une colonne à\u00a0: Indicateur, Période"):
        plan(journal, given, read)
    by_hand = intake.Matching(MEASURE, {"indicator": "Lib", "period": "Per", "cpam_value": "Res"})
    intake.remember(journal.aci, given.cpts.id, by_hand, name="CPAM de l'Isère", partner="CPAM", author="Camille")
    intake.remember(journal.aci, given.cpts.id, by_hand, name="CPAM de l'Isère", partner="CPAM", author="Camille")
    formats = journal.aci.find(PartnerFormat, cpts_id=given.cpts.id)
    assert len(formats) == 1
    again = intake.propose(table("Per;Res;Lib;Autre", "2025;1;Dépistage;x"), MEASURE, formats)
    assert (again.format_name, again.columns) == ("CPAM de l'Isère", by_hand.columns)
    found = intake.prepare(journal.aci, given.contract.id, read, again)
    intake.apply(journal.aci, found, author="Camille", reason="")
    (kept,) = journal.aci.find(Measure)
    assert (kept.record.value, kept.record.cpam_value) == (None, 31.5)


def test_a_workbook_and_a_paste_are_read_alike(journal: Journal, given: Small) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    book.active.append(["rien ici"])
    sheet = book.create_sheet("Mesures")
    for row in ([None], ["Indicateur", "Période", "Numérateur", "Dénominateur"], ["Dépistage", 2024, 25, 100.0]):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    of_book = intake.best_table(intake.read_tables("a.xlsx", content.getvalue()), MEASURE)
    of_paste = intake.pasted("Indicateur\tPériode\tNumérateur\tDénominateur\nDépistage\t2024\t25\t100\n")[0]
    assert of_book.lines == (3,) and of_book.rows == of_paste.rows
    assert plan(journal, given, of_book).adds == plan(journal, given, of_paste).adds != ()


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("a.csv", b"", "fichier vide"), ("a.csv", b"Indicateur;Valeur\n", "aucune ligne"), ("a.pdf", b"%PDF", "autre format"),
    ("a.xlsx", b"PK nothing", "illisible"), ("a.csv", b"x" * (MOST_BYTES + 1), "5 Mo au plus.*les lignes à importer")])
def test_what_cannot_be_read_is_said(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(UploadError, match=sentence):
        intake.read_tables(name, content)


@pytest.mark.parametrize(("lines", "reason"), [
    (["NIR;Valeur", "x;1"], "sécurité sociale"),
    (["Numéro de sécurité sociale;Valeur", "x;1"], "sécurité sociale"),
    (["A;B", "2 55 08 14 168 025 38;1"], "sécurité sociale"),
    (["A;B", "255081416802538;1"], "sécurité sociale"),
    (["255081416802538;12", "255081416802538;1"], "sécurité sociale"),
    (["A;B", "1 84 12 2A 451 089 " + str(97 - 1841219451089 % 97).zfill(2) + ";1"], "sécurité sociale"),
    (["Nom;Prénom;Valeur", "A;B;1"], "noms de personnes"),
    (["NOM DE NAISSANCE;x", "Dupont;1"], "noms de personnes"),
    (["Patient;x", "Dupont Jean;1"], "noms de personnes"),
    (["Date de naissance;x", "12/03/1950;1"], "dates de naissance"),
    (["DDN;x", "12/03/1950;1"], "dates de naissance"),
    (["Né(e) le;x", "12/03/1950;1"], "dates de naissance"),
    (["Nom;Date", "DUPONT;12/03/1950", "DURAND;01/02/1961"], "dates de naissance"),
    (["Domicile;x", "12 bis rue des Lilas;1"], "adresses"),
    (["Où;x", "12, avenue Foch;1", "3 place du Marché;1"], "adresses"),
    (["Contact;x", "a.b@example.org;1"], "adresses électroniques"),
    (["Contact;x", "06 12 34 56 78;1"], "téléphones"),
])
def test_persons_are_refused_with_the_reason(lines: list[str], reason: str) -> None:
    with pytest.raises(intake.PersonalDataError, match=rf"refusé\s: .*{reason}.*aucune donnée de patient"):
        table(*lines)


@pytest.mark.parametrize("lines", [
    ["Nom;Date;Patients", "Dépistage;12/03/2025;12"],
    ["Nom de l'indicateur;Naissances;Valeur", "Dépistage;512;12,5"],
    ["Indicateur;Patients;Valeur", "Dépistage;512;10.6796116504854", "Autre;99;255.081416802539"],
    ["Commune;Code;Médecins", "Bourgoin-Jallieu;38053;12"],
    ["Établissement;Places", "EHPAD de la Rue;80"],
    ["Indicateur;Période;Valeur", "Dépistage;2025;123456789012345"],
])
def test_tables_of_numbers_pass(lines: list[str]) -> None:
    assert table(*lines).rows


def test_a_proof_is_a_document_and_never_a_list_of_persons(journal: Journal, given: Small) -> None:
    proof = intake.keep_proof(journal.aci, "C:\\dossier\\bilan.pdf", b"%PDF", author="Camille")
    assert (proof.file_name, proof.private, journal.aci.file(proof.sha256)) == ("bilan.pdf", True, b"%PDF")
    kept = journal.aci.add(measure(given, proofs=(proof,)), **BY)
    assert journal.aci.get(Measure, kept.id).record.proofs == (proof,)
    assert intake.keep_proof(journal.aci, "notes.txt", b"une phrase", author="Camille").file_name == "notes.txt"
    with pytest.raises(intake.PersonalDataError, match="noms de personnes"):
        intake.keep_proof(journal.aci, "liste.csv", "Nom;Prénom\nA;B".encode(), author="Camille")
    for name, content in (("a.xlsx", b"PK\x03\x04 with a password"), ("a.csv", b"\x00\x01\x00")):
        with pytest.raises(UploadError, match="classeur illisible|pas du texte"):
            intake.keep_proof(journal.aci, name, content, author="Camille")
    for name in ("a.exe", "a.html", "a", ".pdf", "a.ods", "a.xls"):
        with pytest.raises(UploadError, match="une preuve est un document"):
            intake.keep_proof(journal.aci, name, b"x", author="Camille")
