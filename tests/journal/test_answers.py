"""Answers typed for what open data do not say."""

from __future__ import annotations

import dataclasses
import math

import pytest

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Answer, Journal, NotKeptError, Origin, perimeter_digest
from tests.journal.given import WHO, territory

TOPIC = "no_referring_doctor"


def test_an_answer_comes_back_whole(journal: Journal) -> None:
    kept = journal.keep(territory(), **WHO)
    answer = Answer(topic=TOPIC, value=11.4, unit="%", period="2025", origin=Origin.CPAM, note="courriel du 3 mars")
    found = journal.answer(kept, answer, author="Camille")
    assert journal.answers(kept) == {TOPIC: found}
    assert (found.answer, found.version, found.author) == (answer, 1, "Camille")
    assert found.perimeter == perimeter_digest(kept)
    assert found.answer.origin.label == "Valeur CPAM"


def test_the_last_one_wins_and_the_former_ones_stay(journal: Journal) -> None:
    place = territory()
    journal.answer(place, Answer(topic=TOPIC, value=0), author="A")
    journal.answer(place, Answer(topic=TOPIC, text="non transmis"), author="B")
    assert journal.answers(place)[TOPIC].answer == Answer(topic=TOPIC, text="non transmis")
    assert [(kept.version, kept.answer.value, kept.author) for kept in journal.answer_history(place, TOPIC)] == [
        (1, 0.0, "A"), (2, None, "B")]


def test_an_empty_answer_withdraws_and_keeps_the_history(journal: Journal) -> None:
    kept = journal.keep(territory(), **WHO)
    journal.answer(territory(), Answer(topic=TOPIC, value=1), author="A")
    journal.answer(kept, Answer(topic=TOPIC, value=2), author="A")
    journal.answer(kept, Answer(topic=TOPIC), author="A")
    assert journal.answers(kept) == {}
    assert [found.answer.value for found in journal.answer_history(kept, TOPIC)] == [1, 2, None]


def test_what_was_typed_before_the_territory_was_kept_still_shows(journal: Journal) -> None:
    journal.answer(territory("sans nom", spec="epci:1"), Answer(topic=TOPIC, value=5), author="A")
    journal.answer(territory("sans nom", spec="epci:1"), Answer(topic="screening", value=6), author="A")
    kept = journal.keep(territory(), **WHO)
    journal.answer(kept, Answer(topic=TOPIC, value=7), author="A")
    assert {topic: found.answer.value for topic, found in journal.answers(kept).items()} == {TOPIC: 7, "screening": 6}
    assert journal.answers(territory("ailleurs", members=("01001",))) == {}


def test_an_answer_says_for_which_communes_it_was_typed(journal: Journal) -> None:
    kept = journal.keep(territory(), **WHO)
    journal.answer(kept, Answer(topic=TOPIC, value=5), author="A")
    smaller = journal.keep(dataclasses.replace(kept, members=("38053",)), **WHO)
    found = journal.answers(smaller)[TOPIC]
    assert found.perimeter == perimeter_digest(kept) != perimeter_digest(smaller)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_not_a_number_is_refused(journal: Journal, value: float) -> None:
    with pytest.raises(JournalError, match="n'est pas un nombre"):
        journal.answer(territory(), Answer(topic=TOPIC, value=value), author="A")


def test_an_answer_needs_a_question_an_author_and_a_territory_that_lives(journal: Journal) -> None:
    with pytest.raises(JournalError, match="quelle question"):
        journal.answer(territory(), Answer(topic=" ", value=1), author="A")
    with pytest.raises(JournalError, match="Indiquez qui"):
        journal.answer(territory(), Answer(topic=TOPIC, value=1), author="")
    with pytest.raises(NotKeptError):
        journal.answer(territory(kept_id=99, kept_version=1), Answer(topic=TOPIC, value=1), author="A")
