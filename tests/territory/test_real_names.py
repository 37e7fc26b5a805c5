"""Names of all communes of France, from the official code, as people would type them."""

from __future__ import annotations

import pandas as pd
import pytest

from cpts_analytics.territory import Geography, normalise, parse_list


@pytest.fixture(scope="module")
def france(open_data) -> Geography:
    """Names and départements from the official code; nothing else is needed to read a list."""
    official = pd.read_csv(open_data / "geography/insee_cog2026_communes.csv.gz", dtype=str, keep_default_na=False)
    local = official[official["TYPECOM"].isin(["COM", "ARM"])]
    is_part = local["TYPECOM"] == "ARM"
    communes = pd.DataFrame({
        "code": local["COM"], "name": local["LIBELLE"], "parent_code": local["COMPARENT"].where(is_part, ""),
        "level": is_part.map({True: "arrondissement_municipal", False: "commune"}), "departement_code": local["DEP"],
        "population": 1.0, "lon": 0.0, "lat": 0.0})
    departements = pd.read_csv(open_data / "geography/insee_cog_departements.csv", dtype=str)
    areas = pd.DataFrame({"level": "departement", "code": departements["DEP"], "name": departements["LIBELLE"],
                          "of_name": "", "full_name": "", "population": 1.0, "communes_count": 1})
    delegated = official[official["TYPECOM"].isin(["COMD", "COMA"])]
    aliases = pd.concat([
        pd.DataFrame({"name": local["LIBELLE"], "code": local["COM"],
                      "kind": is_part.map({True: "arrondissement", False: "commune"})}),
        pd.DataFrame({"name": delegated["LIBELLE"], "code": delegated["COMPARENT"], "kind": "former"})])
    aliases["search_name"] = aliases["name"].map(normalise)
    history = pd.read_csv(open_data / "geography/cogiter_table_passage_com_historique.csv.gz", dtype=str)
    history.columns = ["former_code", "code"]
    return Geography.of(communes=communes, areas=areas, aliases=aliases, former_codes=history,
                        touching=pd.DataFrame({"code": [], "neighbour": []}, dtype="str"))


def pages(lines: list[str]) -> list[str]:
    return ["\n".join(lines[start:start + 2000]) for start in range(0, len(lines), 2000)]


def test_every_commune_is_found_by_its_code(france: Geography):
    found = [code for page in pages(list(france.codes)) for code in parse_list(page, france).found]
    assert found == list(france.codes)


def test_every_commune_is_found_by_its_name_and_departement_but_true_homonyms(france: Geography):
    names, departements = france.column("name"), france.column("departement_code")
    lines = [f"{name} ({departement})" for name, departement in zip(names, departements, strict=True)]
    found, unknown, asked = [], [], []
    for page in pages(lines):
        parsed = parse_list(page, france)
        found += parsed.found
        unknown += parsed.unknown
        asked += parsed.ambiguous
    assert unknown == []
    assert len(found) + sum(len(item.candidates) for item in asked) >= len(lines)
    assert len(asked) < 60  # a commune and another's delegated commune of the same name in one département


def test_every_code_of_the_past_is_found(france: Geography):
    former = [code for code in france.former_codes if code not in france]
    parsed = [parse_list(page, france) for page in pages(former)]
    assert all(part.unknown == () for part in parsed)
    assert parse_list("01003", france).found == ("01165",)


def test_the_two_examples_and_their_traps(france: Geography):
    typed = "38300 Bourgoin Jallieu\nL'ISLE D'ABEAU (Isère)\nSt Alban de Roche\nruy-montceau\nNivolas Vermelle"
    assert parse_list(typed, france).found == ("38053", "38193", "38352", "38348", "38276")
    montaigu = parse_list("Montaigu", france).ambiguous[0].candidates
    assert {"85146", "02498", "39348"} <= {candidate.code for candidate in montaigu}
    assert parse_list("Montaigu-Vendée", france).found == ("85146",)


def test_arrondissements_as_people_write_them(france: Geography):
    typed = "Paris 12e\n69003 Lyon\nMarseille 1er\nLyon 3ème arrondissement\n75116 Paris\n13000 Marseille"
    assert parse_list(typed, france).found == ("75112", "69383", "13201", "75116", "13055")


def test_a_letter_left_out_leads_to_the_right_name(france: Geography):
    typed = {"Bourgoin-Jalieu": "38053", "Montaigu-Vendé": "85146", "Villeurbane": "69266", "Ajacio": "2A004",
             "Mamoudzu": "97611", "Saint-Etiene": "42218"}
    for text, code in typed.items():
        assert parse_list(text, france).unknown[0].suggestions[0].code == code
