"""What can be carried away arrives: CSV, XLSX with its sources, a picture, a page that needs nobody."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect
from python_calamine import load_workbook

from tests.browser.conftest import Visit

MAP = "/carte?territoire=epci:243800604"


def test_the_table_beside_the_map_is_downloaded_with_its_sources(visit: Visit, tmp_path: Path) -> None:
    here = visit(MAP)
    main = here.page.get_by_test_id("stMain")
    sheet = here.download(main.get_by_role("button", name="CSV", exact=True), tmp_path)
    text = sheet.read_text(encoding="utf-8-sig")
    assert "38053" in text and "Bourgoin-Jallieu" in text and "Drees" in text
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) > 22
    book = load_workbook(here.download(main.get_by_role("button", name="XLSX", exact=True), tmp_path))
    assert "Sources" in book.sheet_names
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "38053" in cells and "Bourgoin-Jallieu" in cells
    papers = " ".join(str(cell) for row in book.get_sheet_by_name("Sources").to_python() for cell in row)
    assert "Drees" in papers and "Licence Ouverte" in papers


def test_all_the_figures_are_downloaded_from_the_band(visit: Visit, tmp_path: Path) -> None:
    here = visit("/")
    here.press("Exporter")
    popover = here.page.get_by_test_id("stPopoverBody")
    book = load_workbook(here.download(popover.get_by_role("button", name="XLSX"), tmp_path))
    assert "Sources" in book.sheet_names
    rows = book.get_sheet_by_index(0).to_python()
    keys = {str(cell) for row in rows for cell in row}
    assert {"population", "apl_gp", "density_gp"} <= keys


def test_the_map_is_downloaded_as_a_picture_and_as_a_page_that_can_be_read_alone(
        visit: Visit, tmp_path: Path, chromium) -> None:  # type: ignore[no-untyped-def]
    here = visit(MAP)
    here.map()
    picture = here.download(here.page.get_by_role("button", name="PNG"), tmp_path)
    with Image.open(picture) as image:
        assert image.format == "PNG" and image.width > 600
        assert len(image.convert("P", palette=Image.Palette.ADAPTIVE).getcolors() or ()) > 5
    page = here.download(here.page.get_by_role("button", name="HTML"), tmp_path)
    assert page.suffix == ".html" and page.stat().st_size > 20_000
    alone = chromium.new_context(offline=True).new_page()
    try:
        alone.goto(page.as_uri())
        expect(alone.get_by_role("heading", level=1)).to_have_text(re.compile("médecins généralistes"))
        expect(alone.locator("#drawing svg")).to_be_visible()  # what it shows where the internet does not reach
        expect(alone.get_by_role("cell", name="Bourgoin-Jallieu")).to_be_visible()
        expect(alone.locator("body")).to_contain_text("Drees")
    finally:
        alone.context.close()
