"""Answers that are sent and not written: photographs, voice messages, files, places.

Canonical: a file is `file:` and whatever its keeper knows it by; a place is ODK's "latitude longitude 0 0".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from consultation.persian.numbers import write_number
from consultation.persian.text import latin_digits
from consultation.questionnaire import QuestionType
from consultation.texts import _

_FILE = "file:"
_PLACE = re.compile(r"(-?\d{1,2}(?:[.٫]\d{1,15})?)[\s,،/]+(-?\d{1,3}(?:[.٫]\d{1,15})?)")
_FARTHEST = (90, 180)  # degrees from the equator, and from Greenwich

_EXPECTED: Mapping[QuestionType, Callable[[], str]] = {
    QuestionType.IMAGE: lambda: _("Please send a photograph."),
    QuestionType.AUDIO: lambda: _("Please send a voice message or a sound file."),
    QuestionType.VIDEO: lambda: _("Please send a video."),
    QuestionType.FILE: lambda: _("Please send a file."),
    QuestionType.LOCATION: lambda: _("Please send a location: press the paper clip, then “Location”."),
}
_NAMES: Mapping[QuestionType, Callable[[], str]] = {
    QuestionType.IMAGE: lambda: _("Photograph"),
    QuestionType.AUDIO: lambda: _("Voice message"),
    QuestionType.VIDEO: lambda: _("Video"),
    QuestionType.FILE: lambda: _("File"),
}
FILES = frozenset(_NAMES)
"""Types that are answered with a file."""


def expected(type_: QuestionType) -> str:
    """What is to be sent, as a sentence; "" for types that are answered by writing or pressing."""
    return _EXPECTED[type_]() if type_ in _EXPECTED else ""


def file_answer(reference: object) -> str:
    """The canonical answer for a file. `reference` is its keeper's: a number, a name."""
    return f"{_FILE}{reference}"


def file_reference(value: str) -> str:
    """What `file_answer` was given; "" where the answer is no file."""
    return value.removeprefix(_FILE) if value.startswith(_FILE) else ""


def show_file(type_: QuestionType) -> str:
    """What was sent, in a word; in answer to any other type than a file's it was a voice message."""
    return _NAMES.get(type_, _NAMES[QuestionType.AUDIO])()


def place_answer(latitude: float, longitude: float) -> str:
    """The canonical answer for a place, to about ten centimetres."""
    return f"{latitude:.6f} {longitude:.6f} 0 0"


def read_place(typed: str) -> str | None:
    """Typed coordinates, as people copy them from a map: «35.6892, 51.3890». None where they are none."""
    found = _PLACE.fullmatch(latin_digits(typed).strip("() "))
    if found is None:
        return None
    degrees = [float(part.replace("٫", ".")) for part in found.groups()]
    on_earth = all(abs(one) <= farthest for one, farthest in zip(degrees, _FARTHEST, strict=True))
    return place_answer(*degrees) if on_earth else None


def show_place(value: str, language: str) -> str:
    latitude, longitude = (write_number(Decimal(part), persian=language == "fa") for part in value.split()[:2])
    return _("latitude {latitude}, longitude {longitude}").format(latitude=latitude, longitude=longitude)
