"""A small invented country: a dozen communes whose codes have the right form and do not exist.

::

    38904 Le Val                                  86901 Saint-Savin (homonym, far)   97190 Basse-Rive
      |                                             |                                  |
    38903 L'Abbaye-d'Œuvre                        86902 Montagu                      97191 Île-Haute
      |
    38901 Bourg-Neuf — 38902 Saint-Savin — 38905 Vienne — 69910 Saint-Étienne-du-Bois — 69900 Ville-Ronde
                                                                        (69901, 69902: its arrondissements)
    2A901 Portivechju touches nothing.
"""

from __future__ import annotations

import pandas as pd

from cpts_analytics.territory.geography import Geography
from cpts_analytics.territory.text import normalise

# code, name, parent, département, région, EPCI, bassin de vie, density, inhabitants, km², lon, lat
_LOCAL = [
    ("38901", "Bourg-Neuf", "", "38", "84", "200000001", "38901", 2, 30_000, 20.0, 5.00, 45.50),
    ("38902", "Saint-Savin", "", "38", "84", "200000001", "38901", 5, 4_000, 25.0, 5.10, 45.50),
    ("38903", "L'Abbaye-d'Œuvre", "", "38", "84", "200000001", "38901", 6, 900, 15.0, 5.00, 45.60),
    ("38904", "Le Val", "", "38", "84", "200000002", "38905", 7, 500, 40.0, 5.00, 45.70),
    ("38905", "Vienne", "", "38", "84", "200000002", "38905", 3, 20_000, 30.0, 5.20, 45.50),
    ("69910", "Saint-Étienne-du-Bois", "", "69", "84", "200000003", "69900", 4, 8_000, 12.0, 5.30, 45.50),
    ("69900", "Ville-Ronde", "", "69", "84", "200000003", "69900", 1, 100_000, 18.0, 5.40, 45.50),
    ("69901", "Ville-Ronde 1er Arrondissement", "69900", "69", "84", "200000003", "69900", 1, 60_000, 10.0, 5.41, 45.5),
    ("69902", "Ville-Ronde 2e Arrondissement", "69900", "69", "84", "200000003", "69900", 1, 40_000, 8.0, 5.39, 45.5),
    ("86901", "Saint-Savin", "", "86", "75", "200000004", "86901", 6, 1_200, 30.0, 0.80, 46.50),
    ("86902", "Montagu", "", "86", "75", "200000004", "86901", 6, 800, 22.0, 0.80, 46.60),
    ("2A901", "Portivechju", "", "2A", "94", "200000005", "2A901", 5, 300, 60.0, 9.20, 41.70),
    ("97190", "Basse-Rive", "", "971", "01", "200000006", "97190", 3, 10_000, 50.0, -61.70, 16.00),
    ("97191", "Île-Haute", "", "971", "01", "200000006", "97190", 6, 400, 10.0, -61.60, 16.00),
]
_TOUCHING = ["38901 38902", "38901 38903", "38903 38904", "38902 38905", "38905 69910", "69910 69900", "69910 69902",
             "69901 69902", "86901 86902", "97190 97191"]
_FORMER = {"38906": "38904", "38907": "38901", "38908": "38902"}
_FORMER_NAMES = [("Ancien-Val", "38904"), ("Montagu", "38901"), ("Bourg-Neuf", "38901"), ("Les Deux-Églises", "38902")]
_AREAS = [
    ("epci", "200000001", "CC du Bourg-Neuf", "de la CC du Bourg-Neuf", "CC du Bourg-Neuf"),
    ("epci", "200000002", "CA Vienne et Val", "de la CA Vienne et Val", "CA Vienne et Val"),
    ("epci", "200000003", "Métropole Ronde", "de la Métropole Ronde", "Métropole Ronde"),
    ("epci", "200000004", "CC du Poitou neuf", "de la CC du Poitou neuf", "CC du Poitou neuf"),
    ("epci", "200000005", "CC du Sud", "de la CC du Sud", "CC du Sud"),
    ("epci", "200000006", "CA des Rives", "de la CA des Rives", "CA des Rives"),
    ("bassin_de_vie", "38901", "Bourg-Neuf", "de Bourg-Neuf", "bassin de vie de Bourg-Neuf"),
    ("bassin_de_vie", "38905", "Vienne", "de Vienne", "bassin de vie de Vienne"),
    ("bassin_de_vie", "69900", "Ville-Ronde", "de Ville-Ronde", "bassin de vie de Ville-Ronde"),
    ("bassin_de_vie", "86901", "Saint-Savin", "de Saint-Savin", "bassin de vie de Saint-Savin"),
    ("bassin_de_vie", "2A901", "Portivechju", "de Portivechju", "bassin de vie de Portivechju"),
    ("bassin_de_vie", "97190", "Basse-Rive", "de Basse-Rive", "bassin de vie de Basse-Rive"),
    ("departement", "38", "Isère", "de l'Isère", "département de l'Isère"),
    ("departement", "69", "Rhône", "du Rhône", "département du Rhône"),
    ("departement", "86", "Vienne", "de la Vienne", "département de la Vienne"),
    ("departement", "2A", "Corse-du-Sud", "de la Corse-du-Sud", "département de la Corse-du-Sud"),
    ("departement", "971", "Guadeloupe", "de la Guadeloupe", "département de la Guadeloupe"),
    ("region", "84", "Auvergne-Rhône-Alpes", "d'Auvergne-Rhône-Alpes", "région Auvergne-Rhône-Alpes"),
    ("region", "75", "Nouvelle-Aquitaine", "de Nouvelle-Aquitaine", "région Nouvelle-Aquitaine"),
    ("region", "94", "Corse", "de Corse", "région Corse"),
    ("region", "01", "Guadeloupe", "de Guadeloupe", "région Guadeloupe"),
    ("france", "FR", "France", "de la France", "France"),
]
_GROUP = {"epci": "epci_code", "bassin_de_vie": "bassin_de_vie_code", "departement": "departement_code",
          "region": "region_code"}


def frames() -> dict[str, pd.DataFrame]:
    """The five tables as the store gives them."""
    local = pd.DataFrame(_LOCAL, columns=[
        "code", "name", "parent_code", "departement_code", "region_code", "epci_code", "bassin_de_vie_code",
        "density_class", "population", "area_km2", "lon", "lat"])
    local["level"] = local["parent_code"].map(lambda parent: "arrondissement_municipal" if parent else "commune")
    local["search_name"] = local["name"].map(normalise)
    local["population_year"] = 2023
    areas = pd.DataFrame(_AREAS, columns=["level", "code", "name", "of_name", "full_name"])
    communes = local[local["level"] == "commune"]

    def inside(area: pd.Series) -> pd.DataFrame:
        return communes[communes[_GROUP[area["level"]]] == area["code"]] if area["level"] in _GROUP else communes

    areas["communes_count"] = [len(inside(area)) for _, area in areas.iterrows()]
    areas["population"] = [inside(area)["population"].sum() for _, area in areas.iterrows()]
    for column in ("departement_code", "region_code"):
        areas[f"{column}s"] = [",".join(sorted(set(inside(area)[column]))) for _, area in areas.iterrows()]
    areas["lon"] = areas["lat"] = 0.0
    pairs = [tuple(pair.split()) for pair in _TOUCHING]
    touching = pd.DataFrame(pairs + [(b, a) for a, b in pairs], columns=["code", "neighbour"])
    names = [(row.name_, row.code, "arrondissement" if row.parent_code else "commune")
             for row in local.rename(columns={"name": "name_"}).itertuples()]
    names += [(name, code, "former") for name, code in _FORMER_NAMES]
    aliases = pd.DataFrame(names, columns=["name", "code", "kind"])
    aliases["search_name"] = aliases["name"].map(normalise)
    return {"communes": local, "areas": areas, "touching": touching, "aliases": aliases,
            "former_codes": pd.DataFrame(list(_FORMER.items()), columns=["former_code", "code"])}


def geography() -> Geography:
    return Geography.of(**frames())
