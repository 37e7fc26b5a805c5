"""Carte: another indicator, a click on a commune, all of France, and a browser that cannot draw."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from cpts_analytics.commands import driving, served_app
from cpts_analytics.store import ROOT
from tests.browser.conftest import Visit
from tests.browser.watched import Watched

CAPI = "epci:243800604"


def _on_the_command_line(indicator: str, code: str) -> float:
    """The value of one commune as ``figures --each commune`` prints it."""
    command = [sys.executable, "-m", "cpts_analytics", "figures", "--territory", CAPI, "--indicator", indicator,
               "--each", "commune", "--format", "json"]
    rows = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout)
    return next(row["value"] for row in rows if row["area"] == code)


def _french(value: float, decimals: int) -> str:
    """As a Frenchman writes it: 4.385, that a computer holds as 4.38499…, is 4,39."""
    rounded = Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,}".replace(",", " ").replace(".", ",")


def _large_colours(place: Locator) -> int:
    """How many colours cover more than half a percent of a picture of the place."""
    picture = np.asarray(Image.open(io.BytesIO(place.screenshot())).convert("RGB")).reshape(-1, 3)
    counts = np.unique(picture, axis=0, return_counts=True)[1]
    return int((counts > 0.005 * len(picture)).sum())


def _click_the_middle(here: Watched) -> None:
    here.map()
    driving.click_map(here.page)
    expect(here.page.locator(".st-key-cpts-map-card")).to_be_visible()
    here.settle()


def test_another_indicator_changes_title_legend_and_address(visit: Visit) -> None:
    here = visit(f"/carte?territoire={CAPI}")
    here.map()
    title, legend = here.read("h1"), here.read(".cpts-legend")
    here.pick("Indicateur", "Pharmacies (pour")
    here.page.wait_for_url("**indicateur=density_pharmacy*")
    here.map()
    assert here.read("h1") != title and "pharmacies" in here.read("h1")
    assert here.read(".cpts-legend") != legend
    assert _large_colours(here.map().locator(".cpts-canvas")) >= 4


@pytest.mark.parametrize(("indicator", "decimals"), [("apl_gp", 2), ("share_75_plus", 1)])
def test_a_click_on_the_map_gives_the_figure_of_the_command_line(visit: Visit, indicator: str, decimals: int) -> None:
    here = visit(f"/carte?territoire={CAPI}&indicateur={indicator}")
    _click_the_middle(here)
    code = here.address()["commune"]
    assert code.startswith("38") and len(code) == 5
    card = here.read(".st-key-cpts-map-card")
    name = here.page.locator(".st-key-cpts-map-card").get_by_role("heading", level=2).inner_text()
    assert name in here.page.get_by_role("combobox", name="Commune", exact=True).input_value()
    assert _french(_on_the_command_line(indicator, code), decimals) in card


def test_the_commune_in_the_middle_is_chosen_by_keyboard(visit: Visit) -> None:
    here = visit(f"/carte?territoire={CAPI}")
    canvas = here.map().locator(".cpts-canvas canvas")
    canvas.focus()
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".st-key-cpts-map-card")).to_be_visible()
    here.settle()
    assert "commune" in here.address()


def test_all_of_france_is_painted(visit: Visit) -> None:
    here = visit("/carte?vue=france")
    painted = here.map()
    assert _large_colours(painted.locator(".cpts-canvas")) >= 5
    counts = here.page.locator(".cpts-legend small").all_inner_texts()
    assert sum(int("".join(letter for letter in count if letter.isdigit())) for count in counts) == 34_875


def test_without_webgl_a_still_map_takes_the_place(playwright, chromium_path: str, app) -> None:  # type: ignore[no-untyped-def]
    browser = playwright.chromium.launch(executable_path=chromium_path, args=[*served_app.QUIET, *served_app.NO_WEBGL])
    try:
        here = Watched(browser, app.url).open("/carte")
        expect(here.page.locator(".cpts-message")).to_contain_text("Ce navigateur ne peut pas dessiner la carte interactive")
        picture = here.page.get_by_test_id("stImage").locator("img")
        expect(picture).to_be_visible()
        here.settle()
        assert picture.evaluate("image => image.naturalWidth") > 600
        assert _large_colours(picture) >= 4
        assert picture.get_attribute("alt")
        here.check()
    finally:
        browser.close()
