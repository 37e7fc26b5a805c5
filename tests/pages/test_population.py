"""« Population »: ten figures, the age pyramid beside that of the rest, occupations, income of the communes."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics.views.pyramid import age_pyramid, read_pyramid
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, cards, markup, sound, words

CAPI = "epci:243800604"


def page(spec: str = CAPI) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/population.py")
    app.query_params["territoire"] = spec
    return sound(app.run())


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


def ages(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if "Âge" in table.value)


def test_ten_cards_and_a_sentence_with_numbers() -> None:
    app = page()
    shown = cards(app)
    assert len(shown) == 10 and "112 896" in shown["Habitants"]
    assert "CA Porte de l'Isère (CAPI) 14,9" in shown["Taux de pauvreté"], "hidden by commune: the EPCI's own value"
    assert "de 19 690 à 31 300" in shown["Revenu médian"]
    assert "112 896 habitants ; +0,93 % par an de 2015 à 2021 (reste de l'Isère 0,40 · France 0,30)" in text(app)


def test_the_pyramid_has_every_age_and_adds_up_to_the_whole() -> None:
    app = page()
    table = ages(app)
    assert len(table) == 20
    own = table["Hommes (%)"].sum() + table["Femmes (%)"].sum()
    rest = table["Hommes, reste de l'Isère (%)"].sum() + table["Femmes, reste de l'Isère (%)"].sum()
    assert own == pytest.approx(100, abs=0.2) and rest == pytest.approx(100, abs=0.2)
    older = table[table["Âge"].str[:2].isin(["75", "80", "85", "90", "95"])]
    assert older[["Hommes (%)", "Femmes (%)"]].to_numpy().sum() == pytest.approx(6.8, abs=0.1), "as the census says"
    assert "n'est pas un comptage" in text(app) and len(app.get("plotly_chart")) == 3


def test_a_whole_departement_is_compared_to_its_region() -> None:
    assert any("Auvergne-Rhône-Alpes" in column for column in ages(page("departement:38")).columns)


@pytest.mark.parametrize("spec", ["commune:38053", "departement:976", "departement:2A", "communes:13201,13202", "france",
                                  "communes:38053,69123", "region:84", "communes:97101"])
def test_every_kind_of_territory_has_its_population(spec: str) -> None:
    assert not FOREIGN.findall(everything_said(page(spec)))


def _rows(cells: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame({"breakdown": list(cells), "value": list(cells.values()), "area_name": "Ici"})


def test_a_pyramid_is_drawn_to_both_sides_as_shares_of_all() -> None:
    own = read_pyramid(_rows({"sex=F;age=0-4": 30.0, "sex=F;age=95+": 20.0, "sex=M;age=95+": 10.0, "sex=M;age=0-4": 40.0}))
    assert own is not None and own.total == 100 and own.share_from(60) == 30
    chart = age_pyramid(own, own, "Titre")
    assert chart["data"][0]["x"] == [-40, -10] and chart["data"][1]["x"] == [30, 20]
    assert max(chart["data"][3]["x"]) == 30 and min(chart["data"][2]["x"]) == -40


def test_a_pyramid_that_lacks_a_cell_is_none() -> None:
    assert read_pyramid(_rows({"sex=F;age=0-4": 30.0})) is None
    assert read_pyramid(_rows({})) is None
