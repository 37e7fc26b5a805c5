"""The published files of geography: the counts that their producers give, and that the tables agree."""

from __future__ import annotations

import shapely

METROPOLE_AND_DROM = 101


def communes(real_table) -> set[str]:
    table = real_table("cog_communes")
    return set(table.loc[table["type"] == "COM", "code"])


def arrondissements(real_table) -> set[str]:
    table = real_table("cog_communes")
    return set(table.loc[table["type"] == "ARM", "code"])


def test_as_many_communes_as_insee_counts(real_table) -> None:
    assert real_table("cog_communes")["type"].value_counts().to_dict() == \
        {"COM": 34_875, "COMD": 2_105, "COMA": 471, "ARM": 45}


def test_names_and_codes_of_a_few_communes(real_table) -> None:
    table = real_table("cog_communes")
    names = table[table["type"] == "COM"].set_index("code")["name"]
    assert names[["01001", "38053", "85146", "2A004", "97411", "97611"]].tolist() == \
        ["L'Abergement-Clémenciat", "Bourgoin-Jallieu", "Montaigu-Vendée", "Ajaccio", "Saint-Denis", "Mamoudzou"]
    assert set(table.loc[table["type"] == "ARM", "parent_code"]) == {"75056", "69123", "13055"}


def test_départements_and_régions(real_table) -> None:
    departements, regions = real_table("cog_departements"), real_table("cog_regions")
    assert (len(departements), len(regions)) == (METROPOLE_AND_DROM, 18)
    assert set(departements["region_code"]) == set(regions["code"])
    assert departements.set_index("code").loc["38", ["region_code", "tncc", "name"]].tolist() == ["84", "5", "Isère"]


def test_movements_are_dated_and_hold_mayotte_s_creation(real_table) -> None:
    table = real_table("cog_movements")
    assert len(table) == 13_734
    assert table["effective_date"].min().year == 1943 and table["effective_date"].max().year == 2026
    creations = table[(table["code_before"] == "") & table["code_after"].str.startswith("976")]
    assert len(creations) == 17


def test_epci_and_the_four_islands_without_one(real_table) -> None:
    table = real_table("epci_communes")
    assert table["epci_code"].nunique() == 1_255
    assert communes(real_table) - set(table["code"]) == {"22016", "29083", "29155", "85113"}
    members = table.groupby("epci_code").size()
    assert (members["243800604"], members["200070233"]) == (22, 9)
    assert table.set_index("code").loc["38053", "epci_name"] == "CA Porte de l'Isère (CAPI)"


def test_every_commune_has_its_bassin_de_vie(real_table) -> None:
    table = real_table("zonages").set_index("code")
    assert set(table.index) == communes(real_table)
    assert table.loc["38053", ["bassin_de_vie_code", "bassin_de_vie_name"]].tolist() == ["38053", "Bourgoin-Jallieu"]
    assert set(table["bassin_de_vie_code"]) <= set(table.index)
    assert (table != "").all().all()


def test_former_codes_lead_to_communes_of_today(real_table) -> None:
    table = real_table("former_codes").set_index("former_code")["code"]
    assert len(table) == 39_161
    assert set(table) == communes(real_table)
    assert table["93059"] == "93066"  # Pierrefitte-sur-Seine joined Saint-Denis on 1 January 2025
    assert table["85146"] == "85146" and table["85217"] == "85146"  # La Guyonnière, now Montaigu-Vendée


def test_density_grid_lacks_what_its_papers_say(real_table) -> None:
    table = real_table("density_grid").set_index("code")["density_class"]
    here, today = set(table.index), communes(real_table)
    assert set(table.unique()) == set(range(1, 8))
    absent = today - here
    assert {"75056", "69123", "13055"} <= absent
    assert sum(code.startswith("976") for code in absent) == 17
    assert len(absent) == 33
    former = here - today
    assert len(former) == 67
    assert former <= set(real_table("former_codes")["former_code"])


def test_layers_have_the_areas_of_2025(real_table) -> None:
    today = communes(real_table)
    assert set(real_table("contours_communes")["code"]) == today
    assert set(real_table("contours_communes_detail")["code"]) == today
    assert set(real_table("contours_arrondissements")["code"]) == arrondissements(real_table)
    assert set(real_table("contours_epci")["code"]) == set(real_table("epci_communes")["epci_code"])
    assert set(real_table("contours_departements")["code"]) == set(real_table("cog_departements")["code"])
    assert set(real_table("contours_regions")["code"]) == set(real_table("cog_regions")["code"])


def test_contours_are_valid_polygons_in_degrees(real_table) -> None:
    for key in ("contours_communes", "contours_communes_detail", "contours_arrondissements", "contours_epci",
                "contours_departements", "contours_regions"):
        layer = real_table(key)
        assert layer.crs.to_epsg() == 4326
        assert layer.is_valid.all() and not layer.geometry.is_empty.any()
        assert set(layer.geom_type) <= {"Polygon", "MultiPolygon"}
        assert layer.attrs["repaired"] == 0


def test_the_inner_point_of_each_commune_is_inside_it(real_table) -> None:
    points = real_table("commune_points").set_index("code")
    layer = real_table("contours_communes").set_index("code")
    points = points.loc[layer.index]
    assert shapely.intersects_xy(layer.geometry.to_numpy(), points["lon"].to_numpy(), points["lat"].to_numpy()).all()
