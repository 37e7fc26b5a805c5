"""Population on screen: ten figures, the age pyramid over another's, occupations, inhabitants by their commune's income."""

from __future__ import annotations

import dataclasses

import pandas as pd
import streamlit as st

from cpts_analytics import sources
from cpts_analytics.indicators import registry
from cpts_analytics.indicators.living_conditions import INCOME_BANDS
from cpts_analytics.model import Role, Territory
from cpts_analytics.ui import cache, charts, frame, state, tables
from cpts_analytics.ui.cards import RichCard, cards
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.views import places, states
from cpts_analytics.views.cards import figure_card
from cpts_analytics.views.chart_parts import Chart
from cpts_analytics.views.charts import Bar, bars
from cpts_analytics.views.numbers import NBSP, count_words, is_known, percent, signed, typeset
from cpts_analytics.views.pyramid import AgePyramid, age_pyramid, pyramid_table, read_pyramid

QUESTION = "Qui vit ici, et comment la population évolue-t-elle ?"
CARDS = ("population", "population_growth", "share_75_plus", "share_under_15", "share_65_plus", "median_income",
         "poverty_rate", "deprived_fifth_share", "unemployment_rate", "single_parent_share")
OCCUPATIONS = ("share_retired", "share_workers", "share_employees", "share_intermediate", "share_executives",
               "share_craftspeople", "share_farmers", "share_other_inactive")
PYRAMID, INCOME = "population_by_age_sex", "inhabitants_by_median_income"
KEYS = (*CARDS, "population_75_plus", "births", "deaths", PYRAMID, *OCCUPATIONS, INCOME)
CAVEAT = ("À l'intérieur des grands âges, le territoire a la structure de son département ; ce n'est pas un "
          "comptage.")

_NEAREST = (Role.REST, Role.CITY, Role.DEPARTEMENT, Role.REGION, Role.FRANCE)


@dataclasses.dataclass(frozen=True)
class People:
    """What the screen shows, read at once."""

    territory: Territory
    rows: pd.DataFrame

    def of(self, key: str) -> pd.DataFrame:
        return self.rows[self.rows["indicator"] == key]

    def own(self, key: str) -> dict | None:
        """The territory's row of an indicator, when it has a value."""
        mine = self.of(key)
        found = mine[(mine["role"] == Role.TERRITORY) & mine["value"].notna()].to_dict("records")
        return found[-1] if found else None

    def beside(self, key: str) -> pd.DataFrame:
        """The rows of the nearest area that the territory does not fill; empty when there is none."""
        rows = self.of(key)
        mine = rows.loc[rows["role"] == Role.TERRITORY, "numerator"].sum()
        for role in _NEAREST:
            for _, area in rows[(rows["role"] == role) & rows["value"].notna()].groupby("area", sort=False):
                if abs(area["numerator"].sum() - mine) > 0.5:
                    return area
        return rows.iloc[:0]


@dataclasses.dataclass(frozen=True, eq=False)
class Picture:
    """A chart, how to read it, the same as a table, and lines beside it."""

    chart: Chart
    lecture: str
    table: pd.DataFrame
    lines: tuple[str, ...] = ()
    covered: str = ""


def read(territory: Territory) -> People:
    """Every figure of the screen."""
    return People(territory, cache.figures(territory, KEYS))


def answer(people: People) -> str:
    """The sentence under the title: how many, since when, how old."""
    return cache.of_territory("population answer", people.territory, lambda: _answer(people))


def _answer(people: People) -> str:
    known = registry()
    said = []
    if own := people.own("population"):
        said.append(states.value_words(own, known["population"]))
    if own := people.own("population_growth"):
        said.append(f"{signed(float(own['value']), 2)} % par an de 2015 à 2021{_beside(people, 'population_growth')}")
    births, deaths = people.own("births"), people.own("deaths")
    if births and deaths:
        said.append(f"{count_words(births['value'], 'naissance')} et {count_words(deaths['value'], 'décès', 'décès')} en 2022")
    if own := people.own("share_75_plus"):
        said.append(f"{percent(float(own['value']), 1)} ont 75 ans ou plus{_beside(people, 'share_75_plus')}")
    return typeset(" ; ".join(said) + ".") if said else "Aucun chiffre de population n'est publié pour ce territoire."


def _beside(people: People, key: str) -> str:
    """« (reste de l'Isère 9,3 · France 9,8) »: the nearest area that the territory does not fill, and France."""
    nearest, rows = people.beside(key), people.of(key)
    if nearest.empty:
        return ""
    shown = pd.concat([nearest, rows[rows["role"] == Role.FRANCE]]).drop_duplicates("area").to_dict("records")
    words = [f"{row['area_name']}{NBSP}{states.value_words(row, registry()[key], with_unit=False)}" for row in shown]
    return f" ({' · '.join(words)})"


def cards_of(people: People) -> None:
    """The ten figures, each beside the rest of the département and France."""
    made = cache.of_territory("population cards", people.territory, lambda: _cards(people))
    cards(made, heading="Dix chiffres de population et de conditions de vie")


def _cards(people: People) -> list[RichCard]:
    made = [RichCard(figure_card(registry()[key], people.of(key), sources.records())) for key in CARDS]
    without_counts = dataclasses.replace(made[0].card, comparator_line="")  # a count beside a larger one says nothing
    aged = people.own("population_75_plus")
    extra = (states.value_words(aged, registry()["population_75_plus"]),) if aged else ()
    return [RichCard(without_counts), made[1], dataclasses.replace(made[2], extra=extra), *made[3:]]


def ages(people: People) -> None:
    """The pyramid of the territory over that of the rest of the département, and the same as a table."""
    frame.section("Quels âges, comparé à qui ?", anchor="ages")
    made = cache.of_territory("population ages", people.territory, lambda: _ages(people))
    if made is None:
        st.info(f"La pyramide des âges n'est pas estimée ici{NBSP}: elle l'est par commune, hors Mayotte et hors "
                "arrondissements de Paris, Lyon et Marseille.")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        charts.show(made.chart, key="age-pyramid")
    with right:
        draw(tag("p", tag("span", "Estimation", cls="cpts-badge"), " ", typeset(CAVEAT)))
        if made.covered:
            draw(tag("p", f"{made.covered[:1].upper()}{made.covered[1:]}.", cls="cpts-year"))
        draw(tag("ul", *(tag("li", line) for line in made.lines)))
        draw(tag("p", made.lecture))
        with st.popover("La pyramide en table"):
            tables.table(made.table, name="Pyramide des âges", indicators=(PYRAMID,))
        st.page_link("pages/carte.py", label="Voir les 75 ans et plus sur la carte", icon=":material/map:",
                     query_params={**state.parameters(), "indicateur": "share_75_plus"})


def _ages(people: People) -> Picture | None:
    rows = people.of(PYRAMID)
    mine = rows[rows["role"] == Role.TERRITORY]
    own = read_pyramid(mine)
    if own is None:
        return None
    other = read_pyramid(people.beside(PYRAMID))
    return Picture(age_pyramid(own, other, _finding(own, other)), _reading(own, other), pyramid_table(own, other),
                   tuple(_great_ages(own, other)), states.coverage_words(mine.iloc[0].to_dict()))


def _reading(own: AgePyramid, other: AgePyramid | None) -> str:
    """« Lecture : … » of the pyramid: the women of the band that begins at 75."""
    place = next((at for at, words in enumerate(own.ages) if words.startswith("75")), 0)
    text = (f"Lecture : en 2022, les femmes de {own.ages[place]} sont environ {percent(own.shares('F')[place], 1)} des habitants "
            f"{places.of(own.name)}")
    beside = f", contre {percent(other.shares('F')[place], 1)} {places.inside(other.name)}" if other is not None else ""
    return typeset(f"{text}{beside}.")


def _finding(own: AgePyramid, other: AgePyramid | None) -> str:
    mine = own.share_from(60)
    text = f"{percent(mine, 0)} des habitants ont 60 ans ou plus"
    return f"{text}, contre {percent(other.share_from(60), 0)} {places.inside(other.name)}" if other else text


def _great_ages(own: AgePyramid, other: AgePyramid | None) -> list[str]:
    """« Moins de 20 ans : 28,7 % (reste de l'Isère 24,6 %), environ 32 150 habitants » and so on."""
    items = []
    for label, low, high in (("Moins de 20 ans", 0, 20), ("De 20 à 39 ans", 20, 40), ("De 40 à 59 ans", 40, 60),
                             ("De 60 à 74 ans", 60, 75), ("75 ans et plus", 75, 0)):
        mine = _between(own, low, high)
        beside = f" ({other.name} {percent(_between(other, low, high), 1)})" if other is not None else ""
        people = count_words(10 * round(mine * own.total / 1000), "habitant")
        items.append(typeset(f"{label} : {percent(mine, 1)}{beside}, environ {people}"))
    return items


def _between(one: AgePyramid, low: int, high: int) -> float:
    return one.share_from(low) - (one.share_from(high) if high else 0.0)


def living(people: People) -> None:
    """Occupations of those of 15 years and more, and inhabitants by the median income of their commune."""
    frame.section("De quoi vit-on ici ?", anchor="conditions-de-vie")
    left, right = st.columns(2, gap="medium")
    with left:
        _occupations(people)
    with right:
        _income(people)


def _occupations(people: People) -> None:
    made = cache.of_territory("population occupations", people.territory, lambda: _occupation_picture(people))
    if made is None:
        st.info(f"Les professions ne sont pas publiées ici{NBSP}: le recensement les donne par commune entière.")
        return
    charts.show(made.chart, key="occupations")
    draw(tag("p", made.lecture))
    with st.popover("Les professions en table"):
        tables.table(made.table, name="Professions", indicators=OCCUPATIONS)


def _occupation_picture(people: People) -> Picture | None:
    known, items, name = registry(), [], ""
    for key in OCCUPATIONS:
        own, other = people.own(key), people.beside(key)
        if own is None:
            continue
        beside = float(other["value"].iloc[0]) if len(other) else None
        name = str(other["area_name"].iloc[0]) if len(other) else name
        words = percent(float(own["value"]), 1) + (f" ({name} {percent(beside, 1)})" if beside is not None else "")
        items.append(Bar(known[key].label, float(own["value"]), words, beside))
    if not items:
        return None
    items.sort(key=lambda item: -(item.value or 0))
    chart = bars(f"{items[0].label}{NBSP}: {percent(items[0].value or 0)} des 15 ans et plus", items,
                 "% des habitants de 15 ans et plus", name)
    contrast = f", contre {percent(items[0].reference, 1)} {places.inside(name)}" if items[0].reference is not None else ""
    told = (f"Lecture : en 2022, {percent(items[0].value or 0, 1)} des habitants de 15 ans et plus sont dans la catégorie "
            f"« {items[0].label} »{contrast}.")
    theirs = [round(item.reference, 1) if item.reference is not None else None for item in items]
    table = pd.DataFrame({"Profession ou situation": [item.label for item in items],
                          "Territoire (%)": [round(item.value or 0, 1) for item in items],
                          **({f"{name[:1].upper()}{name[1:]} (%)": theirs} if name else {})})
    return Picture(chart, typeset(told), table)


def _income(people: People) -> None:
    made = cache.of_territory("population income", people.territory, lambda: _income_picture(people))
    if made is None:
        st.info(f"Le revenu médian des communes n'est pas publié ici{NBSP}: secret statistique, ou territoire non couvert.")
        return
    charts.show(made.chart, key="income-bands")
    draw(tag("p", made.lecture))
    draw(tag("p", typeset("Euros par an et par unité de consommation (2021). Décrit des communes, pas des personnes."),
             cls="cpts-year"))
    with st.popover("Les revenus en table"):
        tables.table(made.table, name="Habitants par revenu de leur commune", indicators=(INCOME,))


def _income_picture(people: People) -> Picture | None:
    rows = people.of(INCOME)
    mine = _by_band(rows[rows["role"] == Role.TERRITORY])
    total = sum(mine.values())
    if not total:
        return None
    other = people.beside(INCOME)
    theirs = _by_band(other)
    name = str(other["area_name"].iloc[0]) if len(other) else ""
    items = [Bar(words.capitalize(), 100 * mine[words] / total,
                 f"{count_words(mine[words], 'habitant')}, {percent(100 * mine[words] / total)}",
                 100 * theirs[words] / sum(theirs.values()) if sum(theirs.values()) else None) for words in mine]
    top = max(items, key=lambda item: item.value or 0)
    chart = bars(f"{percent(top.value or 0)} des habitants vivent dans une commune de revenu médian {_lower(top.label)}", items,
                 "% des habitants dont la commune a un revenu publié", name)
    beside = f", contre {percent(top.reference)} {places.inside(name)}" if top.reference is not None else ""
    told = (f"Lecture : {percent(top.value or 0)} des habitants vivent dans une commune de revenu médian {_lower(top.label)}"
            f"{beside}.")
    table = pd.DataFrame({"Revenu médian de la commune": [item.label for item in items],
                          "Habitants": [round(mine[words]) for words in mine],
                          "Territoire (%)": [round(item.value or 0, 1) for item in items]})
    return Picture(chart, typeset(told), table)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _by_band(rows: pd.DataFrame) -> dict[str, float]:
    """Words of each income band → inhabitants known to live there."""
    found = rows.set_index("breakdown")["value"] if len(rows) else pd.Series(dtype=float)
    values = {words: found.get(f"income={low}-{high}") for low, high, words in INCOME_BANDS}
    return {words: float(value) if is_known(value) else 0.0 for words, value in values.items()}
