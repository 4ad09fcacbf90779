"""Whom a topic is for: everyone, or by kind, field and province."""

from __future__ import annotations

from dataclasses import replace

from consultation.auditing import Action
from consultation.conversation import Button, Rows, press
from consultation.stakeholder import Segment
from consultation.texts import _, bold, digits, language
from consultation.topic import Topic
from handlers.staff.approving import writable_now
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import desk
from storage import topics


def _name(question: str) -> str:
    match question:
        case "kind":
            return _("By kind")
        case "fields":
            return _("By field")
        case _:
            return _("By province")


def show(turn: Turn, code: str) -> None:
    if (topic := writable_now(turn, code)) is not None:
        turn.toast("")
        turn.replace(_text(turn, topic), _ways(turn, topic), topic_id=topic.id)


def _text(turn: Turn, topic: Topic) -> str:
    heading = bold(_("Audience of topic {code}").format(code=digits(topic.code)))
    line = desk.audience_line(turn.db, topic.audience, turn.house.profile)
    return f"{heading}\n\n{line}\n\n" + _("Choose what the audience is to be narrowed by.")


def _ways(turn: Turn, topic: Topic) -> Rows:
    ways = [
        Button(_name(question), press("narrow", topic.id, question))
        for question in desk.NARROWING
        if desk.choices_of(turn.house.profile, question)
    ]
    everyone = Button(_("Everyone"), press("everyone", topic.id))
    return (tuple(ways), (everyone, Button(_("Done"), press("panel", topic.id))))


def show_choices(turn: Turn, code: str, question: str) -> None:
    if (topic := writable_now(turn, code)) is not None:
        turn.toast("")
        turn.replace(_text(turn, topic), _choices(turn, topic, question), topic_id=topic.id)


def _choices(turn: Turn, topic: Topic, question: str) -> Rows:
    chosen = _chosen(topic.audience, question)
    profile = turn.house.profile
    buttons = [
        Button(
            ("☑️ " if choice.name in chosen else "⬜️ ") + profile.text(choice.label, language()),
            press("narrowed", topic.id, question, place),
        )
        for place, choice in enumerate(desk.choices_of(profile, question))
    ]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    return (*rows, (Button(_("Back"), press("audience", topic.id)),))


def _chosen(segment: Segment, question: str) -> tuple[str, ...]:
    chosen: tuple[str, ...] = getattr(segment, desk.NARROWING[question])
    return chosen


def toggle(turn: Turn, code: str, question: str, place: str) -> None:
    if (topic := writable_now(turn, code)) is None:
        return
    name = desk.choices_of(turn.house.profile, question)[int(place)].name
    chosen = _chosen(topic.audience, question)
    changed = tuple(one for one in chosen if one != name) if name in chosen else (*chosen, name)
    _set(turn, topic, replace(topic.audience, **{desk.NARROWING[question]: changed}))
    show_choices(turn, code, question)


def everyone(turn: Turn, code: str) -> None:
    if (topic := writable_now(turn, code)) is not None:
        _set(turn, topic, Segment())
        show(turn, code)


def _set(turn: Turn, topic: Topic, segment: Segment) -> None:
    topics.change(turn.db, topic.id, audience=segment)
    note(turn, Action.AUDIENCE, topic.id, desk.segment_name(segment, turn.house.profile))
