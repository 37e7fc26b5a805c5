"""Every figure of very different territories, made twice: by the program and by plain loops."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pandas as pd
import pytest

from cpts_analytics import indicators
from cpts_analytics.figures import Question, table
from cpts_analytics.model import Aggregation, Level, Role, Territory
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve
from tests.figures.naive import Country, differences

TERRITORIES = {
    "towns and villages": "epci:243800604",
    "villages of Vendée": "epci:200070233",
    "across two départements": "epci:200077014",
    "two arrondissements of Paris": "communes:75113,75114",
    "arrondissements of Marseille and a town beside": "communes:13208,13209,13022",
    "the whole of Lyon's arrondissements but one": "communes:69381,69382,69383,69384,69385,69386,69387,69388",
    "Paris as a commune": "commune:75056",
    "Corsica": "epci:242010056",
    "Mayotte": "departement:976",
    "La Réunion and its neighbour": "communes:97411,97415,97601",
    "one village": "commune:01001",
    "one village without inhabitants": "commune:55039",
    "two villages without inhabitants": "communes:55039,55050",
    "a village without inhabitants and a town": "communes:55039,55545",
    "the only commune of its département without ages": "communes:27676,27681",
}
SUMMABLE = (Aggregation.SUM, Aggregation.RATIO, Aggregation.WEIGHTED_MEAN, Aggregation.COMPOUND_GROWTH)


@pytest.fixture(scope="module")
def country(shipped: Callable[..., pd.DataFrame], geography: Geography) -> Country:
    """Rows of all communes of the départements that the territories lie in."""
    members = {code for spec in TERRITORIES.values() for code in resolve(spec, geography).members}
    inside = geography.communes["departement_code"].isin(geography.departements(members))
    return Country.of(shipped, geography.communes.index[inside])


@pytest.fixture(scope="module")
def answered(store: Store, geography: Geography) -> Callable[[str], tuple[Territory, pd.DataFrame]]:
    @functools.cache
    def answer(spec: str) -> tuple[Territory, pd.DataFrame]:
        territory = resolve(spec, geography)
        return territory, table(store, territory, Question(comparators=True))

    return answer


Answered = Callable[[str], tuple[Territory, pd.DataFrame]]


def made_of_parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the indicators whose figures add up from communes (and that one commune may show, if it is one)."""
    registry = indicators.registry()
    kept = [registry[key].aggregation in SUMMABLE and Level.TERRITORY in registry[key].levels
            and (communes > 1 or Level.COMMUNE in registry[key].levels)
            for key, communes in zip(rows["indicator"], rows["total_communes"], strict=True)]
    return rows[kept]


@pytest.mark.parametrize("spec", TERRITORIES.values(), ids=TERRITORIES)
def test_every_figure_of_the_territory(spec: str, answered: Answered, country: Country) -> None:
    territory, rows = answered(spec)
    own = made_of_parts(rows[rows["role"] == Role.TERRITORY])
    assert len(own) > 100
    wrong = {}
    for row in own.to_dict("records"):
        expected = country.figure((row["indicator"], row["period"], row["breakdown"]), territory.members)
        if found := differences(row, expected):
            wrong[row["indicator"]] = found
    assert not wrong


@pytest.mark.parametrize("spec", TERRITORIES.values(), ids=TERRITORIES)
def test_every_figure_of_the_rest_of_its_departements(spec: str, answered: Answered, country: Country,
                                                      geography: Geography) -> None:
    territory, rows = answered(spec)
    rests = rows[rows["role"] == Role.REST]
    assert set(rests["area"]) == set(geography.departements(territory.members))
    wrong = {}
    for row in rests.to_dict("records"):
        series = (row["indicator"], row["period"], row["breakdown"])
        left = _left(row["area"], territory, geography)
        if not left:
            if row["status"] != "not_applicable":
                wrong[series, row["area"]] = ["not a whole département"]
            continue
        quarters = [code for code in (*left, *territory.members) if geography.level(code) == Level.ARRONDISSEMENT_MUNICIPAL]
        if any(country.parts[series][code].status == "not_published" for code in quarters):
            if row["status"] != "not_published":  # known for the whole city only: it cannot be parted
                wrong[series, row["area"]] = [row["status"]]
            continue
        if found := differences(row, country.figure(series, left), counts=not quarters):
            wrong[series, row["area"]] = found
    assert not wrong


def _left(departement: str, territory: Territory, geography: Geography) -> list[str]:
    """Codes of the rest of a département; a city that the territory holds a part of is left by arrondissements."""
    inside = geography.communes[geography.communes["departement_code"] == departement]
    whole = set(inside.index[inside["level"] == "commune"])
    for code in territory.members:
        parent = inside["parent_code"].get(code, "")
        if parent:
            whole.discard(parent)
            whole |= set(inside.index[inside["parent_code"] == parent])
    return sorted(whole - set(territory.members))
