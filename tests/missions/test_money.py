"""Euros against examples computed by hand, from a made-up contract: none of these amounts is of any real one."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from cpts_analytics.journal.aci import (
    Calculation,
    Contract,
    Indicator,
    Kept,
    Measure,
    Mission,
    PayStep,
    Target,
    YearAmount,
)
from cpts_analytics.missions.achievement import Achievement, AchievementState
from cpts_analytics.missions.money import earned_pct, fixed_due, mission_euros
from cpts_analytics.missions.rulebook import text
from cpts_analytics.missions.size_watch import size_watch
from cpts_analytics.missions.words import euros, number
from cpts_analytics.missions.years import contract_years

RULES = text("aci-2019-avenant-2")
CONTRACT = Contract(cpts_id=1, title="x", rules=RULES.key, signed=dt.date(2024, 6, 12))
YEARS = contract_years(CONTRACT, RULES)
AMOUNTS = (YearAmount(year=1, fixed_eur=20_000, variable_eur=10_000), YearAmount(year=2, fixed_eur=24_000, variable_eur=12_000),
           YearAmount(year=5, fixed_eur=30_000))
MISSION = Mission(contract_id=1, title="x", started=dt.date(2024, 12, 1), amounts=AMOUNTS)
AT = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def kept(number_: int, **fields: object) -> Kept[Indicator]:
    record = Indicator(**{"mission_id": 1, "label": f"i{number_}", "unit": "%", "baseline": 20.0,  # type: ignore[arg-type]
                          "targets": (Target(year=1, value=40),), **fields})
    return Kept(id=number_, version=1, record=record, author="", reason="", at=AT)


def measure(value: float | None, cpam: float | None = None) -> Measure:
    return Measure(indicator_id=1, period="2024", value=value, cpam_value=cpam)


def test_fixed_part_due_at_the_coming_anniversary() -> None:
    """25 % of 20,000 that ends and 75 % of 24,000 that begins: 5,000 + 18,000 = 23,000 on 12/06/2025."""
    assert fixed_due(MISSION, RULES, YEARS, YEARS[0])[:2] == (23_000, dt.date(2025, 6, 12))


def test_fixed_part_of_a_mission_that_has_not_started() -> None:
    """75 % of 20,000 when it starts."""
    waiting = dataclasses.replace(MISSION, started=None)
    due, on, sentence = fixed_due(waiting, RULES, YEARS, YEARS[0])
    assert (due, on) == (15_000, None) and "démarrage" in sentence


def test_fixed_part_at_the_end_of_the_contract() -> None:
    """The balance alone: 25 % of 30,000, the day after the last."""
    assert fixed_due(MISSION, RULES, YEARS, YEARS[4])[:2] == (7_500, dt.date(2029, 6, 12))


def test_an_amount_that_nobody_typed_is_not_guessed() -> None:
    due, _, sentence = fixed_due(MISSION, RULES, YEARS, YEARS[1])  # year 3 is not typed
    assert due is None and sentence == "Part fixe non renseignée pour l'année 3."
    assert fixed_due(dataclasses.replace(MISSION, amounts=()), RULES, YEARS, YEARS[0])[0] is None
    untyped = dataclasses.replace(MISSION, amounts=())
    bare = mission_euros(untyped, RULES, YEARS, YEARS[0], [(kept(1, weight_pct=100), measure(30))])
    assert (bare.at_stake_eur, bare.earned_eur, bare.open_eur) == (None, None, None)
    assert bare.notes == ("Part variable de l'année 1\u00a0: non renseignée.",)
    assert euros(None) == "non renseigné"


def test_variable_part_by_each_calculation() -> None:
    """10,000 €: 40 % proportional at 30 of 20→40 (half way): 2,000. 30 % all or nothing, not reached: 0.
    20 % by steps (40 % earned from 50, 100 from 100) half way: 800. 10 % not measured: 1,000 open.
    By the CPAM, which found 40 for the second: 3,000 more."""
    steps = (PayStep(from_rate_pct=50, earned_pct=40), PayStep(from_rate_pct=100, earned_pct=100))
    found = mission_euros(MISSION, RULES, YEARS, YEARS[0], [
        (kept(1, weight_pct=40, calculation=Calculation.PROPORTIONAL), measure(30)),
        (kept(2, weight_pct=30, calculation=Calculation.ALL_OR_NOTHING), measure(39.9, 40)),
        (kept(3, weight_pct=20, calculation=Calculation.STEPS, steps=steps), measure(30)),
        (kept(4, weight_pct=10, calculation=Calculation.PROPORTIONAL), None)])
    assert found.at_stake_eur == 10_000
    assert [line.earned_eur for line in found.lines] == [pytest.approx(2_000), 0, pytest.approx(800), None]
    assert (found.earned_eur, found.earned_cpam_eur, found.open_eur) == (
        pytest.approx(2_800), pytest.approx(5_800), pytest.approx(1_000))
    assert found.notes == ()
    assert found.lines[0].sentence.startswith("4\u202f000\u00a0€ × 50\u00a0% = 2\u202f000\u00a0€ (proportionnel).")


def test_weights_and_calculations_that_are_missing_are_said() -> None:
    one = mission_euros(MISSION, RULES, YEARS, YEARS[0], [(kept(1, weight_pct=60), measure(30)), (kept(2), measure(30))])
    assert one.notes == ("Le poids d'au moins un indicateur n'est pas renseigné.",)
    assert [line.earned_eur for line in one.lines] == [None, None]
    assert "calcul du contrat" in one.lines[0].sentence and "non renseigné" in one.lines[1].sentence
    two = mission_euros(MISSION, RULES, YEARS, YEARS[0], [(kept(1, weight_pct=60), None), (kept(2, weight_pct=30), None)])
    assert two.notes == ("Les poids des indicateurs font 90\u00a0% au lieu de 100\u00a0%\u00a0: à vérifier.",)
    assert mission_euros(MISSION, RULES, YEARS, None, []).fixed_sentence == "Hors de la durée du contrat."


@pytest.mark.parametrize(("rate", "share"), [(0, 0), (49.9, 0), (50, 40), (99.9, 40), (100, 100), (None, None)])
def test_steps(rate: float | None, share: float | None) -> None:
    steps = (PayStep(from_rate_pct=50, earned_pct=40), PayStep(from_rate_pct=100, earned_pct=100))
    record = kept(1, calculation=Calculation.STEPS, steps=steps).record
    assert earned_pct(record, Achievement(rate, AchievementState.PARTIAL, "")) == share


@pytest.mark.parametrize(("population", "size"), [(39_999, 1), (40_000, 2), (79_999, 2), (80_000, 3), (174_999, 3), (175_000, 4)])
def test_size_classes(population: int, size: int) -> None:
    assert RULES.size_class(population) == size


def test_watch_of_the_size() -> None:
    typed = dataclasses.replace(CONTRACT, population=79_000, population_year=2021, size_class=2)
    found = size_watch(typed, RULES, 80_500, 2023)
    assert (found.retained, found.now, found.changed, found.to_threshold) == (2, 3, True, 500)
    assert found.sentence == ("Le périmètre compte 80\u202f500 habitants (2023)\u00a0: taille 3, alors que le contrat retient la "
                              "taille 2\u00a0: à vérifier avec la CPAM.")
    assert not size_watch(typed, RULES, 70_000).changed
    assert "à vérifier avec la CPAM" in size_watch(dataclasses.replace(typed, size_class=3), RULES).sentence
    assert size_watch(CONTRACT, RULES).sentence == "La population retenue par le contrat n'est pas renseignée."
    assert "à vérifier" in size_watch(CONTRACT, RULES, 50_000).sentence


def test_amounts_in_french() -> None:
    assert euros(12345) == "12\u202f345\u00a0€" and euros(0) == "0\u00a0€" and euros(-1234.5) == "\u22121\u202f234,50\u00a0€"
    assert number(12345.67) == "12\u202f345,7" and number(-0.01) == "0" and number(-1.25) == "\u22121,3"
    assert number(None) == "non renseigné"
