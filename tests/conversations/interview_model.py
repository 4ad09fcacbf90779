"""A person and a form, as a few lines of dictionaries would have them: what the real interview must agree with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from consultation.persian.text import clean
from consultation.questionnaire import Choice, Group, Question, Questionnaire, QuestionType

COLOURS = {"red": "سرخ", "green": "سبز", "blue": "آبی"}
MOST = 100  # what the constraint of every integer allows
# What may be typed, and which answer it is to each type; where there is none it is a wrong answer.
MEANINGS: Mapping[QuestionType, Mapping[str, str]] = {
    QuestionType.INTEGER: {"۳": "3", "2": "2", "١٢": "12", "۴۰ نفر": "40", "0": "0"},
    QuestionType.SELECT_ONE: {"۳": "blue", "2": "green", "سبز": "green", "سرخ": "red", "ابي": "blue"},
    QuestionType.SELECT_MULTIPLE: {
        "۳": "blue",
        "2": "green",
        "سبز": "green",
        "سرخ": "red",
        "ابي": "blue",
        "آبی، سرخ": "red blue",
        "۱ و ۲ و ۳": "red green blue",
    },
}
TEXTS = sorted({text for texts in MEANINGS.values() for text in texts} | {"۹۰۰", "هرگز!", "=1+1", "پیشنهادم این است."})
PROSE = 3  # words
MOVES = {"بازگشت": "back", "رد شدن": "skip", "بعداً": "later"}


@dataclass(frozen=True)
class Condition:
    """What an earlier answer must be, or must not be."""

    name: str
    type: QuestionType
    value: str
    must: bool

    @property
    def expression(self) -> str:
        match self.type:
            case QuestionType.INTEGER:
                rule = f"${{{self.name}}} > {self.value}"
            case QuestionType.SELECT_MULTIPLE:
                rule = f"selected(${{{self.name}}}, '{self.value}')"
            case _:
                rule = f"${{{self.name}}} = '{self.value}'"
        return rule if self.must else f"not({rule})"

    def holds(self, values: Mapping[str, str]) -> bool:
        given = values.get(self.name, "")
        if self.type is QuestionType.INTEGER:
            return (given != "" and int(given) > int(self.value)) is self.must
        return (self.value in given.split()) is self.must


@dataclass(frozen=True)
class Row:
    name: str
    type: QuestionType
    required: bool = False
    own: Condition | None = None
    of_group: Condition | None = None
    grouped: bool = False

    @property
    def conditions(self) -> list[Condition]:
        return [condition for condition in (self.of_group, self.own) if condition is not None]

    def meant(self, text: str) -> str | None:
        return clean(text) if self.type is QuestionType.TEXT else MEANINGS.get(self.type, {}).get(text)


Form = tuple[Row, ...]
_TYPES = [*MEANINGS, QuestionType.TEXT]
_VALUES = {QuestionType.INTEGER: ["0", "2", "12"]}


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Two to eight questions, some only relevant by what was answered before, some of them in a group."""
    begins, ends = draw(st.integers(1, 4)), draw(st.integers(2, 7))
    group = None
    rows: list[Row] = []
    for n in range(draw(st.integers(2, 8))):
        if n == begins < ends:
            group = draw(_conditions(rows))
        grouped = begins <= n < ends
        kind = draw(st.sampled_from([*_TYPES, *_TYPES, QuestionType.NOTE]))
        required = kind is not QuestionType.NOTE and draw(st.booleans())
        rows.append(Row(f"q{n}", kind, required, draw(_conditions(rows)), group if grouped else None, grouped))
    return tuple(rows)


def _conditions(before: Sequence[Row]) -> st.SearchStrategy[Condition | None]:
    able = [row for row in before if row.type in MEANINGS]
    if not able:
        return st.none()
    return st.none() | st.sampled_from(able).flatmap(_condition_on)


def _condition_on(row: Row) -> st.SearchStrategy[Condition | None]:
    values = st.sampled_from(_VALUES.get(row.type, [*COLOURS]))
    return st.builds(Condition, st.just(row.name), st.just(row.type), values, st.booleans())


def questionnaire(form: Form) -> Questionnaire:
    of_group = next((row.of_group for row in form if row.grouped), None)
    return Questionnaire(
        {"fa": "رنگ‌ها"},
        "fa",
        tuple(_question(row) for row in form),
        groups={"together": Group("together", {}, of_group.expression if of_group else "")},
        choices={"colours": tuple(Choice(name, {"fa": label}) for name, label in COLOURS.items())},
    )


def _question(row: Row) -> Question:
    selects = row.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
    return Question(
        row.name,
        row.type,
        label={"fa": f"نظر شما دربارهٔ «{row.name}» چیست؟"},
        required="true()" if row.required else "",
        relevant=row.own.expression if row.own else "",
        constraint=f". <= {MOST}" if row.type is QuestionType.INTEGER else "",
        choices="colours" if selects else "",
        groups=("together",) if row.grouped else (),
    )


@dataclass
class Model:
    """One person with one form: what they answered, and what they must be asked next."""

    form: Form
    answers: dict[str, str] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)  # question -> the message that holds its answer
    latest: str = ""  # the question that their latest message answered
    pieces: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # of answers in several messages
    refused: dict[int, str] = field(default_factory=dict)  # message -> the question to which it was no answer
    editing: str = ""
    picked: set[str] = field(default_factory=set)
    answering: bool = False  # whether what they type is an answer
    submitted: bool = False
    asks: bool = False  # whether the open question, or the review, must be shown in answer to what they did

    @property
    def relevant(self) -> Form:
        values: dict[str, str] = {}
        for row in self.form:
            if all(condition.holds(values) for condition in row.conditions):
                values[row.name] = self.answers.get(row.name, "")
        return tuple(row for row in self.form if row.name in values)

    @property
    def asking(self) -> Row | None:
        chosen = (row for row in self.relevant if row.name == self.editing)
        return next(chosen, next(iter(self.unanswered), None))

    @property
    def unanswered(self) -> list[Row]:
        return [row for row in self.relevant if self._open(row)]

    def _open(self, row: Row) -> bool:
        return row.name not in self.answers or (row.required and not self.answers[row.name])

    def typed(self, text: str, message: int, *, crossed: bool = False) -> None:
        """`crossed`: it was written before they could see what was said to the message before."""
        question = self.asking
        if not self.answering:
            return
        if question is not None and text in MOVES:
            self._moves(question, MOVES[text])
        elif crossed and self._wrote_last is not None:
            self._join(self._wrote_last, text, message)
        elif question is None and self._wrote_last is not None and len(text.split()) >= PROSE:
            self.refused[message] = self._wrote_last.name
        elif question is None:
            self.ask()
        elif (value := question.meant(text)) is not None:
            self._answer(question, value, message)
            self.latest = question.name
        else:
            self.refused[message] = question.name

    @property
    def _wrote_last(self) -> Row | None:
        in_words = (row for row in self.form if row.name == self.latest and row.type is QuestionType.TEXT)
        return next(in_words, None)

    def _join(self, row: Row, text: str, message: int) -> None:
        known = self.pieces.setdefault(row.name, [(self.written[row.name], self.answers[row.name])])
        known.append((message, clean(text)))
        self._put_together(row.name)

    def _put_together(self, name: str) -> None:
        self.answers[name] = "\n".join(text for _message, text in sorted(self.pieces[name]))

    def edited(self, message: int, text: str) -> None:
        """An earlier message of theirs now says something else."""
        for name, parts in self.pieces.items():
            if message in dict(parts):
                self.pieces[name] = sorted({**dict(parts), message: clean(text)}.items())
                return self._changed(name, None)
        written = next((name for name, where in self.written.items() if where == message), "")
        row = next((row for row in self.form if row.name == written), None)
        if row is None:
            return self._refused_edited(message, text)
        if (value := row.meant(text)) is not None:
            self._changed(row.name, value)

    def _refused_edited(self, message: int, text: str) -> None:
        row = self.asking
        if row is None or self.refused.get(message) != row.name:
            return
        self.answering = True
        if (value := row.meant(text)) is not None:
            self._answer(row, value, message)
            self.latest = row.name

    def _changed(self, name: str, value: str | None) -> None:
        before = self.asking
        if value is None:
            self._put_together(name)
        else:
            self.answers[name] = value
        if self.editing == name:
            self.editing = ""
        if self.asking != before:
            self._settle()

    def pressed(self, verb: str, *arguments: str) -> None:
        """A button, however old; `arguments` as it carries them, its response or topic first."""
        match verb:
            case "begin":
                self.ask()
            case "later":
                self.answering = False
            case "submit":
                self._submit()
            case "redo":
                question = self.form[int(arguments[1])]
                if question in self.relevant:
                    self._edit(question)
            case "choose" | "tick" | "ticked" | "skip" | "back" | "keep":
                question = self.form[int(arguments[1])]
                if question == self.asking:
                    self.answering = True
                    self._act(question, verb, *arguments[2:])

    def _act(self, question: Row, verb: str, place: str = "0") -> None:
        match verb:
            case "choose":
                self._answer(question, [*COLOURS][int(place)])
            case "tick":
                self.picked ^= {[*COLOURS][int(place)]}
            case "ticked" if self.picked:
                self._answer(question, " ".join(name for name in COLOURS if name in self.picked))
            case "keep":
                self.latest = ""
                self._settle()
            case _:
                self._moves(question, "skip" if verb == "ticked" else verb)

    def _moves(self, question: Row, verb: str) -> None:
        asked = [row for row in self.relevant if row.type is not QuestionType.NOTE]
        match verb:
            case "later":
                self.answering = False
            case "back" if asked[0] != question:
                self._edit(asked[asked.index(question) - 1])
            case "skip" if not question.required:
                self._answer(question, "")

    def _edit(self, question: Row) -> None:
        self.editing, self.latest = question.name, ""
        several = question.type is QuestionType.SELECT_MULTIPLE
        self.picked = set(self.answers.get(question.name, "").split()) if several else set()
        self.ask()

    def _submit(self) -> None:
        if self.submitted:
            return
        if self.asking is not None:
            return self.ask()
        self.submitted, self.answering, self.latest = True, False, ""
        self.refused.clear()

    def _answer(self, question: Row, value: str, message: int | None = None) -> None:
        self.answers[question.name] = value
        self.latest = ""
        self.pieces.pop(question.name, None)
        self.written.pop(question.name, None)
        if message is not None:
            self.written[question.name] = message
        self._settle()

    def _settle(self) -> None:
        self.editing, self.picked = "", set()
        self.ask()

    def ask(self) -> None:
        """The open question is put; notes before it are said and done with."""
        self.asks = self.answering = True
        while (question := self.asking) is not None and question.type is QuestionType.NOTE:
            self.answers[question.name] = ""
            self.editing, self.picked = "", set()
