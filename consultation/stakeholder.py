"""A stakeholder: a person who is consulted, and where they can be reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from consultation.conversation import Channel


class Standing(StrEnum):
    NEW = "new"  # has written, has not agreed yet
    MEMBER = "member"  # has agreed to take part
    LEFT = "left"  # wants nothing more from us


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


@dataclass(frozen=True)
class Segment:
    """A rule that chooses stakeholders: each given list narrows; an empty one does not."""

    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()

    @property
    def everyone(self) -> bool:
        return not (self.kinds or self.fields or self.provinces)

    def includes(self, person: Stakeholder, fields: set[str]) -> bool:
        return (
            (not self.kinds or person.kind in self.kinds)
            and (not self.provinces or person.province in self.provinces)
            and (not self.fields or not fields.isdisjoint(self.fields))
        )

    @classmethod
    def of(cls, stored: dict[str, list[str]]) -> Segment:
        return cls(**{name: tuple(values) for name, values in stored.items()})


@dataclass(frozen=True)
class Profile:
    """What the profile form says of somebody, by the question names that mean something to us."""

    name: str = ""
    kind: str = ""
    organisation: str = ""
    province: str = ""
    fields: tuple[str, ...] = field(default=())
