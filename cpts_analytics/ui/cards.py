"""Figure cards in a grid: five in a row on a desktop, one column on a phone, all of one size in their row."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from cpts_analytics.model import Level
from cpts_analytics.ui.markup import Markup, draw, tag
from cpts_analytics.views.cards import LEVEL_WORDS, FigureCard

_MADE = LEVEL_WORDS[Level.TERRITORY]


@dataclasses.dataclass(frozen=True)
class RichCard:
    """A card with lines of its own under the value, and a link to where one can act."""

    card: FigureCard
    extra: tuple[str, ...] = ()
    link: str = ""  # the anchor of a place on the page, e.g. "#a-demander"
    link_text: str = ""


def cards(items: Iterable[FigureCard | RichCard], columns: int = 5, *, heading: str = "") -> None:
    """Show the cards, at most ``columns`` (1 to 5) in a row.

    ``heading``: a heading of the second level that only screen readers meet, where none stands above.
    """
    above = [tag("h2", heading, cls="cpts-hidden")] if heading else []
    rich = [item if isinstance(item, RichCard) else RichCard(item) for item in items]
    draw(*above, tag("div", *map(_article, rich), cls=f"cpts-cards cpts-cards-{columns}"))


def _article(item: RichCard) -> Markup:
    card = item.card
    parts = [tag("h3", card.label)]
    if card.known:
        parts.append(tag("p", tag("strong", card.value_text), " ", tag("span", card.unit), cls="cpts-value"))
    else:
        parts.append(tag("p", tag("strong", card.value_text), cls="cpts-value cpts-unknown"))
    parts += [tag("p", line, cls="cpts-extra") for line in item.extra]
    parts += [tag("p", line, cls="cpts-reason") for line in (card.reason, card.advice) if line]
    if card.comparator_line:
        parts.append(tag("p", card.comparator_line, cls="cpts-comparators"))
    if card.verdict is not None:
        parts.append(tag("p", card.verdict.text, cls=f"cpts-verdict cpts-{card.verdict.colour_key}"))
    if card.gap:
        parts.append(tag("p", card.gap, cls="cpts-gap"))
    if item.link:
        parts.append(tag("p", tag("a", item.link_text, href=item.link), cls="cpts-reason"))
    when = tag("span", card.year_level.replace(_MADE, "territoire"), title=card.year_level)
    foot = [tag("p", when, *(tag("span", badge, cls="cpts-badge") for badge in card.badges), cls="cpts-year")]
    if card.lecture or card.caveat:
        texts = [tag("p", text) for text in (card.lecture, _caveat(card), _sources(card)) if text]
        foot.append(tag("details", tag("summary", "Lecture"), *texts))
    parts.append(tag("div", *foot, cls="cpts-foot"))
    return tag("article", *parts, cls="cpts-card" if card.known else "cpts-card cpts-card-unknown")


def _caveat(card: FigureCard) -> str:
    return "" if not card.caveat else f"À savoir\u00a0: {card.caveat}"


def _sources(card: FigureCard) -> str:
    return f"Source\u00a0: {card.sources}." if card.sources else ""
