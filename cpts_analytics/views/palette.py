"""Every colour of the project, once, and the arithmetic that keeps it readable."""

from __future__ import annotations

import re

INK = "#1f2933"
MUTED = "#52606d"
LINES = "#d9e2ec"
GROUND = "#ffffff"
SOFT_GROUND = "#f5f7fa"
ACCENT = "#0b6e6e"
COMPARATOR = "#7b8794"  # dots and lines of comparators: never text

MEANINGS = {"favourable": "#1b7f5c", "unfavourable": "#b4540a", "to_interpret": MUTED}
"""Colour key of a verdict → colour. Always beside a word and a shape."""

RAMPS: dict[str, tuple[str, ...]] = {
    "supply": ("#e0f2ef", "#a8d8d2", "#66b5ae", "#2b8a86", "#0b5a5a"),  # teal
    "needs": ("#efe9f5", "#cdbce0", "#a68bc6", "#7d5ca8", "#54357f"),  # purple
    "access": ("#e3eef8", "#b0d0ea", "#74aad6", "#3d7fb8", "#1d5488"),  # blue
    "population": ("#f1ece5", "#d6c8b8", "#b39f8a", "#897461", "#5c4a3b"),  # grey-brown
    "prevention": ("#faf0d7", "#ecd196", "#d4a84e", "#a97c22", "#74520f"),  # ochre
    "living_conditions": ("#f6e9ec", "#e2bfc8", "#c68d9c", "#a05c70", "#733649"),  # old rose
    "crisis": ("#f9ebe2", "#ebc4a9", "#d49470", "#b0653f", "#7d3f1f"),  # brick
    "pathway": ("#e9f0e4", "#c3d6b5", "#94b37f", "#668b52", "#3f6130"),  # moss
}
"""Theme → five steps of one hue, light to dark."""

DIVERGING = ("#8a3b06", "#cf7d38", "#f1c99f", "#f0f2f5", "#b0d0ea", "#5c9ccf", "#1d5488")
"""Change around nothing, worse to better: orange and blue, which every eye tells apart."""

TWO_WAY = ("#4d9ac0", "#b4d3e1", "#f3f3f3", "#376387", "#b3b3b3", "#f3e6b3", "#40105f", "#b36600", "#f3b300")
"""Need by access, cell 3 × need + access, each low to high: blue where access lacks, yellow where need is high,
purple both (no grey or black: what is out of the territory is faded, and must not look like the middle)."""

SUPPRESSED = "#cbd2d9"
HATCH = "#7b8794"
STATUS_GROUND = GROUND
STATUS_OUTLINE = "#7b8794"
OUT_OF_TERRITORY_OPACITY = 0.35

TEXT_COLOURS = (INK, MUTED, ACCENT, *MEANINGS.values())
MIN_TEXT_CONTRAST = 4.5


def ramp(theme: str, steps: int = 5) -> tuple[str, ...]:
    """``steps`` colours (1 to 6) of the theme's hue, light to dark, evenly taken along its five steps."""
    anchors = RAMPS[theme]
    if not 1 <= steps <= 6:
        raise ValueError(f"a map has 1 to 6 classes, not {steps}")
    if steps == 1:
        return (anchors[2],)
    return tuple(_between(anchors, i * (len(anchors) - 1) / (steps - 1)) for i in range(steps))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(ground: str) -> str:
    """Ink or white: whichever reads better on this ground."""
    return INK if contrast(INK, ground) >= contrast(GROUND, ground) else GROUND


def fade(colour: str, opacity: float = OUT_OF_TERRITORY_OPACITY) -> str:
    """The colour as seen at this opacity on the white ground."""
    return _hex(tuple(255 + (channel - 255) * opacity for channel in _channels(colour)))


def _channels(colour: str) -> tuple[int, int, int]:
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ValueError(f"not a colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel):02x}" for channel in channels)


def _between(anchors: tuple[str, ...], place: float) -> str:
    low = min(int(place), len(anchors) - 2)
    share = place - low
    pairs = zip(_channels(anchors[low]), _channels(anchors[low + 1]), strict=True)
    return _hex(tuple(a + (b - a) * share for a, b in pairs))


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
