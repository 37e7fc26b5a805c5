"""Files in and out: templates to fill in, import of a table, everything as XLSX and JSON."""

from __future__ import annotations

import functools

import streamlit as st

from cpts_analytics.exports import journal_book
from cpts_analytics.journal.aci import Indicator, Measure
from cpts_analytics.ui import cache, missions_intake, missions_pack
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import typeset

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(here: Here) -> None:
    """In on the left, out on the right."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _in(here)
    with right:
        missions_pack.show(here)
        _out(here)


def _in(here: Here) -> None:
    st.header("Importer", anchor=False)
    number = here.overview.contract.id
    draw(tag("p", typeset("Un classeur ou un CSV, le vôtre ou celui d'un partenaire : les colonnes sont associées avant que "
                          "rien ne soit écrit, puis tout est enregistré, ou rien. Jamais de données de personnes."),
             cls="cpts-extra"))
    with st.container(horizontal=True, gap="small"):
        for kind, name in ((Measure.KIND, "mesures"), (Indicator.KIND, "indicateurs")):
            st.download_button(f"Modèle à remplir\u00a0: {name}",
                               functools.partial(journal_book.template, register(), number, kind),
                               f"modele-{name}.xlsx", _XLSX, key=f"template-download-{kind}", icon=":material/download:",
                               on_click="ignore")
    st.file_uploader("Fichier XLSX ou CSV (5 Mo au plus)", type=["xlsx", "csv", "tsv", "txt"],
                     key="files-upload", on_change=_given)
    missions_intake.show(here, "file")


def _given() -> None:
    given = st.session_state.get("files-upload")
    if given is not None:
        missions_intake.upload("file", given.name, given.getvalue())


def _out(here: Here) -> None:
    st.header("Exporter", anchor=False)
    draw(tag("p", typeset("Tout ce que le journal contient : une feuille par sorte d'enregistrement et l'historique, ou un "
                          "fichier JSON complet."), cls="cpts-extra"))
    day = f"{here.today:%Y-%m-%d}"
    with st.container(horizontal=True, gap="small"):
        st.download_button("Tout en XLSX", functools.partial(journal_book.to_xlsx, register()), f"missions-{day}.xlsx", _XLSX,
                           key="export-xlsx", icon=":material/download:", on_click="ignore")
        st.download_button("Tout en JSON", cache.journal().export_json, f"missions-{day}.json",
                           "application/json", key="export-json", icon=":material/download:", on_click="ignore")
    draw(tag("p", typeset("Les fichiers contiennent les preuves privées et les petits effectifs de la CPTS : ne les diffusez pas "
                          "tels quels."), cls="cpts-ask"))
