"""Every text of a screen, and the program's own words that must not be among them."""

from __future__ import annotations

import re

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.pages.screen import markup, words

FOREIGN = re.compile(
    r"\b(?:ok|estimated|partial|suppressed|not_\w+|higher|lower|close|inconclusive|too_few|favourable|unfavourable|"
    r"to_interpret|high_need|low_need|weighted_mean|compound_growth|inhabitants|households|facilities|professionals|"
    r"persons|births|deaths|places of practice|rest_of_departement|bassin_de_vie|None|nan|NaN|True|False)\b")


def everything_said(app: AppTest) -> str:
    """Markup, headings, labels, choices, buttons, messages and cells, in one text; names of files and keys left out."""
    parts = [words(piece) for piece in markup(app)]
    parts += [str(element.value) for kind in (app.title, app.header, app.subheader, app.caption, app.markdown, app.info,
                                              app.warning) for element in kind]
    parts += [button.label for button in app.button]
    for box in app.selectbox:
        parts += [box.label, *map(str, box.options)]
    for table in (*app.dataframe, *app.table):
        frame = table.value
        hidden = [name for name in ("Clé", "Colonne du producteur") if name in frame.columns]
        frame = frame.drop(columns=hidden)
        parts += map(str, frame.columns)
        parts += [str(cell) for name in frame for cell in frame[name] if not pd.isna(cell)]
    return "\n".join(parts)
