"""Missions ACI: a contract begins, is filled in, read at a glance, and nothing that is typed is lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import pytest

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import Contract, Indicator, Measure, MeasureState, Mission, ProofKind, YearAmount
from cpts_analytics.ui import cache, missions_read
from tests.pages.missions_given import AUTHOR, button, evening, freeze, given, page, screen
from tests.pages.screen import band, said, sound


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)


def test_before_any_contract_the_page_says_what_it_will_hold_and_how_to_begin() -> None:
    app = sound(screen())
    assert "Aucun contrat n'est encore enregistré" in page(app) and "Ce que cette page contiendra" in page(app)


def test_a_contract_begins_with_a_territory_a_text_and_a_date_and_proposes_its_missions() -> None:
    app = screen(territoire="c38-053.085")
    app.text_input(key="begin-name").input("CPTS d'essai")
    app.date_input(key="begin-signed").set_value(dt.date(2025, 3, 15))
    app.text_input(key="begin-population").input("49 000")
    app.text_input(key="begin-author").input(AUTHOR)
    app = sound(app.button(key="begin-save").click().run())
    register = Journal.open().aci
    contract = register.find(Contract)[0].record
    assert (contract.signed, contract.population, contract.size_class) == (dt.date(2025, 3, 15), 49000, None)
    titles = [kept.record.title for kept in register.find(Mission)]
    assert len(titles) == 5 and "Réponse aux crises sanitaires graves" in titles  # the socle since avenant 2
    assert band(app).startswith("CPTS d'essai") and "non renseignée" in page(app)


def test_a_fault_of_the_first_form_is_said_and_nothing_is_kept() -> None:
    app = screen(territoire="c38-053.085")
    app.text_input(key="begin-author").input(AUTHOR)
    app = sound(app.button(key="begin-save").click().run())
    assert "Donnez le nom de la CPTS" in page(app)
    app.text_input(key="begin-name").input("CPTS d'essai")
    app.text_input(key="begin-population").input("beaucoup")
    app = sound(app.button(key="begin-save").click().run())
    assert "n'est pas un nombre" in page(app) and not Journal.open().aci.find(Contract)


def test_the_overview_says_indicators_deadlines_and_euros_and_never_guesses_an_amount() -> None:
    given()
    app = sound(screen())
    text = page(app)
    assert "0 indicateur sur 2 à la cible ou sur la trajectoire, 1 sans mesure cette année" in text
    # 16 % on the way from 20 to 12: half of the 4 000 € tied to it.
    assert "2 000 € / 8 000 €" in text
    # 17 % by the CPAM: three eighths of 4 000 €.
    assert "1 500 €" in text
    assert "Part fixe non renseignée pour l'année 3" in page(screen("mission")) and "non renseigné" in text


def test_a_mission_shows_both_values_their_gap_and_the_target_with_its_direction() -> None:
    here = given()
    app = sound(screen("mission", suivi=str(here.ratio.id)))
    text = page(app)
    assert "cible 12 % (à diminuer)" in text and "Taux d'atteinte 50 %" in text
    assert "17 %" in text and "écart −1 point" in text and "1 600 sur 10 000" in text


def test_an_indicator_is_added_by_its_form_and_undone_by_one_press() -> None:
    here = given()
    app = screen("mission")
    app = button(app, "Ajouter un indicateur").click().run()
    app.text_input(key="edit-1-label").input("Patients qui ont trouvé un médecin")
    app.text_input(key="edit-1-targets-value-2").input("douze")
    app.text_input(key="edit-1-author").input(AUTHOR)
    app = sound(app.button(key="edit-1-save").click().run())
    assert "« douze » n'est pas un nombre" in page(app)
    app.text_input(key="edit-1-targets-value-2").input("12,5")
    app = sound(app.button(key="edit-1-save").click().run())
    kept = [one.record for one in here.register.find(Indicator) if one.record.label.startswith("Patients qui")]
    assert [target.value for target in kept[0].targets] == [12.5]
    app = sound(app.button(key="cpts-offer-act").click().run())
    assert len(here.register.find(Indicator)) == 2


def test_a_contract_that_is_prolonged_has_amounts_and_targets_for_its_further_years() -> None:
    here = given()
    here.register.change(here.contract.id, dataclasses.replace(here.contract.record, ends=dt.date(2032, 3, 14)),
                         expected_version=1, author=AUTHOR)  # seven years
    app = screen("mission", suivi=str(here.ratio.id))
    app = app.button(key=f"indicator-edit-{here.ratio.id}").click().run()
    app.text_input(key="edit-1-targets-value-7").input("9")
    app.text_input(key="edit-1-author").input(AUTHOR)
    sound(app.button(key="edit-1-save").click().run())
    targets = here.register.get(Indicator, here.ratio.id).record.targets
    assert [(part.year, part.value) for part in targets] == [(1, 16), (2, 12), (7, 9)]
    app = screen("contrat", partie="montants")
    app = app.button(key=f"amounts-{here.mission.id}").click().run()
    app.text_input(key="edit-1-amounts-fixed_eur-6").input("13 000")
    app.text_input(key="edit-1-author").input(AUTHOR)
    sound(app.button(key="edit-1-save").click().run())
    assert here.register.get(Mission, here.mission.id).record.amounts[-1] == YearAmount(year=6, fixed_eur=13000)
    assert "Année 7" in page(screen("contrat", partie="montants"))


def test_two_editors_of_one_indicator_see_both_versions() -> None:
    here = given()
    app = screen("mission", suivi=str(here.ratio.id))
    app = app.button(key=f"indicator-edit-{here.ratio.id}").click().run()
    here.register.change(here.ratio.id, dataclasses.replace(here.ratio.record, owner="Présidente"), expected_version=1,
                         author="Présidente")
    app.text_input(key="edit-1-unit").input("pour 100")
    app.text_input(key="edit-1-author").input(AUTHOR)
    app = sound(app.button(key="edit-1-save").click().run())
    assert "modifié par Présidente" in said(app) and "pour 100" in page(app)
    app = sound(app.button(key="conflict-mine-1").click().run())
    now = here.register.get(Indicator, here.ratio.id)
    assert (now.version, now.record.unit) == (3, "pour 100")
    assert here.register.get(Indicator, here.ratio.id, 2).record.owner == "Présidente"


def test_the_evening_entry_keeps_a_measure_with_its_proof_and_says_it_in_the_recap() -> None:
    here = given()
    app = evening()
    key = f"mesure-{here.ratio.id}-2025"
    assert "À saisir ce soir (2)" in " ".join(header.value for header in app.header)
    app.text_input(key=f"{key}-numerator").input("300").run()
    app.text_input(key=f"{key}-denominator").input("10000").run()
    assert "= 3 %" in page(app) and "Écart important avec 2024" in page(app)  # from 20 % to 3 %
    assert here.register.draft(AUTHOR, key)["numerator"] == "300"  # type: ignore[index]
    app.segmented_control(key=f"{key}-proof").set_value("link").run()
    app.text_input(key=f"{key}-proof_link").input("https://exemple.fr/preuve").run()
    app.text_input(key=f"{key}-comment").input("Nouveau cabinet")
    app = sound(app.button(key=f"{key}-save").click().run())
    measure = next(kept.record for kept in here.register.find(Measure) if kept.record.period == "2025")
    assert (measure.value, measure.state, measure.proofs[0].kind) == (3.0, MeasureState.PROPOSED, ProofKind.LINK)
    assert measure.proofs[0].private and here.register.draft(AUTHOR, key) is None
    recap = app.code[-1].value.replace("\u00a0", " ").replace("\u202f", " ")
    assert "3 % (300 sur 10 000)" in recap and "À valider" in recap and "Nouveau cabinet" in recap


def test_a_file_given_as_proof_is_kept_under_its_digest() -> None:
    here = given()
    app, key = evening(), f"mesure-{here.ratio.id}-2025"
    app.segmented_control(key=f"{key}-proof").set_value("file").run()
    app = sound(app.file_uploader(key=f"{key}-upload").upload("compte rendu.pdf", b"%PDF-1.7 essai", "application/pdf").run())
    app.text_input(key=f"{key}-value").input("14").run()
    sound(app.button(key=f"{key}-save").click().run())
    proof = next(kept.record for kept in here.register.find(Measure) if kept.record.period == "2025").proofs[0]
    assert (proof.kind, proof.file_name, proof.private) == (ProofKind.FILE, "compte rendu.pdf", True)
    assert proof.sha256 == hashlib.sha256(b"%PDF-1.7 essai").hexdigest()
    assert here.register.file(proof.sha256) == b"%PDF-1.7 essai"


def test_a_corrected_file_of_the_same_name_takes_the_place_of_the_first() -> None:
    here = given()
    app, key = evening(), f"mesure-{here.ratio.id}-2025"
    app.segmented_control(key=f"{key}-proof").set_value("file").run()
    for content in (b"%PDF-1.7 faux", b"%PDF-1.7 juste"):
        app = sound(app.file_uploader(key=f"{key}-upload").upload("bilan.pdf", content, "application/pdf").run())
    app.text_input(key=f"{key}-value").input("14").run()
    sound(app.button(key=f"{key}-save").click().run())
    (proof,) = here.register.find(Measure, period="2025")[0].record.proofs
    assert here.register.file(proof.sha256) == b"%PDF-1.7 juste"


@pytest.mark.parametrize(("name", "content", "said_why"), [
    ("patients.csv", b"Nom;Date de naissance\nMartin;12/03/1950\n", "sans ligne par personne"),
    ("programme.exe", b"MZ", "une preuve est un document")])
def test_a_proof_of_persons_or_of_an_unknown_kind_is_refused_and_the_measure_waits(
        name: str, content: bytes, said_why: str) -> None:
    here = given()
    app, key = evening(), f"mesure-{here.ratio.id}-2025"
    app.segmented_control(key=f"{key}-proof").set_value("file").run()
    app.text_input(key=f"{key}-value").input("14").run()
    app = sound(app.file_uploader(key=f"{key}-upload").upload(name, content).run())
    assert said_why in page(app)
    app = sound(app.button(key=f"{key}-save").click().run())
    assert said_why in page(app) and not here.register.find(Measure, period="2025")
    app.segmented_control(key=f"{key}-proof").set_value("aucune").run()
    sound(app.button(key=f"{key}-save").click().run())
    assert here.register.find(Measure, period="2025")[0].record.proofs == ()


def test_a_draft_is_found_again_in_another_session() -> None:
    here = given()
    key = f"mesure-{here.ratio.id}-2025"
    evening().text_input(key=f"{key}-numerator").input("300").run()
    assert evening().text_input(key=f"{key}-numerator").value == "300"


def test_a_fault_is_said_at_its_field_and_not_measured_needs_a_reason() -> None:
    here = given()
    app, key = evening(), f"mesure-{here.ratio.id}-2025"
    app = sound(app.button(key=f"{key}-save").click().run())
    assert "zéro est une valeur" in page(app)
    app.segmented_control(key=f"{key}-measured").set_value("non mesuré").run()
    app = sound(app.button(key=f"{key}-save").click().run())
    assert "pourquoi ce n'est pas mesuré" in page(app)
    app.text_input(key=f"{key}-why").input("Chiffre non reçu").run()
    sound(app.button(key=f"{key}-save").click().run())
    assert any(kept.record.not_measured == "Chiffre non reçu" for kept in here.register.find(Measure))


def test_a_small_count_is_flagged_while_it_is_typed() -> None:
    here = given()
    app, key = evening(), f"mesure-{here.ratio.id}-2025"
    app.text_input(key=f"{key}-numerator").input("4").run()
    app.text_input(key=f"{key}-denominator").input("900").run()
    app.segmented_control(key=f"{key}-proof").set_value("to_come").run()  # nobody named yet: the result is said all the same
    assert "Effectif de moins de 11" in page(sound(app))


def test_an_older_contract_adheres_to_an_avenant_and_may_add_its_mission() -> None:
    here = given()
    here.register.change(here.contract.id, dataclasses.replace(here.contract.record, rules="aci-2019"), expected_version=1,
                         author=AUTHOR)
    app = screen("contrat")
    app = app.button(key="amendment-avenant-2").click().run()
    app.date_input(key="edit-1-adhered").set_value(dt.date(2026, 1, 10))
    app.text_input(key="edit-1-author").input(AUTHOR)
    sound(app.button(key="edit-1-save").click().run())
    app = sound(screen("contrat", partie="montants"))
    assert app.button(key="mission-crises").label == "Crises sanitaires"


def test_a_correction_asks_why_and_the_former_value_stays_in_the_history() -> None:
    here = given()
    app = screen("mission", suivi=str(here.ratio.id))
    app = app.button(key=f"measure-edit-{here.ratio.id}").click().run()
    app.text_input(key="evening-author").input(AUTHOR)
    app = app.button(key="evening-begin").click().run()
    key = f"mesure-{here.ratio.id}-2026"
    app.text_input(key=f"{key}-numerator").input("1500").run()
    app = sound(app.button(key=f"{key}-save").click().run())
    assert "Dites pourquoi la valeur change" in page(app)
    app.text_input(key=f"{key}-reason").input("Chiffre corrigé")
    app = sound(app.button(key=f"{key}-save").click().run())
    kept = next(one for one in here.register.find(Measure) if one.record.period == "2026")
    assert (kept.record.value, kept.reason) == (15.0, "Chiffre corrigé")
    assert [one.record.value for one in here.register.history(kept.id)] == [16.0, 15.0]
    text = page(sound(screen("changements")))
    assert "Numérateur : 1600 → 1500" in text and "Chiffre corrigé" in text


def test_a_period_that_a_colleague_typed_meanwhile_shows_both_values() -> None:
    here = given()
    app, key = evening(), f"mesure-{here.ratio.id}-2025"
    here.register.add(Measure(indicator_id=here.ratio.id, period="2025", value=18), author="Présidente")
    app.text_input(key=f"{key}-value").input("14").run()
    app = sound(app.button(key=f"{key}-save").click().run())
    assert "déjà enregistré par Présidente" in said(app) and "14" in page(app)
    sound(app.button(key=f"conflict-theirs-{key}").click().run())
    assert [kept.record.value for kept in here.register.find(Measure, period="2025")] == [18]


def test_lines_pasted_from_a_spreadsheet_are_told_before_they_are_kept() -> None:
    here = given()
    app = evening()
    good = "Indicateur\tPériode\tValeur\nPatients sans médecin traitant\t2025\t15"
    app.text_area(key="paste-text").input(f"{good}\nInconnu\t2025\t3")
    app = sound(app.button(key="paste-read").click().run())
    assert "1 ligne(s) à corriger sur 2" in page(app)
    app.text_area(key="paste-text").input(good)
    app = sound(app.button(key="paste-read").click().run())
    app = sound(button(app, "Tout enregistrer").click().run())
    assert [kept.record.value for kept in here.register.find(Measure, period="2025")] == [15]


def test_persons_are_refused_with_the_reason() -> None:
    here = given()
    app = evening()
    app.text_area(key="paste-text").input("NIR\tIndicateur\tPériode\n1 84 12 76 451 089 46\tPatients\t2025")
    app = sound(app.button(key="paste-read").click().run())
    assert "sans ligne par personne" in page(app) and len(here.register.find(Measure)) == 2


def test_every_view_of_a_contract_opens() -> None:
    given()
    for view in ("ensemble", "mission", "saisie", "echeances", "changements", "contrat", "fichiers"):
        sound(screen(view))
    for part in ("montants", "groupes", "adhesions", "budget"):
        sound(screen("contrat", partie=part))
    assert "déploiement complet" in page(screen("echeances"))


def test_a_journal_that_is_away_is_a_sentence_and_what_was_typed_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    here = given()
    app, key = evening(), f"mesure-{here.ratio.id}-2025"
    app.text_input(key=f"{key}-value").input("14").run()

    def away() -> None:
        raise JournalError("Le journal ne répond pas.")

    with monkeypatch.context() as patched:
        patched.setattr(missions_read, "register", away)
        patched.setattr(cache, "journal", away)
        app = sound(app.run())
        assert "Le journal ne répond pas" in said(app)
    app = sound(app.button(key="missions-again").click().run())
    assert app.text_input(key=f"{key}-value").value == "14"
