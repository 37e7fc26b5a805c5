"""« Ce que les données ouvertes ne disent pas »: five questions, whom to ask, and the answers that people typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import streamlit as st

from cpts_analytics.errors import CptsError, JournalError
from cpts_analytics.journal import Answer, KeptAnswer, Origin, perimeter_digest
from cpts_analytics.journal.failures import PARIS
from cpts_analytics.model import Territory
from cpts_analytics.ui import author, cache, messages
from cpts_analytics.ui.cards import RichCard
from cpts_analytics.ui.markup import Markup, draw, joined, plain, tag
from cpts_analytics.views.cards import FigureCard
from cpts_analytics.views.numbers import NBSP, decimals_of, number, typeset
from cpts_analytics.views.states import NOT_TYPED, STATUS_WORDS, Status

ANCHOR = "a-demander"
REFERRING_DOCTOR = "no_referring_doctor"
_LAST = "cpts_unsaid_last"


@dataclasses.dataclass(frozen=True)
class Topic:
    """A question that open data leave without an answer: whom to ask, and in which unit one answers."""

    key: str
    label: str
    question: str
    ask: str
    origin: Origin
    units: tuple[str, ...]


TOPICS = (
    Topic(REFERRING_DOCTOR, "Médecin traitant", "Combien de patients de 17 ans et plus n'ont pas de médecin traitant, dont en "
          "ALD ?", "CPAM", Origin.CPAM, ("patients de 17 ans et plus", "%")),
    Topic("unscheduled_care", "Soins non programmés", "Combien de demandes reçoivent une réponse le jour même, ou sous 24 à "
          "48 heures ?", "SAS", Origin.SAS, ("demandes par an", "%")),
    Topic("emergency_without_stay", "Passages aux urgences sans hospitalisation", "Quelle part des passages aux urgences des "
          "habitants n'est pas suivie d'une hospitalisation ?", "ARS", Origin.ARS, ("%", "passages par an")),
    Topic("patient_flows", "Flux de patients", "Où les habitants se font-ils soigner, et d'où viennent les patients soignés "
          "ici ?", "CPAM", Origin.CPAM, ("% des actes faits hors du territoire", "% des patients venus d'ailleurs")),
    Topic("cervical_screening", "Dépistage du cancer du col de l'utérus", "Quelle part des femmes de 25 à 65 ans est à jour "
          "de son dépistage ?", "CPAM", Origin.CPAM, ("%", "femmes")),
)


def answers(territory: Territory) -> dict[str, KeptAnswer]:
    """Topic → the answer typed for this territory; none when the journal cannot be read (and it is said)."""
    try:
        return cache.journal().answers(territory)
    except JournalError as error:
        messages.warn(str(error))
        return {}


def referring_doctor_card(found: Mapping[str, KeptAnswer], territory: Territory) -> RichCard:
    """The second of the ten figures: what the CPAM gave, or who to ask."""
    kept = found.get(REFERRING_DOCTOR)
    empty = FigureCard(key=REFERRING_DOCTOR, label="Patients sans médecin traitant",
                       value_text=STATUS_WORDS[Status.NOT_PUBLISHED], unit="", comparator_line="", verdict=None, gap="",
                       year_level="17 ans et plus", badges=(), lecture="", caveat="", known=False,
                       reason="Valeur CPAM à saisir.")
    if kept is None:
        return RichCard(empty, link=f"#{ANCHOR}", link_text="Saisir la valeur")
    value, unit = _value(kept.answer)
    card = dataclasses.replace(empty, value_text=value, unit=unit, known=True, reason="",
                               year_level=" · ".join(filter(None, (kept.answer.period, "17 ans et plus"))),
                               badges=(kept.answer.origin.label,), caveat=_about(kept, territory))
    return RichCard(card, link=f"#{ANCHOR}", link_text="Changer la valeur")


def panel(territory: Territory, found: Mapping[str, KeptAnswer]) -> None:
    """The five questions, each with whom to ask, the present answer, and a form behind a press."""
    st.header("Ce que les données ouvertes ne disent pas", anchor=ANCHOR)
    for column, topic in zip(st.columns(len(TOPICS), gap="small"), TOPICS, strict=True):
        kept = found.get(topic.key)
        with column, st.container(border=True, height="stretch", key=f"unsaid-{topic.key}"):
            draw(tag("h3", topic.label, cls="cpts-topic"), tag("p", typeset(topic.question), cls="cpts-extra"),
                 _present(topic, kept, territory))
            held = f"{topic.key}-{kept.version if kept else 0}"  # a new version closes the form
            with st.popover("Changer la réponse" if kept else "Saisir la réponse", key=f"unsaid-open-{held}"):
                st.markdown(f"**{plain(topic.label)}**")
                _form(topic, kept, territory)
            if st.session_state.get(_LAST, ("",))[0] == topic.key:
                st.button("Annuler ce changement", key=f"unsaid-undo-{topic.key}", type="tertiary", icon=":material/undo:",
                          on_click=_undo, args=(topic, territory))


def _present(topic: Topic, kept: KeptAnswer | None, territory: Territory) -> Markup:
    asked = tag("p", f"À demander à{NBSP}: {topic.ask}", cls="cpts-ask")
    if kept is None:
        return joined(tag("p", tag("strong", NOT_TYPED[:1].upper() + NOT_TYPED[1:]), cls="cpts-typed"), asked)
    value, unit = _value(kept.answer)
    return joined(tag("p", tag("strong", value), f" {unit}", cls="cpts-typed"),
                  tag("p", tag("span", kept.answer.origin.label, cls="cpts-badge"), f" {_about(kept, territory)}",
                      cls="cpts-ask"),
                  asked)


def _value(answer: Answer) -> tuple[str, str]:
    if answer.value is None:
        return answer.text, ""
    return number(answer.value, decimals_of(answer.value)), answer.unit


def _about(kept: KeptAnswer, territory: Territory) -> str:
    parts = [kept.answer.text] if kept.answer.value is not None and kept.answer.text else []
    parts += [f"période {kept.answer.period}"] if kept.answer.period else []
    parts.append(f"saisi par {kept.author} le {kept.created_at.astimezone(PARIS):%d/%m/%Y}")
    parts += [kept.answer.note] if kept.answer.note else []
    if kept.perimeter != perimeter_digest(territory):
        parts.append("saisi pour un périmètre qui a changé depuis")
    return f"{NBSP}; ".join(parts)


def _form(topic: Topic, kept: KeptAnswer | None, territory: Territory) -> None:
    answer = kept.answer if kept else Answer(topic=topic.key, origin=topic.origin)
    held = f"{topic.key}-{kept.version if kept else 0}"
    with st.form(f"unsaid-{held}", border=False):
        value, unit, period = st.columns(3)
        value.text_input("Valeur", value=_value(answer)[0] if answer.value is not None else "", key=f"unsaid-value-{held}",
                         placeholder="12,5 ; zéro est une valeur", max_chars=20)
        options = list(dict.fromkeys((*topic.units, *((answer.unit,) if answer.unit else ()))))
        unit.selectbox("Unité", options, index=options.index(answer.unit) if answer.unit in options else 0,
                       key=f"unsaid-unit-{held}")
        period.text_input("Période", value=answer.period, key=f"unsaid-period-{held}", placeholder="2024", max_chars=40)
        origin, who = st.columns(2)
        origins = list(Origin)
        origin.selectbox("D'où vient le chiffre\u00a0?", origins, index=origins.index(answer.origin),
                         format_func=lambda one: one.label, key=f"unsaid-origin-{held}")
        who.text_input("Qui saisit\u00a0?", value=author.known(), key=f"unsaid-author-{held}",
                          placeholder="Nom ou fonction", max_chars=120, autocomplete="name")
        st.text_area("En une phrase (facultatif)", value=answer.text, key=f"unsaid-text-{held}", max_chars=1000, height=68)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button("Enregistrer", type="primary", key=f"unsaid-save-{held}", on_click=_save,
                                  args=(topic, held, territory))
            if kept:
                st.form_submit_button("Retirer", type="tertiary", key=f"unsaid-withdraw-{held}", on_click=_withdraw,
                                      args=(topic, held, territory))


def _save(topic: Topic, held: str, territory: Territory) -> None:
    typed = str(st.session_state[f"unsaid-value-{held}"] or "").strip()
    text = str(st.session_state[f"unsaid-text-{held}"] or "").strip()
    value = None
    if typed:
        try:
            value = float("".join(typed.split()).replace(",", "."))
        except ValueError:
            messages.warn(f"« {typed} » ne se lit pas comme un nombre : écrivez par exemple 1 250 ou 12,5. Rien n'a été "
                          "enregistré.")
            return
    if value is None and not text:
        messages.warn("Écrivez une valeur ou une phrase : rien n'a été enregistré.")
        return
    _write(topic, territory, held, Answer(topic=topic.key, value=value, text=text, unit=st.session_state[f"unsaid-unit-{held}"],
                                          period=str(st.session_state[f"unsaid-period-{held}"] or "").strip(),
                                          origin=st.session_state[f"unsaid-origin-{held}"]))


def _withdraw(topic: Topic, held: str, territory: Territory) -> None:
    _write(topic, territory, held, Answer(topic=topic.key))


def _write(topic: Topic, territory: Territory, held: str, answer: Answer) -> None:
    name = author.said(st.session_state[f"unsaid-author-{held}"])
    try:
        before = cache.journal().answers(territory).get(topic.key)
        cache.journal().answer(territory, answer, author=name)
    except CptsError as error:
        messages.warn(str(error))
        return
    st.session_state[_LAST] = (topic.key, before.answer if before else Answer(topic=topic.key))
    messages.saved(f"« {topic.label} » : réponse {'retirée' if answer.withdrawn else 'enregistrée'}.")


def _undo(topic: Topic, territory: Territory) -> None:
    _, former = st.session_state.pop(_LAST, ("", Answer(topic=topic.key)))
    try:
        cache.journal().answer(territory, former, author=author.known())
    except CptsError as error:
        messages.warn(str(error))
    else:
        messages.saved(f"« {topic.label} » : la réponse d'avant est de retour.")
