"""How a question looks in a chat: its words, and the keyboard that suits a thumb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from consultation import lengths, nonresponses, sent, understanding, wording
from consultation.answers import acknowledgement, range_of
from consultation.asking_again import why_again
from consultation.conversation import LONGEST_LABEL, Button, Rows, press
from consultation.interview import Interview
from consultation.questionnaire import NONRESPONSES, SEVERAL, Choice, Question, QuestionType
from consultation.response import Response
from consultation.scales import matrix_row, meanings
from consultation.texts import _, bold, digits, inserted
from handlers.stakeholder import date_picker, number_picker
from reports.cards import shortened

_ROW_BUDGET = 50  # characters that fit side by side, with the edges of the buttons
_EDGES = 6  # of these, what the edges of one button take
_ROWS_A_PAGE = 10
_ROWS_WITHOUT_PAGES = 14  # a little scrolling is less trouble than a second page
_NUMBERS_A_ROW = 5
_ANSWER_SHOWN = 300


class Sat(Protocol):
    """Where answers are kept that are still being given: what buttons name, and what is ticked."""

    @property
    def id(self) -> int: ...

    @property
    def picked(self) -> str: ...


def asked(interview: Interview, question: Question) -> str:
    """A question as it is put: its words, and the answer that stands until a new one comes, or why it does not."""
    told = why_again(interview, question)
    if not told and changing(interview, question) and (answer := wording.shown_answer(interview, question)):
        told = _("Your answer so far: {answer}").format(answer=inserted(shortened(answer, _ANSWER_SHOWN)))
    return f"{words(interview, question)}\n\n{told}" if told else words(interview, question)


def changing(interview: Interview, question: Question) -> bool:
    """Whether a question that has been answered or skipped is being asked again."""
    return interview.editing == question.name and question.name in interview.answers


def words(interview: Interview, question: Question) -> str:
    """The text of a question: where we are, what is asked, what helps to answer it."""
    parts = [_heading(interview, question), wording.asked(interview, question)]
    if numbered(interview, question):
        labels = [
            f"{digits(n)}. {wording.label(interview, choice, question)}"
            for n, choice in enumerate(interview.choices(question), 1)
        ]
        parts.append("\n".join(labels))
    if ticks := meanings(interview, question):
        parts.append("\n".join(f"{digits(value)} = {label}" for value, label in ticks.items()))
    hint = wording.hint(interview, question) or _usual_hint(question)
    if limit := lengths.hint(question) if question.type is QuestionType.TEXT else "":
        hint = f"{hint} {limit}".strip()
    if hint:
        parts.append(f"💡 {hint}")
    return "\n\n".join(part for part in parts if part)


def heading(interview: Interview, question: Question) -> str:
    """Where they are."""
    now, of_all = interview.progress
    words = _("Question {n} of {total}").format(n=digits(now), total=digits(of_all))
    row = matrix_row(interview, question)
    return words + " · " + _("row {n} of {total}").format(n=digits(row[0]), total=digits(row[1])) if row else words


def _heading(interview: Interview, question: Question) -> str:
    if question.type is QuestionType.NOTE:
        return ""
    first_line = bold(heading(interview, question))
    section = wording.section(interview, question)
    if section is None or not wording.begins_section(interview, question):
        return first_line
    return f"📑 {bold(wording.section_name(interview, section))}\n\n{first_line}"


def _usual_hint(question: Question) -> str:
    match question.type:
        case QuestionType.RANGE if len(values := range_of(question)) > number_picker.FEW:
            told = _("Write a number from {first} to {last}, or choose it below.")
            if len(values) > number_picker.MANY:
                told = _("Write a number from {first} to {last}.")
            return told.format(first=digits(values[0]), last=digits(values[-1]))
        case QuestionType.DATE:
            return _("Choose the day, or write it, for example «2 Azar 1405».")
        case QuestionType.INTEGER | QuestionType.DECIMAL:
            return _("Write a number.")
        case QuestionType.SELECT_MULTIPLE:
            return _("You may choose several; then press «Confirm».")
        case QuestionType.RANK:
            return _("Press the choices in your order, the most important first; a second press takes one off.")
        case QuestionType.IMAGE | QuestionType.AUDIO | QuestionType.VIDEO | QuestionType.FILE:
            return _("Send it with the paper clip of your messenger.")
        case QuestionType.LOCATION:
            return _("Send a location with the paper clip of your messenger.")
        case QuestionType.TIME:
            return _("Write the time, for example «18:30».")
        case _:
            return ""


def numbered(interview: Interview, question: Question) -> bool:
    """Whether labels are too long for buttons, so that they stand in the text and the buttons carry numbers."""
    return any(
        len(wording.label(interview, choice, question)) > LONGEST_LABEL for choice in interview.choices(question)
    )


def question_below(rows: Rows) -> tuple[int, int] | None:
    """What a message of ours asked, by its buttons: the id of the response, the place of the question."""
    pressed = (button.press.split(":") for row in rows for button in row)
    moves = (parts for parts in pressed if parts[0] == "later" and len(parts) == 3)
    return next(((int(response), int(index)) for _verb, response, index in moves), None)


def keyboard(interview: Interview, response: Response, question: Question, page: int | None = None) -> Rows:
    """The buttons below a question: its choices, then moving about. Long lists have pages, a calendar months."""
    return (
        *answer_rows(interview, response, question, page),
        *_suggested(interview, response, question),
        *_instead(interview, response, question),
        *_moves(interview, response, question),
    )


def answer_rows(interview: Interview, response: Sat, question: Question, page: int | None = None) -> Rows:
    """The buttons that answer a question."""
    index = interview.questionnaire.position[question.name]
    match question.type:
        case QuestionType.SELECT_ONE:
            return _choice_rows(interview, response, question, page or 0, "choose")
        case QuestionType.SELECT_MULTIPLE | QuestionType.RANK:
            confirm = _("✔️ Confirm ({n})").format(n=digits(len(response.picked.split())))
            rows = _choice_rows(interview, response, question, page or 0, "tick")
            return (*rows, (Button(confirm, press("ticked", response.id, index)),))
        case QuestionType.ACKNOWLEDGE:
            return ((Button(f"👍 {acknowledgement()}", press("acknowledge", response.id, index)),),)
        case QuestionType.RANGE:
            return number_picker.rows(response.id, index, range_of(question), page)
        case QuestionType.DATE:
            return date_picker.rows(response.id, index, interview.now.date(), page)
        case _:
            return ()


def _suggested(interview: Interview, response: Response, question: Question) -> Rows:
    """What the form proposes, in one tap; not to those who have answered already."""
    value = "" if question.name in interview.answers else understanding.suggestion(interview, question)
    if not value:
        return ()
    told = _("☝️ As suggested: {answer}").format(answer=wording.shown_value(interview, question, value))
    pressed = press("suggested", response.id, interview.questionnaire.position[question.name])
    return ((Button(shortened(told, LONGEST_LABEL), pressed),),)


def _instead(interview: Interview, response: Response, question: Question) -> Rows:
    """What may be said in place of an answer, where the form allows it."""
    index = interview.questionnaire.position[question.name]
    labels = nonresponses.labels(question)
    row = tuple(Button(labels[kind], press("instead", response.id, index, n)) for n, kind in enumerate(labels))
    return (row,) if row else ()


def _choice_rows(interview: Interview, response: Sat, question: Question, page: int, verb: str) -> Rows:
    index = interview.questionnaire.position[question.name]
    return _page(_all_choice_rows(interview, response, question, verb), page, response.id, index)


def _all_choice_rows(interview: Interview, response: Sat, question: Question, verb: str) -> Rows:
    index = interview.questionnaire.position[question.name]
    place = {choice.name: n for n, choice in enumerate(interview.questionnaire.choices[question.choices])}
    picked = response.picked.split()
    by_number = numbered(interview, question)

    def button(n: int, choice: Choice) -> Button:
        label = digits(n) if by_number else wording.label(interview, choice, question)
        mark = _mark(question, choice.name, picked) if verb == "tick" else ""
        return Button(mark + label, press(verb, response.id, index, place[choice.name]))

    buttons = [button(n, choice) for n, choice in enumerate(interview.choices(question), 1)]
    return _rows_of(buttons, _NUMBERS_A_ROW) if by_number else _packed(buttons)


def _mark(question: Question, name: str, picked: Sequence[str]) -> str:
    """Whether a choice is ticked; its place, where choices are ranked."""
    if name not in picked:
        return "⬜️ "
    return f"{digits(picked.index(name) + 1)}. " if question.type is QuestionType.RANK else "☑️ "


def offer(interview: Interview, response: Response, question: Question, names: Sequence[str]) -> Rows:
    """Buttons of some of the choices only: those that were searched for."""
    verb = "tick" if question.type in SEVERAL else "choose"
    wanted = set(names)
    place = {choice.name: n for n, choice in enumerate(interview.questionnaire.choices[question.choices])}
    index = interview.questionnaire.position[question.name]
    chosen = [choice for choice in interview.choices(question) if choice.name in wanted]
    return tuple(
        (Button(wording.label(interview, choice, question), press(verb, response.id, index, place[choice.name])),)
        for choice in chosen
    )


def page_of(interview: Interview, response: Response, question: Question, pressed: str) -> int:
    """The page of the keyboard on which a press was made, so that it is shown again."""
    rows = _all_choice_rows(interview, response, question, pressed.partition(":")[0])
    found = (n for n, row in enumerate(rows) if any(button.press == pressed for button in row))
    return next(found, 0) // _ROWS_A_PAGE


def _rows_of(buttons: Sequence[Button], width: int) -> Rows:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _packed(buttons: Sequence[Button]) -> Rows:
    """As many short buttons side by side as a phone shows whole, at most three; a short list keeps one a row."""
    if len(buttons) <= _ROWS_A_PAGE // 2 + 3:
        return tuple((button,) for button in buttons)
    rows: list[list[Button]] = [[]]
    for button in buttons:
        if not _fit([*rows[-1], button]):
            rows.append([])
        rows[-1].append(button)
    return tuple(tuple(row) for row in rows if row)


def _fit(row: Sequence[Button]) -> bool:
    """Buttons of a row are equally wide, so that the longest label rules."""
    longest = max(len(button.label) for button in row)
    return len(row) <= 3 and (len(row) == 1 or len(row) * (longest + _EDGES) <= _ROW_BUDGET)


def _page(rows: Rows, page: int, response_id: int, index: int) -> Rows:
    if len(rows) <= _ROWS_WITHOUT_PAGES:
        return rows
    last = (len(rows) - 1) // _ROWS_A_PAGE
    page = min(max(page, 0), last)
    turn = []
    if page > 0:
        turn.append(Button(_("« Previous"), press("page", response_id, index, page - 1)))
    if page < last:
        turn.append(Button(_("More »"), press("page", response_id, index, page + 1)))
    return (*rows[page * _ROWS_A_PAGE : (page + 1) * _ROWS_A_PAGE], tuple(turn))


def _moves(interview: Interview, response: Response, question: Question) -> Rows:
    index = interview.questionnaire.position[question.name]
    moves = []
    if interview.before(question) is not None:
        moves.append(Button(_("Back"), press("back", response.id, index)))
    if not interview.required(question):
        moves.append(Button(_("Skip"), press("skip", response.id, index)))
    moves.append(Button(_("Later"), press("later", response.id, index)))
    if not changing(interview, question):
        return (tuple(moves),)
    collecting = response.latest == question.name
    label = _("⏭ Next question") if collecting else _("↩️ Leave it as it is")
    keep = (Button(label, press("keep", response.id, index)),)
    return (keep, *_belonging(interview, response, question), tuple(moves))


def _belonging(interview: Interview, response: Response, question: Question) -> Rows:
    """Both in words, one after the other: what was written second may have been the end of the first."""
    earlier = interview.before(question)
    if earlier is None or response.latest == question.name or not in_words(interview, earlier, question):
        return ()
    index = interview.questionnaire.position[question.name]
    return ((Button(_("➕ It belongs to my previous answer"), press("merge", response.id, index)),),)


def in_words(interview: Interview, *questions: Question) -> bool:
    """Whether all these were answered by writing."""
    return all(
        question.type is QuestionType.TEXT and written_value(interview.answers.get(question.name, ""))
        for question in questions
    )


def written_value(value: str) -> bool:
    return bool(value) and value not in NONRESPONSES and not sent.file_reference(value)
