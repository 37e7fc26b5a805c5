"""The stand-alone map: complete without a network, and nothing in it runs but its own."""

import datetime as dt
import html.parser
import re

import pytest

from cpts_analytics.exports.html_map import LeafletAssets, html_map
from tests.views.frames import subject

NAMES = [f"Commune {letter}" for letter in "ABCDEFGHI"]
VALUES = [
    "1,0",
    "2,5",
    "3,0",
    "4,0",
    "masqué (secret statistique)",
    "non publié à cette échelle",
    "absent",
    "2,0",
    "5,0",
]
DAY = dt.date(2026, 11, 21)
ATTACK = "<script>alert(1)</script>\"'`${x}</title>"


def page(**more: object) -> str:
    return html_map(subject(**more), VALUES, NAMES, DAY).decode()


class Seen(html.parser.HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_says_all_that_the_map_says():
    words = " ".join(Seen(page()).words)
    for expected in ("Où voit-on un médecin ?", "Pays Berjalliens, 2023", "21 novembre 2026", "DREES, APL, 2023"):
        assert expected in words
    for name, value in zip(NAMES[:6], VALUES[:6], strict=True):
        assert name in words and value in words
    assert "masqué (secret statistique)" in words and "(2\u00a0communes)" in words


def test_the_table_lists_the_territory_only():
    body = page().split("<tbody>")[1]
    assert "Commune F" in body and "Commune G" not in body


def test_without_a_library_the_drawing_is_there():
    seen = Seen(page())
    assert sum(tag == "path" and "fill" in attributes for tag, attributes in seen.tags) >= 10
    assert any(
        tag == "svg" and (attributes.get("aria-label") or "").startswith("Carte") for tag, attributes in seen.tags
    )


def test_only_the_drawing_library_may_come_from_outside():
    seen = Seen(page())
    links = [attributes.get("src") or attributes.get("href") or "" for _, attributes in seen.tags]
    outside = [link for link in links if link.startswith(("http:", "https:", "//"))]
    assert len(outside) == 2 and all("leaflet" in link for link in outside)
    assert "tileLayer" not in page() and "tile_layer" not in page()


def test_with_the_library_given_nothing_comes_from_outside():
    content = html_map(subject(), VALUES, NAMES, DAY, LeafletAssets("window.x = '</script>';", ".x {}")).decode()
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", content)
    assert "<\\/script>';" in content


def test_typed_words_never_run():
    given = subject(title=ATTACK, subtitle=ATTACK, sources=ATTACK)
    content = html_map(given, [ATTACK] * 9, [ATTACK] * 9, DAY).decode()
    assert "<script>alert" not in content
    scripts = "".join(re.findall(r"<script[^>]*>(.*?)</script>", content, re.S))
    assert "alert(1)" not in scripts.replace(
        r"\u0026lt;script\u0026gt;alert(1)", ""
    )  # escaped twice: text of a tooltip
    assert content.count("</title>") == 1 + 9  # the page's and those of the nine drawn communes


def test_people_may_zoom():
    assert "user-scalable=no" not in page() and page().count('name="viewport"') == 1


def test_texts_and_communes_must_be_as_many():
    with pytest.raises(ValueError, match="2 names and 9 values for 9 communes"):
        html_map(subject(), VALUES, NAMES[:2], DAY)
