"""The screens « Missions ACI »: which view is shown, the sentence under the title, what is said when there is nothing."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics.missions import Overview, euros
from cpts_analytics.model import Territory
from cpts_analytics.ui import (
    missions_begin,
    missions_calendar,
    missions_changes,
    missions_contract,
    missions_editor,
    missions_entry,
    missions_files,
    missions_mission,
    missions_overview,
    missions_read,
    missions_write,
    state,
)
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_read import Here
from cpts_analytics.views.numbers import count_words, typeset

QUESTION = "Où en sont les missions du contrat, et que reste-t-il à faire ?"
VIEW = "vue"
LABELS = {"ensemble": "Vue d'ensemble", "mission": "Une mission", "saisie": "Saisie du soir", "echeances": "Échéances",
          "changements": "Ce qui a changé", "contrat": "Contrat et CPTS", "fichiers": "Importer, exporter"}
_VIEWS = {"ensemble": missions_overview.show, "mission": missions_mission.show, "saisie": missions_entry.show,
          "echeances": missions_calendar.show, "changements": missions_changes.show, "contrat": missions_contract.show,
          "fichiers": missions_files.show}


def place() -> DeltaGenerator:
    """The place of the band and title, above what is chosen below."""
    return st.container()


def chosen(territory: Territory) -> Here:
    """The contract to show, as the journal holds it now."""
    return missions_read.read(territory)


def answer(here: Here) -> str:
    """The contract in one sentence with numbers; what is to be done when there is none."""
    if here.fault:
        return ""
    if here.seen is None:
        return ("Aucun contrat n'est encore enregistré. Il suffit du texte, de la date de signature et d'un territoire pour "
                "commencer.")
    return typeset(_answer(here.seen))


def show(here: Here) -> None:
    """The view of the address; before it, what links the contract to the band."""
    missions_editor.show_if_open()
    if here.fault:
        _away(here.fault)
        return
    if here.seen is None:
        missions_begin.empty(here)
        return
    _whose(here)
    with st.container(horizontal=True, vertical_alignment="bottom", key="missions-ways"):
        view = state.choice(VIEW, list(LABELS), default="ensemble", label="Vue", labels=LABELS, segments=len(LABELS))
        missions_write.present()
    _VIEWS[view](here)


def _answer(seen: Overview) -> str:
    if not seen.lines:
        return f"{seen.cpts.record.name} : contrat enregistré, aucune mission pour l'instant."
    lines = [one for line in seen.lines for one in line.indicators]
    good, measured = sum(line.on_track for line in seen.lines), sum(line.measured for line in seen.lines)
    year = f"{seen.cpts.record.name}, {seen.year.words}" if seen.year else seen.cpts.record.name
    if lines:
        text = (f"{year} : {good} {'indicateur' if good < 2 else 'indicateurs'} sur {len(lines)} à la cible ou sur la "
                f"trajectoire, {len(lines) - measured} sans mesure cette année")
    else:
        text = f"{year} : {count_words(len(seen.lines), 'mission')}, aucun indicateur pour l'instant"
    return f"{text} ; part variable {_earned(seen)}.{_next(seen)}"


def _earned(seen: Overview) -> str:
    if seen.at_stake.eur is None:
        return "non renseignée"
    part = f" (montant non renseigné pour {count_words(seen.at_stake.unknown, 'mission')})" if seen.at_stake.unknown else ""
    earned = "rien d'acquis encore" if seen.earned.eur is None else f"{euros(seen.earned.eur)} acquis"
    return f"{earned} sur {euros(seen.at_stake.eur)} en jeu{part}"


def _next(seen: Overview) -> str:
    late = [one for one in seen.deadlines if one.late and not one.done]
    if late:
        return f" {count_words(len(late), 'échéance')} {'dépassée' if len(late) < 2 else 'dépassées'}."
    coming = next((one for one in seen.deadlines if not one.done and one.date is not None), None)
    return f" Prochaine échéance : {coming.label}, le {coming.date:%d/%m/%Y}." if coming else ""


def _whose(here: Here) -> None:
    """When the band shows another territory than the contract's, say so, with a way to the contract's own."""
    own = here.territory
    if own is None:
        draw(tag("p", typeset("Le territoire de cette CPTS n'est pas enregistré : la taille ne peut pas être surveillée. "
                              "Indiquez-le dans « Contrat et CPTS »."), cls="cpts-extra"))
    elif own.kept_id != here.shown.kept_id:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            draw(tag("p", typeset(f"Contrat de « {own.name} » ; le bandeau montre « {here.shown.name} »."), cls="cpts-ask"))
            st.button("Afficher son territoire", key="missions-territory", on_click=state.remember, args=(own,), type="tertiary")


def _away(fault: str) -> None:
    st.warning(typeset(f"{fault} Rien de ce que vous avez enregistré n'est perdu ; ce que vous êtes en train de taper non plus."))
    st.button("Réessayer", key="missions-again", type="primary")
