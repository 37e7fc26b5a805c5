"""The app running on a free port, a real Chromium, and pages that are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cpts_analytics.commands import served_app
from cpts_analytics.commands.served_app import ServedApp
from tests.browser.watched import Watched

Visit = Callable[..., Watched]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium_path() -> str:
    found = served_app.chromium()
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or set CPTS_CHROMIUM to its path")
    return found


@pytest.fixture(scope="package")
def app(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """The app as the README starts it, with a journal of its own that begins empty."""
    with ServedApp({"CPTS_HOME": str(tmp_path_factory.mktemp("home")), "CPTS_DATABASE_URL": ""}) as running:
        yield running


@pytest.fixture(scope="package")
def playwright(chromium_path: str) -> Iterator[object]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")
    with api.sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def chromium(playwright, chromium_path: str) -> Iterator[object]:  # type: ignore[no-untyped-def]
    """Chromium that draws WebGL without a graphics card."""
    arguments = [*served_app.QUIET, *served_app.SOFTWARE_WEBGL]
    browser = playwright.chromium.launch(executable_path=chromium_path, args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def _reader(app: ServedApp, chromium) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    watched = Watched(chromium, app.url)
    yield watched
    watched.context.close()


@pytest.fixture
def visit(_reader: Watched) -> Iterator[Visit]:
    """``visit(path)``: a new session at that address, in a browser that has read the app's scripts before."""
    _reader.forget()
    yield _reader.open
    _reader.check()


@pytest.fixture
def fresh(app: ServedApp, chromium) -> Iterator[Visit]:  # type: ignore[no-untyped-def]
    """``fresh(path, **options)``: the same in a browser that has never been here, which keeps nothing."""
    opened: list[Watched] = []

    def open_new(path: str = "/", **options: object) -> Watched:
        opened.append(Watched(chromium, app.url, **options))
        return opened[-1].open(path)

    yield open_new
    try:
        for watched in opened:
            watched.check()
    finally:
        for watched in opened:
            watched.context.close()
