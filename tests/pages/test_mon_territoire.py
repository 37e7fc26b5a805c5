"""« Mon territoire »: the ten figures, what an address may hold, what open data do not say."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.screen import band, cards, markup, opened, said, sound, words

CAPI = "epci:243800604"


def test_the_first_screen_is_an_example_with_ten_figures_and_says_that_it_is_not_official() -> None:
    app = sound(opened())
    assert [title.value for title in app.title] == ["Qui vit ici, qui soigne ici, et où sont les manques\u00a0?"]
    assert "exemple, périmètre non officiel" in band(app)
    assert len(cards(app)) == 10
    assert app.query_params == {}, "an address that asks for nothing stays as it is"


def test_the_figures_are_those_that_the_producers_publish() -> None:
    """Insee gives the CAPI 22 communes and 112 896 inhabitants (2023); DREES gives Bourgoin-Jallieu an APL of 4,556."""
    found = cards(sound(opened(territoire=CAPI)))
    assert "112 896 habitants" in found["Habitants"] and "22 communes" in found["Habitants"]
    assert "taille ACI 3" in found["Habitants"]
    assert "32 896 habitants au-dessus de 80 000, 62 104 sous 175 000" in found["Habitants"]
    alone = cards(sound(opened(territoire="commune:38053")))
    assert "APL moyenne : 4,56 consultations" in alone["Habitants sous 2,5 d'APL"]


def test_the_ten_figures_stand_in_the_order_of_the_working_group() -> None:
    starts = ["Habitants", "Patients sans médecin traitant", "Habitants sous 2,5", "Access", "Médecins généralistes",
              "75 ans et plus", "Diabète de type 2", "APL infirmiers", "Habitants des communes très défavorisées",
              "Évolution annuelle"]
    labels = list(cards(sound(opened())))
    assert [label.startswith(start) for label, start in zip(labels, starts, strict=True)] == [True] * 10, labels


def test_what_is_not_published_is_a_card_with_its_reason_and_what_to_do() -> None:
    card = cards(sound(opened()))["Patients sans médecin traitant"]
    assert "non publié à cette échelle" in card and "Valeur CPAM à saisir" in card and "Saisir la valeur" in card


def test_what_stands_out_says_how_many_comparisons_were_made() -> None:
    panel = next(words(text) for text in markup(sound(opened(territoire=CAPI))) if "cpts-standouts" in text)
    assert panel.startswith("Ce qui ressort") and "comparaisons faites" in panel
    assert panel.count("habitants concernés.") <= 3


def test_a_single_commune_has_no_verdict_and_nothing_that_stands_out() -> None:
    app = sound(opened(territoire="commune:38053"))
    assert not any("cpts-standouts" in text for text in markup(app))


def test_every_heading_follows_in_order() -> None:
    app = sound(opened())
    levels = [1, *(int(level) for text in markup(app) for level in re.findall(r"<h(\d)", text))]
    assert len(app.title) == 1 and max(b - a for a, b in zip(levels, levels[1:], strict=False)) <= 1


def test_every_territory_of_france_has_its_screen() -> None:
    for spec in ("commune:2A004", "communes:97101,97105", "departement:976", "commune:75056", "commune:69383", "region:94",
                 "france", "c38-053.085_69-123", "bassin-de-vie:38053"):
        app = sound(opened(territoire=spec))
        assert len(cards(app)) == 10 and not app.warning, spec


@pytest.mark.parametrize("spec", ["zorglub", "epci:999999999", "c38-xyz", "commune:00000", "departement:", "x" * 3000,
                                  "<script>alert(1)</script>", "communes:38053,38053000", "c", "epci:243800604;DROP TABLE"])
def test_a_broken_address_says_what_was_wrong_and_falls_back(spec: str) -> None:
    app = sound(opened(territoire=spec))
    assert "Cette adresse ne mène à aucun territoire" in said(app) and "est affiché à la place" in said(app)
    assert "Bourgoin-Jallieu" in band(app) and len(cards(app)) == 10
    assert "<script" not in "".join(markup(app))
    assert app.query_params["territoire"].startswith("exemple-"), "the address is mended"


def test_what_was_wrong_stays_said_until_it_is_hidden() -> None:
    app = opened(territoire="zorglub").run()
    assert "zorglub" in said(app)
    app.button(key="cpts-hide-0").click().run()
    assert said(sound(app)) == ""


def test_a_date_that_cannot_be_read_is_said_and_the_territory_is_shown() -> None:
    app = sound(opened(territoire="c38-053.085", perimetre="31/12/2025"))
    assert "ne se lit pas" in said(app) and "périmètre au 01/01/2025" in band(app)


def test_a_link_says_that_the_data_have_changed_since() -> None:
    assert "Les données ont changé depuis ce lien" in said(sound(opened(territoire=CAPI, donnees="0123456789ab")))
    app = sound(opened(territoire=CAPI))
    assert "Les données ont changé" not in said(sound(opened(territoire=CAPI, donnees=app.query_params["donnees"])))


def test_a_commune_of_the_past_is_taken_for_what_it_has_become() -> None:
    """Badinières (38024) and Eclose (38152) became Eclose-Badinières (38152) on 1 January 2015."""
    app = sound(opened(territoire="communes:38053,38024"))
    assert "Eclose-Badinières" in band(app) and "2 communes" in band(app)
    assert "38024, aujourd'hui Eclose-Badinières (38152)" in said(app)


def test_the_link_to_copy_opens_the_same_territory_in_a_session_that_knows_nothing() -> None:
    app = sound(opened(territoire="epci:200070233"))
    link = next(code.value for code in app.code if "territoire=" in code.value)
    asked = dict(re.findall(r"[?&](\w+)=([^&]+)", link))
    assert re.fullmatch(r"c85-[\d.]+", asked["territoire"]) and asked["perimetre"] == "2025-01-01"
    assert asked["donnees"] == app.query_params["donnees"]
    other = sound(opened(territoire=asked["territoire"], nom="Terres de Montaigu", perimetre="2026-03-01"))
    assert cards(other)["Habitants"].split("Lecture")[0] == cards(app)["Habitants"].split("Lecture")[0]
    assert band(other).startswith("Terres de Montaigu") and "périmètre au 01/03/2026" in band(other)


def test_a_name_in_a_link_is_shown_letter_for_letter() -> None:
    app = sound(opened(territoire="c38-053.085", nom="<b>CPTS</b> & *co*"))
    assert band(app).startswith("<b>CPTS</b> & *co*")


def test_the_territory_follows_from_page_to_page_and_every_link_of_the_navigation_carries_it() -> None:
    app = sound(opened(territoire="c38-053.085"))
    links = [link.proto for link in app.sidebar.get("page_link")]
    assert links and all("territoire=c38-053.085" in str(link) for link in links)
    app.switch_page("pages/offre_de_soins.py").run()
    assert sound(app).query_params["territoire"] == "c38-053.085" and "2 communes" in band(app)


def answer(app: AppTest, value: str, author: str = "Coordinatrice", version: int = 0) -> AppTest:
    held = f"no_referring_doctor-{version}"
    app.text_input(key=f"unsaid-value-{held}").input(value)
    app.text_input(key=f"unsaid-period-{held}").input("2025")
    app.text_input(key=f"unsaid-author-{held}").input(author)
    return app.button(key=f"unsaid-save-{held}").click().run()


def test_an_answer_typed_by_the_cpts_takes_the_place_of_the_unknown_and_can_be_undone() -> None:
    app = sound(answer(opened(territoire=CAPI), "1 250"))
    card = cards(app)["Patients sans médecin traitant"]
    assert "1 250 patients de 17 ans et plus" in card and "Valeur CPAM" in card and "2025" in card
    assert "1 250" in cards(sound(opened(territoire=CAPI)))["Patients sans médecin traitant"], "it is kept"
    app.button(key="unsaid-undo-no_referring_doctor").click().run()
    assert "non publié" in cards(sound(app))["Patients sans médecin traitant"]


def test_zero_is_an_answer_and_a_word_is_not_a_number() -> None:
    app = sound(answer(opened(), "beaucoup"))
    assert "ne se lit pas comme un nombre" in said(app)
    assert "0 patient" in cards(sound(answer(app, "0")))["Patients sans médecin traitant"]


def test_an_answer_without_an_author_is_not_kept_and_it_is_said() -> None:
    app = sound(answer(opened(), "12,5", author=""))
    assert "Indiquez qui enregistre" in said(app) and "non publié" in cards(app)["Patients sans médecin traitant"]
