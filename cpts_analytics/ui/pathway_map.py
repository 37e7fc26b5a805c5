"""The map of a pathway: patients to expect as circles, over how many links miss in each commune."""

from __future__ import annotations

import numpy as np

from cpts_analytics import access
from cpts_analytics.model import Status
from cpts_analytics.ui import cache, class_map
from cpts_analytics.ui.class_map import ClassMap
from cpts_analytics.ui.map_view import MapPoint, PointLayer
from cpts_analytics.ui.pathway_read import LinkView, PathwayView
from cpts_analytics.ui.pathway_words import minutes_words
from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import MapClasses
from cpts_analytics.views.numbers import NBSP, is_known, number

TITLE = "Où attendre les patients, et combien de maillons leur manquent ?"
ATTRIBUTION = ("Sources : Insee, BPE 2024 ; CNAM et Insee pour les patients estimés ; temps {times}. Contours : IGN, Admin "
               "Express.")
CLASSES = MapClasses(indicator="pathway", limits=(1.0, 2.0, 3.0), zero_class=False, unit="maillons manquants",
                     labels=("aucun ne manque", "1 maillon", "2 maillons", "3 maillons et plus"),
                     colours=palette.ramp("pathway", 4))


def show(view: PathwayView) -> None:
    """The map; where the browser cannot draw it, a still one."""
    made = cache.of_territory(f"pathway map {view.told}", view.territory, lambda: the_map(view).view())
    class_map.show(made, lambda: cache.of_territory(f"pathway picture {view.told}", view.territory,
                                                    lambda: the_map(view).picture()), key="parcours-carte")


def the_map(view: PathwayView) -> ClassMap:
    """How many links miss, on the territory and around, and its patients."""
    area = view.area
    return ClassMap(territory=view.territory, area=area, indices=np.clip(view.missing_links, 0, 3).astype(np.uint8),
                    classes=CLASSES, labels=_labels(view) if area.fine else (), points=_circles(view) if area.fine else (),
                    title=TITLE, subtitle=f"{view.territory.name} · {view.pathway.label}", attribution=attribution(view.source),
                    legend_title="Maillons manquants (nombres : communes du territoire)")


def attribution(source: access.TravelSource | None) -> str:
    """The sources of the map, travel times included."""
    routed = source is not None and not source.is_estimate
    return ATTRIBUTION.format(times="d'un moteur d'itinéraires" if routed else "estimés à vol d'oiseau, au réglage rapide")


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
