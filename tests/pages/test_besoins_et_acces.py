"""« Besoins et accès croisés »: any pair, the list, thresholds written, communes and not people."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics.figures import LATEST, map_values
from cpts_analytics.model import Level
from cpts_analytics.ui import crossed_read, crossed_screen
from tests.pages.french import FOREIGN, everything_said
from tests.pages.screen import APP, SECONDS, markup, said, sound, words

CAPI, CORSE = "epci:243800604", "departement:2A"


def page(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/besoins_et_acces.py")
    for name, value in {"territoire": CAPI, **address}.items():
        app.query_params[name] = value
    return sound(app.run())


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


def everything(app: AppTest) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if crossed_screen.NEED_THIRD in table.value)


def naive_limits(values: pd.DataFrame) -> tuple[float, float]:
    """Thirds of inhabitants by adding up, commune after commune."""
    ordered = values.sort_values("value")
    limits: list[float] = []
    total, running = ordered["people"].sum(), 0.0
    for value, people in zip(ordered["value"], ordered["people"], strict=True):
        running += people
        if len(limits) < 2 and running >= total * (len(limits) + 1) / 3:
            limits.append(float(value))
    return limits[0], limits[1]


def test_the_list_is_that_of_a_second_count(store, geography) -> None:  # type: ignore[no-untyped-def]
    people = dict(zip(geography.codes, geography.column("population"), strict=True))
    limits = {}
    kept: dict[str, dict[str, float]] = {}
    for key in (crossed_read.NEED, crossed_read.ACCESS):
        rows = pd.concat([map_values(store, key, level, LATEST) for level in (Level.COMMUNE, Level.ARRONDISSEMENT_MUNICIPAL)])
        rows = rows[~rows["area"].isin(["75056", "69123", "13055"])].dropna(subset=["value"])
        limits[key] = naive_limits(rows.assign(people=rows["area"].map(people).astype(float).fillna(0)))
        kept[key] = dict(zip(rows["area"], rows["value"], strict=True))
    listed = [code for code in geography.communes_of(Level.DEPARTEMENT, "2A")
              if kept[crossed_read.NEED].get(code, 0) > limits[crossed_read.NEED][1]
              and kept[crossed_read.ACCESS].get(code, 99) <= limits[crossed_read.ACCESS][0]]
    app = page(territoire=CORSE)
    table = everything(app)
    found = table[(table["Besoin"] == "élevé") & (table["Accès"] == "bas")]
    assert set(found["Code Insee"]) == set(listed) and listed
    inhabitants = f"{sum(people[code] for code in listed):,.0f}".replace(",", " ")
    assert f"{len(listed)} communes sur 124, {inhabitants} habitants" in text(app)


def test_it_describes_communes_and_not_people_and_says_whose_thirds() -> None:
    assert "Décrit des communes, pas des personnes." in text(page()) and "tiers de France" in text(page())
    assert "tiers du territoire et de ses alentours" in text(page(tiers="alentours"))


def test_more_minutes_are_less_access() -> None:
    """A share of inhabitants below the line is worse when it is higher: those communes are the low third."""
    table = everything(page(territoire=CORSE, acces="share_below_2_5"))
    shares = table.set_index("Accès")[next(name for name in table if name.startswith("Habitants sous 2,5"))]
    assert shares["bas"].min() >= shares["élevé"].max()


def test_thresholds_moved_by_ten_percent_say_who_enters_and_leaves() -> None:
    said_of = text(page(territoire=CORSE))
    assert said_of.count("Seuils d'accès") == 2 and said_of.count("Seuils de besoin") == 2
    assert "entrent" in said_of and "sortent" in said_of


def test_the_pair_is_kept_in_the_address() -> None:
    app = page(besoin="share_75_plus", acces="apl_nurse")
    assert "« 75 ans et plus" in text(app) and "« APL infirmiers »" in text(app)
    assert "besoin = zzz" in said(page(besoin="zzz"))
    assert "acces = population" in said(page(acces="population"))


def test_only_indicators_that_say_which_side_is_worse_are_offered() -> None:
    assert crossed_read.NEED in crossed_read.needs() and crossed_read.ACCESS in crossed_read.accesses()
    assert "density_pharmacy" in crossed_read.accesses() and "mortality_all_causes" not in crossed_read.needs()


@pytest.mark.parametrize("spec", ["commune:38053", "communes:97411", "departement:976", "epci:245600465", "commune:75056"])
@pytest.mark.parametrize("thirds", ["france", "alentours"])
def test_every_kind_of_territory_is_crossed(spec: str, thirds: str) -> None:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page("pages/besoins_et_acces.py")
    app.query_params["territoire"], app.query_params["tiers"] = spec, thirds
    app.run()
    assert not app.exception
    if app.error:  # nothing is published around: said, not crossed
        assert spec == "departement:976" and thirds == "alentours" and "ne peut pas être croisé" in app.error[0].value
    else:
        assert not FOREIGN.findall(everything_said(app))
