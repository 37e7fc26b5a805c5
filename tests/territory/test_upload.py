"""Files of communes given by the user: whatever the layout, within bounds."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cpts_analytics.errors import CptsError, UploadError
from cpts_analytics.territory import Geography, parse_file
from tests.territory.test_properties import GEOGRAPHY

EXPECTED = {"38901", "38902", "97190"}


def workbook(*rows: list[object], first_sheet: list[list[object]] | None = None) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for table in ([first_sheet] if first_sheet is not None else []) + [list(rows)]:
            sheet = book.add_worksheet()
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.mark.parametrize("content", [
    b"code\n38901\n38902\n97190\n",
    b"38901\n38902\n97190\n",  # no header
    "code;nom\r\n38901;Bourg-Neuf\r\n38902;Saint-Savin\r\n97190;Basse-Rive\r\n".encode("cp1252"),
    "\ufeffcode insee,commune\n38901,Bourg-Neuf\n38902,Saint-Savin\n97190,Basse-Rive\n".encode(),
    b"nom\tcode postal\nBourg-Neuf\t38300\nSaint-Savin\t38460\nBasse-Rive\t97100\n",
    "département;commune\nIsère;Bourg-Neuf\nIsère;Saint-Savin\nGuadeloupe;Basse-Rive\n".encode(),
    "département;commune\nIsère;Bourg-Neuf\nIsère;Saint-Savin\nGuadeloupe;Basse-Rive\n".encode("latin-1"),
    "département;commune\nIsère;Bourg-Neuf\nIsère;Saint-Savin\nGuadeloupe;Basse-Rive\n".encode("utf-16"),
    b'id,"commune","population"\n1,"Bourg-Neuf","30 000"\n2,"38902 Saint-Savin","4 000"\n3,"Basse-Rive","10 000"\n',
    b"EPCI;code commune;libelle\n200000001;38901;Bourg-Neuf\n200000001;38902;Saint-Savin\n200000006;97190;Basse-Rive\n",
])
def test_the_column_of_communes_of_a_text_file_is_found(content: bytes, geography: Geography):
    parsed = parse_file("communes.csv", content, geography)
    assert set(parsed.found) == EXPECTED
    assert parsed.unknown == () and parsed.ambiguous == ()


def test_the_column_of_communes_of_a_workbook_is_found(geography: Geography):
    content = workbook(["Commune", "Code Insee", "Habitants"], ["Bourg-Neuf", 38901, 30000],
                       ["Saint-Savin", 38902, 4000], ["Basse-Rive", 97190, 10000])
    assert set(parse_file("Communes.XLSX", content, geography).found) == EXPECTED


def test_a_sheet_of_notes_before_the_communes_is_passed_over(geography: Geography):
    content = workbook(["code"], ["38901"], ["38902"], ["97190"], first_sheet=[["Lisez-moi"], ["version 3"]])
    assert set(parse_file("communes.xlsx", content, geography).found) == EXPECTED


def test_unknown_rows_are_listed_and_the_others_kept(geography: Geography):
    parsed = parse_file("c.csv", b"commune\nBourg-Neuf\nLe Vall\nVienne\n", geography)
    assert parsed.found == ("38901", "38905")
    assert [(item.text, item.suggestions[0].code) for item in parsed.unknown] == [("Le Vall", "38904")]


@pytest.mark.parametrize(("name", "content", "said"), [
    ("c.csv", b"", "vide"),
    ("c.csv", b"  \n", "vide"),
    ("c.csv", b"x" * 5_000_001, "5,0 Mo"),
    ("c.csv", b"<!DOCTYPE html><html></html>", "page web"),
    ("c.csv", b"a;b\x00\n", "pas du texte"),
    ("c.csv", b"mois;montant\njanvier;3\n", "aucune colonne"),
    ("c.pdf", b"%PDF", "autre format"),
    ("c.xlsx", b"not a zip at all", "illisible"),
    ("c.xlsx", b"PK\x03\x04 truncated", "illisible"),
    ("c.csv", b'"' + b"x" * 200_000, "guillemet"),
])
def test_a_bad_file_is_refused_in_one_french_sentence(name: str, content: bytes, said: str, geography: Geography):
    with pytest.raises(UploadError, match=said) as error:
        parse_file(name, content, geography)
    assert name in str(error.value)


def test_a_truncated_workbook_is_refused(geography: Geography):
    content = workbook(["code"], ["38901"])
    with pytest.raises(UploadError, match="illisible"):
        parse_file("c.xlsx", content[:len(content) // 2], geography)


def test_a_workbook_that_swells_is_refused_before_it_is_unpacked(geography: Geography):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_001)
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(UploadError, match="décompressé"):
        parse_file("c.xlsx", buffer.getvalue(), geography)


def test_a_workbook_that_lies_about_its_size_is_refused(geography: Geography):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    lying = buffer.getvalue().replace((60_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(UploadError, match="illisible"):
        parse_file("c.xlsx", lying, geography)


def test_a_sheet_with_one_cell_at_the_far_corner_is_refused(geography: Geography):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "code")
        sheet.write(1_048_575, 16_383, "38901")
    with pytest.raises(UploadError, match="démesurée"):
        parse_file("c.xlsx", buffer.getvalue(), geography)


@given(st.binary(max_size=300), st.sampled_from(["c.csv", "c.xlsx", "c.txt", "c"]))
def test_any_bytes_are_answered_or_refused_with_a_sentence(content: bytes, name: str):
    try:
        parse_file(name, content, GEOGRAPHY)
    except CptsError as error:
        assert str(error)
