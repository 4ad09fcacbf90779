"""What one person answered twice, before two records of them became one: nothing of it is lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from storage.tables import answer, earlier_response, response


def put_beneath(db: Connection, counts: int, other: Row[Any]) -> None:
    """Keep a response, which is about to go, with the one that counts."""
    given = db.execute(select(answer.c.question, answer.c.value).where(answer.c.response_id == other.id))
    answers = {row.question: row.value for row in given}
    if not answers:
        return
    values = {
        "response_id": counts,
        "questionnaire_id": other.questionnaire_id,
        "state": other.state,
        "submitted_at": other.submitted_at,
        "receipt": other.receipt,
        "answers": answers,
    }
    db.execute(insert(earlier_response).values(**values))
    beneath = earlier_response.c.response_id == other.id
    db.execute(update(earlier_response).where(beneath).values(response_id=counts))


def answered_by_both(db: Connection, one: int, other: int) -> list[int]:
    """Topics to which both have given answers under their names."""
    mine, theirs = (
        set(
            db.execute(
                select(response.c.topic_id).where(
                    response.c.stakeholder_id == who, response.c.topic_id.is_not(None), ~response.c.preview
                )
            ).scalars()
        )
        for who in (one, other)
    )
    return sorted(mine & theirs)
