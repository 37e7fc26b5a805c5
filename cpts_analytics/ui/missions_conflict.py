"""Two people changed the same thing: both versions side by side, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cpts_analytics.journal.aci import AlreadyThereError, Difference, EditConflictError, differences
from cpts_analytics.journal.failures import PARIS
from cpts_analytics.ui.markup import Markup, draw, plain, tag
from cpts_analytics.ui.missions_fields import told
from cpts_analytics.views.numbers import typeset

Act = Callable[[], None]


def show(error: EditConflictError | AlreadyThereError, turn: int | str, *, mine: Act, theirs: Act, back: Act) -> None:
    """The sentence, the fields that differ in both versions, and the three ways on (callbacks)."""
    st.warning(plain(typeset(str(error))))
    if error.mine is not None:
        draw(_table(error))
        if getattr(error, "base", None) is not None:
            draw(tag("p", typeset("En gras : ce que chacun a changé. Le reste est d'avant."), cls="cpts-ask"))
    with st.container(horizontal=True, gap="small"):
        st.button("Garder la version enregistrée", key=f"conflict-theirs-{turn}", on_click=theirs)
        if error.mine is not None and not error.theirs.removed:
            st.button("Enregistrer la mienne par-dessus", key=f"conflict-mine-{turn}", on_click=mine,
                      help="La version enregistrée reste dans l'historique.")
        st.button("Revenir à ma saisie", key=f"conflict-back-{turn}", type="tertiary", on_click=back)


def _table(error: EditConflictError | AlreadyThereError) -> Markup:
    theirs, mine = error.theirs, error.mine
    assert mine is not None
    base = getattr(error, "base", None)

    def cell(one: Difference, value: object) -> Markup:
        """In bold what its author changed; without the version that both began from, nobody can tell."""
        words = typeset(told(value))
        return tag("td", tag("strong", words) if base is not None and getattr(base.record, one.field) != value else words)

    rows = [tag("tr", tag("th", typeset(one.label), scope="row"), cell(one, one.latter), cell(one, one.former))
            for one in differences(theirs.record, mine)]
    head = tag("tr", tag("th", "Champ", scope="col"), tag("th", "Votre version", scope="col"),
               tag("th", typeset(f"Version enregistrée par {theirs.author}, le {theirs.at.astimezone(PARIS):%d/%m/%Y à %H:%M}"),
                   scope="col"))
    return tag("table", tag("thead", head), tag("tbody", *rows), cls="cpts-table cpts-both")
