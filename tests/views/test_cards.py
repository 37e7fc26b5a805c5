"""Figure cards: what a reader sees of one indicator, known or not."""

import dataclasses

import pytest

from cpts_analytics.model import Aggregation, Level
from cpts_analytics.views.cards import figure_card, lecture
from tests.views.frames import compared, indicator, row, rows, source


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_known_figure():
    card = figure_card(
        indicator(), compared(), {"bpe": source(), "population": source("population", title="Populations")}
    )
    assert (card.label, card.value_text, plain(card.unit)) == ("Médecins généralistes", "6,9", "pour 10 000 habitants")
    assert plain(card.comparator_line) == "reste de l'Isère 9,4 · France 8,9"
    assert card.verdict.text == "▼ plus bas que le reste de l'Isère\u00a0: défavorable"
    assert plain(card.gap) == (
        "27 lieux d'exercice de moins qu'avec le taux du reste de l'Isère ; "
        "un départ ou une arrivée change ce chiffre de 1 %"
    )
    assert card.year_level == "2023–2024 · territoire, à partir de ses communes"
    assert card.badges == ("Lieux d'exercice",)
    assert card.known and not card.reason and not card.advice
    assert plain(card.sources) == "Insee, Base permanente des équipements (2024) ; Insee, Populations (2024)"
    assert card.caveat == "Ne dit rien de la patientèle."


def test_the_lecture_is_a_whole_sentence():
    assert plain(lecture(indicator(), compared())) == (
        "Lecture : en 2023–2024, 75 lieux pour 108 700 habitants de Pays Berjalliens, soit 6,9, contre 9,4 dans "
        "le reste de l'Isère. 27 lieux d'exercice de moins qu'avec le taux du reste de l'Isère."
    )


def test_the_lecture_without_reference_drops_that_clause():
    alone = rows(row("territory", "CC Bugey", 6.9, numerator=75.0, denominator=108700.0))
    assert plain(lecture(indicator(), alone)) == (
        "Lecture : en 2023–2024, 75 lieux pour 108 700 habitants de la CC Bugey, soit 6,9."
    )


def test_the_lecture_against_france():
    frame = compared(verdict_against="France")
    assert plain(lecture(indicator(), frame)).startswith(
        "Lecture : en 2023–2024, 75 lieux pour 108 700 habitants de Pays Berjalliens, soit 6,9, contre 8,9 en France."
    )


def test_the_lecture_of_an_estimate_says_what_not_to_conclude():
    frame = compared(status="estimated", lower=6.0, upper=7.5, gap_units=float("nan"))
    assert plain(lecture(indicator(), frame)).endswith("À ne pas conclure : Ne dit rien de la patientèle.")


def test_the_lecture_of_a_zero_reads_as_a_number():
    assert "soit 0,0, contre" in lecture(indicator(), compared(value=0.0, numerator=0.0))


def test_the_lecture_of_a_median_is_a_span():
    income = indicator(aggregation=Aggregation.RANGE, unit="€ par an", decimals=0)
    frame = rows(row("territory", "Vienne", None, lower=18900.0, upper=31200.0, period="2021"))
    assert plain(lecture(income, frame)) == (
        "Lecture : en 2021, d'une commune à l'autre de Vienne, la valeur va de 18 900 à 31 200 € par an."
    )


@pytest.mark.parametrize("status", ["suppressed", "not_published", "not_loaded", "not_applicable"])
def test_an_unknown_figure_is_a_card_with_its_reason(status):
    card = figure_card(indicator(), compared(value=float("nan"), status=status))
    assert not card.known and card.reason and card.advice
    assert not card.lecture and card.verdict is None and not card.gap and not card.unit
    assert plain(card.comparator_line) == "reste de l'Isère 9,4 · France 8,9"
    assert "nan" not in " ".join(str(value) for value in dataclasses.astuple(card)).lower()


def test_a_territory_without_a_row_is_still_a_card():
    card = figure_card(indicator(), compared().iloc[1:])
    assert card.value_text == "absent de cette version" and card.reason


def test_coverage_becomes_a_badge():
    card = figure_card(indicator(), compared(status="partial", coverage_communes=54, coverage_population_pct=96.0))
    assert plain(card.badges[-1]) == "Couvre 54 communes sur 60, 96 % des habitants"


def test_without_rest_the_departement_takes_its_place():
    frame = compared()
    card = figure_card(indicator(), frame[frame["role"] != "rest_of_departement"])
    assert plain(card.comparator_line) == "département de l'Isère 9,1 · France 8,9"


def test_the_published_value_of_the_epci_stands_beside():
    frame = rows(
        row("territory", "x", None, status="suppressed", method="couverture insuffisante"),
        row("epci", "CA Porte de l'Isère", 12.5),
        row("france", "France", 14.9),
    )
    card = figure_card(indicator(), frame)
    assert card.value_text == "couverture insuffisante"
    assert plain(card.comparator_line) == "CA Porte de l'Isère 12,5 · France 14,9"


def test_across_two_departements_each_rest_has_its_value():
    frame = rows(
        row("territory", "x", 5.0),
        row("rest_of_departement", "reste de l'Isère", 9.4),
        row("rest_of_departement", "reste du Rhône", 8.0),
    )
    assert plain(figure_card(indicator(), frame).comparator_line) == "reste de l'Isère 9,4 · reste du Rhône 8,0"


def test_the_latest_period_is_shown_with_comparators_of_that_period():
    frame = rows(
        row("territory", "x", 5.0, period="2022"),
        row("france", "France", 7.0, period="2022"),
        row("territory", "x", 6.0, period="2023"),
        row("france", "France", 8.0, period="2023"),
    )
    card = figure_card(indicator(), frame)
    assert (card.value_text, plain(card.comparator_line)) == ("6,0", "France 8,0")


def test_a_value_of_the_departement_says_so():
    known_above = indicator(levels=(Level.DEPARTEMENT, Level.FRANCE), aggregation=Aggregation.PUBLISHED)
    frame = rows(row("territory", "département de l'Isère", 5.0, level="departement"))
    assert "Valeur du département de l'Isère" in figure_card(known_above, frame).badges


def test_a_zero_keeps_its_unit():
    card = figure_card(indicator(), compared(value=0.0, numerator=0.0))
    assert (card.value_text, card.unit) == ("0 (aucun)", "pour 10 000 habitants")
