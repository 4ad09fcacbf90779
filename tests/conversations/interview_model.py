"""A person and a form, as a few lines of dictionaries would have them: what the real interview must agree with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from consultation.persian.text import clean
from consultation.questionnaire import YES_OR_NO, Choice, Group, Question, Questionnaire, QuestionType, Repeat
from consultation.xlsform.rounds import CHOICES, another, in_round, rounds_of, unrolled

COLOURS = {"red": "سرخ", "green": "سبز", "blue": "آبی"}
SHADES = {"scarlet": "زرشکی", "rose": "صورتی", "olive": "زیتونی"}
SHADES_OF = {"red": ["scarlet", "rose"], "green": ["olive"]}  # of blue there is none: nothing can be chosen then
LISTS: Mapping[str, Mapping[str, str]] = {
    "colours": COLOURS,
    "shades": SHADES,
    YES_OR_NO: {choice.name: choice.label["fa"] for choice in CHOICES},
}
MOST = 100  # what the constraint of every integer allows
STEPS = ["0", "2", "4"]  # of every range
# What may be typed, and what it can mean: a number, places in a list or names in it.
NUMBERS = {"۳": 3, "2": 2, "١٢": 12, "۴۰ نفر": 40, "0": 0}
PLACES = {"۳": [3], "2": [2], "١٢": [12], "0": [0], "۱ و ۲ و ۳": [1, 2, 3], "۳، ۱، ۲": [3, 1, 2]}
NAMES = {
    "سبز": ["green"],
    "سرخ": ["red"],
    "ابي": ["blue"],
    "آبی، سرخ": ["blue", "red"],
    "زرشکي": ["scarlet"],
    "زیتونی": ["olive"],
    "بله": ["yes"],
}
TEXTS = sorted({*NUMBERS, *PLACES, *NAMES, "۹۰۰", "هرگز!", "=1+1", "پیشنهادم این است."})
PROSE = 3  # words
MOVES = {"بازگشت": "back", "رد شدن": "skip", "بعداً": "later"}
REPEAT = "case"
SEVERAL = (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)


@dataclass(frozen=True)
class Condition:
    """What an earlier answer must be, or must not be."""

    name: str
    type: QuestionType
    value: str
    must: bool
    written: str = ""  # its name in the form, inside a repeat

    @property
    def expression(self) -> str:
        name = self.written or self.name
        match self.type:
            case QuestionType.INTEGER | QuestionType.RANGE:
                rule = f"${{{name}}} > {self.value}"
            case QuestionType.SELECT_MULTIPLE:
                rule = f"selected(${{{name}}}, '{self.value}')"
            case _:
                rule = f"${{{name}}} = '{self.value}'"
        return rule if self.must else f"not({rule})"

    def holds(self, values: Mapping[str, str]) -> bool:
        given = values.get(self.name, "")
        if self.type in (QuestionType.INTEGER, QuestionType.RANGE):
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
    choices: str = ""
    colour: str = ""  # the question whose answer says which shades there are
    default: str = ""
    base: str = ""  # its name in the form, inside a repeat

    @property
    def conditions(self) -> list[Condition]:
        return [condition for condition in (self.of_group, self.own) if condition is not None]

    def offered(self, values: Mapping[str, str]) -> list[str]:
        return SHADES_OF.get(values.get(self.colour, ""), []) if self.colour else [*LISTS.get(self.choices, ())]

    def meant(self, text: str, offered: Sequence[str]) -> str | None:
        match self.type:
            case QuestionType.TEXT:
                return clean(text)
            case QuestionType.INTEGER | QuestionType.RANGE:
                number = str(NUMBERS.get(text, ""))
                return number if number and (self.type is QuestionType.INTEGER or number in STEPS) else None
            case QuestionType.SELECT_ONE | QuestionType.SELECT_MULTIPLE | QuestionType.RANK:
                return self._chosen(text, offered)
        return None

    def _chosen(self, text: str, offered: Sequence[str]) -> str | None:
        named = NAMES.get(text) or [offered[n - 1] if 0 < n <= len(offered) else "" for n in PLACES.get(text, ())]
        if not named or not {*named} <= {*offered} or (len(named) > 1 and self.type not in SEVERAL):
            return None
        if self.type is QuestionType.RANK:
            return " ".join(named) if len(named) == len(offered) else None
        return " ".join(name for name in offered if name in named)


Form = tuple[Row, ...]
_KINDS = [
    (QuestionType.TEXT, "", "پیشنهاد"),
    (QuestionType.INTEGER, "", "7"),
    (QuestionType.RANGE, "", "2"),
    (QuestionType.SELECT_ONE, "colours", "green"),
    (QuestionType.SELECT_ONE, "colours", "green"),
    (QuestionType.SELECT_ONE, "shades", "olive"),
    (QuestionType.SELECT_MULTIPLE, "colours", "red blue"),
    (QuestionType.RANK, "colours", "blue red green"),
    (QuestionType.NOTE, "", ""),
]
_VALUES = {QuestionType.INTEGER: ["0", "2", "12"], QuestionType.RANGE: ["0", "2"]}
_DECIDES = {*_VALUES, QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE}


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Two to eight questions, some only relevant by what was answered before, some in a group, some repeated."""
    begins, ends = draw(st.integers(1, 4)), draw(st.integers(2, 7))
    repeated = draw(st.none() | st.integers(0, 3))
    group = None
    rows: list[Row] = []
    for n in range(draw(st.integers(2, 8))):
        if n == begins < ends:
            group = draw(_conditions(rows))
        grouped = begins <= n < ends
        row = draw(_rows(f"q{n}", rows))
        if n == repeated and not grouped:
            rows += draw(_repeats(row, rows))
        else:
            rows.append(replace(row, of_group=group if grouped else None, grouped=grouped))
    return tuple(rows)


@st.composite
def _rows(draw: st.DrawFn, name: str, before: Sequence[Row]) -> Row:
    colours = [row.name for row in before if row.choices == "colours" and row.type is QuestionType.SELECT_ONE]
    kind, choices, proposed = draw(st.sampled_from(_KINDS))
    if choices == "shades" and not colours:
        choices, proposed = "colours", "green"
    return Row(
        name,
        kind,
        required=kind is not QuestionType.NOTE and draw(st.booleans()),
        own=draw(_conditions(before)),
        choices=choices,
        colour=draw(st.sampled_from(colours)) if choices == "shades" else "",
        default=proposed if draw(st.integers(0, 3)) == 0 else "",
    )


@st.composite
def _repeats(draw: st.DrawFn, first: Row, before: Sequence[Row]) -> list[Row]:
    """One or two questions, asked in up to three rounds; the second of them may depend on the first of its round."""
    inside = [first, *([draw(_rows(f"{first.name}b", [*before, first]))] if draw(st.booleans()) else [])]
    names = {row.name for row in inside}
    least, most = draw(st.integers(0, 1)), draw(st.integers(2, 3))
    rows = [] if least else [_leads_on(0, None)]
    for number in range(1, most + 1):
        begun = None if number <= least else Condition(_another(number - 1), QuestionType.SELECT_ONE, "yes", must=True)
        rows += [_in_round(row, number, names, begun) for row in inside]
        if number < most and number >= least:
            rows.append(_leads_on(number, begun))
    return rows


def _another(number: int) -> str:
    return in_round(another(REPEAT), number)


def _leads_on(number: int, begun: Condition | None) -> Row:
    return Row(_another(number), QuestionType.SELECT_ONE, True, of_group=begun, choices=YES_OR_NO)


def _in_round(row: Row, number: int, names: set[str], begun: Condition | None) -> Row:
    own, colour = row.own, row.colour
    if own is not None and own.name in names:
        own = replace(own, name=in_round(own.name, number), written=own.name)
    if colour in names:
        colour = in_round(colour, number)
    return replace(row, name=in_round(row.name, number), base=row.name, own=own, colour=colour, of_group=begun)


def _conditions(before: Sequence[Row]) -> st.SearchStrategy[Condition | None]:
    able = [row for row in before if row.type in _DECIDES and not row.base]
    if not able:
        return st.none()
    return st.one_of(st.none(), *[st.sampled_from(able).flatmap(_condition_on)] * 2)


def _condition_on(row: Row) -> st.SearchStrategy[Condition | None]:
    values = st.sampled_from(_VALUES.get(row.type) or [*LISTS[row.choices]])
    return st.builds(Condition, st.just(row.name), st.just(row.type), values, st.booleans())


def questionnaire(form: Form) -> Questionnaire:
    of_group = next((row.of_group for row in form if row.grouped), None)
    repeats = _repeat_of(form)
    listed = (row for row in form if (not row.base and row.choices != YES_OR_NO) or row.name.endswith("_1"))
    written = (_question(row) for row in listed if row.choices != YES_OR_NO)
    return Questionnaire(
        {"fa": "رنگ‌ها"},
        "fa",
        tuple(unrolled(written, repeats, ("fa",))),
        groups={
            "together": Group("together", {}, of_group.expression if of_group else ""),
            **{name: group for repeat in repeats.values() for name, group in rounds_of(repeat).items()},
        },
        repeats=repeats,
        choices={
            "colours": tuple(Choice(name, {"fa": label}) for name, label in COLOURS.items()),
            "shades": tuple(Choice(name, {"fa": label}, {"of": _colour_of(name)}) for name, label in SHADES.items()),
            YES_OR_NO: CHOICES,
        },
    )


def _repeat_of(form: Form) -> Mapping[str, Repeat]:
    asked = [int(row.name.rpartition("_")[2]) for row in form if row.choices == YES_OR_NO]
    return {REPEAT: Repeat(Group(REPEAT, {}), "", min(asked), max(asked) + 1)} if asked else {}


def _colour_of(shade: str) -> str:
    return next(colour for colour, shades in SHADES_OF.items() if shade in shades)


def _question(row: Row) -> Question:
    name = row.base or row.name
    colour = row.colour.removesuffix("_1") if row.base else row.colour
    return Question(
        name,
        row.type,
        label={"fa": f"نظر شما دربارهٔ «{name}» چیست؟"},
        required="true()" if row.required else "",
        relevant=row.own.expression if row.own else "",
        constraint=f". <= {MOST}" if row.type is QuestionType.INTEGER else "",
        default=row.default,
        choices=row.choices,
        choice_filter=f"of = ${{{colour}}}" if colour else "",
        parameters={"start": STEPS[0], "end": STEPS[-1], "step": "2"} if row.type is QuestionType.RANGE else {},
        groups=(REPEAT,) if row.base else ("together",) if row.grouped else (),
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
    picked: list[str] = field(default_factory=list)
    answering: bool = False  # whether what they type is an answer
    submitted: bool = False
    asks: bool = False  # whether the open question, or the review, must be shown in answer to what they did

    @property
    def values(self) -> dict[str, str]:
        """The answers to what is relevant."""
        values: dict[str, str] = {}
        for row in self.form:
            if all(condition.holds(values) for condition in row.conditions):
                values[row.name] = self.answers.get(row.name, "")
        return values

    @property
    def relevant(self) -> Form:
        values = self.values
        return tuple(row for row in self.form if row.name in values)

    @property
    def askable(self) -> list[Row]:
        """What is relevant and can be answered: it is no note, and there is something to choose from."""
        values = self.values
        asked = (row for row in self.form if row.name in values and row.type is not QuestionType.NOTE)
        return [row for row in asked if not row.colour or row.offered(values)]

    @property
    def counted(self) -> dict[str, str]:
        """The answers that may be handed out: whether there is another round is none, nor what is offered no longer."""
        rows = (row for row in self.askable if row.choices != YES_OR_NO)
        return {row.name: self.answers[row.name] for row in rows if self.answers.get(row.name)}

    def offered(self, row: Row) -> list[str]:
        return row.offered(self.values)

    def means(self, row: Row, text: str) -> str | None:
        return row.meant(text, self.offered(row))

    @property
    def chosen(self) -> Row | None:
        return next((row for row in self.askable if row.name == self.editing), None)

    @property
    def asking(self) -> Row | None:
        return self.chosen or next(iter(self.unanswered), None)

    @property
    def unanswered(self) -> list[Row]:
        return [row for row in self.askable if self._open(row)]

    def _open(self, row: Row) -> bool:
        given = self.answers.get(row.name)
        if not given:
            return given is None or row.required
        return bool(row.colour) and given not in self.offered(row)

    @property
    def unread(self) -> list[Row]:
        """Notes before the open question."""
        if self.chosen is not None:
            return []
        relevant, question = self.relevant, self.asking
        before = relevant if question is None else relevant[: relevant.index(question)]
        return [row for row in before if row.type is QuestionType.NOTE and row.name not in self.answers]

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
        elif (value := self.means(question, text)) is not None:
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
        if (value := self.means(row, text)) is not None:
            self._changed(row.name, value)

    def _refused_edited(self, message: int, text: str) -> None:
        row = self.asking
        if row is None or self.refused.get(message) != row.name:
            return
        self.answering = True
        if (value := self.means(row, text)) is not None:
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
        if self.asking != before or self.unread:
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
            case "choose" | "tick" | "ticked" | "suggested" | "skip" | "back" | "keep":
                question = self.form[int(arguments[1])]
                if question == self.asking:
                    self.answering = True
                    self._act(question, verb, *arguments[2:])

    def _act(self, question: Row, verb: str, place: str = "0") -> None:
        offered = self.offered(question)
        match verb:
            case "choose":
                names = STEPS if question.type is QuestionType.RANGE else [*LISTS[question.choices]]
                if question.type is QuestionType.RANGE or names[int(place)] in offered:
                    self._answer(question, names[int(place)])
            case "tick":
                self._tick(question, [*COLOURS][int(place)])
            case "ticked" if self.picked and (question.type is not QuestionType.RANK or len(self.picked) == 3):
                self._answer(question, " ".join(self.picked))
            case "ticked" if self.picked:
                pass  # some are still without a place
            case "suggested":
                if not question.choices or {*question.default.split()} <= {*offered}:
                    self._answer(question, question.default)
            case "keep":
                self._keep(question)
            case _:
                self._moves(question, "skip" if verb == "ticked" else verb)

    def _tick(self, question: Row, name: str) -> None:
        picked = [one for one in self.picked if one != name] + [name] * (name not in self.picked)
        self.picked = picked if question.type is QuestionType.RANK else [one for one in COLOURS if one in picked]

    def _keep(self, question: Row) -> None:
        if self.editing == question.name and question.name in self.answers:
            self.latest = ""
            self._settle()
        else:
            self.ask()

    def _moves(self, question: Row, verb: str) -> None:
        asked = self.askable
        match verb:
            case "later":
                self.answering = False
            case "back" if asked[0] != question:
                self._edit(asked[asked.index(question) - 1])
            case "skip" if not question.required:
                self._answer(question, "")

    def _edit(self, question: Row) -> None:
        self.editing, self.latest = question.name, ""
        self.picked = self.answers.get(question.name, "").split() if question.type in SEVERAL else []
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
        self.editing, self.picked = "", []
        self.ask()

    def ask(self) -> None:
        """The open question is put; notes before it are said and done with."""
        self.asks = self.answering = True
        if unread := self.unread:
            self.answers |= {note.name: "" for note in unread}
            self.editing, self.picked = "", []
