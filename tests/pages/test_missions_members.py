"""Missions ACI, Adhésions: members beside the places of practice of the CPTS's territory, never called a rate of persons."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd
import pytest

from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import Cpts, Measure, Membership
from cpts_analytics.territory import Geography, resolve
from cpts_analytics.ui.missions_members import count_key
from tests.pages.missions_given import AUTHOR, freeze, given, page, screen
from tests.pages.screen import sound

CAPI = "epci:243800604"


def test_members_stand_beside_the_places_of_the_territory_with_source_and_year(
        monkeypatch: pytest.MonkeyPatch, shipped: Callable[..., pd.DataFrame], geography: Geography) -> None:
    freeze(monkeypatch)
    register = given().register
    territory = Journal.open().keep(resolve(CAPI, geography), author=AUTHOR, reason="essai")
    cpts = register.find(Cpts)[0]
    register.change(cpts.id, dataclasses.replace(cpts.record, territory_id=territory.kept_id), expected_version=cpts.version,
                    author=AUTHOR, reason="essai")
    for profession, members, professionals in (("Infirmiers", 30, 120), ("Kinés libéraux", 7, None), ("Pharmaciens", 3, None),
                                               ("Orthophonistes", 1, None), ("Dentistes", None, None)):
        register.add(Membership(cpts_id=cpts.id, year=2026, profession=profession, members=members,
                                professionals=professionals), author=AUTHOR)
    counted = shipped("SELECT indicator, sum(numerator)::INT AS places FROM figures JOIN communes ON area = code WHERE "
                      "figures.level = 'commune' AND epci_code = '243800604' AND period = '2024' AND indicator LIKE 'count_%' "
                      "GROUP BY indicator").set_index("indicator")["places"]
    before = register.find(Measure)
    assert counted["count_nurse"] > 100  # what is looked for is there
    text = page(sound(screen("contrat", partie="adhesions", territoire="departement:69")))
    said = "Insee, BPE 2024, lieux d'exercice, non des personnes)"
    assert (f"30 adhérents sur 120 professionnels du territoire, soit 25 % · {counted['count_nurse']} lieux d'exercice "
            f"({said}") in text
    assert f"7 adhérents pour {counted['count_physiotherapist']} lieux d'exercice ({said}" in text
    assert f"3 adhérents pour {counted['count_pharmacy']} pharmacies (Insee, BPE 2024, établissements, non des per" in text
    assert "1 adhérent, nombre de professionnels du territoire non renseigné" in text  # a profession that the BPE does not count
    assert f"nombre d'adhérents non renseigné pour {counted['count_dentist']} lieux d'exercice" in text
    assert text.count("%") == 1 and register.find(Measure) == before


@pytest.mark.parametrize(("typed", "key"), [
    ("Médecins généralistes", "count_gp"), ("infirmier(e)s libéraux", "count_nurse"), ("Sage femme", "count_midwife"),
    ("Masseurs-kinésithérapeutes", "count_physiotherapist"), ("Chirurgiens-dentistes", "count_dentist"),
    ("Pharmaciens d’officine", "count_pharmacy"), ("Infirmiers en pratique avancée", ""), ("Médecins", ""), ("", "")])
def test_a_typed_profession_names_its_count_or_none(typed: str, key: str) -> None:
    assert count_key(typed) == key


def test_without_a_territory_of_its_own_the_places_say_whose_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)
    register = given().register
    register.add(Membership(cpts_id=register.find(Cpts)[0].id, year=2026, profession="Infirmiers", members=30), author=AUTHOR)
    text = page(sound(screen("contrat", partie="adhesions", territoire="france")))
    # INSEE, BPE 2024: D281 in France.
    assert "30 adhérents pour 103 023 lieux d'exercice (Insee, BPE 2024, lieux d'exercice, non des personnes ; territoire " \
           "affiché : France)" in text
