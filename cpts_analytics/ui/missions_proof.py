"""The proof of a measure: a link, a file (kept with its fingerprint), or who will bring it and when."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.journal.aci import Kept, Measure, ProofKind
from cpts_analytics.missions.intake import keep_proof
from cpts_analytics.ui import author
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_draft import NO_PROOF, Typed
from cpts_analytics.ui.missions_fields import FIRST, LAST, fault
from cpts_analytics.ui.missions_read import register
from cpts_analytics.views.numbers import typeset

_KINDS = {ProofKind.LINK.value: "lien", ProofKind.FILE.value: "fichier", ProofKind.TO_COME.value: "à joindre", NO_PROOF: "aucune"}


def show(key: str, typed: Typed, kept: Kept[Measure] | None, keep: Callable[[], None], *, fault_text: str) -> None:
    """The fields of the kind chosen; proofs that are there already stay."""
    st.session_state.setdefault(f"{key}-proof", typed.get("proof") or NO_PROOF)
    kind = st.segmented_control("6. Preuve", list(_KINDS), format_func=_KINDS.__getitem__, required=True, key=f"{key}-proof",
                                on_change=keep)
    if kept is not None and kept.record.proofs:
        titles = ", ".join(proof.title or proof.file_name or proof.link or proof.kind.label for proof in kept.record.proofs)
        draw(tag("p", typeset(f"Déjà jointes : {titles}."), cls="cpts-extra"))
    if kind == ProofKind.LINK.value:
        left, right = st.columns([2, 1], gap="small")
        with left:
            _text(key, typed, "proof_link", ("Adresse de la preuve", "https://…"), keep)
        with right:
            _text(key, typed, "proof_title", ("Intitulé", "Tableau de bord"), keep)
    elif kind == ProofKind.FILE.value:
        st.file_uploader("Fichier de preuve (5 Mo au plus)", key=f"{key}-upload", on_change=keep)
        if typed.get("proof_sha256"):
            draw(tag("p", typeset(f"{typed['proof_file']}, empreinte {typed['proof_sha256'][:12]}…"), cls="cpts-extra"))
        _text(key, typed, "proof_title", ("Intitulé", "Compte rendu"), keep)
    elif kind == ProofKind.TO_COME.value:
        left, right = st.columns(2, gap="small")
        with left:
            _text(key, typed, "proof_who", ("Qui l'apportera\u00a0?", "Nom ou fonction"), keep)
        due = typed.get("proof_due")
        st.session_state.setdefault(f"{key}-proof_due", dt.date.fromisoformat(due) if isinstance(due, str) and due else None)
        right.date_input("Quand\u00a0?", min_value=FIRST, max_value=LAST, format="DD/MM/YYYY", key=f"{key}-proof_due",
                         on_change=keep)
    if kind in (ProofKind.LINK.value, ProofKind.FILE.value):
        st.session_state.setdefault(f"{key}-proof_shared", bool(typed.get("proof_shared")))
        st.checkbox("La preuve peut sortir de la CPTS (pack du dialogue de gestion)", key=f"{key}-proof_shared", on_change=keep,
                    help="Sans cela elle reste privée.")
    fault(fault_text)


def take(key: str, typed: Typed, faults: dict[str, str]) -> None:
    """Keep a file that was just given, and note its name and fingerprint; a file of persons, or of
    a kind that is no document, is refused with the reason."""
    faults.pop("proof", None)
    given = st.session_state.get(f"{key}-upload")
    if given is None or typed.get("proof") != ProofKind.FILE.value:
        return
    content = given.getvalue()
    if typed.get("proof_file") == given.name and typed.get("proof_sha256") == hashlib.sha256(content).hexdigest():
        return  # kept already; a corrected file of the same name is another one
    try:
        proof = keep_proof(register(), given.name, content, author=author.known())
    except CptsError as error:
        faults["proof"] = str(error)
    else:
        typed["proof_sha256"], typed["proof_file"] = proof.sha256, proof.file_name


def _text(key: str, typed: Typed, name: str, words: tuple[str, str], keep: Callable[[], None]) -> None:
    """``words``: the label, and an example of what is typed."""
    st.session_state.setdefault(f"{key}-{name}", typed.get(name) or "")
    st.text_input(words[0], key=f"{key}-{name}", max_chars=300, placeholder=words[1], on_change=keep)
