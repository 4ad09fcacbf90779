"""A stakeholder: a person who is consulted, and where they can be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from consultation.conversation import Channel


class Standing(StrEnum):
    NEW = "new"  # has written, has not agreed yet
    MEMBER = "member"  # has agreed to take part
    LEFT = "left"  # wants nothing more from us
    WAITING = "waiting"  # has agreed, and waits until the secretariat has looked at the profile
    REJECTED = "rejected"  # the secretariat did not accept the profile
    BLOCKED = "blocked"  # the secretariat wants nothing from them


@dataclass(frozen=True)
class Address:
    """A private chat in which a stakeholder can be reached."""

    id: int
    stakeholder_id: int
    channel: Channel
    chat_id: int
    reachable: bool  # False once the messenger said that they blocked the bot or are gone


@dataclass(frozen=True)
class Stakeholder:
    id: int
    standing: Standing
    language: str
    name: str
    kind: str  # choice name of the profile form: association, think_tank, ...
    organisation: str
    province: str
    notices: bool  # False: answers when asked, but is not written to first
    consent_version: str
    consented_at: datetime | None
    profiled_at: datetime | None  # when the profile form was completed
    reminded_on: date | None
    answering: int | None  # id of the response they are working on, if any
    invited_by: str  # payload of the link that they came with
    inquiring: str  # what their next words to the secretariat are about; "" where they write to nobody
    created_at: datetime
    verified_at: datetime | None = None  # when the secretariat accepted the profile


@dataclass(frozen=True)
class Segment:
    """A rule that chooses members: all of its conditions must hold, each by any of its values; an empty one holds.

    Whoever meets any single condition of `without` is left out.
    """

    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()  # folded names
    verified: tuple[str, ...] = ()  # YES, NO
    languages: tuple[str, ...] = ()
    messengers: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()  # ids of topics; ANY, NONE
    without: Segment | None = None

    @property
    def everyone(self) -> bool:
        return self == Segment()

    def chosen(self, part: str, *, out: bool = False) -> tuple[str, ...]:
        """The values of one condition: of those who are chosen, or of those who are left out."""
        of = self.without or Segment() if out else self
        values: tuple[str, ...] = getattr(of, part)
        return values

    def toggled(self, part: str, value: str, *, out: bool = False) -> Segment:
        """The rule with a value added to a condition, or taken out of it."""
        if out:
            without = (self.without or Segment()).toggled(part, value)
            return replace(self, without=None if without.everyone else without)
        values = self.chosen(part)
        changed = tuple(one for one in values if one != value) if value in values else (*values, value)
        return Segment.of({**asdict(self), part: changed})

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Segment:
        without = stored.get("without")
        given = {name: tuple(values) for name, values in stored.items() if name != "without"}
        return cls(**given, without=cls.of(without) if without else None)


YES, NO = "yes", "no"
ANY, NONE = "any", "none"
CONDITIONS = ("kinds", "fields", "provinces", "organisations", "verified", "languages", "messengers", "answered")


@dataclass(frozen=True)
class Profile:
    """What the profile form says of somebody, by the question names that mean something to us."""

    name: str = ""
    kind: str = ""
    organisation: str = ""
    province: str = ""
    fields: tuple[str, ...] = field(default=())
