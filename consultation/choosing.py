"""Choosing several: what a tap changes, and whether enough has been chosen. Also for putting choices in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consultation.questionnaire import Choice, Question, QuestionType
from consultation.texts import _, digits, inserted, language, ngettext

# As authors write it for want of a parameter. Joined by anything but `and`, it says nothing certain.
_COUNTED = re.compile(r"\s*count-selected\s*\(\s*\.\s*\)\s*(<=|>=|<|>|=)\s*(\d{1,4})\s*")


def toggled(question: Question, picked: Sequence[str], name: str, choices: Sequence[Choice]) -> tuple[str, ...]:
    """What is chosen after a tap on `name`: in the order of the list, or of the taps where they are ranked.

    A second tap takes that one off and nothing else. A choice that excludes the others clears them, and they clear it.
    Names that are not on offer are left out.
    """
    offered = {choice.name for choice in choices}
    kept = [one for one in dict.fromkeys(picked) if one in offered and one != name]
    if name in picked or name not in offered:
        return _in_order(question, kept, choices)
    alone = _alone(question, choices)
    others = [] if name in alone else [one for one in kept if one not in alone]
    return _in_order(question, [*others, name], choices)


def _alone(question: Question, choices: Sequence[Choice]) -> set[str]:
    """In an order nothing stands alone, though its list may be one of which others choose."""
    if question.type is QuestionType.RANK:
        return set()
    return {choice.name for choice in choices if choice.exclusive}


def _in_order(question: Question, names: Sequence[str], choices: Sequence[Choice]) -> tuple[str, ...]:
    if question.type is QuestionType.RANK:
        return tuple(names)
    return tuple(dict.fromkeys(choice.name for choice in choices if choice.name in names))


def limits(question: Question, count: int) -> tuple[int, int]:
    """The fewest and the most that may be chosen of `count` choices, by parameters or a constraint on their number."""
    least, most = _counted(question.constraint)
    least = _number(question.parameters.get("min"), least)
    most = min(_number(question.parameters.get("max"), most), count)
    if question.type is QuestionType.RANK and most == count and "min" not in question.parameters:
        least = count  # an order of all of them is wanted
    return min(max(least, 1), most), most


_ANY_NUMBER = 10_000


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdecimal() else otherwise


def _counted(constraint: str) -> tuple[int, int]:
    terms = [_COUNTED.fullmatch(term) for term in re.split(r"\band\b", constraint)]
    least, most = 0, _ANY_NUMBER
    for term in terms:
        if term is None:
            return 0, _ANY_NUMBER
        sign, number = term[1], int(term[2])
        if sign in ("=", ">=", ">"):
            least = max(least, number + (sign == ">"))
        if sign in ("=", "<=", "<"):
            most = min(most, number - (sign == "<"))
    return least, most


def enough(question: Question, picked: Sequence[str], choices: Sequence[Choice]) -> str:
    """What is wrong with this choice as an answer, as a sentence; "" where nothing is."""
    alone = [name for name in picked if name in _alone(question, choices)]
    if alone:
        return "" if len(picked) == 1 else _not_together(alone[0], choices)
    least, most = limits(question, len(choices))
    if len(picked) > most:
        told = ngettext("Please choose one only.", "Please choose {n} at most.", most)
        return told.format(n=digits(most))
    if len(picked) >= least:
        return ""
    if question.type is QuestionType.RANK and least == len(choices):
        missing = least - len(picked)
        told = ngettext("One is still without a place.", "{n} are still without a place.", missing)
        return told.format(n=digits(missing))
    return ngettext("Please choose at least one.", "Please choose at least {n}.", least).format(n=digits(least))


def _not_together(name: str, choices: Sequence[Choice]) -> str:
    texts = next(choice.label for choice in choices if choice.name == name)
    label = texts.get(language()) or next(iter(texts.values()), name)
    return _("“{choice}” cannot be chosen together with others.").format(choice=inserted(label))
