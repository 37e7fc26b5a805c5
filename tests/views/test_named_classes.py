"""Classes of a change and of two indicators: limits, sides, words, colours that every eye tells apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import NOT_PUBLISHED
from cpts_analytics.views.named_classes import ChangeClasses, change_classes, limit_words, two_way

STEPS = ((0.02, 0.05), (0.1, 0.3))

# Machado, Oliveira and Fernandes (2009), severity 1, linear RGB: the matrices of the authors' page.
PROTAN = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTAN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    ratio = xyz / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", [np.eye(3), np.array(PROTAN), np.array(DEUTAN)], ids=["all", "protan", "deutan"])
@pytest.mark.parametrize("colours", [palette.TWO_WAY, palette.DIVERGING], ids=["two-way", "diverging"])
def test_every_two_colours_can_be_told_apart(colours: tuple[str, ...], eye: np.ndarray) -> None:
    seen = [lab(eye @ linear(colour)) for colour in colours]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) > 10


def test_what_is_out_of_the_territory_never_looks_like_another_cell() -> None:
    inside = [lab(linear(colour)) for colour in palette.TWO_WAY]
    corner = lab(linear(palette.fade(palette.TWO_WAY[6])))
    assert min(np.linalg.norm(corner - other) for other in inside) > 10


def test_a_change_is_classed_by_its_size_and_its_side() -> None:
    classes = ChangeClasses((0.02, 0.05), "APL", 2)
    change = np.array([0.06, 0.05, 0.02, 0.0, -0.01, -0.03, -1.0, np.nan])
    assert classes.indices(change).tolist() == [6, 5, 4, 3, 2, 1, 0, NOT_PUBLISHED]


def test_fewer_minutes_are_better() -> None:
    classes = ChangeClasses((2, 5), "minutes", 0, better=-1)
    assert classes.indices(np.array([-8.0, 8.0])).tolist() == [6, 0]
    labels = {entry.index: entry.label for entry in classes.legend(np.array([0, 6], dtype=np.uint8))}
    assert labels[6] == "au-delà de −5" and labels[0] == "au-delà de +5"


def test_a_side_on_which_nothing_happens_is_not_in_the_legend() -> None:
    classes = change_classes(np.array([0.0, 0.04, 0.01]), STEPS, "APL", decimals=2)
    assert [entry.label for entry in classes.legend(classes.indices(np.array([0.04, 0.01, 0.0])))] == [
        "au-delà de +0,05", "de +0,02 à +0,05", "jusqu'à +0,02", "pas de changement"]


def test_the_limits_follow_the_size_of_the_change() -> None:
    assert change_classes(np.array([0.04, np.nan]), STEPS, "", decimals=2).limits == (0.02, 0.05)
    assert change_classes(np.array([0.4]), STEPS, "", decimals=2).limits == (0.1, 0.3)
    assert change_classes(np.array([np.nan]), STEPS, "", decimals=2).limits == (0.02, 0.05)


def test_the_nine_cells_are_named_by_both_axes() -> None:
    classes = two_way(limit_words((5.9, 7.1), 1), limit_words((3.11, 4.26), 2), "")
    assert classes.labels[6] == "besoin plus de 7,1\u00a0; accès 3,11 ou moins"
    assert classes.labels[2] == "besoin 5,9 ou moins\u00a0; accès plus de 4,26"
    counted = classes.legend(np.array([6, 6, NOT_PUBLISHED], dtype=np.uint8))
    assert counted[6].communes == 2 and counted[-1].label == "une des deux valeurs manque" and len(counted) == 10
