"""The measures that need the running app and a real Chromium."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import importlib.util
import statistics as arithmetic
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from cpts_analytics.commands import driving, served_app
from cpts_analytics.commands.measures import Measure
from cpts_analytics.commands.served_app import ServedApp

PAGES = ("/", "/carte", "/population", "/besoins-de-sante", "/prevention-et-crise", "/offre-de-soins", "/acces-aux-soins",
         "/parcours", "/besoins-et-acces", "/et-si?scenario=a:gp:1@38053", "/missions-aci", "/sources-et-methodes",
         "/carte?vue=france")
SWITCHED = {"apl_nurse": "APL infirmiers", "density_pharmacy": "Pharmacies (pour", "share_75_plus": "75 ans et plus (part)",
            "median_income": "Revenu médian", "count_msp": "Maisons de santé (MSP) (étab"}
"""Indicators that the map is switched to, one after the other, twice, and the words typed to find them."""

CLICKED = ((0.5, 0.5), (0.45, 0.4), (0.55, 0.55), (0.5, 0.35), (0.4, 0.5))
"""Places of the map of France that are clicked, as shares of its width and height: all on the mainland."""

SESSIONS = 5
_CARD = ".st-key-cpts-map-card h2"


def measures() -> list[Measure]:
    """Start the app on an empty store, look at it, and measure. One measure without a value where that cannot be done."""
    if importlib.util.find_spec("playwright") is None:
        return [Measure("browser", float("nan"), "", "", "playwright is not installed (requirements-dev.txt)")]
    path = served_app.chromium()
    if path is None:
        return [Measure("browser", float("nan"), "", "", "no Chromium here: apt-get install chromium")]
    from playwright.sync_api import sync_playwright

    with sync_playwright() as api, tempfile.TemporaryDirectory() as folder:
        browser = api.chromium.launch(executable_path=path, args=[*served_app.QUIET, *served_app.SOFTWARE_WEBGL])
        bench = _Bench(browser, {"CPTS_STORE": f"{folder}/store", "CPTS_HOME": f"{folder}/home", "CPTS_DATABASE_URL": "",
                                 "PYTHONDONTWRITEBYTECODE": ""})  # as on a reader's machine: Python keeps what it has compiled
        found = [bench.start("first start: command to first usable page", "≤ 15 s", "empty store, environment made")]
        found.append(bench.start("later start: command to first usable page", "≤ 4 s", "store in place"))
        with ServedApp(bench.environment) as app:
            for measure in (bench.switching, bench.france, bench.memory):
                found += measure(app)
        browser.close()
    return [*found, Measure("requests to other machines", float(len(bench.outside)), "", "0", ", ".join(bench.outside[:3]))]


@dataclasses.dataclass
class _Bench:
    browser: Any
    environment: dict[str, str]
    outside: list[str] = dataclasses.field(default_factory=list)

    def start(self, name: str, aim: str, note: str) -> Measure:
        """What ``make run`` does once the environment is made, until the cards can be read."""
        begun = time.monotonic()
        app = ServedApp(self.environment)
        with app, self.page() as page:
            page.goto(app.url)
            page.locator(".cpts-card").first.wait_for()
            return Measure(name, time.monotonic() - begun, "s", aim, note)

    def switching(self, app: ServedApp) -> list[Measure]:
        """Change the indicator of *Carte*: the first time an indicator is shown, and again."""
        with self.page() as page:
            wire = _Wire(page)
            page.goto(f"{app.url}/carte")
            page.locator(driving.MAP_READY).wait_for()
            driving.settle(page)
            rounds = [self._round(page, wire, app) for _ in range(2)]
        names = (("first time", "an indicator nobody has asked for yet"), ("again", "each indicator has been shown before"))
        return [item for (which, note), (processor, passes) in zip(names, rounds, strict=True) for item in (
            Measure(f"Carte, another indicator, {which}: server time", processor, "ms", "≤ 100 ms",
                    f"processor time, mean of {len(passes)}; {note}"),
            Measure(f"Carte, another indicator, {which}: request to last message",
                    arithmetic.median(ms for ms, _ in passes), "ms", "", "the browser draws meanwhile on the same cores"),
            Measure(f"Carte, another indicator, {which}: sent to the browser",
                    arithmetic.median(kb for _, kb in passes), "KB", "≤ 60 KB",
                    f"before compression; worst {max(kb for _, kb in passes):.0f} KB"))]

    @staticmethod
    def _round(page: Any, wire: _Wire, app: ServedApp) -> tuple[float, list[tuple[float, float]]]:
        """Every indicator once: the server's processor milliseconds for one; milliseconds and KB on the wire of each."""
        passes = []
        begun = app.processor_ms()
        for key, words in SWITCHED.items():
            wire.forget()
            driving.pick(page, "Indicateur", words)
            page.wait_for_url(f"**indicateur={key}*")
            driving.settle(page)
            passes.append((wire.milliseconds, wire.kilobytes))
        return (app.processor_ms() - begun) / len(passes), passes

    def france(self, app: ServedApp) -> list[Measure]:
        """All communes of France in a browser that has never been here, then clicks."""
        with self.page() as page:
            begun = time.monotonic()
            page.goto(f"{app.url}/carte?vue=france")
            page.locator(driving.MAP_READY).wait_for()
            painted = time.monotonic() - begun
            driving.settle(page)
            clicks = [_click(page, place) for place in CLICKED]
        return [Measure("map of France by commune: address to painted", painted, "s", "≤ 10 s",
                        "no graphics card, nothing cached"),
                Measure("map of France: click to the commune's card", arithmetic.median(clicks), "s", "≤ 0.6 s",
                        f"median of {len(clicks)}, worst {max(clicks):.2f} s")]

    def memory(self, app: ServedApp) -> list[Measure]:
        """The server after every page and indicator that the bench has shown, then with more people."""
        with self.page() as page:
            for path in PAGES:
                page.goto(app.url + path)
                driving.settle(page)
        full = app.memory_mb()
        with contextlib.ExitStack() as open_pages:
            for _ in range(SESSIONS):
                page = open_pages.enter_context(self.page())
                page.goto(app.url)
                driving.settle(page)
            more = app.memory_mb()
        return [Measure("server memory with everything loaded", full, "MB", "≤ 600 MB", "resident, after every page"),
                Measure("server memory for one more session", (more - full) / SESSIONS, "MB", "≤ 2 MB",
                        f"{SESSIONS} more people on the first page")]

    @contextlib.contextmanager
    def page(self) -> Iterator[Any]:
        """A page in a browser that has never been here; what it asks of other machines is noted."""
        context = self.browser.new_context(viewport={"width": 1366, "height": 768}, locale="fr-FR")
        context.set_default_timeout(driving.PATIENCE)
        context.on("request", lambda request: self.outside.append(request.url) if served_app.is_outside(request.url) else None)
        try:
            yield context.new_page()
        finally:
            context.close()


class _Wire:
    """What goes over the page's websocket, as Chromium's network service sees and times it."""

    def __init__(self, page: Any) -> None:
        self._sent: list[float] = []
        self._received: list[tuple[float, int]] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameSent", lambda event: self._sent.append(event["timestamp"]))
        session.on("Network.webSocketFrameReceived", lambda event: self._received.append(
            (event["timestamp"], _length(event["response"]))))

    def forget(self) -> None:
        self._sent.clear()
        self._received.clear()

    @property
    def milliseconds(self) -> float:
        """From the request to the last message of its answer."""
        return 1000 * (self._received[-1][0] - self._sent[0])

    @property
    def kilobytes(self) -> float:
        return sum(length for _, length in self._received) / 1000


def _length(frame: dict[str, Any]) -> int:
    text = frame["payloadData"]
    return len(base64.b64decode(text)) if frame["opcode"] == 2 else len(text.encode())


def _click(page: Any, place: tuple[float, float]) -> float:
    """Seconds from a click on the map to the card of the commune under it."""
    before = page.locator(_CARD).all_inner_texts()
    begun = time.monotonic()
    driving.click_map(page, *place)
    page.wait_for_function("([selector, before]) => { const found = document.querySelector(selector);"
                           " return found && found.innerText !== before; }", arg=[_CARD, before[0] if before else ""])
    seconds = time.monotonic() - begun
    driving.settle(page)
    return seconds
