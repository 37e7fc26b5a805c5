"""A board's evening in a real browser: a contract, three indicators, measures, a proof; reload; out and in again."""

from __future__ import annotations

import json
import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.watched import Watched

THREE = ("Patients de 17 ans et plus sans médecin traitant", "Patients en ALD sans médecin traitant",
         "Patients de 70 ans et plus sans médecin traitant")


def _field(page: Page, name: str | re.Pattern[str]):  # type: ignore[no-untyped-def]
    return page.get_by_role("textbox", name=name).first


def _sign(here: Watched) -> None:
    page = here.page
    _field(page, "Nom de la CPTS").fill("CPTS d'une soirée")
    page.get_by_role("spinbutton").first.click()
    page.keyboard.type("15032025")
    _field(page, re.compile("Qui saisit")).fill("Une infirmière")
    here.press("Enregistrer le contrat")
    expect(page.get_by_text("CPTS d'une soirée").first).to_be_visible()


def _type(here: Watched, numerator: str, denominator: str, *, proof: str = "") -> None:
    page = here.page
    _field(page, re.compile("Numérateur")).fill(numerator)
    page.keyboard.press("Tab")
    here.settle()
    _field(page, "Dénominateur").fill(denominator)
    page.keyboard.press("Tab")
    here.settle()
    if proof:
        here.press(re.compile("^lien$"))
        _field(page, "Adresse de la preuve").fill(proof)
        page.keyboard.press("Tab")
        here.settle()
    _field(page, re.compile("En une phrase")).fill("Chiffre de la soirée")
    page.keyboard.press("Enter")
    here.settle()
    expect(page.get_by_text("enregistré", exact=False).first).to_be_visible()


def _give(here: Watched, file: Path) -> None:
    here.page.locator("input[type=file]").first.set_input_files(file)
    here.settle()


def _out_and_in_again(here: Watched, folder: Path) -> None:
    """The pack, the JSON; then the workbook and the template, brought in again as they came out, change nothing."""
    page = here.page
    for name, begins in (("Word", b"PK\x03\x04"), ("PDF", b"%PDF-"), ("Tout en JSON", b"{")):
        content = here.download(page.get_by_role("button", name=name, exact=True), folder).read_bytes()
        assert content.startswith(begins) and len(content) > 1000, name
    whole = json.loads(content)
    assert "CPTS d'une soirée" in json.dumps(whole, ensure_ascii=False)
    book = here.download(page.get_by_role("button", name="Tout en XLSX"), folder)
    _give(here, book)
    expect(page.get_by_text("4 ligne(s) identique(s)").first).to_be_visible()
    assert "0 ajout(s), 0 modification(s)" in here.text()
    page.get_by_role("radio", name="Indicateurs", exact=True).click()
    expect(page.get_by_text("3 ligne(s) identique(s)").first).to_be_visible()
    here.press("Abandonner")
    template = here.download(page.get_by_role("button", name=re.compile("Modèle à remplir\\s: mesures")), folder)
    workbook = load_workbook(template)
    sheet = workbook.worksheets[0]
    titles = [str(cell.value) for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if THREE[0] in [cell.value for cell in row])
    for title, value in (("Période", "2023"), ("Numérateur", 1700), ("Dénominateur", 10000)):
        row[titles.index(title)].value = value
    workbook.save(template)
    _give(here, template)
    expect(page.get_by_text("1 ajout(s)").first).to_be_visible()
    here.press("Tout enregistrer")
    expect(page.get_by_text("tout est enregistré").first).to_be_visible()


def test_an_evening_of_a_board_from_the_contract_to_the_import(visit: Visit, tmp_path: Path) -> None:
    here = visit("/missions-aci?territoire=communes:38053,38553")
    page = here.page
    _sign(here)
    here.press("Ouvrir")
    here.press(re.compile("Partir d'un modèle"))
    for label in THREE:
        page.get_by_text(label, exact=True).first.click()
    here.press("Ajouter les modèles choisis")
    expect(page.get_by_text(THREE[2]).first).to_be_visible()
    here.press("Saisie du soir")
    _type(here, "1600", "10000", proof="https://exemple.fr/preuve")
    _type(here, "300", "2000")
    _type(here, "450", "3000")
    expect(page.get_by_text("Tout est saisi")).to_be_visible()
    assert "16 % (1 600 sur 10 000)" in here.text() and "À valider" in here.text()
    page.reload()
    here.settle()
    here.press("Une mission")
    page.get_by_role("button", name="Ouvrir").first.click()
    here.settle()
    assert "1 600 sur 10 000" in here.text()
    expect(page.get_by_role("link", name="https://exemple.fr/preuve")).to_be_visible()
    here.press("Importer, exporter")
    book = here.download(page.get_by_role("button", name="Tout en XLSX"), tmp_path)
    assert any(THREE[0] in row for row in load_workbook(book)["Indicateurs"].iter_rows(values_only=True))
    filled = tmp_path / "mesures.csv"
    filled.write_text(f"Indicateur;Période;Numérateur;Dénominateur\n{THREE[1]};2024;400;2000\n", encoding="utf-8")
    _give(here, filled)
    expect(page.get_by_text("1 ajout(s)").first).to_be_visible()
    _field(page, re.compile("Qui saisit")).fill("Une infirmière")
    here.press("Tout enregistrer")
    expect(page.get_by_text("tout est enregistré").first).to_be_visible()
    _out_and_in_again(here, tmp_path)
    here.press("Ce qui a changé")
    expect(page.get_by_text(re.compile(r"2024\s:\s20")).first).to_be_visible()
