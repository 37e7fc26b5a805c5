"""The dialogue pack: frozen, dated, the same words in Word and PDF, nothing private in it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import docx as word
import pytest

from cpts_analytics.errors import JournalError
from cpts_analytics.exports import dialogue_pack
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import Direction, Form, Measure, Proof, ProofKind, Target
from cpts_analytics.missions import Pack, overview, pack_of
from tests.journal.aci_given import BY, measure, small

TODAY = dt.date(2026, 1, 10)
MARKUP = '#panic("x") $a$ = titre *gras* <b>&'


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Pack]:
    with Journal.open(f"sqlite:///{tmp_path / 'journal.sqlite'}") as journal:
        given = small(journal, label=MARKUP)
        journal.aci.add(measure(given, "2025", numerator=30.0, cpam_value=28.5, gap_comment=MARKUP, proofs=(
            Proof(kind=ProofKind.LINK, link="https://secret.example.org/", title="liste secrète"),
            Proof(kind=ProofKind.LINK, link="https://public.example.org/", private=False),
            Proof(kind=ProofKind.TO_COME, who="Dominique", due=dt.date(2026, 2, 1)))), **BY)
        journal.aci.add(dataclasses.replace(given.indicator.record, label="Autre", weight_pct=None), **BY)
        yield pack_of(overview(journal.aci, given.contract.id, TODAY), author="Camille", on=TODAY)


def words_of(content: bytes) -> str:
    document = word.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_the_rows_of_the_pack(pack: Pack) -> None:
    """30 of 20→40 is half way: 3,600 of 60 % of 12,000 €. The CPAM found 1.5 less."""
    first, second = pack.missions[0].rows
    assert [cell.replace("\u00a0", " ").replace("\u202f", " ") for cell in first] == [
        MARKUP, "40 % (à augmenter)", "30 % (2025 ; brouillon)", "28,5 % (écart 1,5)", "50 %",
        "tenue par la CPTS, privée ; https://public.example.org/ ; à joindre pour le 01/02/2026", MARKUP, "3 600 € sur 7 200 €"]
    assert second[2:5] == ("non renseigné", "pas encore reçue", "Valeur\u00a0: non renseigné.") and second[7] == "non renseigné"
    assert pack.made == "Figé le 10/01/2026 par Camille" and pack.year.startswith("Année 2 (du 12/06/2025")
    assert "N'engage ni l'ARS, ni la CPAM." in pack.notes


def test_word_and_pdf_hold_the_same_pack(pack: Pack) -> None:
    words = words_of(dialogue_pack.docx(pack))
    for told in (pack.cpts, pack.made, pack.digest, MARKUP, "28,5 % (écart 1,5)", "Part variable acquise, valeurs CPTS"):
        assert told.replace("\u00a0", " ") in words
    made = dialogue_pack.pdf(pack)
    assert made.startswith(b"%PDF-") and b"pdfuaid" in made
    assert dialogue_pack.pdf(pack) == made


def test_nothing_private_leaves(pack: Pack) -> None:
    assert "secr" not in pack.as_json() and "Dominique" not in pack.as_json()
    assert "secr" not in words_of(dialogue_pack.docx(pack))


def test_the_digest_is_that_of_the_content(pack: Pack) -> None:
    assert dataclasses.replace(pack).digest == pack.digest != dataclasses.replace(pack, made="autre").digest
    assert len(pack.digest) == 64 and pack.digest[:16] in pack.citation


def test_a_small_count_is_flagged(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path / 'small.sqlite'}") as journal:
        given = small(journal)
        journal.aci.add(measure(given, "2025", numerator=5.0), **BY)
        found = pack_of(overview(journal.aci, given.contract.id, TODAY), author="Camille", on=TODAY)
        assert found.missions[0].rows[0][0] == "Dépistage*" and "moins de 11" in found.notes[0]
        with pytest.raises(JournalError, match="Indiquez qui"):
            pack_of(overview(journal.aci, given.contract.id, TODAY), author="", on=TODAY)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


BY_CPAM = "Part variable acquise, valeurs CPAM (celles de la CPTS là où la CPAM n'a rien donné)"


def test_what_the_cpam_s_values_earn_is_said_only_when_one_has_come(tmp_path: Path, pack: Pack) -> None:
    """28.5 is 42.5 % of the way from 20 to 40: 3,060 of 7,200 €. Without a value of the CPAM there is nothing of it to say."""
    assert plain({plain(name): told for name, told in pack.facts}[BY_CPAM]) == "3 060 €"
    assert "3 060 € d'après celles de la CPAM, complétées par celles de la CPTS" in plain(pack.missions[0].money[1])
    with Journal.open(f"sqlite:///{tmp_path / 'alone.sqlite'}") as journal:
        given = small(journal)
        journal.aci.add(measure(given, "2025", numerator=30.0), **BY)
        found = pack_of(overview(journal.aci, given.contract.id, TODAY), author="Camille", on=TODAY)
    facts = {plain(name): plain(told) for name, told in found.facts}
    assert facts["Part variable acquise, valeurs CPTS"] == "3 600 €" and facts[BY_CPAM] == "aucune valeur CPAM reçue"
    assert plain(found.missions[0].money[1]) == (
        "Part variable : 12 000 € en jeu, 3 600 € acquis d'après les valeurs de la CPTS ; aucune valeur CPAM reçue.")


@pytest.mark.parametrize(("value", "cpam", "cells"), [
    (7, None, ("moins de 11 patients (2025 ; brouillon)", "pas encore reçue", "cible non atteinte")),
    (7, 13, ("moins de 11 patients (2025 ; brouillon)", "13 patients", "cible non atteinte")),
    (13, 7, ("13 patients (2025 ; brouillon)", "moins de 11 patients", "cible non atteinte")),
    (0, None, ("0 patients (2025 ; brouillon)", "pas encore reçue", "0 %")),
    (11, 12, ("11 patients (2025 ; brouillon)", "12 patients (écart −1)", "55 %"))])
def test_a_count_of_one_to_ten_is_not_written_nor_what_would_tell_it(
        tmp_path: Path, value: float, cpam: float | None, cells: tuple[str, str, str]) -> None:
    """Of a target of 20, without a start: 11 is 55 %."""
    with Journal.open(f"sqlite:///{tmp_path / 'count.sqlite'}") as journal:
        given = small(journal, form=Form.COUNT, unit="patients", baseline=None, baseline_year=None, weight_pct=None,
                      targets=(Target(year=2, value=20),))
        journal.aci.add(Measure(indicator_id=given.indicator.id, period="2025", value=value, cpam_value=cpam), **BY)
        found = pack_of(overview(journal.aci, given.contract.id, TODAY), author="Camille", on=TODAY)
    row = found.missions[0].rows[0]
    hidden = "moins de 11" in row[2] + row[3]
    assert tuple(map(plain, row[2:5])) == cells and row[0] == ("Dépistage*" if hidden else "Dépistage")
    assert any("n'est pas écrit" in note for note in found.notes) == hidden


def test_a_small_count_beyond_a_target_of_nothing_is_not_written_in_a_sentence_either(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path / 'down.sqlite'}") as journal:
        given = small(journal, form=Form.COUNT, unit="patients", baseline=None, baseline_year=None, direction=Direction.DOWN,
                      targets=(Target(year=2, value=0),))
        journal.aci.add(Measure(indicator_id=given.indicator.id, period="2025", value=7), **BY)
        found = pack_of(overview(journal.aci, given.contract.id, TODAY), author="Camille", on=TODAY)
    assert found.missions[0].rows[0][4] == "cible non atteinte"


def test_a_contract_without_anything_still_makes_a_pack(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path / 'bare.sqlite'}") as journal:
        given = small(journal)
        journal.aci.change(given.contract.id, dataclasses.replace(given.contract.record, signed=None), expected_version=1, **BY)
        journal.aci.remove(given.indicator, **BY)
        assert journal.aci.find(Measure) == ()
        found = pack_of(overview(journal.aci, given.contract.id, TODAY), author="Camille", on=TODAY)
        assert dialogue_pack.pdf(found) and "Aucun indicateur saisi." in words_of(dialogue_pack.docx(found))
        assert dict(found.facts)["Part variable en jeu"] == "non renseigné"
