"""The only place where markup is written: every text is escaped, and Streamlit cleans the whole again."""

from __future__ import annotations

import dataclasses
import html
import re

import streamlit as st


@dataclasses.dataclass(frozen=True)
class Markup:
    """Markup that may be shown as it is: made by ``tag`` alone."""

    text: str


def tag(name: str, *children: str | Markup, **attributes: str) -> Markup:
    """``tag("p", "a < b", cls="note")``: children that are texts are escaped, empty attributes left out.

    ``cls`` stands for ``class``; underscores in names are hyphens (``aria_label``).
    """
    names = {"class" if key == "cls" else key.replace("_", "-"): value for key, value in attributes.items() if value}
    opened = " ".join([name, *(f'{key}="{html.escape(value)}"' for key, value in names.items())])
    return Markup(f"<{opened}>{''.join(map(_escaped, children))}</{name}>")


def joined(*parts: str | Markup) -> Markup:
    """The parts one after the other."""
    return Markup("".join(map(_escaped, parts)))


def draw(*parts: Markup) -> None:
    """Show the parts on the page."""
    st.html(joined(*parts).text)


def plain(text: str) -> str:
    """A text that Streamlit's Markdown shows letter for letter: the signs that it would read are escaped."""
    inside = re.sub(r"([\\`*_\[\]<>|~$#]|:(?=[a-z]))", r"\\\1", text.replace("\n", " "))
    return re.sub(r"^(\s*)([-+>]|\d+(?=[.)]))", lambda match: match[1] + _literal(match[2]), inside)


def _literal(start: str) -> str:
    """The beginning of a line that Markdown would take for a list."""
    return f"{start}\u200b" if start.isdigit() else f"\\{start}"


def _escaped(part: str | Markup) -> str:
    return part.text if isinstance(part, Markup) else html.escape(part)
