"""Charts: what is drawn, and that plotly takes it."""

import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from cpts_analytics.views import charts, palette
from tests.views.frames import classes, compared, indicator, row, rows


def strip(**own: object) -> dict:
    return charts.comparison_strip(indicator(), compared(**own), "Le territoire compte-t-il moins de lieux ?")


def labels(chart: dict) -> list[str]:
    return [note["text"].replace("\u00a0", " ") for note in chart["layout"]["annotations"]]


def every_chart() -> list[dict]:
    history = pd.concat([compared().assign(period=str(year)) for year in (2021, 2022, 2023)])
    people = pd.DataFrame(
        {"value": [1.0, 3.0, np.nan], "status": ["ok", "ok", "suppressed"], "population": [10, 80, 10]}
    )
    return [
        strip(),
        charts.bars(
            "Combien ?", [charts.Bar("Infirmiers", 14.0, "14,0", 16.0), charts.Bar("x", None, "masqué")], "lieux"
        ),
        charts.series(indicator(), history, "Et depuis 2021 ?"),
        charts.distribution(classes(), people, "Où vivent-ils ?"),
    ]


@pytest.mark.parametrize("chart", every_chart())
def test_plotly_takes_it_and_it_is_french_and_still(chart):
    assert go.Figure(chart).to_dict()["layout"]["separators"] == ",\u202f"
    assert chart["layout"]["transition"]["duration"] == 0 and chart["layout"]["showlegend"] is False
    assert "nan" not in json.dumps(chart, allow_nan=False).lower()


def test_the_strip_names_each_area_beside_its_dot():
    assert labels(strip())[1:] == [
        "<b>Pays Berjalliens : 6,9</b>",
        "reste de l'Isère : 9,4",
        "département de l'Isère : 9,1",
        "région Auvergne-Rhône-Alpes : 9,3",
        "4 territoires semblables, médiane : 8,0",
        "France : 8,9",
    ]


def test_each_label_of_the_strip_has_a_lane_of_its_own():
    heights = [note["y"] for note in strip()["layout"]["annotations"][1:]]
    assert len(set(heights)) == len(heights)
    assert min(abs(a - b) for i, a in enumerate(heights) for b in heights[:i]) * 46 > 13


def test_france_is_dashed_and_the_territory_in_accent():
    chart = strip()
    assert [shape["x0"] for shape in chart["layout"]["shapes"] if shape["line"].get("dash") == "dash"] == [8.94]
    assert chart["data"][0]["marker"]["color"] == palette.ACCENT
    assert all(trace["marker"]["color"] != palette.ACCENT for trace in chart["data"][1:])


def test_an_unknown_comparator_is_left_out_of_the_strip():
    frame = compared()
    frame.loc[frame["role"] == "region", ["value", "status"]] = [np.nan, "not_published"]
    assert not any("région" in label for label in labels(charts.comparison_strip(indicator(), frame, "t")))


def test_a_strip_of_nothing_is_empty_but_drawn():
    go.Figure(charts.comparison_strip(indicator(), compared().iloc[:0], "Rien ?"))


def test_an_interval_is_a_thin_line():
    error = strip(lower=6.0, upper=8.0)["data"][0]["error_x"]
    assert error["array"] == [pytest.approx(1.1)] and error["arrayminus"] == [pytest.approx(0.9)]


def test_markup_in_a_name_is_shown_not_run():
    chart = strip(area_name='<a href="x">clic</a>')
    assert "&lt;a href" in labels(chart)[1] and "<a" not in json.dumps(chart)


def test_bars_start_at_zero_and_unknown_is_words():
    chart = every_chart()[1]
    assert chart["layout"]["xaxis"]["range"][0] == 0 and chart["layout"]["xaxis"]["range"][1] > 16
    assert "x : masqué" in labels(chart)


def test_lines_share_a_scale_when_told():
    chart = charts.series(indicator(), compared(), "t", y_range=(0, 50))
    assert chart["layout"]["yaxis"]["range"] == [0, 50]


def test_labels_of_lines_are_apart_and_inside():
    frame = rows(*(row("region", f"R{place}", 10 + place / 100) for place in range(5)), row("territory", "x", 0.5))
    chart = charts.series(indicator(), frame, "t")
    low, high = chart["layout"]["yaxis"]["range"]
    heights = sorted(note["y"] for note in chart["layout"]["annotations"][2:])
    assert heights[-1] <= high and min(np.diff(heights)) >= 0.134 * (high - low)


def test_the_distribution_counts_inhabitants():
    chart = every_chart()[3]
    assert chart["data"][0]["x"] == [10.0, 80.0, 0.0, 10.0]
    assert labels(chart)[1:] == [
        "moins de 2,5 : 10 %",
        "de 2,5 à 3,5 : 80 %",
        "3,5 et plus : 0 %",
        "masqué (secret statistique) : 10 %",
    ]


def test_no_inhabitants_no_distribution():
    nobody = pd.DataFrame({"value": [1.0], "status": ["ok"], "population": [0]})
    with pytest.raises(ValueError, match="no inhabitant"):
        charts.distribution(classes(), nobody, "t")
