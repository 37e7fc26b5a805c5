"""CSV and XLSX: read back by other programs' eyes, with their papers."""

import csv
import io
import zipfile

import pandas as pd
import pytest
import python_calamine

from cpts_analytics.exports.papers import papers_of
from cpts_analytics.exports.tabular import to_csv, to_xlsx
from tests.views.frames import source

PAPERS = papers_of([source(), source("apl", producer="DREES", title="APL", vintage="2023"), source()])


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Code Insee": ["38053", "2A004", "01001"],
            "Commune": ["Bourgoin-Jallieu", "=cmd|' /C calc'!A0", "L'Abergement ; « x »"],
            "Habitants": [30151, 71361, 859],
            "APL (consultations par an)": pd.array([4.556, -1.5, None], dtype="Float64"),
            "Note": ["https://exemple.fr", None, "12345"],
        }
    )


def test_each_dataset_has_its_papers_once():
    assert [paper.producer for paper in PAPERS] == ["Insee", "DREES"]
    assert PAPERS[0].read_on == "2026-10-05" and PAPERS[0].address == "https://www.insee.fr/"


def test_the_csv_opens_in_a_french_spreadsheet():
    content = to_csv(frame(), PAPERS)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lines[0][-3:] == ["source", "millesime", "consulte_le"]
    assert lines[1][:5] == ["38053", "Bourgoin-Jallieu", "30151", "4,556", "https://exemple.fr"]
    assert lines[2][1].startswith("'=") and lines[2][3] == "-1,5" and lines[2][4] == ""
    assert lines[3][1] == "L'Abergement ; « x »" and lines[3][3] == ""
    assert lines[3][5:] == [
        "Insee, Base permanente des équipements | DREES, APL",
        "2024 | 2023",
        "2026-10-05 | 2026-10-05",
    ]
    assert {len(line) for line in lines} == {8}


def test_the_xlsx_keeps_numbers_texts_and_sources():
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(frame(), PAPERS, "Communes")))
    assert book.sheet_names == ["Données", "Sources"]
    lines = book.get_sheet_by_name("Données").to_python()
    assert lines[0] == list(frame().columns)
    assert lines[1] == ["38053", "Bourgoin-Jallieu", 30151.0, 4.556, "https://exemple.fr"]
    assert lines[2] == ["2A004", "'=cmd|' /C calc'!A0", 71361.0, -1.5, ""]
    assert lines[3] == ["01001", "L'Abergement ; « x »", 859.0, "", "12345"]
    sources = book.get_sheet_by_name("Sources").to_python()
    assert sources[0] == [
        "Producteur",
        "Jeu de données",
        "Licence",
        "Millésime",
        "Mis à jour le",
        "Consulté le",
        "Adresse",
    ]
    assert sources[2][:4] == ["DREES", "APL", "Licence Ouverte 2.0", "2023"]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_xlsx_holds_no_formula_and_no_link():
    texts = parts(to_xlsx(frame(), PAPERS))
    assert not any("<f>" in text or "<hyperlink" in text for text in texts.values())


def test_the_header_is_frozen_and_numbers_have_a_format():
    texts = parts(to_xlsx(frame(), PAPERS))
    assert 'state="frozen"' in texts["xl/worksheets/sheet1.xml"]
    assert "#,##0" in texts["xl/styles.xml"]


def test_the_same_table_gives_the_same_bytes():
    assert to_xlsx(frame(), PAPERS) == to_xlsx(frame(), PAPERS)
    assert to_csv(frame(), PAPERS) == to_csv(frame(), PAPERS)


@pytest.mark.parametrize("empty", [pd.DataFrame(), frame().iloc[:0]])
def test_an_empty_table_is_still_a_file(empty):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(empty, PAPERS)))
    assert book.sheet_names == ["Données", "Sources"]
    assert to_csv(empty, []).decode("utf-8-sig").strip().endswith("source;millesime;consulte_le")


def test_truth_values_and_dates_are_written_as_text():
    given = pd.DataFrame({"b": [True, False], "d": [pd.Timestamp("2026-11-21"), pd.NaT]})
    lines = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(given, PAPERS)))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert lines[1:] == [["True", "2026-11-21 00:00:00"], ["False", ""]]
