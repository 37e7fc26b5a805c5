"""Answers typed for what open data do not say: each change is a version, the last one is shown."""

from __future__ import annotations

import datetime as dt
import math

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import territories
from cpts_analytics.journal.failures import french
from cpts_analytics.journal.records import Answer, KeptAnswer, Origin, perimeter_digest
from cpts_analytics.journal.tables import AnswerVersion
from cpts_analytics.journal.words import checked_text
from cpts_analytics.model import Territory

_TOPIC_LENGTH = 80
_PERIOD_LENGTH = 40
_UNIT_LENGTH = 120


def present(session: Session, territory: Territory) -> dict[str, KeptAnswer]:
    """Topic → its present answer; withdrawn ones are left out.

    A kept territory also shows what was typed for the very same communes before it was kept, until
    something is typed for it by name.
    """
    found: dict[str, KeptAnswer] = {}
    for subject in _subjects(territory):
        rows = session.scalars(select(AnswerVersion).where(AnswerVersion.subject == subject)
                               .order_by(AnswerVersion.version))
        found |= {row.topic: _record(row) for row in rows}
    return {topic: kept for topic, kept in sorted(found.items()) if not kept.answer.withdrawn}


def history(session: Session, territory: Territory, topic: str) -> tuple[KeptAnswer, ...]:
    """Every answer to ``topic``, first to last, withdrawals included; those typed before it was kept come first."""
    return tuple(_record(row) for subject in _subjects(territory) for row in session.scalars(
        select(AnswerVersion).where(AnswerVersion.subject == subject, AnswerVersion.topic == topic)
        .order_by(AnswerVersion.version)))


def add(session: Session, territory: Territory, answer: Answer, author: str) -> KeptAnswer:
    """Keep ``answer`` as the present one. Raises JournalError when it cannot be kept as it is."""
    kept = _checked(answer)
    if territory.kept_id is not None:
        territories.present(session, territory.kept_id)
    subject = _subjects(territory)[-1]
    last = session.scalar(select(func.max(AnswerVersion.version)).where(
        AnswerVersion.subject == subject, AnswerVersion.topic == kept.topic))
    row = AnswerVersion(
        subject=subject, topic=kept.topic, version=(last or 0) + 1, perimeter=perimeter_digest(territory),
        value=kept.value, text=kept.text, unit=kept.unit, period=kept.period, origin=str(kept.origin),
        note=kept.note, author=author, created_at=dt.datetime.now(dt.UTC))
    session.add(row)
    session.flush()
    return _record(row)


def _subjects(territory: Territory) -> tuple[str, ...]:
    """Whom the answers are about: the perimeter alone, then the kept territory, whose answers prevail."""
    perimeter = f"perimeter:{perimeter_digest(territory)}"
    return (perimeter,) if territory.kept_id is None else (perimeter, f"kept:{territory.kept_id}")


def _checked(answer: Answer) -> Answer:
    if answer.value is not None and not math.isfinite(answer.value):
        raise JournalError(french("La valeur saisie n'est pas un nombre : écrivez par exemple 12,5 ; laissez vide si "
                                  "elle n'est pas connue."))
    topic = checked_text(answer.topic, limit=_TOPIC_LENGTH, what="La question")
    if not topic:
        raise JournalError("Choisissez à quelle question vous répondez.")
    return Answer(
        topic=topic, value=None if answer.value is None else float(answer.value),
        text=checked_text(answer.text, what="La réponse"),
        unit=checked_text(answer.unit, limit=_UNIT_LENGTH, what="L'unité"),
        period=checked_text(answer.period, limit=_PERIOD_LENGTH, what="La période"),
        origin=Origin(answer.origin), note=checked_text(answer.note, what="La note"))


def _record(row: AnswerVersion) -> KeptAnswer:
    answer = Answer(topic=row.topic, value=row.value, text=row.text, unit=row.unit, period=row.period,
                    origin=Origin(row.origin), note=row.note)
    return KeptAnswer(answer=answer, version=row.version, perimeter=row.perimeter, author=row.author,
                      created_at=row.created_at)
