"""Scenarios kept for a territory: with their author, note and data; each change a version; nothing lost."""

from __future__ import annotations

import pytest

from cpts_analytics.access import Scenario
from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Journal
from tests.journal.given import WHO, territory

ARRIVAL, MORE = Scenario.decode("a:gp:1@38053"), Scenario.decode("a:gp:2@38053,r:gp;5200")
HERE = territory()


def test_a_scenario_comes_back_as_it_was_kept(journal: Journal) -> None:
    kept = journal.scenarios.keep(HERE, MORE, name="Deux arrivées", note="d'après le projet d'Aoste", data_version="abc",
                                  author="Camille")
    assert (kept.version, kept.author, kept.note, kept.data_version) == (1, "Camille", "d'après le projet d'Aoste", "abc")
    assert kept.members == HERE.members and kept.territory_name == HERE.name
    assert Scenario.decode(kept.content) == MORE
    assert journal.scenarios.of(HERE) == (kept,)
    assert kept.made_on_other_data("abd") and not kept.made_on_other_data("abc")


def test_the_same_name_is_a_new_version_and_the_same_content_writes_nothing(journal: Journal) -> None:
    journal.scenarios.keep(HERE, ARRIVAL, name="Projet", data_version="abc", author="Camille")
    again = journal.scenarios.keep(HERE, ARRIVAL, name="Projet", data_version="abc", author="Dominique")
    assert (again.version, again.author) == (1, "Camille")
    changed = journal.scenarios.keep(HERE, MORE, name="projet", data_version="abc", author="Dominique")
    assert changed.version == 2
    assert [item.content for item in journal.scenarios.history(HERE, "PROJET")] == ["a:gp:1@38053", "a:gp:2@38053,r:gp;5200"]
    assert journal.scenarios.of(HERE) == (changed,)


def test_a_removal_is_a_version_and_frees_the_name(journal: Journal) -> None:
    journal.scenarios.keep(HERE, ARRIVAL, name="Projet", data_version="abc", author="Camille")
    gone = journal.scenarios.remove(HERE, "projet", author="Dominique")
    assert gone.removed and gone.author == "Dominique"
    assert journal.scenarios.of(HERE) == ()
    assert len(journal.scenarios.history(HERE, "Projet")) == 2
    with pytest.raises(JournalError, match="n'est pas enregistré"):
        journal.scenarios.remove(HERE, "Projet", author="Dominique")
    assert journal.scenarios.keep(HERE, ARRIVAL, name="Projet", data_version="abc", author="Camille").version == 3


def test_what_was_made_before_a_territory_was_kept_stays_with_it(journal: Journal) -> None:
    first = journal.scenarios.keep(HERE, ARRIVAL, name="Avant", data_version="abc", author="Camille")
    kept = journal.keep(HERE, **WHO)
    second = journal.scenarios.keep(kept, MORE, name="Après", data_version="abc", author="Camille")
    assert {item.name for item in journal.scenarios.of(kept)} == {first.name, second.name}
    assert [item.name for item in journal.scenarios.of(HERE)] == ["Avant"]
    assert journal.scenarios.of(territory(members=("38053",), spec="commune:38053")) == ()


def test_what_cannot_be_kept_is_a_sentence_and_nothing_is_kept(journal: Journal) -> None:
    for fields, sentence in (({"name": " "}, "Donnez un nom"), ({"author": " "}, "Indiquez qui enregistre"),
                             ({"name": "x" * 200}, "trop long"), ({"note": "x" * 9000}, "trop long")):
        given = {"name": "Projet", "data_version": "abc", "author": "Camille", **fields}
        with pytest.raises(JournalError, match=sentence):
            journal.scenarios.keep(HERE, ARRIVAL, **given)
    with pytest.raises(JournalError, match="vide"):
        journal.scenarios.keep(HERE, Scenario(), name="Rien", data_version="abc", author="Camille")
    assert journal.scenarios.of(HERE) == ()
