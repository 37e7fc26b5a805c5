"""A page of the app in a real browser, with an eye on everything that it must not do."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Download, Locator, Page, Response, expect

from cpts_analytics.commands import driving
from cpts_analytics.commands.driving import PATIENCE
from cpts_analytics.commands.served_app import is_outside

expect.set_options(timeout=PATIENCE)

UNWANTED = re.compile(r"\b(?:nan|NaN|None|null|undefined|Traceback|estimated|suppressed|not_published|not_loaded|not_applicable"
                      r"|higher|lower|inconclusive|too_few|not_comparable|favourable|unfavourable|to_interpret|Exception|Error)\b"
                      r"|\[object Object\]")
"""What a reader must never see: missing values, faults and states of the program, English words of the figures."""

STREAMLIT_LOOKS = re.compile(r"/[\w-]+/_stcore/(?:health|host-config)$")
"""Opened at a page's own address, Streamlit first looks for its server below that address, and finds none there."""

_TEXTS = """() => {
  const texts = [document.body.innerText];
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) {
        for (const child of element.shadowRoot.children) if (child.tagName !== 'STYLE') texts.push(child.innerText || '');
        walk(element.shadowRoot);
      }
    }
  };
  walk(document);
  for (const cell of document.querySelectorAll('canvas [role=gridcell], canvas [role=columnheader]'))
    texts.push(cell.textContent);
  return texts.join('\\n');
}"""


def plain(text: str) -> str:
    """The text on one line, every space being a plain one."""
    return " ".join(text.split())


class Watched:
    """``page`` with what it asked for and complained of. ``check`` says what is wrong with it, if anything."""

    def __init__(self, browser: Browser, origin: str, **options: object) -> None:
        self.origin = origin
        self.context: BrowserContext = browser.new_context(locale="fr-FR", accept_downloads=True, **(  # type: ignore[arg-type]
            {"viewport": {"width": 1366, "height": 768}} | options))
        self.context.set_default_timeout(PATIENCE)
        self.outside: list[str] = []
        self.faults: list[str] = []
        self.context.on("request", lambda request: self._asked(request.url))
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("response", self._answered)
        self.page.on("websocket", lambda socket: self._asked(socket.url))

    def _asked(self, url: str) -> None:
        if is_outside(url.replace("ws://", "http://").replace("wss://", "https://")):
            self.outside.append(url)

    def _said(self, message: ConsoleMessage) -> None:
        if STREAMLIT_LOOKS.search(message.location.get("url", "")):
            return
        if message.type == "error" or (message.type == "warning" and "commune map" in message.text):
            self.faults.append(f"console {message.type}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not STREAMLIT_LOOKS.search(response.url):
            self.faults.append(f"{response.status} for {response.url}")

    def open(self, path: str = "/") -> Watched:
        """Go to an address of the app (or a whole one) and wait until the screen is there."""
        self.page.goto(path if path.startswith("http") else self.origin + path)
        return self.settle()

    def settle(self) -> Watched:
        """Wait until the script has run and the screen has stopped changing."""
        driving.settle(self.page)
        return self

    def map(self) -> Locator:
        """The map, once it is painted."""
        found = self.page.locator(driving.MAP_READY)
        expect(found).to_be_visible()
        return found

    def pick(self, label: str, words: str) -> None:
        """Choose, in the list called ``label``, the entry that these words find."""
        driving.pick(self.page, label, words)
        self.settle()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button (or segment) of this name."""
        self.button(name).click()
        self.settle()

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name).or_(self.page.get_by_role("radio", name=name)).first

    def download(self, button: Locator, folder: Path) -> Path:
        """Press a button that gives a file, and keep the file."""
        with self.page.expect_download(timeout=PATIENCE) as waited:
            button.click()
        found: Download = waited.value
        path = folder / found.suggested_filename
        found.save_as(path)
        return path

    def text(self) -> str:
        """Everything that can be read: the page, its components, the cells of its tables. Spaces made plain."""
        return plain(self.page.evaluate(_TEXTS))

    def read(self, selector: str) -> str:
        """The text of the one thing that this selector finds, spaces made plain."""
        found = self.page.locator(selector)
        expect(found).to_be_visible()
        return plain(found.inner_text())

    def card(self, label: str) -> str:
        """The text of the figure card of this label."""
        article = self.page.locator(".cpts-card", has=self.page.get_by_role("heading", name=label, exact=True))
        expect(article).to_have_count(1)
        return plain(article.inner_text())

    def address(self) -> dict[str, str]:
        """The parameters of the address."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def forget(self) -> None:
        """Begin to watch anew."""
        self.outside.clear()
        self.faults.clear()

    def check(self) -> None:
        """Nothing was asked of another machine, nothing failed in the browser, no word of the program is on screen."""
        assert not self.outside, f"requests left the machine: {self.outside[:5]}"
        assert not self.faults, f"the browser complains: {self.faults[:5]}"
        text = self.text()
        found = UNWANTED.search(text)
        assert not found, f"on screen: « …{text[max(0, found.start() - 90):found.end() + 60]}… »"
