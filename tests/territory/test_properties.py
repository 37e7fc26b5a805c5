"""Properties of pieces, neighbours and edits over any set of communes of the invented country."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpts_analytics import access
from cpts_analytics.model import Level
from cpts_analytics.territory import components, edit, of_codes, parts, resolve, rest_of, touching
from tests.territory import world

GEOGRAPHY = world.geography()
COMMUNES = GEOGRAPHY.communes_of(Level.FRANCE, "FR")
SETS = st.sets(st.sampled_from(COMMUNES), min_size=1)


def naive_pieces(codes: set[str]) -> set[frozenset[str]]:
    """Join pieces two by two as long as one of each touch."""
    pieces = [{code} for code in codes]
    joined = True
    while joined:
        joined = False
        for first in pieces:
            for second in pieces:
                if first is not second and any(b in GEOGRAPHY.neighbours(a) for a in first for b in second):
                    first |= second
                    pieces.remove(second)
                    joined = True
                    break
            if joined:
                break
    return {frozenset(piece) for piece in pieces}


@given(SETS)
def test_pieces_are_those_of_the_naive_way(codes):
    assert {frozenset(piece) for piece in components(codes, GEOGRAPHY)} == naive_pieces(codes)


@given(SETS)
def test_what_touches_is_outside_and_touches(codes):
    naive = {neighbour for code in codes for neighbour in GEOGRAPHY.neighbours(code)} - codes
    naive = {code for code in naive if GEOGRAPHY.parent(code) == code}  # no arrondissement beside communes
    assert set(touching(codes, GEOGRAPHY)) == naive


@given(SETS)
def test_what_touches_is_among_the_neighbours(codes):
    near = set(access.neighbours(codes, GEOGRAPHY))
    assert set(touching(codes, GEOGRAPHY)) <= near
    assert near.isdisjoint(codes)


@given(SETS, SETS)
def test_adding_then_removing_gives_the_same_members(codes, more):
    territory = of_codes(codes, GEOGRAPHY)
    back = edit(edit(territory, GEOGRAPHY, add=more), GEOGRAPHY, remove=more - codes)
    assert (back.members, back.spec, back.name) == (territory.members, territory.spec, territory.name)


@given(SETS)
def test_the_text_of_a_territory_is_read_back(codes):
    territory = of_codes(codes, GEOGRAPHY)
    assert resolve(territory.spec, GEOGRAPHY) == territory


@given(SETS)
def test_shares_of_departements_make_the_whole(codes):
    found = parts(codes, Level.DEPARTEMENT, GEOGRAPHY)
    assert abs(sum(part.share_of_territory_pct for part in found) - 100) < 1e-9
    assert sum(part.communes for part in found) == len(codes)


@given(SETS)
def test_a_territory_and_the_rest_make_its_departements(codes):
    territory = of_codes(codes, GEOGRAPHY)
    for departement in GEOGRAPHY.departements(codes):
        inside = {code for code in codes if GEOGRAPHY.departement(code) == departement}
        rest = set(rest_of(territory, departement, GEOGRAPHY))
        assert rest | inside == set(GEOGRAPHY.communes_of(Level.DEPARTEMENT, departement))
        assert rest.isdisjoint(inside)
