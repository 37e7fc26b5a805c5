"""Choosing, composing and keeping a territory: nothing is lost, and every refusal is a sentence."""

from __future__ import annotations

import datetime as dt

from streamlit.testing.v1 import AppTest

from tests.pages.screen import band, markup, opened, said, sound, words


def editor(way: str = "", **address: str) -> AppTest:
    app = opened(**address)
    app.button(key="band-change").click().run()
    return app.segmented_control(key="editor-way").set_value(way).run() if way else app


def summary(app: AppTest) -> str:
    """The words of the territory being composed."""
    return [words(text) for text in markup(app) if "cpts-band-facts" in text][-1]


def shown(app: AppTest) -> AppTest:
    return sound(app.button(key="editor-apply").click().run())


def keep(app: AppTest, name: str, author: str = "Coordinatrice", since: dt.date | None = None) -> AppTest:
    app.segmented_control(key="editor-way").set_value("keep").run()
    app.text_input(key="keep-name").input(name)
    app.text_input(key="keep-author").input(author)
    if since:
        app.date_input(key="keep-from").set_value(since)
    return app.button(key="keep-submit").click().run()


def test_an_intercommunalite_is_taken_by_its_name() -> None:
    app = editor()
    assert len(app.selectbox(key="editor-area-epci").options) == 1255
    app.selectbox(key="editor-area-epci").set_value("200070233").run()
    app.button(key="editor-area-take").click().run()
    assert "Montaigu" in summary(app)
    assert sound(shown(app)).query_params["territoire"] == "epci:200070233"


def test_a_list_keeps_what_is_found_asks_back_homonyms_and_lists_the_unknown() -> None:
    app = editor("list")
    app.text_area(key="editor-list").input("Bourgoin-Jallieu, Saint-Savin, Zorglub, 38085").run()
    app.button(key="editor-read-list").click().run()
    assert any("2 communes" in text.value.replace("\u00a0", " ") for text in app.markdown)
    assert any("Zorglub" in text.value for text in app.markdown)
    homonyms = app.selectbox(key="editor-which-0")
    assert {"Saint-Savin (38, Isère)", "Saint-Savin (86, Vienne)", "Saint-Savin (33, Gironde)"} <= set(homonyms.options)
    homonyms.set_value("38455").run()
    app.button(key="editor-list-replace").click().run()
    assert "3 communes" in summary(app)
    assert "ne touche pas le reste du territoire" in " ".join(words(text) for text in markup(app))
    assert shown(app).query_params["territoire"] == "c38-053.085.455"


def test_a_file_is_read_and_a_file_of_something_else_is_refused_in_a_sentence() -> None:
    app = editor("list", territoire="c38-053")
    app.file_uploader(key="editor-file").upload("communes.csv", b"code;remarque\n38085;oui\n38091;non\n").run()
    app.button(key="editor-read-file").click().run()
    app.button(key="editor-list-add").click().run()
    assert "3 communes" in summary(sound(app))
    app.file_uploader(key="editor-file").upload("autre.csv", b"<!doctype html><html></html>").run()
    app.button(key="editor-read-file").click().run()
    assert "une page web" in said(sound(app)) and "3 communes" in summary(app)


def test_communes_are_added_and_removed_and_each_change_is_undone_by_one_press() -> None:
    app = editor("map", territoire="c38-053.085")
    app.multiselect(key="editor-add").set_value(["38091"]).run()
    assert "3 communes" in summary(app)
    app.multiselect(key="editor-remove").set_value(["38053"]).run()
    assert "2 communes" in summary(app)
    app.button(key="editor-undo").click().run()
    assert "3 communes" in summary(app)
    app.button(key="editor-undo").click().run()
    assert "2 communes" in summary(sound(app))


def test_the_last_commune_cannot_be_removed_and_it_is_said() -> None:
    app = editor("map", territoire="commune:38053")
    app.multiselect(key="editor-remove").set_value(["38053"]).run()
    assert "au moins une commune" in said(sound(app)) and "1 commune" in summary(app)


def test_the_territory_that_was_shown_before_is_one_press_away() -> None:
    app = editor(territoire="c38-053.085")
    app.button(key="editor-example-1").click().run()
    shown(app)
    assert "Montaigu-Vendée" in band(app)
    app.button(key="cpts-offer-act").click().run()
    assert sound(app).query_params["territoire"] == "c38-053.085" and "2 communes" in band(app)


def test_a_kept_territory_is_found_again_by_its_name() -> None:
    app = sound(keep(editor(territoire="c38-053.085"), "CPTS d'essai"))
    assert app.query_params["territoire"] == "CPTS d'essai" and band(app).startswith("CPTS d'essai")
    again = sound(opened(territoire="cpts d’essai"))
    assert band(again).startswith("CPTS d'essai") and "2 communes" in band(again)


def test_nothing_is_kept_without_a_name_or_an_author() -> None:
    app = sound(keep(editor(territoire="c38-053.085"), "CPTS d'essai", author=""))
    assert "Indiquez qui enregistre" in said(app)
    app = sound(keep(app, "  "))
    assert "Donnez un nom" in said(app)
    assert "Cette adresse ne mène à aucun territoire" in said(opened(territoire="CPTS d'essai"))


def test_a_name_that_is_taken_is_said_and_what_was_composed_stays() -> None:
    keep(editor(territoire="c38-053.085"), "CPTS d'essai")
    app = sound(keep(editor(territoire="c38-053.091"), "Cpts D’Essai"))
    assert "est déjà pris" in said(app) and "2 communes" in summary(app)


def test_two_people_who_change_the_same_territory_are_both_heard() -> None:
    keep(editor(territoire="c38-053.085"), "CPTS d'essai")
    late = editor("map", territoire="CPTS d'essai")
    late.multiselect(key="editor-add").set_value(["38091"]).run()
    early = editor("map", territoire="CPTS d'essai")
    early.multiselect(key="editor-add").set_value(["38102"]).run()
    sound(keep(early, "CPTS d'essai", author="Présidente"))
    sound(keep(late, "CPTS d'essai"))
    assert "modifié par Présidente" in said(late) and "3 communes" in summary(late)
    sound(late.button(key="keep-mine").click().run())
    assert "3 communes" in band(late) and "version 3" in " ".join(toast.value for toast in late.toast)


def test_a_removed_territory_is_restored_by_one_press() -> None:
    app = keep(editor(territoire="c38-053.085"), "CPTS d'essai")
    app.button(key="band-change").click().run()
    app.segmented_control(key="editor-way").set_value("kept").run()
    app.text_input(key="kept-author").input("Coordinatrice").run()
    app.button(key="kept-remove-1").click().run()
    assert "Cette adresse ne mène à aucun territoire" in said(opened(territoire="CPTS d'essai"))
    sound(app.button(key="kept-restore-1").click().run())
    assert band(sound(opened(territoire="CPTS d'essai"))).startswith("CPTS d'essai")


def test_an_overlap_with_another_kept_territory_is_shown_with_its_name() -> None:
    keep(editor(territoire="c38-053.085"), "CPTS voisine")
    page = " ".join(words(text) for text in markup(sound(opened(territoire="c38-085.091"))))
    assert "« CPTS voisine » a 1 commune en commun avec ce territoire : Charvieu-Chavagneux" in page


def test_a_shared_commune_is_marked_with_its_note_and_its_figures_stay_whole() -> None:
    app = editor("keep", territoire="c38-053.085")
    turn = next(box.key for box in app.multiselect if box.key.startswith("keep-shared-"))
    app.multiselect(key=turn).set_value(["38053"]).run()
    app.button(key="keep-mark").click().run()
    app.text_input(key="keep-note-38053").input("quartiers nord")
    app.number_input(key="keep-people-38053").set_value(12000)
    app = sound(keep(app, "CPTS d'essai"))
    page = " ".join(words(text) for text in markup(app))
    assert "Bourgoin-Jallieu, partagée : 12 000 habitants relèvent de cette CPTS" in page and "quartiers nord" in page


def test_a_date_of_the_past_shows_the_perimeter_of_that_date() -> None:
    app = editor(territoire="c38-053.085")
    app = keep(app, "CPTS d'essai", since=dt.date(2025, 1, 1))
    app.button(key="band-change").click().run()
    app.segmented_control(key="editor-way").set_value("map").run()
    app.multiselect(key="editor-add").set_value(["38091"]).run()
    sound(keep(app, "CPTS d'essai", since=dt.date(2026, 1, 1)))
    assert "3 communes" in band(opened(territoire="CPTS d'essai", perimetre="2026-06-01"))
    assert "2 communes" in band(opened(territoire="CPTS d'essai", perimetre="2025-06-01"))
    early = opened(territoire="CPTS d'essai", perimetre="2020-01-01")
    assert "n'a pas de périmètre valable au 01/01/2020" in said(early)
