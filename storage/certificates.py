"""Certificates of participation, each with a code by which anybody can have it confirmed.

The code is not stored: it is reckoned from a secret of this installation, and only its hash is kept, as long as the
person is known. In an anonymous topic the name stays off as well; what somebody said there is not looked at.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from consultation.persian.text import latin_digits
from consultation.topic import Topic
from storage import settings
from storage.codes import ALPHABET, hashed
from storage.rows import insert_or_ignore
from storage.tables import certificate

_LETTERS = 16  # five bits each: 80 bits


@dataclass(frozen=True)
class Certificate:
    hash: str
    topic_id: int
    stakeholder_id: int
    name: str  # as printed; "" of an anonymous topic
    day: date


_COLUMNS = tuple(certificate.c[name] for name in Certificate.__dataclass_fields__)


def issue(db: Connection, of: Topic, stakeholder_id: int, name: str, day: date) -> str:
    """The hash of the certificate; another name makes another one, and the same name the same."""
    printed = "" if of.anonymous else name
    found = hashed(_code(settings.secret(db, "certificates"), of.id, stakeholder_id, printed))
    values = {"hash": found, "topic_id": of.id, "stakeholder_id": stakeholder_id, "name": printed, "day": day}
    insert_or_ignore(db, certificate, values)
    return found


def get(db: Connection, found: str) -> Certificate | None:
    row = db.execute(select(*_COLUMNS).where(certificate.c.hash == found)).first()
    return None if row is None else Certificate(**row._mapping)


def of_code(db: Connection, code: str) -> Certificate | None:
    """What a code stands for, however it is typed."""
    return get(db, hashed(latin_digits(code)))


def code_of(db: Connection, issued: Certificate) -> str:
    return _code(settings.secret(db, "certificates"), issued.topic_id, issued.stakeholder_id, issued.name)


def _code(key: bytes, topic_id: int, stakeholder_id: int, name: str) -> str:
    digest = int.from_bytes(hmac.digest(key, f"{topic_id}:{stakeholder_id}:{name}".encode(), "sha256"))
    letters = "".join(ALPHABET[(digest >> (5 * place)) & 31] for place in range(_LETTERS))
    return "-".join(letters[start : start + 4] for start in range(0, _LETTERS, 4))
