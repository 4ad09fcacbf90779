"""The parameters of a call, in whichever of the four ways they came over the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import hdrs, web

from playground.errors import ApiError, bad_request
from playground.models import Entity

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
TRUE = frozenset({"true", "1", "yes", "True"})


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arguments:
    values: Mapping[str, object]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def without(self, names: frozenset[str]) -> Arguments:
        if names.isdisjoint(self.values):
            return self
        return Arguments({k: v for k, v in self.values.items() if k not in names}, self.uploads)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)

    def integer(self, name: str, default: int | None = None) -> int:
        value = self.values.get(name)
        return default if value in (None, "") and default is not None else whole(value, name)

    def number(self, name: str) -> float:
        try:
            return float(str(self.values.get(name)))
        except ValueError:
            raise bad_request(f"{name} is not specified") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")) in TRUE

    def json(self, name: str) -> object:
        """An object or a list; in a form it comes as a string of JSON."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value
        try:
            parsed: object = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
        return parsed

    def entities(self, name: str) -> tuple[Entity, ...]:
        given = self.json(name)
        if not isinstance(given, list):
            return ()
        return tuple(_entity(one) for one in given if isinstance(one, dict))

    @property
    def chat_id(self) -> int | None:
        """For the log: the chat this call is about, if it names one."""
        value = str(self.values.get("chat_id", ""))
        return int(value) if value.lstrip("-").isdecimal() else None


def whole(value: object, name: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise bad_request(f"wrong {name} specified" if value else f"{name} is not specified") from None


def _entity(given: dict[str, object]) -> Entity:
    more = {k: str(v) for k, v in given.items() if k not in ("type", "offset", "length")}
    try:
        return Entity(str(given["type"]), int(str(given["offset"])), int(str(given["length"])), more)
    except (KeyError, ValueError):
        raise bad_request("can't parse message entities") from None


async def read_arguments(request: web.Request) -> Arguments:
    values: dict[str, object] = dict(request.query)
    uploads: dict[str, Upload] = {}
    kind = request.content_type if request.method == hdrs.METH_POST else ""
    if kind == FORM:
        values.update(parse_qsl((await request.read()).decode(errors="replace"), keep_blank_values=True))
    elif kind == MULTIPART:
        await _read_multipart(request, values, uploads)
    elif body := await request.read():
        values.update(_read_json(body))
    return Arguments(values, uploads)


def _read_json(body: bytes) -> dict[str, object]:
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise bad_request("can't parse JSON object")
    return parsed


async def _form(request: web.Request) -> Mapping[str, object]:
    try:
        return await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except ValueError:
        raise bad_request("can't parse multipart/form-data") from None


async def _read_multipart(request: web.Request, values: dict[str, object], uploads: dict[str, Upload]) -> None:
    for name, part in (await _form(request)).items():
        if isinstance(part, web.FileField):
            uploads[name] = Upload(part.filename, part.content_type, part.file.read())
        else:
            values[name] = bytes(part).decode(errors="replace") if isinstance(part, bytearray) else part
