"""Telling one person something, where they are reached, in their own language."""

from __future__ import annotations

from collections.abc import Callable

from consultation.conversation import Message
from consultation.texts import speaking
from handlers.turn import Turn
from storage import outbox, people, staff
from storage.deliveries import Subject


def tell(turn: Turn, stakeholder_id: int, words: Callable[[], Message]) -> None:
    """At the messenger that they last wrote from; nowhere, where they have blocked us."""
    places = [place for place in people.addresses(turn.db, stakeholder_id) if place.reachable]
    with speaking(people.get(turn.db, stakeholder_id).language):
        for place in places[:1]:
            outbox.put(turn.db, place.channel, place.chat_id, words(), turn.now, stakeholder_id=stakeholder_id)


def tell_staff(turn: Turn, words: Callable[[], Message], *, about: int | None = None) -> None:
    """Every staff group. `about`: the person whom it names, so that forgetting them erases it."""
    with speaking(turn.policy.language):
        for channel, chat_id in staff.groups(turn.db):
            outbox.put(
                turn.db,
                channel,
                chat_id,
                words(),
                turn.now,
                to_group=True,
                stakeholder_id=about,
                subject=Subject.NOTICE,
            )
