"""The page around the stand-alone map: title, legend, table, sources; all text escaped."""

from __future__ import annotations

import datetime as dt
import html

from cpts_analytics.exports.svg_map import CROSS_ID, HATCH_ID, PATTERNS_SVG
from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import LegendEntry
from cpts_analytics.views.notes import DISCLAIMER
from cpts_analytics.views.numbers import count_words, date_words
from cpts_analytics.views.static_map import OUTSIDE_WORDS, MapSubject

_STYLE = f"""
* {{ box-sizing: border-box; }} html, body {{ height: auto; width: auto; }}
body {{ margin: 0 auto; max-width: 70rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif;
  color: {palette.INK}; background: {palette.GROUND}; }}
h1 {{ font-size: 1.4rem; margin: 0; }} p {{ margin: .25rem 0; }} .muted {{ color: {palette.MUTED}; }}
#interactive {{ height: 70vh; min-height: 20rem; position: relative; border: 1px solid {palette.LINES}; }}
#interactive .folium-map {{ position: absolute; width: 100%; height: 100%; left: 0; top: 0;
  background: {palette.GROUND}; }}
#drawing svg {{ width: 100%; height: auto; max-height: 80vh; }}
body.interactive #drawing {{ display: none; }}
body:not(.interactive) #interactive {{ display: none; }}
ul.legend {{ list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }}
.legend svg {{ vertical-align: -3px; margin-right: .4rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: .25rem .5rem; border-bottom: 1px solid {palette.LINES}; }}
"""


def page(
    subject: MapSubject,
    *,
    head: str,
    interactive: str,
    script: str,
    drawing: str,
    description: str,
    rows: list[tuple[str, str, str]],
    made_on: dt.date,
) -> str:
    """The whole HTML text. ``head``, ``interactive``, ``script`` and ``drawing`` are markup made by this
    package; everything else is plain text and is escaped here."""
    title, subtitle = html.escape(subject.title), html.escape(subject.subtitle)
    legend = "".join(
        f"<li>{_swatch(entry)}{html.escape(entry.label)} ({count_words(entry.communes, 'commune')})</li>"
        for entry in subject.legend()
    )
    lines = "".join(
        f"<tr><td>{html.escape(name)}</td><td>{html.escape(code)}</td><td>{html.escape(value)}</td></tr>"
        for name, code, value in rows
    )
    outside = "" if subject.inside.all() else f'<p class="muted">{OUTSIDE_WORDS}</p>'
    return f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>{title}</title>{head}<style>{_STYLE}</style></head>
<body>{PATTERNS_SVG}<h1>{title}</h1><p>{subtitle}</p>
<p class="muted">Carte faite le {date_words(made_on)}. Valeurs en {html.escape(subject.classes.unit)}.</p>
<ul class="legend">{legend}</ul>{outside}
<div id="interactive" role="application" aria-label="{html.escape(description)}">{interactive}</div>
<div id="drawing">{drawing}</div>
<script>if (window.L) {{ document.body.classList.add("interactive"); {script} }}</script>
<h2>Valeurs par commune</h2>
<table><thead><tr><th scope="col">Commune</th><th scope="col">Code Insee</th><th scope="col">Valeur</th></tr></thead>
<tbody>{lines}</tbody></table>
<h2>Sources</h2><p>{html.escape(subject.sources).replace(chr(10), "<br/>")}</p>
<p class="muted">{html.escape(DISCLAIMER)}</p>
</body></html>
"""


def _swatch(entry: LegendEntry) -> str:
    marks = {"hatched": f"url(#{HATCH_ID})", "crossed": f"url(#{CROSS_ID})"}
    dash = ' stroke-dasharray="2 3"' if entry.pattern == "dotted" else ""
    return (
        f'<svg width="26" height="16" aria-hidden="true"><rect x="1" y="1" width="24" height="14" '
        f'fill="{marks.get(entry.pattern, entry.colour)}" stroke="{palette.STATUS_OUTLINE}"{dash}/></svg>'
    )
