"""The answers as JSON lines: one object a line, as docs/exports.md describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson

from consultation.questionnaire import DONT_KNOW, REFUSED, QuestionType
from consultation.sent import file_reference
from reports.submissions import Submission, Submissions
from reports.workbook_answers import AnswerColumn, number

_NOT_SAID: Mapping[str, str] = {DONT_KNOW: "dont_know", REFUSED: "refused"}


def write_json_lines(submissions: Submissions, path: Path, *, names: bool = False) -> None:
    columns = {column.name: column for column in submissions.columns}
    with path.open("wb") as file:
        for one in submissions:
            told = _about(one, anonymous=submissions.topic.anonymous) | ({"name": one.name} if names else {})
            answers = {question: _value(columns[question], stored) for question, stored in one.given.items()}
            file.write(orjson.dumps({**told, "answers": answers}) + b"\n")


def _about(one: Submission, *, anonymous: bool) -> dict[str, Any]:
    return {
        "number": one.number,
        "receipt": one.receipt,
        "submitted": one.submitted_at.date().isoformat() if anonymous else one.submitted_at.isoformat("T", "seconds"),
        "messenger": one.channel,
        "kind": one.kind,
        "organisation": one.organisation,
        "province": one.province,
        "form_version": one.version,
    }


def _value(column: AnswerColumn, stored: str) -> Any:
    if stored in _NOT_SAID:
        return {"not_said": _NOT_SAID[stored]}
    if reference := file_reference(stored):
        return {"file": reference}
    return _VALUES.get(column.type, str)(stored)


def _place(stored: str) -> dict[str, float]:
    latitude, longitude = map(float, stored.split()[:2])
    return {"latitude": latitude, "longitude": longitude}


_VALUES: Mapping[QuestionType, Callable[[str], Any]] = {
    QuestionType.INTEGER: number,
    QuestionType.DECIMAL: number,
    QuestionType.RANGE: number,
    QuestionType.SELECT_MULTIPLE: str.split,
    QuestionType.RANK: str.split,
    QuestionType.LOCATION: _place,
}
