"""Upkeep: what has been kept for as long as it is of use, or as the ministry has settled, goes.

Of messages there may be millions. They are found without keeping anybody waiting, and go a few thousand at a time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from consultation.policy import Policy
from storage import announcements, aside, audit, inbox, invitees, leadership, outbox, prompts, questionnaires
from storage.database import Database

_HEARD_FOR = timedelta(days=3)  # messengers repeat an update for a day at most
_FIRED_FOR = timedelta(days=400)


async def upkeep(database: Database, now: datetime, policy: Policy, epoch: int | None = None) -> int:
    """How much went."""

    def small(db: Connection) -> int:
        leadership.check(db, epoch)
        return _small_things(db, now, policy)

    return await database.transaction(small) + await _messages(database, now - policy.kept.messages, epoch)


def _small_things(db: Connection, now: datetime, policy: Policy) -> int:
    kept = policy.kept
    announcements.keep_figures(db, now - kept.messages)
    said = prompts.clear_old(db, now - kept.messages) + invitees.forget_unused(db, now - kept.messages)
    said += questionnaires.clear_unused(db, now - kept.messages)
    heard = inbox.forget_old(db, now - _HEARD_FOR) + aside.forget_old(db, now - kept.quarantine)
    done = inbox.forget_firings(db, now - _FIRED_FOR)
    return said + heard + done + (audit.forget_old(db, now - kept.audit) if kept.audit else 0)


async def _messages(database: Database, before: datetime, epoch: int | None) -> int:
    gone, found = 0, [0]
    while found := await database.read(partial(outbox.outlived, before=before, after=found[-1])):
        gone += await database.transaction(partial(_drop, delivery_ids=found, epoch=epoch))
    return gone


def _drop(db: Connection, delivery_ids: list[int], epoch: int | None) -> int:
    leadership.check(db, epoch)
    return outbox.drop(db, delivery_ids)
