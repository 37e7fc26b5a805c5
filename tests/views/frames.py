"""Small records and figure rows made by hand, for the tests of views and exports."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from cpts_analytics.model import Aggregation, Column, Indicator, Polarity, Source, VerdictRule
from cpts_analytics.views.map_classes import MapClasses, map_classes
from cpts_analytics.views.static_map import MapSubject


def indicator(**more: object) -> Indicator:
    """A density of places of practice, unless told otherwise."""
    given: dict[str, object] = {
        "key": "density_gp",
        "label": "Médecins généralistes",
        "unit": "pour 10 000 habitants",
        "theme": "supply",
        "aggregation": Aggregation.RATIO,
        "polarity": Polarity.HIGHER_IS_FAVOURABLE,
        "verdict": VerdictRule.GAP,
        "reads": ("bpe", "population"),
        "definition": "Lieux pour 10 000 habitants.",
        "formula": "10 000 × lieux ÷ habitants",
        "scale": 10000.0,
        "numerator_label": "lieux d'exercice",
        "denominator_label": "habitants",
        "badges": ("Lieux d'exercice",),
        "limits": ("Ne dit rien de la patientèle.",),
        "lecture": "Lecture : en {period}, {numerator} lieux pour {denominator} habitants de {area}, soit {value}, "
        "contre {reference_value} dans {reference}.",
    }
    return Indicator(**{**given, **more})  # type: ignore[arg-type]


def row(role: str, name: str, value: float | None, **more: object) -> dict[str, object]:
    """One figure row as the figures' table has them."""
    return {
        "indicator": "density_gp",
        "level": "territory",
        "area": name,
        "area_name": name,
        "role": role,
        "period": "2023/2024",
        "breakdown": "",
        "numerator": np.nan,
        "denominator": np.nan,
        "value": np.nan if value is None else value,
        "lower": np.nan,
        "upper": np.nan,
        "status": "ok",
        "method": "",
        "unit": "pour 10 000 habitants",
        "coverage_communes": 60,
        "total_communes": 60,
        "coverage_population_pct": 100.0,
        "verdict": "",
        "verdict_against": "",
        "meaning": "",
        "gap_units": np.nan,
        **more,
    }


def rows(*given: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(given))


def compared(**own: object) -> pd.DataFrame:
    """A territory below the rest of its département, with département, région, France and four like it."""
    first: dict[str, object] = {
        "numerator": 75.0,
        "denominator": 108700.0,
        "verdict": "lower",
        "verdict_against": "reste de l'Isère",
        "meaning": "unfavourable",
        "gap_units": -27.3,
    }
    return rows(
        row("territory", "Pays Berjalliens", 6.9, **first) | own,
        row("rest_of_departement", "reste de l'Isère", 9.41),
        row("departement", "département de l'Isère", 9.1),
        row("region", "région Auvergne-Rhône-Alpes", 9.3),
        row("france", "France", 8.94),
        *(row("like", f"CC numéro {place}", value) for place, value in enumerate([5.0, 7.0, 9.0, 20.0])),
    )


def source(key: str = "bpe", **more: object) -> Source:
    given: dict[str, object] = {
        "key": key,
        "producer": "Insee",
        "title": "Base permanente des équipements",
        "page": "https://www.insee.fr/",
        "file_url": "",
        "file": "bpe.csv",
        "licence": "Licence Ouverte 2.0",
        "vintage": "2024",
        "published": "2025-07-01",
        "fetched": "2026-10-05",
        "sha256": "0" * 64,
        "encoding": "utf-8",
        "separator": ";",
        "columns": (Column(name="code", unit="code", meaning="code"),),
        "theme": "supply",
    }
    return Source(**{**given, **more})  # type: ignore[arg-type]


def squares(count: int = 9) -> gpd.GeoDataFrame:
    """Communes that are squares of a tenth of a degree, three a line, near Bourgoin-Jallieu."""
    shapes = [shapely.box(5 + i % 3 / 10, 45 + i // 3 / 10, 5.1 + i % 3 / 10, 45.1 + i // 3 / 10) for i in range(count)]
    return gpd.GeoDataFrame({"code": [f"380{i:02d}" for i in range(count)]}, geometry=shapes, crs=4326)


def classes() -> MapClasses:
    """Limits 2.5 and 3.5, without a class of zeros."""
    apl = indicator(
        key="apl_gp",
        aggregation=Aggregation.WEIGHTED_MEAN,
        unit="consultations par an",
        map_classes=(2.5, 3.5),
        theme="access",
    )
    return map_classes(apl, pd.Series([1.0, 2.0, 3.0, 4.0]))


def subject(**more: object) -> MapSubject:
    """Nine square communes, six of them in the territory, with every state on the map."""
    drawn = classes()
    values = pd.Series([1.0, 2.5, 3.0, 4.0, np.nan, np.nan, np.nan, 2.0, 5.0])
    statuses = pd.Series(["ok", "ok", "ok", "ok", "suppressed", "not_published", "not_loaded", "ok", "ok"])
    given: dict[str, object] = {
        "communes": squares(),
        "indices": drawn.indices(values, statuses),
        "classes": drawn,
        "members": [f"380{i:02d}" for i in range(6)],
        "title": "Où voit-on un médecin ?",
        "subtitle": "Pays Berjalliens, 2023",
        "sources": "DREES, APL, 2023",
    }
    return MapSubject(**{**given, **more})  # type: ignore[arg-type]
