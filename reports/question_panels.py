"""The questions of a draft as staff see them in their group: all of them, one, and what it is asked on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from consultation import authoring
from consultation.conversation import Button, Message, Rows, press
from consultation.forms import question_form
from consultation.questionnaire import Question, Questionnaire, QuestionType
from consultation.texts import _, bold, digits, inserted, language
from consultation.topic import Topic
from consultation.xlsform.generated import own_list
from reports.cards import shortened

_A_PAGE = 10
_A_ROW = 5
_LABEL_SHOWN = 120
_CHOICES_SHOWN = 12
_SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)


def number_of(form: Questionnaire, name: str) -> str:
    """As staff see it: its place among the questions that were written."""
    names = [question.name for question in authoring.written(form)]
    return digits(names.index(name) + 1) if name in names else digits(len(names))


def page_of(form: Questionnaire, name: str) -> int:
    names = [question.name for question in authoring.written(form)]
    return names.index(name) // _A_PAGE


def _label(form: Questionnaire, question: Question, length: int = _LABEL_SHOWN) -> str:
    return inserted(shortened(form.text(question.label, language()) or question.name, length))


def _kind(question: Question) -> str:
    kinds = {choice.name: choice.label for choice in question_form().choices["kinds"]}
    return question_form().text(kinds.get(question.type.value, {"": question.type.value}), language())


def all_of(topic: Topic, form: Questionnaire, page: int) -> Message:
    written = authoring.written(form)
    last = max(len(written) - 1, 0) // _A_PAGE
    page = min(max(page, 0), last)
    shown = written[page * _A_PAGE : (page + 1) * _A_PAGE]
    heading = bold(_("Questions of topic {code}").format(code=digits(topic.code)))
    lines = [_line(form, question) for question in shown] or [_("There is no question yet.")]
    how = [_("To change, move or take out a question, press its number.")] if shown else []
    return Message("\n\n".join([heading, *lines, *how]), _all_buttons(topic, form, shown, page, last))


def _line(form: Questionnaire, question: Question) -> str:
    told = [_kind(question)]
    if question.required:
        told.append(_("required"))
    if question.relevant or any(form.groups[name].relevant for name in question.groups if name in form.groups):
        told.append(_("on a condition"))
    comma = _(", ")
    return f"{number_of(form, question.name)}. {_label(form, question)}\n({comma.join(told)})"


def _all_buttons(topic: Topic, form: Questionnaire, shown: tuple[Question, ...], page: int, last: int) -> Rows:
    numbers = [Button(number_of(form, one.name), _press("question", topic, form, one)) for one in shown]
    rows = [tuple(numbers[start : start + _A_ROW]) for start in range(0, len(numbers), _A_ROW)]
    turning = []
    if page > 0:
        turning.append(Button(_("« Previous"), press("questions", topic.id, page - 1)))
    if page < last:
        turning.append(Button(_("More »"), press("questions", topic.id, page + 1)))
    rows += [tuple(turning)] if turning else []
    rows.append((Button(_("➕ Another question") if shown else _("➕ A question"), press("add", topic.id)),))
    back = Button(_("Back to the topic"), press("panel", topic.id))
    if not shown:
        return (*rows, (back,))
    rehearse = Button(_("👁 Preview"), press("preview", topic.id))
    return (*rows, (rehearse, back), (Button(_("Go on: closing and audience"), press("on", topic.id)),))


def _press(verb: str, topic: Topic, form: Questionnaire, question: Question, *more: object) -> str:
    return press(verb, topic.id, topic.questionnaire_id, form.position[question.name], *more)


def one_of(topic: Topic, form: Questionnaire, question: Question) -> Message:
    heading = bold(_("Question {n} of topic {code}").format(n=number_of(form, question.name), code=digits(topic.code)))
    parts = [heading, inserted(shortened(form.text(question.label, language()), 1500)), *_details(form, question)]
    return Message("\n\n".join(part for part in parts if part), _one_buttons(topic, form, question))


def _details(form: Questionnaire, question: Question) -> list[str]:
    hint = form.text(question.hint, language())
    choices = [form.text(choice.label, language()) for choice in form.choices.get(question.choices, ())]
    more = ["…"] if len(choices) > _CHOICES_SHOWN else []
    return [
        f"💡 {inserted(shortened(hint, 500))}" if hint else "",
        "\n".join([*(f"▫️ {inserted(shortened(one, 100))}" for one in choices[:_CHOICES_SHOWN]), *more]),
        f"{_kind(question)} – " + (_("required") if question.required else _("optional")),
        condition_of(form, question),
    ]


def condition_of(form: Questionnaire, question: Question) -> str:
    """When it is asked, in words; "" where it always is."""
    if not question.relevant:
        return ""
    rule = authoring.condition(question)
    if rule is None or rule[0] not in form.by_name:
        return "🔀 " + _("Asked on a condition from the workbook: {rule}").format(
            rule=inserted(shortened(question.relevant, 200))
        )
    decides = form.by_name[rule[0]]
    either = _(" or ").join(f"«{inserted(_value(form, decides, one))}»" for one in rule[1])
    told = _("Asked only if the answer to question {n} is {answers}.")
    return "🔀 " + told.format(n=number_of(form, decides.name), answers=either)


def _value(form: Questionnaire, question: Question, value: str) -> str:
    labels = {choice.name: form.text(choice.label, language()) for choice in form.choices.get(question.choices, ())}
    return labels.get(value) or digits(value)


def _one_buttons(topic: Topic, form: Questionnaire, question: Question) -> Rows:
    def button(label: str, verb: str, *more: object) -> Button:
        return Button(label, _press(verb, topic, form, question, *more))

    text = [button(_("✏️ Text"), "reword", "label"), button(_("💡 Hint"), "reword", "hint")]
    own = own_list(question.choices)
    shared = any(one.choices and own_list(one.choices) == own for one in form.questions if one.name != question.name)
    if question.type in _SELECTS and not question.choice_filter and not shared:
        text.append(button(_("🔘 Choices"), "reword", "choices"))
    required = button(_("❗️ Make it optional") if question.required else _("❗️ Make it required"), "demand")
    return (
        tuple(text),
        (required, button(_("🔀 Condition"), "conditions")),
        (*_moves(form, question, button), button(_("🗑 Take out"), "remove")),
        (button(_("➕ A question after this"), "add"),),
        (Button(_("All questions"), press("questions", topic.id)),),
    )


def _moves(form: Questionnaire, question: Question, button: Callable[[str, str], Button]) -> Iterator[Button]:
    written = authoring.written(form)
    if question != written[0]:
        yield button(_("⬆️ Up"), "raise")
    if question != written[-1]:
        yield button(_("⬇️ Down"), "lower")


# -- conditions --------------------------------------------------------------------------------------------------------


def conditions(topic: Topic, form: Questionnaire, question: Question) -> Message:
    """Which earlier question decides?"""
    heading = bold(_("Condition of question {n}").format(n=number_of(form, question.name)))
    may = [one for one in authoring.may_decide(form, question.name) if one in authoring.written(form)]
    told = _("It is asked only if the answer to which question is of a certain kind?")
    if not may:
        told = _("No question before this one is answered by choosing, so nothing can decide whether it is asked.")
    rows = [(Button(f"{number_of(form, one.name)}. {_label(form, one, 40)}", _press("values", topic, form, question,
                                                                                  form.position[one.name])),)
            for one in may]  # fmt: skip
    if question.relevant:
        rows.append((Button(_("Ask it always"), _press("always", topic, form, question)),))
    rows.append((Button(_("Back"), _press("question", topic, form, question)),))
    text = "\n\n".join(part for part in (heading, condition_of(form, question), told) if part)
    return Message(text, tuple(rows))


def chosen(question: Question, decides: Question) -> tuple[str, ...]:
    """The answers to `decides` after which a question is asked."""
    rule = authoring.condition(question) if question.relevant else None
    return rule[1] if rule is not None and rule[0] == decides.name else ()


def values(topic: Topic, form: Questionnaire, question: Question, decides: Question) -> Message:
    """By which of its answers?"""
    n, other = number_of(form, question.name), number_of(form, decides.name)
    told = _("Question {n} is asked only if the answer to question {other} is one of those that you tick:")
    ticked = chosen(question, decides)
    buttons = [
        Button(("☑️ " if value in ticked else "⬜️ ") + shortened(_value(form, decides, value)),
               _press("toggle", topic, form, question, form.position[decides.name], place))
        for place, value in enumerate(authoring.values_of(form, decides)[:90])
    ]  # fmt: skip
    width = 5 if decides.type is QuestionType.RANGE else 1
    rows = tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
    done = Button(_("Done"), _press("question", topic, form, question))
    text = f"{told.format(n=n, other=other)}\n\n{_label(form, decides)}"
    return Message(text, (*rows, (done,)))
