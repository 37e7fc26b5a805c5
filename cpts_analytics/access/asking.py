"""A routing engine asked in the background, around one territory: the estimate serves until its answers are there."""

from __future__ import annotations

import dataclasses
import itertools
import threading
import time
from pathlib import Path

from cpts_analytics.access.national import Access
from cpts_analytics.access.parameters import Setting
from cpts_analytics.access.routing import with_engine
from cpts_analytics.access.services import NEAREST, SERVICES
from cpts_analytics.access.travel import TravelSource
from cpts_analytics.access.words import BADGE_MINUTES

ASKING = "Le moteur d'itinéraires est interrogé\u00a0; en attendant, les temps sont estimés à vol d'oiseau."
FAILED = "Le moteur d'itinéraires n'a pas pu servir. Les temps montrés sont estimés à vol d'oiseau."
AGAIN_AFTER_SECONDS = 120.0
"""An engine that was away, slow or incomplete is asked again then, when somebody looks."""

_NUMBERS = itertools.count(1)


class Asking:
    """One territory's questions, begun at once in a thread of their own. ``model`` is always there; never raises."""

    def __init__(self, model: Access, members: tuple[str, ...], folder: Path) -> None:
        self._estimate, self._members, self._folder = model, members, folder
        self._lock = threading.Lock()
        self._found = dataclasses.replace(model, source=_estimated("asking"))
        self._ended = 0.0
        self._thread = self._begin()

    @property
    def done(self) -> bool:
        return not self._thread.is_alive()

    @property
    def model(self) -> Access:
        """What is known now; asks again after a while when the last answers were not whole."""
        with self._lock:
            late = time.monotonic() - self._ended > AGAIN_AFTER_SECONDS
            if self.done and self._found.source.warning and late:
                self._thread = self._begin()
        return self._found

    def wait(self, seconds: float) -> None:
        """Until the answers are there, at most so long."""
        self._thread.join(seconds)

    def _begin(self) -> threading.Thread:
        thread = threading.Thread(target=self._ask, name="routing", daemon=True)
        thread.start()
        return thread

    def _ask(self) -> None:
        try:
            found = with_engine(self._estimate, self._members, folder=self._folder)
            _warm(found)
        except Exception:  # whatever happens, the estimate serves and the screen says so
            found = dataclasses.replace(self._estimate, source=_estimated("", FAILED))
        state = f"asked {next(_NUMBERS)}"
        self._ended = time.monotonic()
        self._found = dataclasses.replace(found, source=dataclasses.replace(found.source, state=state))


def _estimated(state: str, warning: str = "") -> TravelSource:
    return TravelSource(kind="distance", words=BADGE_MINUTES, warning=warning, state=state)


def _warm(model: Access) -> None:
    """What the screens ask first."""
    for key in NEAREST:
        for setting in Setting:
            model.minutes(key, setting)
    for key, service in SERVICES.items():
        if service.is_profession:
            model.calibration(key)
