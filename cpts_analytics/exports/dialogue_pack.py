"""The *pack du dialogue de gestion* as a Word document and as a PDF: the same words, the same digest. Bytes, no file."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import typst
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Row

from cpts_analytics.missions.pack import COLUMNS, Pack

_TEMPLATE = Path(__file__).with_name("dialogue_pack.typ")
_WIDTHS_CM = (4.6, 2.8, 3.6, 2.7, 2.5, 3.0, 3.6, 2.9)


def pdf(pack: Pack) -> bytes:
    """The PDF (PDF/UA-1: tagged, titled, in French). What people typed goes in as data, never as markup."""
    content = {**json.loads(pack.as_json()), "columns": COLUMNS, "digest": pack.digest, "citation": pack.citation,
               "day": [pack.on.year, pack.on.month, pack.on.day]}
    made = typst.compile(_TEMPLATE.read_bytes(), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
                         sys_inputs={"pack": json.dumps(content, ensure_ascii=False)})
    if not isinstance(made, bytes):
        raise TypeError("typst gave no PDF")
    return made


def docx(pack: Pack) -> bytes:
    """The Word document, to be edited by the board."""
    document = Document()
    moment = dt.datetime(pack.on.year, pack.on.month, pack.on.day, tzinfo=dt.UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.language = f"{pack.title} – {pack.cpts}", pack.cpts, "fr-FR"
    properties.created = properties.modified = moment
    _page(document, pack)
    document.add_heading(pack.title, level=0)
    for line in (pack.cpts, pack.contract, f"{pack.year}. {pack.made}."):
        document.add_paragraph(line)
    facts = _table(document, ("Fait", "Valeur"), (8.0, 17.0))
    for name, value in pack.facts:
        _fill(facts.add_row(), (name, value), (8.0, 17.0))
    for mission in pack.missions:
        document.add_heading(mission.title, level=1)
        document.add_paragraph(mission.state)
        if mission.rows:
            table = _table(document, COLUMNS, _WIDTHS_CM)
            for row in mission.rows:
                _fill(table.add_row(), row, _WIDTHS_CM)
        else:
            document.add_paragraph("Aucun indicateur saisi.")
        for sentence in mission.money:
            document.add_paragraph(sentence)
    document.add_heading("Notes", level=1)
    for note in pack.notes:
        document.add_paragraph(note, style="List Bullet")
    document.add_heading("Comment les chiffres sont faits", level=1)
    for title, words in pack.formulas:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{title}. ").bold = True
        paragraph.add_run(words)
    document.add_paragraph(f"Pour citer\u00a0: {pack.citation}")
    document.add_paragraph(f"Empreinte du contenu (SHA-256)\u00a0: {pack.digest}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: WordDocument, pack: Pack) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    section.footer.paragraphs[0].text = f"{pack.cpts} – {pack.made} – empreinte {pack.digest[:16]}"
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    style.element.get_or_add_rPr().append(language)


def _table(document: WordDocument, header: tuple[str, ...], widths: tuple[float, ...]) -> Table:
    """A table whose first row is repeated at the top of each page."""
    table = document.add_table(rows=1, cols=len(header), style="Light Grid Accent 1")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _fill(table.rows[0], header, widths)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def _fill(row: _Row, words: tuple[str, ...], widths: tuple[float, ...]) -> None:
    for cell, word, width in zip(row.cells, words, widths, strict=True):
        cell.text = word
        cell.width = Cm(width)
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(8.5)
