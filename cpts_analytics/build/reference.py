"""The tables of reference of the store: communes, areas, names, neighbours, establishments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from cpts_analytics.aggregation import PARENTS, local_level
from cpts_analytics.build.names import of_group, of_name, of_tncc
from cpts_analytics.model import Level
from cpts_analytics.territory.text import normalise

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

_CITY_CLASS = 1  # Paris, Lyon, Marseille and their arrondissements: absent from the density grid, level 1
_TOUCHING_DEGREES = 2e-4  # about 20 m: outlines of two producers do not meet to the metre
_NEAR_DEGREES = 0.05  # an establishment on a quay lies outside the outline: the nearest commune within 5 km

Tables = dict[str, pd.DataFrame]


def communes(tables: Tables) -> pd.DataFrame:
    """One row a commune of 2025 or arrondissement municipal, with all that it belongs to."""
    cog = tables["cog_communes"]
    frame = cog[cog["type"].isin(["COM", "ARM"])][["code", "name", "departement_code", "region_code", "parent_code", "type"]]
    frame = frame.assign(parent_code=frame["parent_code"].where(frame["type"] == "ARM", "")).drop(columns="type")
    belongs = pd.Series(np.where(frame["parent_code"] != "", frame["parent_code"], frame["code"]), index=frame.index)
    epci, zones = tables["epci_communes"].set_index("code"), tables["zonages"].set_index("code")
    frame = frame.assign(
        level=local_level(frame["code"].astype("object")), search_name=[normalise(name) for name in frame["name"]],
        epci_code=belongs.map(epci["epci_code"]).fillna(""),
        bassin_de_vie_code=belongs.map(zones["bassin_de_vie_code"]).fillna(""),
        density_class=_density(frame, tables["density_grid"]))
    frame = frame.merge(_population(tables), on="code", how="left")
    area = tables["comparateur_communes"].set_index("code")["area_km2"]
    quarters = area[area.index.isin(frame.loc[frame["parent_code"] != "", "code"])]
    area = pd.concat([area, quarters.groupby(quarters.index.str[:3].map(PARENTS)).sum()])
    frame["area_km2"] = frame["code"].map(area[~area.index.duplicated()])
    points = _inner_points(tables)
    frame = frame.merge(points, on="code", how="left")
    return frame.sort_values(["level", "code"]).reset_index(drop=True)


def areas(communes_table: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """EPCI, bassins de vie, départements, régions and France: names in French, members, population."""
    whole = communes_table[communes_table["level"] == Level.COMMUNE.value]
    epci = tables["epci_communes"].drop_duplicates("epci_code").set_index("epci_code")["epci_name"]
    bassins = tables["zonages"].drop_duplicates("bassin_de_vie_code").set_index("bassin_de_vie_code")["bassin_de_vie_name"]
    departements, regions = tables["cog_departements"].set_index("code"), tables["cog_regions"].set_index("code")
    frames = []
    for level, column in ((Level.EPCI, "epci_code"), (Level.BASSIN_DE_VIE, "bassin_de_vie_code"),
                          (Level.DEPARTEMENT, "departement_code"), (Level.REGION, "region_code"), (Level.FRANCE, None)):
        groups = whole[whole[column] != ""] if column else whole.assign(france="FR")
        grouped = groups.groupby(column or "france")
        frame = pd.DataFrame({
            "level": level.value, "communes_count": grouped.size(), "population": grouped["population"].sum(),
            "departement_codes": grouped["departement_code"].agg(lambda codes: ",".join(sorted(set(codes)))),
            "region_codes": grouped["region_code"].agg(lambda codes: ",".join(sorted(set(codes)))),
            "lon": grouped["lon"].mean(), "lat": grouped["lat"].mean()}).rename_axis("code").reset_index()
        if level is Level.EPCI:
            frame["name"] = frame["code"].map(epci)
            frame["of_name"], frame["full_name"] = frame["name"].map(of_group), frame["name"]
        elif level is Level.BASSIN_DE_VIE:
            frame["name"] = frame["code"].map(bassins)
            frame["full_name"] = "bassin de vie " + frame["name"].map(of_name)
            frame["of_name"] = "du " + frame["full_name"]
        elif level is Level.FRANCE:
            frame = frame.assign(name="France", of_name="de la France", full_name="France")
        else:
            papers = departements if level is Level.DEPARTEMENT else regions
            frame["name"] = frame["code"].map(papers["name"])
            frame["of_name"] = [of_tncc(name, tncc) for name, tncc in
                                zip(frame["name"], frame["code"].map(papers["tncc"]), strict=True)]
            frame["full_name"] = ("département " + frame["of_name"] if level is Level.DEPARTEMENT
                                  else "région " + frame["name"])
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def aliases(communes_table: pd.DataFrame, tables: Tables, former: dict[str, str]) -> pd.DataFrame:
    """Names by which a commune can be asked for: its own, its delegated and former communes', arrondissements."""
    valid = set(communes_table["code"])
    today = communes_table.assign(kind=np.where(communes_table["parent_code"] != "", "arrondissement", "commune"))
    delegated = tables["cog_communes"]
    delegated = delegated[delegated["type"].isin(["COMD", "COMA"])].assign(kind="former")
    delegated = delegated.assign(code=delegated["parent_code"])
    moves = tables["cog_movements"]
    moves = moves[(moves["type_before"] == "COM") & (moves["type_after"] == "COM")]
    gone = pd.DataFrame({"name": moves["name_before"], "kind": "former",
                         "code": [former.get(code, code) for code in moves["code_before"]]})
    frame = pd.concat([today[["name", "code", "kind"]], delegated[["name", "code", "kind"]], gone], ignore_index=True)
    frame = frame[frame["code"].isin(valid)]
    frame = frame.assign(search_name=[normalise(name) for name in frame["name"]])
    return frame.drop_duplicates(["search_name", "code"])[["search_name", "name", "code", "kind"]].reset_index(drop=True)


def touching(contours: gpd.GeoDataFrame) -> pd.DataFrame:
    """Pairs (both directions) of communes or arrondissements whose outlines meet; a city does not touch its own parts."""
    geometries = contours.geometry.to_numpy()
    left, right = shapely.STRtree(geometries).query(geometries, predicate="dwithin", distance=_TOUCHING_DEGREES)
    codes = contours["code"].to_numpy(object)
    frame = pd.DataFrame({"code": codes[left], "neighbour": codes[right]})
    own = frame["code"].str[:3].map(PARENTS) == frame["neighbour"]
    own |= frame["neighbour"].str[:3].map(PARENTS) == frame["code"]
    return frame[(frame["code"] != frame["neighbour"]) & ~own].sort_values(["code", "neighbour"]).reset_index(drop=True)


def points(tables: Tables, contours: gpd.GeoDataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Establishments with the commune (or arrondissement) that holds them, and how many of each source have none."""
    elderly = tables["cnsa_elderly_2025"]
    hospitals = tables["hospitals_2020"]
    frame = pd.concat([
        elderly.assign(id=elderly["finess"], source="cnsa_elderly_2025", year=2025)[
            ["id", "kind", "name", "lon", "lat", "capacity", "source", "year"]],
        hospitals.assign(id=hospitals["finess"], kind="hospital", capacity=np.nan, source="hospitals_2020", year=2020)[
            ["id", "kind", "name", "lon", "lat", "capacity", "source", "year"]]], ignore_index=True)
    places = shapely.points(frame["lon"], frame["lat"])
    finest = contours[~contours["code"].isin(PARENTS.values())]
    tree = shapely.STRtree(finest.geometry.to_numpy())
    inside, where = tree.query_nearest(places, max_distance=_NEAR_DEGREES, all_matches=False)
    code = pd.Series("", index=frame.index, dtype=object)
    code.iloc[inside] = finest["code"].to_numpy(object)[where]
    lost = frame[code == ""].groupby("source").size().to_dict()
    located = frame.assign(commune_code=code)[code != ""]
    columns = ["id", "kind", "name", "commune_code", "lon", "lat", "capacity", "source", "year"]
    return located[columns].reset_index(drop=True), lost


def _density(frame: pd.DataFrame, grid: pd.DataFrame) -> pd.Series:
    classes = frame["code"].map(grid.set_index("code")["density_class"])
    city = frame["code"].isin(PARENTS.values()) | (frame["parent_code"] != "")
    return classes.where(~city, _CITY_CLASS).astype("Int64")


def _population(tables: Tables) -> pd.DataFrame:
    """Municipal population 2023; Mayotte's of 2017, kept for coverage and named by its year."""
    latest = tables["legal_population_2023"][["code", "municipal_population"]].assign(population_year=2023)
    mayotte = tables["legal_population_mayotte_2017"][["code", "municipal_population"]].assign(population_year=2017)
    frame = pd.concat([latest, mayotte]).rename(columns={"municipal_population": "population"})
    quarters = frame[frame["code"].str[:3].isin(PARENTS) & local_level(frame["code"].astype("object")).eq(
        Level.ARRONDISSEMENT_MUNICIPAL.value)]
    cities = quarters.groupby(quarters["code"].str[:3].map(PARENTS))["population"].sum().rename_axis("code").reset_index()
    return pd.concat([frame, cities.assign(population_year=2023)], ignore_index=True)


def _inner_points(tables: Tables) -> pd.DataFrame:
    communes_points = tables["commune_points"][["code", "lon", "lat"]]
    quarters = tables["contours_arrondissements"]
    inner = shapely.point_on_surface(quarters.geometry.to_numpy())
    return pd.concat([communes_points, pd.DataFrame({"code": quarters["code"], "lon": shapely.get_x(inner),
                                                     "lat": shapely.get_y(inner)})], ignore_index=True)
