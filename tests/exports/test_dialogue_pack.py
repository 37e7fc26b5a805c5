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
from cpts_analytics.journal.aci import Measure, Proof, ProofKind
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


def test_a_contract_without_anything_still_makes_a_pack(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path / 'bare.sqlite'}") as journal:
        given = small(journal)
        journal.aci.change(given.contract.id, dataclasses.replace(given.contract.record, signed=None), expected_version=1, **BY)
        journal.aci.remove(given.indicator, **BY)
        assert journal.aci.find(Measure) == ()
        found = pack_of(overview(journal.aci, given.contract.id, TODAY), author="Camille", on=TODAY)
        assert dialogue_pack.pdf(found) and "Aucun indicateur saisi." in words_of(dialogue_pack.docx(found))
        assert dict(found.facts)["Part variable en jeu"] == "non renseigné"
