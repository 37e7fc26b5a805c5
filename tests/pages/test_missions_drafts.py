"""The evening entry while two people write: a draft never lies over what a colleague kept since."""

from __future__ import annotations

import dataclasses

import pytest

from cpts_analytics.journal.aci import Measure
from tests.pages.missions_given import AUTHOR, evening, freeze, given, page
from tests.pages.screen import said, sound


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)


def another(app, here, key: str):  # type: ignore[no-untyped-def]
    """The entry of 2025, which is there already, opened from the list of all indicators."""
    app.selectbox(key="enter-other-which").select(here.ratio.id).run()
    app = sound(app.button(key="enter-other-go").click().run())
    assert app.text_input(key=f"{key}-value")
    return app


def colleague(here, kept, value: float) -> None:  # type: ignore[no-untyped-def]
    here.register.change(kept.id, dataclasses.replace(kept.record, value=value), expected_version=kept.version,
                         author="Présidente", reason="chiffre définitif")


def test_a_form_that_was_passed_untouched_comes_back_with_the_newer_value_of_a_colleague() -> None:
    here = given()
    kept = here.register.add(Measure(indicator_id=here.ratio.id, period="2025", value=10), author=AUTHOR)
    key = f"mesure-{here.ratio.id}-2025"
    app = another(evening(), here, key)
    assert app.text_input(key=f"{key}-value").value == "10"
    app = sound(app.button(key=f"{key}-skip").click().run())
    assert here.register.draft(AUTHOR, key) is None
    colleague(here, kept, 99)
    assert another(app, here, key).text_input(key=f"{key}-value").value == "99"  # in the same session
    assert another(evening(), here, key).text_input(key=f"{key}-value").value == "99"


def test_a_field_typed_back_to_what_it_was_leaves_no_draft() -> None:
    here = given()
    here.register.add(Measure(indicator_id=here.ratio.id, period="2025", value=10), author=AUTHOR)
    key = f"mesure-{here.ratio.id}-2025"
    app = another(evening(), here, key)
    app.text_input(key=f"{key}-value").input("12").run()
    assert here.register.draft(AUTHOR, key)["value"] == "12"  # type: ignore[index]
    sound(app.text_input(key=f"{key}-value").input("10").run())
    assert here.register.draft(AUTHOR, key) is None


@pytest.mark.parametrize("same_session", [True, False])
def test_a_draft_older_than_a_colleague_s_value_shows_both_when_it_is_saved(same_session: bool) -> None:
    here = given()
    kept = here.register.add(Measure(indicator_id=here.ratio.id, period="2025", value=10), author=AUTHOR)
    key = f"mesure-{here.ratio.id}-2025"
    app = another(evening(), here, key)
    app.text_input(key=f"{key}-value").input("12").run()
    app = sound(app.button(key=f"{key}-skip").click().run())
    colleague(here, kept, 99)
    app = another(app if same_session else evening(), here, key)
    assert app.text_input(key=f"{key}-value").value == "12" and "Déjà saisi" in page(app) and "99 %" in page(app)
    app.text_input(key=f"{key}-reason").input("Recompté")
    app = sound(app.button(key=f"{key}-save").click().run())
    assert "modifié par Présidente" in said(app)
    assert here.register.get(Measure, kept.id).record.value == 99  # until somebody chooses
    sound(app.button(key=f"conflict-mine-{key}").click().run())
    assert [one.record.value for one in here.register.history(kept.id)] == [10, 99, 12]


def test_a_draft_of_a_new_measure_does_not_lie_over_one_that_came_meanwhile() -> None:
    here = given()
    key = f"mesure-{here.ratio.id}-2025"
    evening().text_input(key=f"{key}-value").input("14").run()
    here.register.add(Measure(indicator_id=here.ratio.id, period="2025", value=18), author="Présidente")
    app = another(evening(), here, key)
    app = sound(app.button(key=f"{key}-save").click().run())
    assert "déjà enregistré par Présidente" in said(app)
    assert [one.record.value for one in here.register.find(Measure, period="2025")] == [18]
