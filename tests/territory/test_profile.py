"""Inhabitants, size class, pieces, neighbours: counted by hand on the invented country."""

from __future__ import annotations

import pytest

from cpts_analytics.model import Level
from cpts_analytics.territory import (
    Geography,
    apart,
    components,
    of_codes,
    parts,
    profile,
    resolve,
    rest_of,
    size_class,
    touching,
)


@pytest.mark.parametrize(("population", "number", "above", "below"), [
    (0, 1, None, 40_000), (39_999, 1, None, 1), (40_000, 2, 0, 40_000), (59_000, 2, 19_000, 21_000),
    (79_999, 2, 39_999, 1), (80_000, 3, 0, 95_000), (174_999, 3, 94_999, 1), (175_000, 4, 0, None),
    (400_000, 4, 225_000, None),
])
def test_size_classes_of_the_aci(population, number, above, below):
    found = size_class(population)
    assert (found.number, found.above_lower, found.below_upper) == (number, above, below)


def test_the_nearest_threshold():
    assert [size_class(population).nearest for population in (59_000, 78_000, 10_000)] == [19_000, 2_000, 30_000]


def test_a_profile_counts_communes_inhabitants_and_ground(geography: Geography):
    found = profile(resolve("communes:38901,38902,69910,2A901", geography), geography)
    assert (found.population, found.communes, found.area_km2) == (42_300, 4, 117)
    assert (found.size.number, found.size.nearest) == (2, 2_300)
    assert [(part.code, part.name, part.population) for part in found.departements] == [
        ("38", "Isère", 34_000), ("69", "Rhône", 8_000), ("2A", "Corse-du-Sud", 300)]
    assert found.departements[0].share_of_territory_pct == pytest.approx(80.378, abs=0.001)  # 34 000 / 42 300
    assert found.departements[2].share_of_area_pct == 100
    assert [(part.code, part.communes, part.communes_total) for part in found.epcis] == [
        ("200000001", 2, 3), ("200000003", 1, 2), ("200000005", 1, 1)]
    assert found.bounds == (5.0, 41.7, 9.2, 45.5)
    assert found.apart == ("2A901", "69910")  # 38905 lies between 38902 and 69910
    assert found.population_years == (2023,)


def test_pieces_the_most_inhabited_first(geography: Geography):
    assert components(["97190", "38903", "38901", "86901"], geography) == (("38901", "38903"), ("97190",), ("86901",))
    assert apart(["38901", "38903"], geography) == ()


def test_neighbours_of_a_city_with_arrondissements(geography: Geography):
    assert touching(["69910"], geography) == ("38905", "69900")  # the commune, not its arrondissements beside it
    assert touching(["69910", "69902"], geography) == ("38905", "69901")  # a part is inside: the other part is near
    assert touching(["69900"], geography) == ("69910",)
    assert touching(["69901"], geography) == ("69902",)
    assert touching(["2A901"], geography) == ()


def test_parts_of_a_set_with_arrondissements(geography: Geography):
    found = parts(["69901"], Level.EPCI, geography)
    assert [(part.code, part.population) for part in found] == [("200000003", 60_000)]


def test_the_rest_of_a_departement(geography: Geography):
    assert rest_of(of_codes(["38901", "38902"], geography), "38", geography) == ("38903", "38904", "38905")
    assert rest_of(resolve("departement:38", geography), "38", geography) == ()
    assert rest_of(of_codes(["69901"], geography), "69", geography) == ("69902", "69910")


def test_hierarchy(geography: Geography):
    assert geography.arrondissements_of("69900") == ("69901", "69902")
    assert geography.arrondissements_of("38901") == ()
    assert (geography.parent("69901"), geography.parent("38901")) == ("69900", "38901")
    assert geography.level("69901") is Level.ARRONDISSEMENT_MUNICIPAL
    assert geography.population(["69901", "69902"]) == geography.population(["69900"]) == 100_000
    assert geography.departements(["38901", "2A901", "38902"]) == ("2A", "38")
    assert geography.label("2A901") == "Portivechju (2A, Corse-du-Sud)"
