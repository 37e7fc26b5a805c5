"""The map of a pathway: patients to expect as circles, over how many links miss in each commune."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import streamlit as st

from cpts_analytics import access, contours
from cpts_analytics.model import Status
from cpts_analytics.ui import assets, cache
from cpts_analytics.ui.map_component import commune_map
from cpts_analytics.ui.map_view import MapPoint, MapView, PointLayer
from cpts_analytics.ui.pathway_read import LinkView, PathwayView
from cpts_analytics.ui.pathway_words import minutes_words
from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import MapClasses
from cpts_analytics.views.numbers import NBSP, is_known, number, typeset

TITLE = "Où attendre les patients, et combien de maillons leur manquent ?"
ATTRIBUTION = ("Sources : Insee, BPE 2024 ; CNAM et Insee pour les patients estimés ; temps estimés à vol d'oiseau, au réglage "
               "rapide. "
               "Contours : IGN, Admin Express.")
CLASSES = MapClasses(indicator="pathway", limits=(1.0, 2.0, 3.0), zero_class=False, unit="maillons manquants",
                     labels=("aucun ne manque", "1 maillon", "2 maillons", "3 maillons et plus"),
                     colours=palette.ramp("pathway", 4))


def show(view: PathwayView) -> None:
    """The map; where the browser cannot draw it, a still one."""
    made = cache.of_territory(f"pathway map {view.told}", view.territory, lambda: map_view(view))
    event = commune_map(made, key="parcours-carte")
    if event is not None and event.kind == "no_webgl":
        with st.spinner("Dessin de la carte fixe…"):
            st.image(_still(view), width="stretch", alt=f"{TITLE} Les mêmes chiffres sont dans la table.")


def map_view(view: PathwayView) -> MapView:
    """What the component is told."""
    area, missing = view.area, view.missing_links
    indices = np.clip(missing, 0, 3).astype(np.uint8)
    counts = np.bincount(indices[view.at], minlength=256)
    legend = tuple(dataclasses.replace(entry, communes=int(counts[entry.index])) for entry in CLASSES.legend(indices))
    return MapView(scope="territory" if area.fine else "france", codes=area.codes, classes=indices.tobytes(), legend=legend,
                   legend_title=f"Maillons manquants (nombres{NBSP}: communes du territoire)", title=TITLE,
                   attribution=typeset(ATTRIBUTION), departements=area.departements, members=area.members, bounds=area.bounds,
                   labels=_labels(view) if area.fine else (), points=_circles(view) if area.fine else ())


def _labels(view: PathwayView) -> tuple[str, ...]:
    inside = set(view.territory.members)
    return tuple(_label(view, code, place, own=code in inside) for place, code in enumerate(view.area.codes))


def _label(view: PathwayView, code: str, place: int, *, own: bool) -> str:
    misses = [f"{one.link.label.lower()} ({_minutes(one, place)})" for one in view.links if one.is_missing[place]]
    unsure = [f"{one.link.label.lower()} ({_minutes(one, place)})" for one in view.links if one.is_uncertain[place]]
    text = f"Il manque{NBSP}: {', '.join(misses)}" if misses else "Aucun maillon ne manque pour sûr" if unsure else \
        "Aucun maillon ne manque"
    if unsure:
        text += f". Peut-être{NBSP}: {', '.join(unsure)}"
    if not own:
        return f"{text}{NBSP}· hors du territoire"
    return f"{_patients(view, code)}. {text}"


def _minutes(one: LinkView, place: int) -> str:
    """« entre 20 et 31 min », or what lies between."""
    assert one.times is not None  # nothing misses while there are no times
    if why := one.times.why[place]:
        return access.named([why])
    return minutes_words(float(one.times.fast[place]), float(one.times.slow[place]))


def _patients(view: PathwayView, code: str) -> str:
    row = view.patients.get(code)
    if row is None or not is_known(row["value"]):
        few = row is not None and row["status"] == Status.SUPPRESSED
        return "Moins de 11 patients attendus" if few else "Patients non estimés"
    return f"≈{NBSP}{number(float(row['value']))} patients attendus"


def _circles(view: PathwayView) -> tuple[PointLayer, ...]:
    geography = cache.geography()
    rows = geography.rows(view.territory.members)
    lon, lat = geography.column("lon")[rows], geography.column("lat")[rows]
    people = [float(view.patients.get(code, {}).get("value") or 0) for code in view.territory.members]
    points = tuple(MapPoint(float(x), float(y), geography.name(code), _patients(view, code), count)
                   for code, x, y, count in zip(view.territory.members, lon, lat, people, strict=True) if count > 0)
    layer = PointLayer("patients", "Patients attendus (2024)", palette.RAMPS["needs"][4], points, proportional=True)
    return (layer,) if points else ()


def _still(view: PathwayView) -> bytes:
    return cache.of_territory(f"pathway picture {view.told}", view.territory, functools.partial(_picture, view))


def _picture(view: PathwayView) -> bytes:
    from cpts_analytics.views.static_map import MapSubject, static_map  # late: the drawing library is slow to come

    shapes = contours.read_communes(assets.prepare().data, list(view.area.codes)).sort_values("code").reset_index(drop=True)
    of = dict(zip(view.area.codes, np.clip(view.missing_links, 0, 3).astype(np.uint8), strict=True))
    indices = np.array([of[code] for code in shapes["code"]], dtype=np.uint8)
    return static_map(MapSubject(communes=shapes, indices=indices, classes=CLASSES, members=view.area.members, title=TITLE,
                                 subtitle=f"{view.territory.name} · {view.pathway.label}", sources=ATTRIBUTION))
