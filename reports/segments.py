"""Segments in words, and the values that each of their conditions can be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from consultation.conversation import Channel
from consultation.persian.text import fold
from consultation.questionnaire import Choice, Questionnaire
from consultation.searching import matching
from consultation.stakeholder import ANY, CONDITIONS, NO, NONE, YES, Segment
from consultation.texts import LANGUAGES, _, digits, inserted, language, ngettext
from reports.cards import shortened
from storage import segments, topics

# The questions of the profile form that speak of a part of a segment.
QUESTIONS = {"kinds": "kind", "fields": "fields", "provinces": "province"}
PAGE = 10
_TITLE = 40  # characters of a topic's title on a button

_NAMES: Mapping[str, Callable[[], str]] = {
    "kinds": lambda: _("By kind"),
    "fields": lambda: _("By field"),
    "provinces": lambda: _("By province"),
    "organisations": lambda: _("By organisation"),
    "verified": lambda: _("By verification"),
    "languages": lambda: _("By language"),
    "messengers": lambda: _("By messenger"),
    "answered": lambda: _("By earlier answers"),
}


@dataclass(frozen=True)
class Value:
    key: str  # what a button carries
    value: str  # what a segment holds
    label: str


@dataclass(frozen=True)
class Page:
    values: tuple[Value, ...]
    number: int = 0
    more: bool = False
    long: bool = False  # worth searching in


def condition_name(part: str) -> str:
    return _NAMES[part]()


def conditions(profile: Questionnaire) -> list[str]:
    """The conditions that can be set; a ministry's own profile form may not ask for all of them."""
    return [part for part in CONDITIONS if part not in QUESTIONS or choices_of(profile, QUESTIONS[part])]


def choices_of(profile: Questionnaire, question: str) -> tuple[Choice, ...]:
    asked = profile.by_name.get(question)
    return profile.choices.get(asked.choices, ()) if asked else ()


def labels_of(profile: Questionnaire, question: str) -> dict[str, str]:
    return {one.name: profile.text(one.label, language()) for one in choices_of(profile, question)}


def page(db: Connection, profile: Questionnaire, part: str, number: int, typed: str = "") -> Page:
    """Some of the values of a condition; with `typed` only those that it finds."""
    if part == "organisations":
        return _organisations(db, fold(typed), number)
    values = _values(db, profile, part)
    if typed:
        found = matching(typed, {one.key: one.label for one in values})
        return Page(tuple(one for key in found for one in values if one.key == key))
    if len(values) <= PAGE + 4:
        return Page(tuple(values))
    here = values[number * PAGE : (number + 1) * PAGE]
    return Page(tuple(here), number, more=len(values) > (number + 1) * PAGE, long=True)


def _organisations(db: Connection, begun: str, number: int) -> Page:
    found = segments.organisations(db, begun, number * PAGE, PAGE + 1)
    values = tuple(
        Value(str(one.representative), one.key, f"{shortened(one.name)} ({digits(one.members)})")
        for one in found[:PAGE]
    )
    return Page(values, number, more=len(found) > PAGE, long=not begun)


def _values(db: Connection, profile: Questionnaire, part: str) -> list[Value]:
    match part:
        case "verified":
            return [Value(YES, YES, _("verified")), Value(NO, NO, _("not verified"))]
        case "languages":
            return [Value(code, code, name) for code, name in LANGUAGES.items()]
        case "messengers":
            names = {Channel.TELEGRAM: _("Telegram"), Channel.BALE: _("Bale")}
            return [Value(channel, channel, names[channel]) for channel in Channel]
        case "answered":
            usual = [Value(ANY, ANY, _("answered before")), Value(NONE, NONE, _("never answered"))]
            told = [
                (str(one.id), shortened(one.title, _TITLE)) for one in topics.listed(db, limit=200) if one.opened_at
            ]
            return [*usual, *(Value(code, code, f"{digits(code)}. {title}") for code, title in told)]
        case _:
            choices = choices_of(profile, QUESTIONS[part])
            labels = [profile.text(choice.label, language()) for choice in choices]
            return [Value(str(n), choice.name, labels[n]) for n, choice in enumerate(choices)]


def value_of(db: Connection, profile: Questionnaire, part: str, key: str) -> str | None:
    """What a button's key stands for now."""
    if part == "organisations":
        return (segments.organisation_of(db, int(key)) if key.isdecimal() else "") or None
    return next((one.value for one in _values(db, profile, part) if one.key == key), None)


def name(db: Connection, rule: Segment, profile: Questionnaire) -> str:
    if rule.everyone:
        return _("everyone")
    told = _told(db, rule, profile) or _("everyone")
    if rule.without is None:
        return told
    return _("{who}; but not: {others}").format(who=told, others=_told(db, rule.without, profile))


def _told(db: Connection, rule: Segment, profile: Questionnaire) -> str:
    return _("; ").join(
        _(", ").join(_labels(db, profile, part, chosen)) for part in CONDITIONS if (chosen := rule.chosen(part))
    )


def _labels(db: Connection, profile: Questionnaire, part: str, chosen: tuple[str, ...]) -> list[str]:
    if part == "organisations":
        return [inserted(_organisation(db, key)) for key in chosen]
    labels = {one.value: one.label for one in _values(db, profile, part)}
    prefix = _("answered: {topic}")
    if part == "answered":
        labels |= {code: prefix.format(topic=label) for code, label in labels.items() if code.isdecimal()}
    return [labels.get(one, one) for one in chosen]


def _organisation(db: Connection, key: str) -> str:
    found = segments.organisations(db, key, 0, 1)
    return found[0].name if found and found[0].key == key else key


def people(count: int) -> str:
    return ngettext("{n} person", "{n} people", count).format(n=digits(count))


def audience_line(db: Connection, rule: Segment, profile: Questionnaire) -> str:
    count = people(segments.count(db, rule))
    return _("Audience: {who} – {count}").format(who=name(db, rule, profile), count=count)
