"""The words of an interview: what a form says, with the answers so far in it, and answers as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from consultation import showing
from consultation.interview import Interview
from consultation.questionnaire import NONRESPONSES, Choice, Group, Question
from consultation.texts import _, digits

_NAMED = re.compile(r"\$\{([^}]+)\}")


def filled(interview: Interview, text: str, question: Question | None = None) -> str:
    """A text of a question in which every ${name} has become that answer, as people read it."""
    return _NAMED.sub(lambda found: shown(interview, found[1].strip(), question), text) if "${" in text else text


def shown(interview: Interview, name: str, seen_from: Question | None = None, *, bare: bool = False) -> str:
    """The answer to a question as people read it; from outside a repeat, those of all its rounds."""
    found = [_shown(interview, one, bare=bare) for one in _named(interview, name, seen_from)]
    return _(", ").join(answer for answer in found if answer)


def _named(interview: Interview, name: str, seen_from: Question | None) -> Sequence[Question]:
    form = interview.questionnaire
    if name in form.by_name:
        return (form.by_name[name],)
    of_round = form.rounds.get((seen_from.repeat, seen_from.round), ()) if seen_from else ()
    return [one for one in of_round if one.base == name] or [one for one in form.questions if one.base == name]


def _shown(interview: Interview, question: Question, *, bare: bool) -> str:
    value = interview.values.get(question.name, "")
    if question.name in interview.values and interview.answers.get(question.name) in NONRESPONSES:
        value = interview.answers[question.name]
    return shown_value(interview, question, value, bare=bare)


def shown_value(interview: Interview, question: Question, value: str, *, bare: bool = False) -> str:
    """`bare`: inside a label of a choice, where labels with further names in them could go in a circle."""
    listed = interview.questionnaire.choices.get(question.choices, ())
    labels = {one.name: _bare(interview, one) if bare else label(interview, one, question) for one in listed}
    return showing.show(question, value, labels, interview.language)


def asked(interview: Interview, question: Question) -> str:
    """What is asked, as people read it."""
    return filled(interview, interview.questionnaire.text(question.label, interview.language), question)


def hint(interview: Interview, question: Question) -> str:
    return filled(interview, interview.questionnaire.text(question.hint, interview.language), question)


def unfit(interview: Interview, question: Question) -> str:
    """What is said of an answer that does not keep the constraint."""
    told = filled(interview, interview.questionnaire.text(question.constraint_message, interview.language), question)
    return told or _("This answer does not fit the question. Please look at the question again.")


def shown_answer(interview: Interview, question: Question) -> str:
    return shown_value(interview, question, interview.answers.get(question.name, ""))


def media(interview: Interview, question: Question) -> Mapping[str, str]:
    """What is shown with a question: "image", "audio" or "video" -> the name of a file."""
    return {kind: interview.questionnaire.text(names, interview.language) for kind, names in question.media.items()}


def section(interview: Interview, question: Question) -> Group | None:
    """The innermost group around a question that people are told of."""
    around = (interview.questionnaire.groups[name] for name in reversed(question.groups))
    return next((group for group in around if group.label), None)


def section_name(interview: Interview, group: Group) -> str:
    """As people read it; the rounds of a repeat are numbered."""
    name = filled(interview, interview.questionnaire.text(group.label, interview.language))
    return f"{name} ({digits(group.round)})" if group.round else name


def begins_section(interview: Interview, question: Question) -> bool:
    """Whether it is the first of its section that is asked by the answers so far."""
    own = section(interview, question)
    return own is not None and question is next(one for one in interview.to_ask if section(interview, one) is own)


def label(interview: Interview, choice: Choice, question: Question | None = None) -> str:
    return _NAMED.sub(lambda found: shown(interview, found[1].strip(), question, bare=True), _bare(interview, choice))


def _bare(interview: Interview, choice: Choice) -> str:
    return interview.questionnaire.text(choice.label, interview.language) or choice.name
