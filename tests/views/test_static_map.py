"""The printed map: not blank, its states apart, its description in words."""

import gzip
import io
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from matplotlib import image

from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import SUPPRESSED
from cpts_analytics.views.static_map import map_description, outline_of, static_map
from tests.views.frames import classes, squares, subject


def pixels(png: bytes) -> np.ndarray:
    return (255 * image.imread(io.BytesIO(png), format="png")[..., :3]).astype(np.uint8)


def share_of(image: np.ndarray, colour: str) -> float:
    wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return float((np.abs(image.astype(int) - wanted).max(axis=2) <= 2).mean())


def test_the_map_is_drawn_in_its_colours():
    image = pixels(static_map(subject(), dpi=100))
    assert image.shape == (660, 800, 3)
    for place in (0, 1, 2):
        assert share_of(image, subject().classes.colours[place]) > 0.01
    assert share_of(image, palette.fade(classes().colours[0])) > 0.01  # outside the territory
    assert share_of(image, palette.INK) > 0.001  # outline and words


def test_a_hidden_commune_is_hatched():
    plain = subject(indices=np.zeros(9, dtype=np.uint8))
    hidden = subject(indices=np.array([0, 0, 0, 0, SUPPRESSED, 0, 0, 0, 0], dtype=np.uint8))
    assert share_of(pixels(static_map(hidden, dpi=100)), palette.SUPPRESSED) > share_of(
        pixels(static_map(plain, dpi=100)), palette.SUPPRESSED
    )


def test_the_same_map_gives_the_same_bytes():
    assert static_map(subject(), dpi=60) == static_map(subject(), dpi=60)


def test_a_name_with_dollars_is_not_mathematics():
    static_map(subject(title="Combien en $ et en $ ?", subtitle="$x^{$"), dpi=50)


def test_the_legend_counts_the_territory_only():
    assert sum(entry.communes for entry in subject().legend()) == 6
    assert sum(entry.communes for entry in subject(members=[]).legend()) == 9


def test_the_description_says_the_classes():
    assert map_description(subject()).replace("\u00a0", " ") == (
        "Carte : Où voit-on un médecin ? Pays Berjalliens, 2023. 6 communes, valeurs en consultations par an : "
        "moins de 2,5 : 1 commune ; de 2,5 à 3,5 : 2 communes ; 3,5 et plus : 1 commune ; "
        "masqué (secret statistique) : 1 commune ; non publié à cette échelle : 1 commune."
    )


def test_a_map_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one commune"):
        subject(communes=squares(0), indices=np.array([], dtype=np.uint8))
    with pytest.raises(ValueError, match="2 classes for 9 communes"):
        subject(indices=np.zeros(2, dtype=np.uint8))


def test_the_outline_closes_small_cracks():
    cracked = squares(2)
    cracked.loc[1, "geometry"] = gpd.GeoSeries(cracked.geometry[1:2]).translate(1e-5).iloc[0]
    assert outline_of(cracked.geometry).geom_type == "Polygon"


def test_a_real_departement(open_data):
    with gzip.open(open_data / "geography" / "communes-2025-simplifie-wgs84.geojson.gz") as stream:
        features = [f for f in json.load(stream)["features"] if f["properties"]["dep"] == "38"]
    communes = gpd.GeoDataFrame.from_features(features, crs=4326)
    values = pd.Series(np.linspace(1, 5, len(communes)))
    indices = classes().indices(values, pd.Series(["ok"] * len(communes)))
    drawn = subject(communes=communes, indices=indices, members=["38053", "38085"])
    image = pixels(static_map(drawn, dpi=100))
    assert share_of(image, palette.GROUND) < 0.9 and len(np.unique(image.reshape(-1, 3), axis=0)) > 50
