"""A questionnaire as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from consultation.questionnaire import Choice, Group, Question, Questionnaire, QuestionType, Repeat


def to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """A form that survives JSON; `from_json` gives back an equal questionnaire."""
    return asdict(questionnaire)


def from_json(stored: Mapping[str, Any]) -> Questionnaire:
    return Questionnaire(
        **{
            **stored,
            "languages": tuple(stored["languages"]),
            "questions": tuple(_question(question) for question in stored["questions"]),
            "groups": {name: Group(**group) for name, group in stored["groups"].items()},
            "repeats": {
                name: Repeat(**{**repeat, "group": Group(**repeat["group"])})
                for name, repeat in stored.get("repeats", {}).items()
            },
            "choices": {
                name: tuple(Choice(**choice) for choice in choices) for name, choices in stored["choices"].items()
            },
        }
    )


def _question(stored: Mapping[str, Any]) -> Question:
    return Question(**{**stored, "type": QuestionType(stored["type"]), "groups": tuple(stored["groups"])})
