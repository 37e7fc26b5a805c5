"""How good the estimate of a disease is: each région as the method predicts it, against its published count."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import streamlit as st

from cpts_analytics.build.papers import VALIDATION
from cpts_analytics.model import Level
from cpts_analytics.store import DATA
from cpts_analytics.ui import cache, tables
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.needs_screen import Disease
from cpts_analytics.views.numbers import percent, signed, typeset

REGION, PREDICTED, PUBLISHED, ERROR = "Région", "Prédit", "Publié (2024)", "Écart (%)"
ZONES = {"metropole": "Hexagone et Corse", "overseas": "Outre-mer"}
_FROM = {"departements": "dispersion des départements dans leur région", "ald": "écarts mesurés sur les ALD des bassins de vie",
         "regions": "erreur mesurée sur les régions"}
_TYPE2, _DIABETES = "diabetes_type2", "diabetes"


def read() -> dict[str, Any]:
    """The measures shipped beside the figures; empty when they are not there."""
    path = DATA / VALIDATION
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def show(disease: Disease) -> None:
    """Behind a press: errors, the width of the interval, every région, and the assumption for type 2."""
    with st.expander("Que vaut cette estimation ? Chaque région, prédite et publiée"):
        measures = cache.of_data("validation", read)
        found = measures.get("diseases", {}).get(_DIABETES if disease.key == _TYPE2 else disease.key)
        if found is None:
            draw(tag("p", "Absent de cette version."))
            return
        if disease.key == _TYPE2:
            draw(tag("p", typeset("La méthode est jugée sur l'ensemble des diabètes, dont les effectifs sont publiés ; le type 2 "
                                  "en est une part supposée à chaque âge.")))
        draw(tag("p", "La méthode est appliquée sans le calage sur la région, puis comparée à ce qui est publié."),
             tag("ul", *(tag("li", line) for line in lines(found))))
        table = cache.of_data(f"validation {disease.key}", lambda: regions(found))
        tables.table(table, name=f"Validation {found['label']}", indicators=disease.keys)
        if disease.key == _TYPE2:
            _assumption(measures["type2_assumption"])


def lines(found: dict[str, Any]) -> list[str]:
    """One line a zone: mean absolute error, worst région, width of the interval and where it comes from."""
    said = []
    for zone, words in ZONES.items():
        measured, interval = found.get(zone) or {}, (found.get("interval") or {}).get(zone)
        if not measured.get("regions"):
            continue
        text = (f"{words} : erreur absolue moyenne {percent(100 * measured['mean_absolute_error'], 1)} sur "
                f"{measured['regions']} régions ; la pire, {_name(measured['worst_region'])} "
                f"({signed(100 * measured['worst'], 1)} %)")
        if interval:
            text += (f" ; l'intervalle affiché repose sur ±{percent(100 * interval['relative_error'], 1)} d'erreur type "
                     f"({_FROM.get(interval['from'], 'erreur mesurée')})")
        said.append(typeset(f"{text}."))
    return said


def regions(found: dict[str, Any]) -> pd.DataFrame:
    """A row a région: predicted, published, error; <NA> where nothing is published."""
    table = pd.DataFrame({
        REGION: [_name(row["region_code"]) for row in found["regions"]],
        PREDICTED: [row["predicted"] for row in found["regions"]],
        PUBLISHED: [row["published"] for row in found["regions"]],
        ERROR: [None if row["relative_error"] is None else 100 * row["relative_error"] for row in found["regions"]]})
    numbers = table.astype({PREDICTED: "Float64", PUBLISHED: "Float64", ERROR: "Float64"})
    return numbers.round({PREDICTED: 0, PUBLISHED: 0, ERROR: 1})


def _assumption(assumed: dict[str, Any]) -> None:
    shares = ", ".join(f"{band.replace('-', '–')} ans {percent(100 * float(share), 1)}" if not str(band).endswith("+")
                       else f"{band[:-1]} ans et plus {percent(100 * float(share), 1)}"
                       for band, share in assumed["share"].items())
    draw(tag("h4", "Part du type 2 parmi les diabètes traités"),
         tag("p", typeset(f"{shares} ({assumed['version']}). {assumed['source']}")))


def _name(code: str) -> str:
    return str(cache.geography().area(Level.REGION, code).name)
