"""« Besoins de santé »: estimated patients with their intervals, no verdict, communes rounded, what is published by level."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics.indicators import registry
from cpts_analytics.ui import needs_published, needs_screen, needs_validation
from cpts_analytics.views import estimates
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, markup, said, sound, words

CAPI = "epci:243800604"


def page(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/besoins_de_sante.py")
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


def overview(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if needs_screen.PATIENTS in table.value).set_index(needs_screen.NAME)


def communes(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if needs_screen.EXPECTED in table.value)


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


def test_ten_diseases_stand_side_by_side_with_interval_and_comparators_and_no_verdict() -> None:
    app = page()
    table = overview(app)
    assert len(table) == 10 and table[needs_screen.PATIENTS].notna().all()
    assert table[needs_screen.BETWEEN].str.fullmatch(r"entre [\d\u202f]+ et [\d\u202f]+").all()
    assert {"Reste de l'Isère (%)", "Région Auvergne-Rhône-Alpes (%)", "France (%)"} <= set(table.columns)
    assert needs_screen.ONE_SENTENCE in text(app)
    assert not any(shape in text(app) for shape in "▲▼≈○")


def test_france_is_what_is_published() -> None:
    """4.46 million people were treated for diabetes in 2024; France fills every area, and is compared to none."""
    table = overview(page(territoire="france"))
    assert round(table.loc["Diabète", needs_screen.PATIENTS] / 1e6, 2) == 4.46
    assert table.loc["Diabète", needs_screen.BETWEEN] == estimates.WHOLE
    assert not [column for column in table.columns if column.startswith(("Département", "France", "Région"))]


def test_type_2_diabetes_comes_first_and_is_part_of_diabetes() -> None:
    app = page()
    assert "Diabète de type 2\u00a0: combien de patients attendre\u00a0?" in [header.value for header in app.header]
    table = overview(app)[needs_screen.PATIENTS]
    assert 0.85 * table["Diabète"] < table["Diabète de type 2"] < table["Diabète"]
    assert "maladie" not in app.query_params


def test_another_disease_is_kept_in_the_address() -> None:
    app = page(maladie="dementia")
    assert any("Démences" in header.value for header in app.header)
    app.selectbox(key="choice-maladie").set_value("dialysis").run()
    assert sound(app).query_params["maladie"] == "dialysis"


def test_a_disease_that_does_not_exist_is_said() -> None:
    assert "peste" in said(page(maladie="peste"))


def test_communes_are_rounded_to_ten_or_say_less_than_eleven() -> None:
    table = communes(page(maladie="dialysis"))
    assert len(table) == 22 and (table[needs_screen.EXPECTED].dropna() % 10 == 0).all()
    hidden = table[table[needs_screen.EXPECTED].isna()]
    assert len(hidden) and set(hidden[needs_screen.BETWEEN]) == {"moins de 11"}


def test_the_validation_says_every_region_and_its_mean_error() -> None:
    app = page()
    table = next(table.value for table in app.dataframe if needs_validation.PREDICTED in table.value)
    assert len(table) == 18
    errors = 100 * (table[needs_validation.PREDICTED] / table[needs_validation.PUBLISHED] - 1)
    assert ((errors - table[needs_validation.ERROR]).abs() < 0.06).all()
    overseas = ["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"]
    mean = errors[~table[needs_validation.REGION].isin(overseas)].abs().mean()
    assert mean < 5 and f"erreur absolue moyenne {mean:.1f} % sur 13 régions".replace(".", ",") in text(app)


@pytest.mark.parametrize("spec", ["commune:38053", "departement:976", "departement:2A", "communes:13201,13202",
                                  "communes:38053,69123", "region:84", "communes:97101"])
def test_every_kind_of_territory_has_its_needs(spec: str) -> None:
    app = page(territoire=spec)
    assert len(overview(app)) == 10
    assert not FOREIGN.findall(everything_said(app))


def test_mayotte_has_no_estimate_of_dementia_and_says_so() -> None:
    row = overview(page(territoire="departement:976")).loc["Démences (dont Alzheimer)"]
    assert pd.isna(row[needs_screen.PATIENTS]) and "publié" in row[needs_screen.BETWEEN]


def test_published_figures_bear_the_name_of_their_area_and_their_series() -> None:
    item = registry()["c2s_rate"]
    rows = pd.DataFrame([
        {"indicator": item.key, "role": role, "area": area, "area_name": name, "level": level, "period": period,
         "breakdown": "", "value": value, "lower": float("nan"), "upper": float("nan"), "status": "ok", "method": ""}
        for role, area, name, level, value in (("departement", "38", "département de l'Isère", "departement", 9.0),
                                               ("france", "FR", "France", "france", 11.0))
        for period in ("2021", "2022", "2023")])
    table = needs_published.level_table([item], rows)
    assert list(table.columns[1:3]) == ["Département de l'Isère", "France"]
    assert table.loc[0, "Département de l'Isère"] == "9,0" and table.loc[0, "Période"] == "2023"
    assert list(needs_published.trends_of([item], rows)) == [item.key]
    assert not needs_published.trends_of([item], rows[rows["period"] != "2022"])


def test_every_published_figure_stands_in_one_group_and_the_epci_ones_in_their_own() -> None:
    groups = needs_published.grouped(needs_published.published())
    keys = {title: [item.key for item in items] for title, items in groups.items()}
    assert list(keys)[:4] == [title for title, _ in needs_published.GROUPS]
    assert sorted(key for items in keys.values() for key in items) == sorted(needs_published.keys())
    assert not any(key.startswith("epci_") for key in keys["Mortalité"]) and "mortality_premature" in keys["Mortalité"]
    assert all(key.startswith("epci_") for key in keys["Maladies du cœur et AVC, par intercommunalité"])


def test_the_mortality_of_all_causes_runs_from_2010_to_2023() -> None:
    made = page()
    assert any("de 2010 à 2023" in str(chart.proto) for chart in made.get("plotly_chart"))
