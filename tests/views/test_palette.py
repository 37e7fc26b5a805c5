"""Colours can be read, by everybody."""

import colorsys
import re
from pathlib import Path

import pytest

import cpts_analytics
from cpts_analytics.model import THEMES
from cpts_analytics.views import palette


def test_contrast_is_that_of_the_standard():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", palette.TEXT_COLOURS)
@pytest.mark.parametrize("ground", [palette.GROUND, palette.SOFT_GROUND])
def test_text_can_be_read(colour, ground):
    assert palette.contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("steps", range(1, 7))
def test_a_ramp_goes_from_light_to_dark_in_one_hue(theme, steps):
    colours = palette.ramp(theme, steps)
    light = [palette.contrast(colour, "#000000") for colour in colours]
    assert len(set(colours)) == steps and light == sorted(light, reverse=True)
    hues = [colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))[0] for colour in colours]
    spread = max(hues) - min(hues)
    assert min(spread, 1 - spread) < 0.09


@pytest.mark.parametrize("theme", THEMES)
def test_neighbouring_classes_can_be_told_apart(theme):
    colours = palette.ramp(theme, 5)
    assert min(palette.contrast(one, other) for one, other in zip(colours, colours[1:], strict=False)) > 1.2


def test_seven_classes_are_refused():
    with pytest.raises(ValueError, match="1 to 6"):
        palette.ramp("supply", 7)


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_a_class_is_the_one_that_reads_better(theme):
    for colour in palette.ramp(theme):
        best = max((palette.INK, palette.GROUND), key=lambda text: palette.contrast(text, colour))
        assert palette.text_on(colour) == best and palette.contrast(best, colour) >= 3.8


def test_fading_is_towards_white():
    assert palette.fade("#000000", 0.35) == "#a6a6a6"
    assert palette.fade("#123456", 1.0) == "#123456"


def test_no_colour_is_written_elsewhere_in_views_and_exports():
    package = Path(cpts_analytics.__file__).parent
    files = [
        file for room in ("views", "exports") for file in (package / room).glob("*.py") if file.name != "palette.py"
    ]
    found = [
        f"{file.name}: {match}" for file in files for match in re.findall(r"#[0-9a-fA-F]{6}\b", file.read_text("utf-8"))
    ]
    assert files and not found
