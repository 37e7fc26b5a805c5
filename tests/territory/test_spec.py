"""Texts that mean a territory, in all the forms that an address or the command line may hold."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from cpts_analytics.errors import TerritoryError, UnknownAreaError
from cpts_analytics.model import SharedCommune, Territory
from cpts_analytics.territory import Geography, edit, moved_codes, of_codes, resolve

KEPT = Territory(name="CPTS des Deux Rives", members=("38901", "38905"), spec="c38-901.905",
                 valid_from=dt.date(2026, 1, 1), kept_id=7, kept_version=2)


@pytest.mark.parametrize(("spec", "members", "name"), [
    ("commune:38901", ["38901"], "Bourg-Neuf"),
    ("commune:69901", ["69901"], "Ville-Ronde 1er Arrondissement"),
    ("communes:38902,38901", ["38901", "38902"], "Bourg-Neuf et Saint-Savin"),
    (" COMMUNES: 2a901 ; 38901 ", ["2A901", "38901"], "Bourg-Neuf et Portivechju"),
    ("c38-901.902_2A-901_971-90", ["2A901", "38901", "38902", "97190"], "Bourg-Neuf et 3 autres communes"),
    ("commune:38906", ["38904"], "Le Val"),  # a code of the past
    ("epci:200000001", ["38901", "38902", "38903"], "CC du Bourg-Neuf"),
    ("bassin-de-vie:69900", ["69900", "69910"], "Bassin de vie de Ville-Ronde"),
    ("departement:2a", ["2A901"], "Département de la Corse-du-Sud"),
    ("departement:38", ["38901", "38902", "38903", "38904", "38905"], "Département de l'Isère"),
    ("region:01", ["97190", "97191"], "Région Guadeloupe"),
])
def test_what_a_text_means(spec: str, members: list[str], name: str, geography: Geography):
    territory = resolve(spec, geography)
    assert (list(territory.members), territory.name) == (members, name)
    assert resolve(territory.spec, geography) == territory


def test_france_holds_every_commune_once_and_no_arrondissement(geography: Geography):
    members = resolve("france", geography).members
    assert len(members) == 12 and "69900" in members and "69901" not in members


def test_a_kept_territory_is_found_by_its_name(geography: Geography):
    found = resolve("CPTS des Deux Rives", geography, kept={"CPTS des Deux Rives": KEPT}.get)
    assert found is KEPT


def test_the_date_of_the_perimeter_is_kept(geography: Geography):
    assert resolve("commune:38901", geography, on=dt.date(2026, 3, 1)).valid_from == dt.date(2026, 3, 1)


def test_codes_of_the_past_in_a_link_can_be_said(geography: Geography):
    assert moved_codes("c38-906.901", geography) == (("38906", "38904"),)
    assert moved_codes("communes:38907", geography) == (("38907", "38901"),)
    assert moved_codes("epci:200000001", geography) == ()


@pytest.mark.parametrize(("spec", "error", "said"), [
    ("", TerritoryError, "1 à 2000"),
    ("x" * 2001, TerritoryError, "1 à 2000"),
    ("commune:", TerritoryError, "au moins une commune"),
    ("commune:38999", UnknownAreaError, "« 38999 »"),
    ("communes:38901,38911", UnknownAreaError, r"Bourg-Neuf \(38901\)"),
    ("communes:69900,69901", TerritoryError, "à la fois Ville-Ronde et Ville-Ronde 1er"),
    ("departement:isere", UnknownAreaError, r"Isère \(38\)"),
    ("epci:999999999", UnknownAreaError, "aucune intercommunalité"),
    ("region:00", UnknownAreaError, "aucune région"),
    ("departement:99", UnknownAreaError, "aucun département"),
    ("c38-901.9", TerritoryError, "forme attendue"),
    ("Vienne", UnknownAreaError, "commune:38905.*departement:86"),
    ("Bourgneuf", UnknownAreaError, "commune:38901"),
    ("'; DROP TABLE communes; --", UnknownAreaError, "Aucun territoire"),
])
def test_what_cannot_be_understood_is_said(spec: str, error: type[Exception], said: str, geography: Geography):
    with pytest.raises(error) as raised:
        resolve(spec, geography)
    import re

    assert re.search(said, str(raised.value).replace("\u00a0", " "))


def test_communes_are_added_and_removed(geography: Geography):
    territory = edit(resolve("epci:200000001", geography), geography, add=["38905"], remove=["38903"])
    assert territory.members == ("38901", "38902", "38905")
    assert territory.name == "CC du Bourg-Neuf, périmètre modifié"
    assert territory.spec == "c38-901.902.905"


def test_a_typed_name_stays_and_marks_of_removed_communes_go(geography: Geography):
    shared = (SharedCommune(code="38901", note="deux quartiers"), SharedCommune(code="38905"))
    kept = dataclasses.replace(KEPT, shared=shared)
    territory = edit(kept, geography, add=["38902"], remove=["38905"])
    assert (territory.name, territory.kept_id, territory.shared) == ("CPTS des Deux Rives", 7, shared[:1])
    assert kept.members == KEPT.members


def test_a_name_made_from_the_communes_is_made_anew(geography: Geography):
    assert edit(of_codes(["38904"], geography), geography, add=["38901"]).name == "Bourg-Neuf et Le Val"


def test_edits_that_make_no_sense_are_refused(geography: Geography):
    territory = of_codes(["38901"], geography)
    with pytest.raises(TerritoryError, match="au moins une"):
        edit(territory, geography, remove=["38901"])
    with pytest.raises(TerritoryError, match="rien à retirer"):
        edit(territory, geography, remove=["38905"])
    with pytest.raises(UnknownAreaError, match="38999"):
        edit(territory, geography, add=["38999"])
    with pytest.raises(TerritoryError, match="à la fois"):
        edit(of_codes(["69900"], geography), geography, add=["69902"])
