"""The pathway files: each holds what a screen needs; a bad one says which file and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpts_analytics.diagnosis import pathways as room
from cpts_analytics.diagnosis.pathways import Pathway, found_in, pathways, read
from cpts_analytics.errors import DiscoveryError
from cpts_analytics.indicators import registry

GOOD = """
label = "Diabète"
rank = 1
estimate = "diabetes_estimate"

[[link]]
key = "gp"
label = "Médecins généralistes"
none = "Aucun médecin généraliste"
counts = ["count_gp"]
reach_minutes = 10
why = "Convention."

[[not_counted]]
label = "Consultations hospitalières"
why = "Aucune source."
"""


def written(folder: Path, text: str, name: str = "one.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_four_ship_and_type_2_diabetes_comes_first() -> None:
    assert list(pathways()) == ["diabetes_type2", "heart_failure", "dementia", "copd"]


def test_the_reaches_of_type_2_diabetes_are_those_declared() -> None:
    reaches = {link.key: link.reach_minutes for link in pathways()["diabetes_type2"].links}
    assert reaches == {"gp": 10, "nurse": 10, "pharmacy": 10, "podiatrist": 20, "laboratory": 20, "dentist": 20,
                       "ophthalmologist": 45, "cardiologist": 45, "endocrinologist": 45}


@pytest.mark.parametrize("pathway", pathways().values(), ids=lambda pathway: pathway.key)
def test_every_file_keeps_the_contract(pathway: Pathway) -> None:
    assert pathway.patients.estimates_people and pathway.patients.key.endswith("_estimate")
    assert [link.key for link in pathway.links][:3] == ["gp", "nurse", "pharmacy"]
    for link in pathway.links:
        assert link.none.startswith(("Aucun ", "Aucune ")) and link.label[0].isupper() and link.why.endswith(".")
        assert link.reach_minutes in (10, 20, 45)
        assert all(key in registry() for key in link.counts)
    assert any("hospitalières" in item.label for item in pathway.not_counted), "says that hospital consultations are not counted"
    assert all(item.why.endswith(".") for item in pathway.not_counted)
    words = " ".join([pathway.remark, *(link.why for link in pathway.links), *(item.why for item in pathway.not_counted)])
    assert "patientèle" not in words


def test_another_pathway_is_another_file(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "asthma.toml")
    assert list(found_in(tmp_path)) == ["asthma"] and found_in(tmp_path)["asthma"].links[0].reach_minutes == 10


@pytest.mark.parametrize(("old", "new", "said"), [
    ('label = "Diabète"\n', "", "il manque label"),
    ('estimate = "diabetes_estimate"', 'estimate = "plague_estimate"', "plague_estimate"),
    ('estimate = "diabetes_estimate"', 'estimate = "population"', "patients estimés"),
    ("reach_minutes = 10\n", "", "maillon « gp » : il manque reach_minutes"),
    ("reach_minutes = 10", "reach_minutes = 0", "trouvé 0"),
    ("reach_minutes = 10", 'reach_minutes = "dix"', "reach_minutes"),
    ('counts = ["count_gp"]', 'counts = ["count_wizard"]', "count_wizard"),
    ('counts = ["count_gp"]', 'counts = ["density_gp"]', "density_gp"),
    ('counts = ["count_gp"]', "counts = []", "liste d'indicateurs"),
    ('why = "Convention."', 'why = ""', "why"),
    ('why = "Convention."', 'why = "Convention."\ncolour = "red"', "champ inconnu : colour"),
    ("[[not_counted]]", "[[forgotten]]", "il manque [[not_counted]]"),
    ("[[link]]", "[[links]]", "il manque [[link]]"),
    ('key = "gp"', 'key = "Généraliste"', "lettres minuscules"),
    ("rank = 1", "rank = ", "ne se lit pas"),
    ('why = "Aucune source."', 'why = "Aucune source."\npublished = "liberal_wizard"', "liberal_wizard"),
])
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert GOOD.count(old) >= 1
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(DiscoveryError) as error:
        read(path)
    assert str(path) in str(error.value) and said in str(error.value)


def test_a_link_twice_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    link = GOOD[GOOD.index("[[link]]"):GOOD.index("[[not_counted]]")]
    with pytest.raises(DiscoveryError, match="deux fois : gp"):
        read(written(tmp_path, GOOD.replace("[[not_counted]]", f"{link}[[not_counted]]")))
    with pytest.raises(DiscoveryError, match="aucun parcours"):
        found_in(tmp_path / "nothing")


def test_the_files_travel_with_the_package() -> None:
    assert {path.stem for path in room.FOLDER.glob("*.toml")} == set(pathways())
