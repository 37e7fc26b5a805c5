"""Names of areas in a sentence, words of states, verdicts."""

import re

import pytest

from cpts_analytics.model import Aggregation, Polarity, Status, VerdictRule
from cpts_analytics.views import palette, places, states, verdicts
from tests.views.frames import indicator, row


@pytest.mark.parametrize(
    ("name", "of", "inside", "than"),
    [
        ("reste de l'Isère", "du reste de l'Isère", "dans le reste de l'Isère", "que le reste de l'Isère"),
        ("France", "de la France", "en France", "que la France"),
        ("région Bretagne", "de la région Bretagne", "dans la région Bretagne", "que la région Bretagne"),
        (
            "CA Porte de l'Isère",
            "de la CA Porte de l'Isère",
            "dans la CA Porte de l'Isère",
            "que la CA Porte de l'Isère",
        ),
        ("Vienne", "de Vienne", "dans Vienne", "que Vienne"),
        ("Échirolles", "d'Échirolles", "dans Échirolles", "qu'Échirolles"),
    ],
)
def test_areas_agree_with_small_words(name, of, inside, than):
    assert (places.of(name), places.inside(name), places.than(name)) == (of, inside, than)


def test_every_status_has_words():
    assert set(states.STATUS_WORDS) == set(Status)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("suppressed", "masqué (secret statistique)"),
        ("not_published", "non publié à cette échelle"),
        ("not_loaded", "absent de cette version"),
        ("not_applicable", "sans objet"),
    ],
)
def test_a_figure_that_is_not_there_is_said_in_words_with_reason_and_advice(status, words):
    given = row("territory", "x", None, status=status)
    assert states.value_words(given, indicator()) == states.full_words(given, indicator()) == words
    assert states.reason(given) and states.advice(given)


def test_a_count_with_hidden_parts_is_at_least():
    given = row("territory", "x", 1250.0, status="partial", coverage_communes=54, coverage_population_pct=96.2)
    count = indicator(aggregation=Aggregation.SUM, unit="habitants", decimals=0)
    assert states.full_words(given, count).replace("\u00a0", " ").replace("\u202f", " ") == (
        "au moins 1 250 habitants (couvre 54 communes sur 60, 96 % des habitants)"
    )
    assert not states.value_words(given, indicator()).startswith("au moins")


def test_coverage_is_not_rounded_up_to_all():
    given = row("territory", "x", 1.0, status="partial", coverage_communes=59, coverage_population_pct=99.9)
    assert states.coverage_words(given).endswith("plus de 99\u00a0% des habitants")


def test_zero_is_a_value_of_its_own():
    given = row("territory", "x", 0.0)
    assert states.value_words(given, indicator()) == "0 (aucun)"
    growth = indicator(aggregation=Aggregation.COMPOUND_GROWTH, years=6, unit="% par an")
    assert states.value_words(given, growth) == "0,0\u00a0% par an"


def test_an_estimate_shows_its_interval():
    given = row("territory", "x", 4500.0, status="estimated", lower=4100.0, upper=4912.0)
    count = indicator(aggregation=Aggregation.SUM, unit="personnes", decimals=0)
    assert states.state_words(given, count) == "estimation, entre 4\u202f100 et 4\u202f912"


def test_too_little_coverage_is_said():
    given = row("territory", "x", None, status="suppressed", method="couverture insuffisante", coverage_communes=12)
    assert states.value_words(given, indicator()) == "couverture insuffisante"
    assert "90\u00a0%" in states.reason(given)


def test_what_is_never_averaged_is_a_span():
    given = row("territory", "x", None, lower=18900.0, upper=31200.0)
    income = indicator(aggregation=Aggregation.RANGE, unit="€ par an", decimals=0)
    assert states.value_words(given, income) == "de 18\u202f900 à 31\u202f200\u00a0€ par an"


@pytest.mark.parametrize(
    ("code", "meaning", "words", "shape", "judged", "colour"),
    [
        ("higher", "favourable", "plus élevé que le reste de l'Isère", "▲", "favorable", "favourable"),
        ("lower", "unfavourable", "plus bas que le reste de l'Isère", "▼", "défavorable", "unfavourable"),
        ("close", "", "proche du reste de l'Isère", "≈", "", "to_interpret"),
        ("inconclusive", "", "écart non concluant", "○", "", "to_interpret"),
        ("too_few", "", "trop peu pour conclure", "○", "", "to_interpret"),
        ("not_comparable", "", "non comparable", "○", "", "to_interpret"),
        ("higher", "to_interpret", "plus élevé que le reste de l'Isère", "▲", "à interpréter", "to_interpret"),
    ],
)
def test_verdicts(code, meaning, words, shape, judged, colour):
    given = row("territory", "x", 5.0, verdict=code, verdict_against="reste de l'Isère", meaning=meaning)
    verdict = verdicts.verdict(given, indicator())
    assert verdict == verdicts.Verdict(words, judged, shape, colour)
    assert verdict.colour_key in palette.MEANINGS


def test_no_verdict_is_none():
    assert verdicts.verdict(row("territory", "x", 5.0), indicator()) is None


def test_a_need_is_high_never_unfavourable():
    given = row("territory", "x", 5.0, verdict="higher", verdict_against="France", meaning="unfavourable")
    verdict = verdicts.verdict(given, indicator(polarity=Polarity.NEED))
    assert verdict.meaning == "besoin élevé" and "favorable" not in verdict.text


@pytest.mark.parametrize("rule", [rule for rule in VerdictRule if rule is not VerdictRule.INTERVAL])
@pytest.mark.parametrize("code", list(verdicts.SHAPES))
def test_only_an_interval_may_be_significant(rule, code):
    given = row("territory", "x", 5.0, verdict=code, verdict_against="France", meaning="favourable")
    other = indicator(verdict=rule, threshold=2.5)
    assert not re.search("significati", verdicts.verdict(given, other).text)


def test_an_interval_says_significant():
    given = row("territory", "x", 5.0, verdict="lower", verdict_against="France")
    assert (
        verdicts.verdict(given, indicator(verdict=VerdictRule.INTERVAL)).words
        == "significativement plus bas que la France"
    )


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (-27.3, "27\u00a0lieux d'exercice de moins qu'avec le taux du reste de l'Isère"),
        (12.0, "12\u00a0lieux d'exercice de plus qu'avec le taux du reste de l'Isère"),
        (0.2, "moins d'une unité d'écart"),
        (float("nan"), ""),
    ],
)
def test_the_gap_is_said_in_places(gap, expected):
    given = row("territory", "x", 5.0, gap_units=gap, verdict_against="reste de l'Isère")
    assert verdicts.gap_words(given, indicator()) == expected


def test_how_much_one_place_weighs():
    assert verdicts.one_more_words(row("territory", "x", 1.0, numerator=8.0)).endswith("change ce chiffre de 13\u00a0%")
    assert verdicts.one_more_words(row("territory", "x", 0.0, numerator=0.0)) == ""
