"""The routing engine on screen: the page says which minutes it shows, and is there while the engine is slow or away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cpts_analytics import access
from cpts_analytics.access.engine import TIMEOUT, URL
from cpts_analytics.access.words import BADGE_MINUTES
from cpts_analytics.store import Store
from cpts_analytics.ui import cache
from tests.access.engines import StandIn, serving
from tests.pages.screen import APP, SECONDS, markup, said, sound, words

YEU = "commune:85113"  # alone on its island: no trip to ask for
HERE, ENGINE = "commune:38091", "moteur d'itinéraires, de centre à centre"
SCREENS = ("acces_aux_soins", "et_si")


@pytest.fixture(autouse=True, scope="module")
def _travel_times(store: Store) -> None:
    access.ensure_pairs(store)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StandIn]:
    """Everything is 7 minutes away; answers are kept in a folder of the test's own."""
    whole = access.with_engine
    monkeypatch.setattr("cpts_analytics.access.asking.with_engine",
                        lambda model, members, *, folder: whole(model, members, folder=tmp_path))
    with serving(lambda one, other: 7.0) as engine:
        monkeypatch.setenv(URL, engine.url)
        yield engine


def page(screen: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=SECONDS)
    app.switch_page(f"pages/{screen}.py")
    for name, value in {"territoire": HERE, "scenario": "a:pharmacy:1@38091", **address}.items():
        app.query_params[name] = value
    return app.run()


def settled(app: AppTest) -> AppTest:
    """Run again until the engine has answered."""
    for _ in range(200):
        if "est interrogé" not in said(app):
            return app
        time.sleep(0.1)
        app.run()
    raise AssertionError("the engine never answered")


def text(app: AppTest) -> str:
    return " ".join(words(piece) for piece in markup(app))


@pytest.mark.parametrize("screen", SCREENS)
def test_the_engine_serves_and_the_screen_says_so(stand_in: StandIn, screen: str) -> None:
    app = settled(page(screen))
    assert ENGINE in text(sound(app)) and BADGE_MINUTES not in text(app) and stand_in.requests
    if screen == "acces_aux_soins":
        assert "de route d'un médecin généraliste" in text(app) and "minutes estimées" not in text(app)
    before = len(stand_in.requests)
    assert ENGINE in text(sound(page(screen))) and len(stand_in.requests) == before, "asked once for a territory"


@pytest.mark.parametrize("screen", SCREENS)
def test_a_slow_engine_does_not_hold_the_page(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, screen: str) -> None:
    monkeypatch.setattr(cache, "_FIRST_WAIT_SECONDS", 0.0)
    stand_in.delay = 0.3
    app = sound(page(screen))
    assert access.ASKING.replace("\u00a0", " ") in said(app) and BADGE_MINUTES in text(app) and ENGINE not in text(app)
    stand_in.delay = 0.0
    assert ENGINE in text(sound(settled(app)))


@pytest.mark.parametrize("screen", SCREENS)
def test_an_engine_that_fails_leaves_the_estimate_and_says_why(stand_in: StandIn, screen: str) -> None:
    stand_in.failures, stand_in.status = 10_000, 404
    app = sound(settled(page(screen)))
    assert "il répond par l'erreur 404" in said(app) and "Les temps montrés sont estimés à vol d'oiseau." in said(app)
    assert BADGE_MINUTES in text(app) and ENGINE not in text(app)


@pytest.mark.parametrize("screen", SCREENS)
def test_an_address_that_cannot_be_is_said(monkeypatch: pytest.MonkeyPatch, screen: str) -> None:
    monkeypatch.setenv(URL, "ftp://nulle-part")
    monkeypatch.setenv(TIMEOUT, "0,1")
    app = sound(settled(page(screen)))
    assert "doit être l'adresse http d'un moteur" in said(app) and BADGE_MINUTES in text(app)


@pytest.mark.parametrize("screen", SCREENS)
def test_an_island_asks_nothing_of_the_engine(stand_in: StandIn, screen: str) -> None:
    sound(settled(page(screen, territoire=YEU)))
    assert stand_in.requests == []


def test_without_an_engine_the_estimate_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL, raising=False)
    app = sound(page("et_si"))
    assert BADGE_MINUTES in text(app) and "moteur" not in said(app)
