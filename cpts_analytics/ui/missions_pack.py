"""The pack du dialogue de gestion: a year of the contract, frozen and dated, in Word and PDF."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cpts_analytics.exports.safe import safe_filename
from cpts_analytics.missions import ContractYear, Overview, pack_of
from cpts_analytics.ui import author, missions_read
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_read import Here
from cpts_analytics.views.numbers import typeset

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(here: Here) -> None:
    """Which year, who freezes it, and the two files, made when they are pressed."""
    st.header("Pack du dialogue de gestion", anchor=False)
    years = [year for year in here.overview.years if year.first <= here.today]
    if not years:
        draw(tag("p", "La date de signature n'est pas renseignée, ou le contrat n'a pas commencé.", cls="cpts-extra"))
        return
    draw(tag("p", typeset("Indicateurs, cibles, valeurs de la CPTS et de la CPAM, preuves que l'on peut montrer, commentaires et "
                          "euros d'une année du contrat ; figé, daté, avec son empreinte."), cls="cpts-extra"))
    numbers = {year.number: year for year in reversed(years)}
    year = numbers[st.selectbox("Année du contrat", list(numbers), format_func=lambda one: numbers[one].words, key="pack-year")]
    if not author.known():
        st.text_input("Qui fige le document\u00a0?", key="pack-author", max_chars=120, placeholder="Nom ou fonction",
                      autocomplete="name", on_change=_said)
    with st.container(horizontal=True, gap="small"):
        for kind, label, mime in (("docx", "Word", _DOCX), ("pdf", "PDF", "application/pdf")):
            st.download_button(label, _maker(here, year, kind), _name(here, year, kind), mime,
                               key=f"pack-{kind}", icon=":material/download:", on_click="ignore", disabled=not author.known(),
                               help=None if author.known() else "Dites d'abord qui fige le document.")


def _maker(here: Here, year: ContractYear, kind: str) -> Callable[[], bytes]:
    who = author.known()

    def make() -> bytes:
        from cpts_analytics.exports import dialogue_pack  # late: the library that sets the PDF takes 60 MB

        pack = pack_of(_seen(here, year), author=who, on=here.today)
        return dialogue_pack.docx(pack) if kind == "docx" else dialogue_pack.pdf(pack)

    return make


def _seen(here: Here, year: ContractYear) -> Overview:
    """The contract as of today, or as of the last day of a year that has ended."""
    return missions_read.overview_on(min(year.last, here.today), here.overview.contract.id, here.territory)


def _name(here: Here, year: ContractYear, kind: str) -> str:
    return safe_filename(f"Dialogue de gestion {here.overview.cpts.record.name} année {year.number} {here.today:%Y-%m-%d}", kind)


def _said() -> None:
    author.said(st.session_state.get("pack-author"))
