"""How a person's gestures are made on a Streamlit page in a browser that a program drives (Playwright's ``Page``)."""

from __future__ import annotations

from typing import Any

PATIENCE = 60_000
"""Milliseconds that a thing may take to come on a busy machine."""

MAP_READY = ".cpts-map[data-ready=yes]"

_RESTING = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const resting = app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-testid=stSpinner], [data-testid=stSkeleton], [data-stale=true]')
    && document.querySelector('h1, [data-testid=stAlert]');
  window.cptsRest = resting ? (window.cptsRest || 0) + 1 : 0;
  return window.cptsRest >= 8;
}"""


def settle(page: Any) -> None:
    """Wait until the page's script has run and the screen has stopped changing: for half a second, since a gesture takes a
    while to reach the server of a busy machine."""
    page.evaluate("window.cptsRest = 0")
    page.wait_for_function(_RESTING, polling=60, timeout=PATIENCE)


def pick(page: Any, label: str, words: str) -> None:
    """Choose, in the list called ``label``, the first entry that these words find."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(words)
    page.get_by_role("option").first.wait_for()
    box.press("Enter")


def click_map(page: Any, across: float = 0.5, down: float = 0.5) -> None:
    """Click on the map at these shares of its width and height."""
    canvas = page.locator(f"{MAP_READY} .cpts-canvas canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
