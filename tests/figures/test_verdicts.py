"""Higher or lower than what, by which rule, and whether that is good."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from cpts_analytics import indicators
from cpts_analytics.figures import Question, table
from cpts_analytics.figures.comparison import meaning
from cpts_analytics.model import Aggregation, Indicator, Role, VerdictRule
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve

RECORDS = indicators.registry()
Ask = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def ask(store: Store, geography: Geography) -> Ask:
    @functools.cache
    def rows(spec: str) -> pd.DataFrame:
        return table(store, resolve(spec, geography), Question(comparators=True))
    return rows


# Once more, by the words of the rules


def word(value: float, reference: float, gap_pct: float) -> str:
    if reference == 0:
        return "close" if value == 0 else "higher" if value > 0 else "lower"
    gap = 100 * (value - reference) / abs(reference)
    return "close" if abs(gap) < gap_pct - 1e-7 else "higher" if gap > 0 else "lower"


def by_gap(record: Indicator, row: dict[str, float], reference: float) -> str:
    """``inconclusive`` when one place or one person more or less would change the word."""
    found = word(row["value"], reference, record.gap_pct)
    if record.aggregation is not Aggregation.RATIO or row["value"] == reference == 0:
        return found
    around = [row["numerator"] + 1, *([row["numerator"] - 1] if row["numerator"] >= 1 else [])]
    others = {word(record.scale * count / row["denominator"], reference, record.gap_pct) for count in around}
    return found if others == {found} else "inconclusive"


def by_interval(record: Indicator, row: dict[str, float], reference: float) -> str:
    """95 % interval of a count: exact (Poisson) below 10 events, Byar from 10; too few below 11 seen and expected."""
    events = row["numerator"]
    if max(events, reference * row["denominator"] / record.scale) < 11:
        return "too_few"
    if events < 10:
        low = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
        high = chi2.ppf(0.975, 2 * events + 2) / 2
    else:
        low = events * (1 - 1 / (9 * events) - 1.959964 / (3 * math.sqrt(events))) ** 3
        high = (events + 1) * (1 - 1 / (9 * (events + 1)) + 1.959964 / (3 * math.sqrt(events + 1))) ** 3
    low, high = (record.scale * limit / row["denominator"] for limit in (low, high))
    assert (row["lower"], row["upper"]) == pytest.approx((low, high), rel=1e-4)
    return "higher" if low > reference else "lower" if high < reference else "inconclusive"


@pytest.mark.parametrize("spec", ["epci:243800604", "epci:200070233", "communes:38053,38022,38085", "communes:75113,75114",
                                  "communes:01001,01002", "epci:242010056"])
def test_every_verdict_follows_its_declared_rule(ask: Ask, spec: str) -> None:
    rows = ask(spec)
    rest = {row["indicator"]: row for row in rows[rows["role"] == Role.REST].to_dict("records")
            if not math.isnan(row["value"])}
    whole = {row["indicator"]: row for row in rows[rows["role"] == Role.DEPARTEMENT].to_dict("records")
             if not math.isnan(row["value"])}
    judged = set()
    for row in rows[rows["role"] == Role.TERRITORY].to_dict("records"):
        record = RECORDS[row["indicator"]]
        reference = rest.get(record.key) or whole.get(record.key)
        rule = {VerdictRule.GAP: by_gap, VerdictRule.INTERVAL: by_interval}.get(record.verdict)
        if rule is None or math.isnan(row["value"]) or reference is None:
            assert (row["verdict"], row["verdict_against"], row["meaning"]) == ("", "", ""), record.key
            continue
        assert row["verdict"] == rule(record, row, reference["value"]), (record.key, row["value"], reference["value"])
        assert row["verdict_against"] == reference["area_name"]
        judged.add(row["verdict"])
        if record.aggregation is Aggregation.RATIO:
            at_reference = reference["value"] * row["denominator"] / record.scale
            assert row["gap_units"] == pytest.approx(row["numerator"] - at_reference, abs=1e-6)
    assert len(judged) >= 3


def test_directions_by_hand(ask: Ask) -> None:
    """The young inland of Vendée beside its retired coast: fewer older people, more births."""
    rows = ask("epci:200070233")
    mine = rows[rows["role"] == Role.TERRITORY].set_index("indicator")
    rest = rows[rows["role"] == Role.REST].set_index("indicator")
    older, there = mine.loc["share_75_plus"], rest.loc["share_75_plus"]
    assert older["value"] < 0.9 * there["value"]
    assert (older["verdict"], older["meaning"]) == ("lower", "low_need")
    assert older["verdict_against"] == "reste de la Vendée"
    births = mine.loc["birth_rate"]
    assert births["lower"] > rest.at["birth_rate", "value"]
    assert (births["verdict"], births["meaning"]) == ("higher", "to_interpret")


@pytest.mark.parametrize(("verdict", "polarity", "expected"), [
    ("higher", "higher_is_favourable", "favourable"), ("lower", "higher_is_favourable", "unfavourable"),
    ("higher", "lower_is_favourable", "unfavourable"), ("lower", "lower_is_favourable", "favourable"),
    ("higher", "need", "high_need"), ("lower", "need", "low_need"),
    ("higher", "neutral", "to_interpret"), ("lower", "neutral", "to_interpret"),
    *((verdict, polarity, "") for verdict in ("close", "inconclusive", "too_few", "not_comparable", "")
      for polarity in ("higher_is_favourable", "need", "neutral"))])
def test_meaning(verdict: str, polarity: str, expected: str) -> None:
    assert meaning(verdict, polarity) == expected


def test_meaning_follows_the_indicator_s_polarity(ask: Ask) -> None:
    rows = ask("epci:243800604")
    for row in rows[(rows["role"] == Role.TERRITORY) & rows["verdict"].isin(["higher", "lower"])].to_dict("records"):
        assert row["meaning"] == meaning(row["verdict"], RECORDS[row["indicator"]].polarity)
        assert row["meaning"]


def test_only_the_territory_is_judged(ask: Ask) -> None:
    rows = ask("epci:243800604")
    others = rows[rows["role"] != Role.TERRITORY]
    assert set(others["verdict"]) == set(others["meaning"]) == set(others["verdict_against"]) == {""}
    assert others["gap_units"].isna().all()


def test_a_single_commune_is_not_judged(ask: Ask) -> None:
    rows = ask("commune:38053")
    assert set(rows.loc[rows["role"] == Role.TERRITORY, "verdict"]) == {"not_comparable", ""}
    assert set(rows["meaning"]) == {""}


def test_counts_and_estimates_have_no_verdict(ask: Ask) -> None:
    for spec in ("epci:243800604", "commune:38053", "departement:38"):
        rows = ask(spec)
        for key in rows.loc[rows["verdict"] != "", "indicator"]:
            assert RECORDS[key].aggregation is not Aggregation.SUM
            assert RECORDS[key].verdict is not VerdictRule.NONE


def test_two_departements_have_a_line_each_and_the_larger_share_is_the_reference(ask: Ask, geography: Geography) -> None:
    spec = "epci:200077014"  # Vienne Condrieu: most of its inhabitants in Isère, some in the Rhône
    rows = ask(spec)
    members = resolve(spec, geography).members
    people = {code: geography.population([m for m in members if geography.departement(m) == code]) for code in ("38", "69")}
    shares = {code: round(100 * count / sum(people.values())) for code, count in people.items()}
    assert shares["38"] > shares["69"] > 0
    rests = rows[(rows["role"] == Role.REST) & (rows["indicator"] == "density_gp")]
    assert rests["area_name"].tolist() == [f"reste de l'Isère ({shares['38']} % des habitants du territoire)",
                                           f"reste du Rhône ({shares['69']} % des habitants du territoire)"]
    assert rests["value"].nunique() == 2
    mine = rows[(rows["role"] == Role.TERRITORY) & (rows["indicator"] == "density_gp")].iloc[0]
    assert mine["verdict_against"] == rests["area_name"].iloc[0]
    assert (rows.loc[rows["indicator"] == "density_gp", "role"] == Role.DEPARTEMENT).sum() == 2


def test_a_whole_departement_is_read_against_its_region_and_france_against_nothing(ask: Ask) -> None:
    departement = ask("departement:38")
    against = departement.loc[(departement["role"] == Role.TERRITORY) & (departement["verdict"] != ""), "verdict_against"]
    assert set(against) == {"région Auvergne-Rhône-Alpes"}
    region = ask("region:84")
    against = region.loc[(region["role"] == Role.TERRITORY) & (region["verdict"] != ""), "verdict_against"]
    assert set(against) == {"France"}
    assert set(ask("france")["verdict"]) == {""}


def test_without_comparators_nothing_is_judged(store: Store, geography: Geography) -> None:
    rows = table(store, resolve("epci:243800604", geography), Question())
    assert set(rows["verdict"]) == {""} and set(rows["role"]) == {Role.TERRITORY}


def test_like_territories_are_shown_and_not_judged(store: Store, geography: Geography) -> None:
    likes = (("epci", "200070233"), ("bassin_de_vie", "38053"))
    rows = table(store, resolve("epci:243800604", geography), Question(keys=("density_gp", "poverty_rate"), likes=likes))
    alike = rows[rows["role"] == Role.LIKE]
    assert set(zip(alike["level"], alike["area"], strict=True)) >= set(likes)
    values = alike[alike["indicator"] == "density_gp"].set_index("area")["value"]
    assert np.isfinite(values).all()
    assert set(rows["role"]) == {Role.TERRITORY, Role.LIKE} and set(rows["verdict"]) == {""}
