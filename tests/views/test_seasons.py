"""The weekly curve by season: what belongs to a season, where a week stands, what is written."""

from __future__ import annotations

from cpts_analytics.indicators import registry
from cpts_analytics.views import palette
from cpts_analytics.views.seasons import Season, place_of, seasons_chart, seasons_of


def weeks(first: int, last_week: int = 20, height: float = 100.0) -> list[tuple[str, float]]:
    """A season that peaks in the second week of January."""
    autumn = [(f"{first}-W{week:02}", 1.0) for week in range(40, 53)]
    return [*autumn, *((f"{first + 1}-W{week:02}", height if week == 2 else 2.0) for week in range(1, last_week + 1))]


def test_seasons_run_from_october_to_may() -> None:
    found = seasons_of([*weeks(2022), ("2023-W30", 50.0), *weeks(2023, 5)])
    assert [season.name for season in found] == ["2022–2023", "2023–2024"]
    assert [season.is_over for season in found] == [True, False]
    assert len(found[0].weeks) == 33 and found[0].peak == ("2023-W02", 100.0)


def test_a_season_that_begins_in_january_is_left_out() -> None:
    found = seasons_of([(f"2020-W{week:02}", 9.0) for week in range(1, 21)] + weeks(2020))
    assert [season.first_year for season in found] == [2020]


def test_weeks_stand_in_their_order() -> None:
    assert [place_of(period) for period in ("2020-W40", "2020-W52", "2020-W53", "2021-W01", "2021-W20")] == [0, 12, 12.5, 13, 32]


def test_the_last_seasons_are_in_colour_and_every_one_is_named_apart() -> None:
    item = registry()["flu_emergency_visits"]
    seasons = seasons_of([*weeks(2021), *weeks(2022), *weeks(2023)])
    chart = seasons_chart(item, seasons, "Titre")
    assert [line["line"]["color"] for line in chart["data"]] == [palette.COMPARATOR, palette.INK, palette.ACCENT]
    names = {note["text"]: note["y"] for note in chart["layout"]["annotations"] if "–" in note["text"]}
    assert set(names) == {season.name for season in seasons} and len(set(names.values())) == 3
    assert chart["layout"]["yaxis"]["range"][0] == 0


def test_a_season_of_one_week_is_a_dot() -> None:
    chart = seasons_chart(registry()["flu_emergency_visits"], [Season(2025, (("2025-W40", 3.0),))], "Titre")
    assert chart["data"][0]["mode"] == "lines+markers"
