"""One measure being typed: what is in the fields, kept at each of them, and the record that they make.

What is typed is kept twice: in the session, and in the journal under its author. A fault of either loses nothing.
With it goes the version that it began from, so that what a colleague writes meanwhile is seen when it is saved.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import streamlit as st

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import (
    FieldError,
    Form,
    Giver,
    Indicator,
    Kept,
    Measure,
    MeasureState,
    Proof,
    ProofKind,
    periods,
)
from cpts_analytics.journal.aci.checks import checked, with_value
from cpts_analytics.ui import author
from cpts_analytics.ui.missions_fields import number_of, spelt
from cpts_analytics.ui.missions_read import register

_HELD = "missions-typed"
_GIVERS = {one.value: one for one in Giver}
FIELDS = ("period", "measured", "why", "numerator", "denominator", "value", "giver", "cpam", "proof", "proof_title", "proof_link",
          "proof_file", "proof_sha256", "proof_who", "proof_due", "proof_shared", "comment", "reason")
_OF_FIELD = {"not_measured": "why", "cpam_value": "cpam", "gap_comment": "comment", "proofs": "proof"}
"""Field of a measure → field of the form, where they are not called the same."""
_BASE = ("base_id", "base_version")
"""The measure that the fields began from: its number and version, None when there was none."""
YES, NO = "oui", "non mesuré"
NO_PROOF = "aucune"
Typed = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Reading:
    """What the fields make: a measure when nothing is wrong; ``faults`` by field of the form."""

    measure: Measure | None
    faults: dict[str, str]


def base(indicator_id: int, period: str, present: Kept[Measure] | None) -> Kept[Measure] | None:
    """The version that the fields begin from: that of the draft when there is one, else ``present``. Raises JournalError."""
    key = draft_key(indicator_id, period)
    typed = st.session_state.get(_HELD, {}).get(key) or _draft(key)
    if typed is None:
        return present
    number, version = (typed.get(name) for name in _BASE)
    if present is not None and (number, version) == (present.id, present.version):
        return present
    return None if number is None else register().get(Measure, number, version)


def start(indicator: Kept[Indicator], period: str, kept: Kept[Measure] | None) -> Typed:
    """What the fields begin with: the draft of this author, else ``kept`` (see ``base``), else blank."""
    key = draft_key(indicator.id, period)
    held: dict[str, Typed] = st.session_state.setdefault(_HELD, {})
    if key not in held:
        held[key] = {**_blank(period, kept), **(_draft(key) or {})}
    return held[key]


def touched(typed: Typed, period: str, kept: Kept[Measure] | None) -> bool:
    """Whether a field holds anything else than it began with."""
    began = _blank(period, kept)
    return any((_plain(typed.get(name)) or "") != (_plain(began[name]) or "") for name in FIELDS)


def keep(key: str, typed: Typed) -> str:
    """Keep what is in the fields; gives the sentence of a fault of the journal, empty when all is well."""
    st.session_state.setdefault(_HELD, {})[key] = typed
    if not author.known():
        return ""
    try:
        register().keep_draft(author.known(), key, {name: _plain(typed.get(name)) for name in (*FIELDS, *_BASE)})
    except JournalError as error:
        return str(error)
    return ""


def drop(key: str) -> None:
    """Saved, or nothing typed: the draft has no use any more."""
    st.session_state.get(_HELD, {}).pop(key, None)
    try:
        register().drop_draft(author.known(), key)
    except JournalError:
        return  # it will be proposed again, which harms nobody


def draft_key(indicator_id: int, period: str) -> str:
    """The name of a draft."""
    return f"mesure-{indicator_id}-{period}"


def read(typed: Typed, indicator: Kept[Indicator], kept: Kept[Measure] | None) -> Reading:
    """The measure that the fields make, as it would be kept, and what is wrong with each of them."""
    faults: dict[str, str] = {}

    def number(name: str) -> float | None:
        try:
            return number_of(typed.get(name), name)
        except FieldError as error:
            faults[name] = str(error)
            return None

    measured = typed["measured"] == YES
    ratio = indicator.record.form is Form.RATIO
    proofs = list(kept.record.proofs) if kept else []
    if (added := _proof(typed)) is not None:
        proofs.append(added)
    measure = Measure(
        indicator_id=indicator.id, period=str(typed["period"] or ""),
        numerator=number("numerator") if measured and ratio else None,
        denominator=number("denominator") if measured and ratio else None,
        value=number("value") if measured else None,
        not_measured="" if measured else str(typed["why"] or "").strip(), giver=_GIVERS.get(typed["giver"], Giver.CPTS),
        cpam_value=number("cpam"), gap_comment=str(typed["comment"] or "").strip(), proofs=tuple(proofs),
        state=MeasureState.PROPOSED, level=kept.record.level if kept else "")
    if measured and measure.value is None and measure.numerator is None and "numerator" not in faults and "value" not in faults:
        faults["numerator" if ratio else "value"] = "Écrivez la valeur ; zéro est une valeur. Sinon, choisissez « non mesuré »."
    if not measured and not measure.not_measured:
        faults["why"] = "Dites en quelques mots pourquoi ce n'est pas mesuré."
    if faults:
        return Reading(None, faults)
    try:
        return Reading(with_value(checked(measure), indicator.record), {})
    except FieldError as error:
        return Reading(None, {_OF_FIELD.get(error.field, error.field): str(error)})


def blank(typed: Typed) -> bool:
    """Whether nothing that makes a value has been typed yet."""
    return not any(typed.get(name) for name in ("why", "numerator", "denominator", "value"))


def _proof(typed: Typed) -> Proof | None:
    kind, title = typed.get("proof"), str(typed.get("proof_title") or "").strip()
    private = not typed.get("proof_shared")
    if kind == ProofKind.LINK.value and typed.get("proof_link"):
        return Proof(kind=ProofKind.LINK, title=title, link=str(typed["proof_link"]).strip(), private=private)
    if kind == ProofKind.FILE.value and typed.get("proof_sha256"):
        return Proof(kind=ProofKind.FILE, title=title, file_name=str(typed["proof_file"]), sha256=str(typed["proof_sha256"]),
                     private=private)
    if kind == ProofKind.TO_COME.value:
        due = typed.get("proof_due")
        return Proof(kind=ProofKind.TO_COME, title=title, who=str(typed.get("proof_who") or "").strip(),
                     due=dt.date.fromisoformat(due) if isinstance(due, str) and due else due or None, private=private)
    return None


def _blank(period: str, kept: Kept[Measure] | None) -> Typed:
    typed: Typed = dict.fromkeys(FIELDS, "") | {"period": periods.words(period), "measured": YES, "giver": Giver.CPTS.value,
                                                "proof": NO_PROOF, "proof_due": None, "proof_shared": False,
                                                "base_id": kept.id if kept else None,
                                                "base_version": kept.version if kept else None}
    if kept is None:
        return typed
    record = kept.record
    ratio = record.numerator is not None
    return typed | {"measured": NO if record.not_measured else YES, "why": record.not_measured, "giver": record.giver.value,
                    "numerator": spelt(record.numerator), "denominator": spelt(record.denominator),
                    "value": "" if ratio else spelt(record.value), "cpam": spelt(record.cpam_value),
                    "comment": record.gap_comment}


def _draft(key: str) -> Typed | None:
    if not author.known():
        return None
    try:
        return register().draft(author.known(), key)
    except JournalError:
        return None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
