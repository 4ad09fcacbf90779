"""Writing a questionnaire step by step: whatever is done to it, it stays one that a workbook could have given."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pyxform.xls2xform import convert

from consultation import authoring
from consultation.authoring import InTheWay
from consultation.forms import question_form, sample_topic
from consultation.persian.text import clean
from consultation.questionnaire import Questionnaire, QuestionType, Texts
from consultation.xlsform.markdown import read_markdown
from consultation.xlsform.rounds import rolled_up
from consultation.xlsform.workbook import ERRORS
from reports.form_workbook import form_workbook
from tests.consultation.test_xlsform_writing import EVERYTHING, again

WORDS = (
    st.text(st.characters(codec="utf-8", exclude_characters="$"), min_size=1, max_size=30)
    .map(clean)
    .filter(lambda text: text and text not in ERRORS)
)
LINES = st.lists(WORDS.map(lambda text: text.replace("\n", " ")), min_size=2, max_size=5, unique=True)
KINDS = st.sampled_from(sorted(choice.name for choice in question_form().choices["kinds"]))
SCALES = st.sampled_from([choice.columns for choice in question_form().choices["scales"]])
PLACES = st.integers(min_value=0, max_value=20)


REPEATING = rolled_up(
    read_markdown(
        """
        | survey |
        | | type | name | label | parameters | relevant |
        | | text | firm | نام واحد؟ | | |
        | | begin_repeat | product | محصول | max=3 | |
        | | select_one kinds or_other | kind | چه نوع؟ | | |
        | | integer | amount | چند تن؟ | | ${kind} = 'raw' |
        | | end_repeat | | | | |
        | | text | words | سخن دیگری هست؟ | | |
        | choices |
        | | list_name | name | label |
        | | kinds | raw | خام |
        | | kinds | ready | آماده |
        """
    )
)

BEGUN = [
    authoring.empty("عنوان", "fa"),
    sample_topic(),
    read_markdown(EVERYTHING),
    authoring.entitled(REPEATING, "عنوان"),
]


class Writing(RuleBasedStateMachine):
    """Staff who write, change, move and remove; after every step the form is what its own workbook gives."""

    def __init__(self) -> None:
        super().__init__()
        self.form = authoring.empty("عنوان", "fa")

    def _name(self, place: int) -> str:
        names = [block[0].name for block in authoring.blocks(self.form)]
        return names[place % len(names)]

    def _tried(self, edit: Callable[[Questionnaire], Questionnaire]) -> None:
        with suppress(InTheWay):
            self.form = edit(self.form)

    @initialize(form=st.sampled_from(BEGUN))
    def begin(self, form: Questionnaire) -> None:
        self.form = form

    @rule(kind=KINDS, label=WORDS, lines=LINES, scale=SCALES, required=st.booleans(), other=st.booleans(), at=PLACES)
    def add(self, kind: str, label: str, lines: list[str], scale: Texts, required: bool, other: bool, at: int) -> None:
        said = {"kind": kind, "label": label, "choices": "\n".join(lines)}
        answers = {**said, "required": "yes" if required else "no", "other": "yes" if other else "no"}
        after = self._name(at) if self.form.questions and at else ""
        self._tried(lambda form: authoring.added(form, answers, scale, after))

    @precondition(lambda self: self.form.questions)
    @rule(at=PLACES, label=WORDS, hint=WORDS)
    def reword(self, at: int, label: str, hint: str) -> None:
        name = self._name(at)
        if self.form.by_name[name].type is not QuestionType.CALCULATE:
            self._tried(lambda form: authoring.hinted(authoring.reworded(form, name, label), name, hint))

    @precondition(lambda self: self.form.questions)
    @rule(at=PLACES, step=st.sampled_from([-1, 1]))
    def move(self, at: int, step: int) -> None:
        name = self._name(at)
        self._tried(lambda form: authoring.moved(form, name, step))

    @precondition(lambda self: len(authoring.written(self.form)) > 1)
    @rule(at=PLACES)
    def remove(self, at: int) -> None:
        name = self._name(at)
        self._tried(lambda form: authoring.removed(form, name))

    @precondition(lambda self: self.form.questions)
    @rule(at=PLACES, on=PLACES, count=st.integers(min_value=1, max_value=3))
    def condition(self, at: int, on: int, count: int) -> None:
        name = self._name(at)
        may = authoring.may_decide(self.form, name)
        if may and self.form.by_name[name].type is not QuestionType.CALCULATE:
            decides = may[on % len(may)]
            values = authoring.values_of(self.form, decides)[:count]
            self._tried(lambda form: authoring.asked_if(form, name, decides.name, values))
            assert authoring.condition(self.form.by_name[name]) == (decides.name, values)

    @precondition(lambda self: self.form.questions)
    @rule(at=PLACES, lines=LINES, other=st.booleans())
    def rechoose(self, at: int, lines: list[str], other: bool) -> None:
        name = self._name(at)
        question = self.form.by_name[name]
        if question.choices and not question.choice_filter and question.type is not QuestionType.RANK:
            self._tried(lambda form: authoring.rechosen(form, name, lines, other=other))

    @invariant()
    def comes_back_as_it_was(self) -> None:
        if self._asks():
            assert rolled_up(again(self.form)) == self.form

    def teardown(self) -> None:
        if self._asks():
            convert(form_workbook(self.form), file_type=".xlsx", validate=False)

    def _asks(self) -> bool:
        return any(question.type is not QuestionType.NOTE for question in self.form.asked)


TestWriting = Writing.TestCase
TestWriting.settings = settings(max_examples=8, stateful_step_count=10, deadline=None)
