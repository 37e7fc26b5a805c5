"""Lists of communes as people type them. The country is the invented one of ``world``."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.errors import TerritoryError
from cpts_analytics.territory import Geography, normalise, parse_list


@pytest.mark.parametrize(("typed", "codes"), [
    ("Bourg-Neuf", ["38901"]),
    ("  BOURG NEUF ", ["38901"]),
    ("bourg–neuf", ["38901"]),
    ("38901", ["38901"]),
    ("2a901", ["2A901"]),
    ("97190", ["97190"]),
    ("L’ABBAYE D'OEUVRE", ["38903"]),
    ("abbaye d'œuvre", ["38903"]),  # the article left out
    ("St Etienne du Bois", ["69910"]),
    ("ST-ÉTIENNE-DU-BOIS", ["69910"]),
    ("ile haute", ["97191"]),
    ("Bourg-Neuf\nVienne;Le Val, Portivechju\tBasse-Rive", ["38901", "38905", "38904", "2A901", "97190"]),
    ("• Bourg-Neuf\n- Vienne\n3. Le Val\n(4) Basse-Rive", ["38901", "38905", "38904", "97190"]),
    ("« Bourg-Neuf »", ["38901"]),
    ("38300 Bourg-Neuf", ["38901"]),  # a postcode
    ("38901 Bourg-Neuf", ["38901"]),
    ("38901 - Bourg-Neuf", ["38901"]),
    ("Bourg-Neuf 38300", ["38901"]),
    ("38 300 Bourg-Neuf cedex 2", ["38901"]),
    ("38902 Bourg-Neuf", ["38901"]),  # the code of another commune: the name decides, the number is a postcode
    ("Bourg-Neuf (38)", ["38901"]),
    ("Bourg-Neuf, Isère", ["38901"]),
    ("Bourg-Neuf, Isère, Le Val", ["38901", "38904"]),
    ("Saint-Savin (38)", ["38902"]),
    ("Saint-Savin (Vienne)", ["86901"]),
    ("Saint-Savin, Vienne", ["86901"]),  # two words of one line: the département
    ("Saint-Savin (86310)", ["86901"]),
    ("86310 Saint-Savin", ["86901"]),
    ("St Savin 38", ["38902"]),
    ("Saint-Savin - Isère", ["38902"]),
    ("Le Val et Vienne", ["38904", "38905"]),
    ("Commune de Vienne", ["38905"]),
    ("Bourg-Neuf\nBourg-Neuf\n38901", ["38901"]),
    ("Ville-Ronde", ["69900"]),
    ("69000 Ville-Ronde", ["69900"]),
    ("69002 Ville-Ronde", ["69902"]),
    ("Ville-Ronde 2", ["69902"]),
    ("ville ronde 1er arrondissement", ["69901"]),
    ("Ville-Ronde 2ème arr.", ["69902"]),
    ("20137 Portivechju", ["2A901"]),
    ("38902\tSaint-Savin\n86901\tSaint-Savin", ["38902", "86901"]),  # pasted from a spreadsheet
    ("Commune;Habitants\nBourg-Neuf;30000\nLe Val;38902", ["38901", "38904"]),  # inhabitants are not a code
    ("38300;Bourg-Neuf", ["38901"]),
])
def test_what_is_understood(typed: str, codes: list[str], geography: Geography):
    parsed = parse_list(typed, geography)
    assert list(parsed.found) == codes
    assert parsed.ambiguous == () and parsed.unknown == ()


def test_homonyms_are_asked_back_with_their_departement(geography: Geography):
    parsed = parse_list("Saint-Savin", geography)
    assert parsed.found == ()
    assert [candidate.label for candidate in parsed.ambiguous[0].candidates] == ["Saint-Savin (38, Isère)",
                                                                                 "Saint-Savin (86, Vienne)"]


def test_homonyms_near_the_rest_of_the_list_come_first(geography: Geography):
    assert parse_list("Saint-Savin", geography, near=["86902"]).ambiguous[0].candidates[0].code == "86901"
    assert parse_list("86902\nSaint-Savin", geography).ambiguous[0].candidates[0].code == "86901"


def test_without_a_rest_the_most_inhabited_homonym_comes_first(geography: Geography):
    assert parse_list("Saint-Savin", geography).ambiguous[0].candidates[0].code == "38902"


@pytest.mark.parametrize(("typed", "code", "note"), [
    ("Ancien-Val", "38904", "Ancien-Val"),
    ("les deux eglises", "38902", "Les Deux-Églises"),
    ("38906", "38904", "38906"),
])
def test_the_past_is_brought_to_today_and_said(typed: str, code: str, note: str, geography: Geography):
    parsed = parse_list(typed, geography)
    assert parsed.found == (code,)
    assert len(parsed.notes) == 1 and note in parsed.notes[0] and geography.name(code) in parsed.notes[0]


def test_a_name_of_today_that_was_another_s_is_asked_back_unless_the_list_decides(geography: Geography):
    """Montagu is a commune of département 86, and the former name of a part of Bourg-Neuf (38)."""
    asked = parse_list("Montagu", geography).ambiguous[0]
    assert {candidate.code for candidate in asked.candidates} == {"38901", "86902"}
    assert parse_list("Montagu\n86901", geography).found == ("86902", "86901")
    assert len(parse_list("Montagu\n38902", geography).ambiguous) == 1


def test_unknown_names_have_suggestions_and_the_others_are_kept(geography: Geography):
    parsed = parse_list("Bourg-Nuef, Le Val, Vile Ronde, Qwertz", geography)
    assert parsed.found == ("38904",)
    assert [(item.text, [candidate.code for candidate in item.suggestions][:1]) for item in parsed.unknown] == [
        ("Bourg-Nuef", ["38901"]), ("Vile Ronde", ["69900"]), ("Qwertz", [])]


def test_a_name_in_another_departement_than_the_one_named_is_a_suggestion(geography: Geography):
    parsed = parse_list("Bourg-Neuf (69)", geography)
    assert parsed.found == ()
    assert parsed.unknown[0].suggestions[0].code == "38901"


def test_numbers_that_look_like_postcodes_are_mentioned(geography: Geography):
    assert any("codes postaux" in note for note in parse_list("38300\n38110", geography).notes)
    assert parse_list("38901\n38902", geography).notes == ()


def test_a_list_is_bounded(geography: Geography):
    with pytest.raises(TerritoryError, match="2001"):
        parse_list("\n".join(["Bourg-Neuf"] * 2001), geography)
    with pytest.raises(TerritoryError, match="trop long"):
        parse_list("x" * 400_001, geography)
    assert parse_list("x" * 201, geography).unknown[0].suggestions == ()


@settings(max_examples=300)
@given(st.text(max_size=120))
def test_any_text_is_answered(typed: str):
    from tests.territory.test_properties import GEOGRAPHY

    parsed = parse_list(typed, GEOGRAPHY)
    assert all(code in GEOGRAPHY for code in parsed.found)


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(text: str):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(("text", "expected"), [
    ("L'Abbaye-d'Œuvre", "l abbaye d oeuvre"), ("Sᵗ-Étienne", "saint etienne"), ("  Île\u00a0Haute ", "ile haute"),
    ("STE-ANNE", "sainte anne"), ("Bors (Canton de Montmoreau)", "bors (canton de montmoreau)"), ("", ""),
])
def test_normalised_forms(text: str, expected: str):
    assert normalise(text) == expected
