"""Scenarios: what is written is read back, what cannot be is refused with a sentence, and nothing of it is kept."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpts_analytics.access import SERVICES, Action, Kind, Scenario, ScenarioError
from cpts_analytics.access.supply import Present, added_fte, checked
from cpts_analytics.access.words import at
from tests.access.small import line

PLACES = np.array([4.0, 0.0, 2.0])
POSTS = np.array([3.2, 0.0, 1.6])  # 0.8 person a place
ACTIVITY = np.array([1.5, 1.0, 0.5])
COUNTRY = line(3)

def present(activity: object) -> Present:
    return Present(places=PLACES, posts=POSTS, activity=np.asarray(activity), over_65=np.array([0.2, np.nan, 0.5]))


actions = st.one_of(
    st.builds(Action, kind=st.sampled_from([Kind.ARRIVAL, Kind.DEPARTURE]), service=st.sampled_from(list(SERVICES)),
              commune=st.sampled_from(["38000", "38001", "2A004", "97411"]), posts=st.integers(1, 50),
              fte=st.sampled_from([1.0, 0.5, 0.8, 1.25])),
    st.builds(Action, kind=st.just(Kind.RETIREMENT), service=st.just("gp"), share=st.sampled_from([1.0, 0.5, 0.25])))


@given(st.lists(actions, max_size=8), st.sampled_from([None, 4800.0, 5250.5]))
def test_a_scenario_is_read_as_it_was_written(given_actions, consultations):
    kept, retired = [], False
    for action in given_actions:  # a retirement counts once
        if action.kind is not Kind.RETIREMENT or not retired:
            kept.append(action)
        retired = retired or action.kind is Kind.RETIREMENT
    scenario = Scenario(actions=tuple(kept), consultations=consultations)
    assert Scenario.decode(scenario.encode()) == scenario


def test_the_text_without_a_letter_is_what_the_option_says():
    assert Action.parse("gp:1@38053").kind is Kind.ARRIVAL
    assert Action.parse("gp:2x0.5@38085", Kind.DEPARTURE) == Action(
        kind=Kind.DEPARTURE, service="gp", commune="38085", posts=2, fte=0.5)
    assert Action.parse("gp*0.5", Kind.RETIREMENT).share == 0.5


@pytest.mark.parametrize(("text", "sentence"), [
    ("a:gp:-1@38000", "entier de 1 à 50"), ("a:gp:0@38000", "entier de 1 à 50"), ("a:gp:1.5@38000", "doit être un entier"),
    ("a:gp:1x0@38000", "temps plein"), ("a:gp:1x-1@38000", "temps plein"), ("a:witch:1@38000", "n'est pas un service connu"),
    ("a:gp:1", "ne se comprend pas"), ("r:nurse", "que pour les médecins généralistes"), ("r:gp*2", "entre 0 et 1"),
    ("r:gp,r:gp", "qu'une fois"), ("x", "ne se comprend pas"), ("a:gp:1@38000;many", "nombre de consultations"),
    ("a:gp:1@38000;10", "entre 500 et"), ("a:gp:1@'; DROP TABLE", "ne se comprend pas"), ("é" * 3000, "trop long"),
    ("r:gp:1@38000", "sans commune")])
def test_a_bad_text_is_a_sentence(text, sentence):
    with pytest.raises(ScenarioError, match=re.escape(sentence)):
        Scenario.decode(text)


def test_a_letter_that_contradicts_the_option_is_refused():
    with pytest.raises(ScenarioError, match="se contredit"):
        Action.parse("a:gp:1@38000", Kind.DEPARTURE)


def test_undoing_one_leaves_the_others():
    scenario = Scenario.decode("a:gp:1@38000,d:pharmacy:1@38001,r:gp;5000")
    assert scenario.without(1).encode() == "a:gp:1@38000,r:gp;5000"
    assert scenario.encode() == "a:gp:1@38000,d:pharmacy:1@38001,r:gp;5000", "nothing changes in place"
    with pytest.raises(ScenarioError, match="n'est plus dans le scénario"):
        scenario.without(3)


@pytest.mark.parametrize(("text", "sentence"), [
    ("d:gp:5@38000", "il y a 4 lieux d'exercice de médecin généraliste d'après la BPE : 5 départs sont impossibles"),
    ("d:gp:1@38001", "aucun lieu d'exercice"), ("d:gp:3@38000,d:gp:2@38000", "5 départs sont impossibles"),
    ("a:gp:1@99999", "n'existe pas"), ("d:gp:1@38999", "n'existe pas")])
def test_what_is_not_there_cannot_leave(text, sentence):
    with pytest.raises(ScenarioError) as refused:
        checked(Scenario.decode(text), COUNTRY, {"gp": PLACES})
    assert sentence in str(refused.value).replace("\u00a0", " ")


def test_who_has_just_come_may_leave():
    checked(Scenario.decode("a:gp:1@38001,d:gp:1@38001"), COUNTRY, {"gp": PLACES})


@pytest.mark.parametrize(("text", "expected"), [
    ("a:gp:1@38001", {1: 1.0}),
    ("a:gp:2x0.5@38001", {1: 1.0}),
    ("d:gp:1@38000", {0: -0.8}),  # one of four places, 0.8 person each
    ("d:gp:4@38000", {0: -3.2}),
    ("a:gp:1@38000,d:gp:1@38000", {0: 0.2}),
    ("r:gp", {0: -0.64, 2: -0.8}),  # 20 % of 3.2, 50 % of 1.6
    ("r:gp*0.5", {0: -0.32, 2: -0.4}),
    ("d:gp:2@38000,r:gp", {0: -1.6 - 0.32, 2: -0.8})])  # those who have left do not retire
def test_what_a_scenario_adds_by_hand(text, expected):
    scenario = Scenario.decode(text)
    assert added_fte(scenario, "gp", COUNTRY, present([1.0, 1.0, 1.0]), np.array([0, 1, 2])) == pytest.approx(expected)


@pytest.mark.parametrize(("text", "expected"), [
    ("a:gp:1@38000", {0: 1.0}),  # who arrives brings the standard activity, whatever the commune's
    ("d:gp:1@38000", {0: -0.8 * 1.5}),
    ("d:gp:2x0.5@38002", {2: -2 * 0.5 * 0.8 * 0.5}),
    ("a:gp:1@38000,d:gp:1@38000", {0: 1 - 0.8 * 1.5}),
    ("a:gp:1@38000,d:gp:5@38000", {0: 1 - 3.2 * 1.5 - 1}),  # the four who were there, then the one who came
    ("a:gp:2@38001,d:gp:2@38001", {}),
    ("r:gp", {0: -0.64 * 1.5, 2: -0.8 * 0.5}),
    ("d:gp:2@38000,r:gp", {0: -1.6 * 1.5 - 0.32 * 1.5, 2: -0.8 * 0.5})])
def test_who_leaves_takes_the_activity_of_the_commune(text, expected):
    found = added_fte(Scenario.decode(text), "gp", COUNTRY, present(ACTIVITY), np.array([0, 1, 2]))
    assert found == pytest.approx(expected)


def test_only_the_territory_retires():
    found = added_fte(Scenario.decode("r:gp"), "gp", COUNTRY, present([1.0, 1.0, 1.0]), np.array([2]))
    assert found == pytest.approx({2: -0.8})


@pytest.mark.parametrize(("text", "words"), [
    ("a:gp:1@38000", "arrivée d'un médecin généraliste à Commune 38000"),
    ("d:pharmacy:1@38001", "fermeture d'une pharmacie à Commune 38001"),
    ("d:pharmacy:2@38001", "fermeture de 2\u00a0pharmacies à Commune 38001"),
    ("a:msp:1@38001", "ouverture d'une maison de santé (MSP) à Commune 38001"),
    ("a:midwife:2x0.5@38000", "arrivée de 2\u00a0sages-femmes à mi-temps à Commune 38000"),
    ("a:nurse:1x0.8@38000", "arrivée d'un infirmier à 80\u00a0% d'un temps plein à Commune 38000"),
    ("r:gp", "retraite des médecins généralistes de plus de 65 ans"),
    ("r:gp*0.5", "retraite de 50\u00a0% des médecins généralistes de plus de 65 ans")])
def test_words(text, words):
    assert Action.parse(text).words(COUNTRY) == words


@pytest.mark.parametrize(("name", "words"), [
    ("Vienne", "à Vienne"), ("Le Cheylas", "au Cheylas"), ("Les Abrets en Dauphiné", "aux Abrets en Dauphiné"),
    ("La Tour-du-Pin", "à La Tour-du-Pin"), ("L'Isle-d'Abeau", "à L'Isle-d'Abeau"), ("Île-de-Sein", "à l'Île-de-Sein"),
    ("Lyon 1er Arrondissement", "à Lyon (1er arrondissement)"), ("Paris 19e Arrondissement", "à Paris (19e arrondissement)")])
def test_a_commune_has_its_preposition(name, words):
    assert at(name) == words


@pytest.mark.parametrize(("key", "words"), [
    ("gp", "du médecin généraliste le plus proche"), ("nurse", "de l'infirmier le plus proche"),
    ("midwife", "de la sage-femme la plus proche"), ("pharmacy", "de la pharmacie la plus proche"),
    ("emergency", "du service d'urgences le plus proche"), ("msp", "de la maison de santé (MSP) la plus proche")])
def test_the_nearest_agrees_with_its_service(key, words):
    assert SERVICES[key].of_nearest == words


@pytest.mark.parametrize(("text", "words"), [
    ("d:nurse:1@38001", "aucun lieu d'exercice d'infirmier d'après la BPE\u00a0: un départ est impossible."),
    ("d:pharmacy:1@38001", "aucune pharmacie d'après la BPE\u00a0: une fermeture est impossible."),
    ("d:pharmacy:2@38000", "il y a 1\u00a0pharmacie d'après la BPE\u00a0: 2\u00a0fermetures sont impossibles."),
    ("a:pharmacy:1@38001,d:pharmacy:2@38001", "1\u00a0pharmacie d'après la BPE, arrivées comprises\u00a0: 2"),
    ("a:pharmacy:1@38000,d:pharmacy:2@38001", "aucune pharmacie d'après la BPE\u00a0: 2")])
def test_what_is_not_there_is_said_in_good_french(text, words):
    held = {"nurse": np.zeros(3), "pharmacy": np.array([1.0, 0, 0])}
    with pytest.raises(ScenarioError, match=re.escape(words)):
        checked(Scenario.decode(text), COUNTRY, held)
