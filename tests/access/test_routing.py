"""The routing engine: asked in its own words, tried again, and done without when it is away, slow or wrong."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from cpts_analytics.__main__ import main
from cpts_analytics.access import RoutingError, Setting, configured, parameters, trips
from cpts_analytics.access.engine import TIMEOUT, URL, Engine
from cpts_analytics.access.national import Access
from cpts_analytics.access.pairs import NO_ANSWER, NOT_ASKED, build
from cpts_analytics.access.routing import ask, with_engine
from cpts_analytics.access.travel import source_of
from cpts_analytics.statistics import great_circle_km
from tests.access.engines import serving
from tests.access.small import line

FIVE = line(5, step=0.04)
PAIRS = build(FIVE, np.zeros(5, dtype=bool))  # all ten: 17.8 km at most, 26 minutes


def away(one, other):
    """Ten minutes 0.04 degree to the east, twelve back; no way between the two ends."""
    step = round((other[0] - one[0]) / 0.04)
    return None if abs(step) == 4 else 10.0 * step if step > 0 else -12.0 * step


def engine(stand_in, kind="osrm", **changes) -> Engine:
    url = stand_in.url + ("/sources_to_targets" if kind == "valhalla" else "")
    return dataclasses.replace(Engine(kind=kind, url=url, timeout=3.0, pause=0.01), **changes)


def table_of(pairs, setting=Setting.SLOW):
    found = trips(pairs, FIVE, setting)
    return {(int(a), int(b)): m for a, b, m in zip(found.origin, found.destination, found.minutes, strict=True)}


def model(pairs=PAIRS) -> Access:
    return Access(country=FIVE, pairs=pairs, figures={}, denominators={}, headcounts={}, years={}, source=source_of(pairs),
                  data_version="test")


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_both_engines_are_asked_in_their_own_words(kind):
    with serving(away) as stand_in:
        routed, warning = ask(PAIRS, FIVE, engine(stand_in, kind), np.array([0]))
    table, estimated = table_of(routed), table_of(PAIRS)
    assert warning == ""
    assert (table[0, 1], table[1, 0], table[0, 2]) == (10.0, 12.0, 20.0)
    assert np.isinf(table[0, 4]) and np.isinf(table[4, 0]), "no way: not reachable, never 0"
    assert table[2, 3] == estimated[2, 3], "what was not asked stays estimated"
    assert table[0, 0] == estimated[0, 0] > 0


def test_what_was_answered_is_not_asked_again():
    with serving(away) as stand_in:
        routed, _ = ask(PAIRS, FIVE, engine(stand_in), np.array([0]))
        before = len(stand_in.requests)
        again, _ = ask(routed, FIVE, engine(stand_in), np.array([0]))
        assert again is routed and len(stand_in.requests) == before
        ask(routed, FIVE, engine(stand_in), np.array([0, 1]))
        assert len(stand_in.requests) == before + 2, "there and back, for the second commune only"


def test_an_engine_that_stumbles_is_tried_again():
    with serving(away) as stand_in:
        stand_in.failures = 2
        routed, warning = ask(PAIRS, FIVE, engine(stand_in), np.array([0]))
    assert warning == "" and table_of(routed)[0, 1] == 10.0


def test_a_partial_answer_is_completed_by_the_estimate_and_said():
    with serving(away) as stand_in:
        patient = engine(stand_in, retries=0)
        stand_in.failures, stand_in.status = 1, 503
        routed, warning = ask(PAIRS, FIVE, patient, np.array([0, 3]))
    assert "% des trajets sont estimés à vol d'oiseau" in warning and "erreur 503" in warning
    table, estimated = table_of(routed), table_of(PAIRS)
    assert table[0, 1] == estimated[0, 1] and table[3, 4] == 10.0
    assert set(np.unique(routed.routed[:, 0])) >= {NO_ANSWER, NOT_ASKED}


@pytest.mark.parametrize(("fault", "sentence"), [
    ({"failures": 99, "status": 500}, "erreur 500"), ({"failures": 99, "status": 0}, "injoignable"),
    ({"failures": 99, "status": 400}, "erreur 400"), ({"body": b"<html>"}, "ne se lit pas"),
    ({"body": b'{"code": "InvalidQuery"}'}, "refuse la demande"),
    ({"body": b'{"code": "Ok", "durations": [[1]]}'}, "n'est pas celle"),
    ({"body": b'{"code": "Ok"}'}, "autre chose qu'une table"), ({"body": b'{"code": "Ok", "durations": [["x"]]}'}, "autre chose"),
    ({"delay": 0.5}, "pas répondu en 0,05 secondes")])
def test_an_engine_that_does_not_serve_is_done_without(fault, sentence):
    with serving(away) as stand_in:
        for name, value in fault.items():
            setattr(stand_in, name, value)
        slow = {"timeout": 0.05} if "delay" in fault else {}
        found = with_engine(model(), ["38000"], engine=engine(stand_in, retries=1, **slow))
    assert found.source.is_estimate and sentence in found.source.warning
    assert "estimés à vol d'oiseau" in found.source.warning
    assert table_of(found.pairs) == table_of(PAIRS)


def test_an_engine_that_is_away_is_done_without():
    with serving(away) as stand_in:
        gone = engine(stand_in, retries=0)
    found = with_engine(model(), ["38000"], engine=gone)
    assert found.source.is_estimate and "injoignable" in found.source.warning


def test_answers_are_kept_on_disk(tmp_path):
    with serving(away) as stand_in:
        first = with_engine(model(), ["38000"], engine=engine(stand_in), folder=tmp_path)
        asked = len(stand_in.requests)
        second = with_engine(model(), ["38000"], engine=engine(stand_in), folder=tmp_path)
        assert len(stand_in.requests) == asked > 0
    assert first.source.kind == second.source.kind == "engine"
    assert table_of(second.pairs)[0, 1] == 10.0


@pytest.mark.parametrize(("environment", "kind"), [
    ({}, None), ({URL: "  "}, None), ({URL: "http://127.0.0.1:5000/"}, "osrm"),
    ({URL: "https://routes.example/valhalla/sources_to_targets"}, "valhalla")])
def test_the_engine_of_the_environment(environment, kind):
    found = configured(environment)
    assert (found.kind if found else None) == kind
    assert found is None or not found.url.endswith("/")


def test_a_url_that_cannot_be_one_is_a_sentence(monkeypatch):
    with pytest.raises(RoutingError, match="adresse http"):
        configured({URL: "ftp://elsewhere"})
    assert configured({URL: "http://127.0.0.1:1", TIMEOUT: "soon"}).timeout == 5.0
    monkeypatch.setenv(URL, "file:///etc/hosts")
    assert "adresse http" in with_engine(model(), ["38000"]).source.warning
    monkeypatch.delenv(URL)
    same = model()
    assert with_engine(same, ["38000"]) is same


def test_the_command_takes_the_engine_and_says_which_minutes_it_shows(store, capsys, monkeypatch):
    """A road twice as long as the crow flies at 60 km/h: far slower than the estimate, so that less of the gain leaves."""
    def slow_road(one, other):
        return 2 * float(great_circle_km(*one, *other)) + 3

    words = ["scenario", "--arrival", "gp:1@38053", "--territory", "communes:38053,38276", "--format", "json"]
    assert main(words) == 0
    estimated = json.loads(capsys.readouterr().out)
    before = set(store.path.parent.glob("pairs-routed-*"))
    try:
        with serving(slow_road) as stand_in:
            monkeypatch.setenv(URL, stand_in.url)
            assert main(words) == 0
            routed = json.loads(capsys.readouterr().out)
        for path in set(store.path.parent.glob("pairs-routed-*")) - before:
            path.unlink()
        assert main(words) == 0
        away_again = capsys.readouterr()
    finally:
        for path in set(store.path.parent.glob("pairs-routed-*")) - before:
            path.unlink()
    assert "moteur d'itinéraires" in routed["travel_times"] and routed["warning"] == ""
    assert routed["apl"]["gp"]["outside_communes"] < estimated["apl"]["gp"]["outside_communes"]
    assert "injoignable" in away_again.err and "vol d'oiseau" in json.loads(away_again.out)["travel_times"]


def test_the_minutes_of_an_engine_are_taken_as_they_are():
    """38000 and 38001 are 10 minutes away by the engine there and 12 back: whole weight, two thirds. Estimated minutes are
    uncertain: 4.448 km × 1.3 + 3 = 8.78 minutes are under 10 in 0.823 only."""
    decay = parameters().decays["gp"]
    with serving(away) as stand_in:
        routed, _ = ask(PAIRS, FIVE, engine(stand_in), np.array([0]))
    known, estimated = (model(pairs)._weights(decay).toarray() for pairs in (routed, PAIRS))
    assert (known[0, 1], known[1, 0]) == pytest.approx((1.0, 2 / 3))
    assert set(np.unique(known.astype(float).round(3))) <= {0, 0.333, 0.667, 1}
    assert estimated[0, 1] == estimated[1, 0] == pytest.approx((0.823 + 2) / 3, abs=1e-3)
