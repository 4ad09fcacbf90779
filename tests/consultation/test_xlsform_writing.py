"""Workbook -> questionnaire -> workbook -> questionnaire: nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from consultation.forms import profile_form, sample_topic
from consultation.questionnaire import Questionnaire
from consultation.texts import speaking
from consultation.xlsform.markdown import read_markdown
from consultation.xlsform.problems import FormRefused
from consultation.xlsform.reading import read_form
from reports.form_workbook import form_workbook
from reports.template import form_template

FORMS = Path(__file__).parents[3] / "shared" / "samples" / "forms"

EVERYTHING = """
| survey |
| | type | name | label::Persian (fa) | label::English (en) | hint | required | required_message | relevant | constraint | constraint_message::English (en) | default | choice_filter | appearance | parameters | max_chosen | dont_know | refuse | expertise | image | calculation |
| | begin_group | first | بخش نخست | First | | | | | | | | | field-list | | | | | | | |
| | select_one colours or_other | colour | چه رنگی؟ | Which? | راهنما | yes | بگویید | | | | | | | | | yes | | yes | a.png | |
| | begin_group | second | | | | | | ${colour} = 'red' | | | | | | | | | | | | |
| | select_multiple colours | several | کدام‌ها؟ | | | | | | | | | | | randomize=true | 2 | | yes | | | |
| | rank colours | order | به ترتیب | | | ${colour} != '' | | | | | | | | | | | | | | |
| | end_group | | | | | | | | | | | | | | | | | | | |
| | end_group | | | | | | | | | | | | | | | | | | | |
| | range | scale | چقدر؟ | | | | | | | | | | | start=0 end=10 step=2 | | | | | | |
| | integer | n | چند؟ | | | | | | . > 3 | More | 5 | | | | | | | | | |
| | calculate | twice | | | | | | | | | | | | | | | | | | ${n} * 2 |
| | today | today | | | | | | | | | | | | | | | | | | |
| | hidden | source | | | | | | | | | it's "x" | | | | | | | | | |
| | select_one towns | town | شهر؟ | | | | | | | | | colour = ${colour} | minimal | | | | | | | |
| | note | | یادداشت ${twice} | | | | | | | | | | | | | | | | | |
| choices |
| | list_name | name | label::Persian (fa) | label::English (en) | exclusive | colour |
| | colours | red | سرخ | Red | | |
| | colours | none | هیچ | | yes | |
| | towns | yazd | یزد | | | red |
| settings |
| | form_title::Persian (fa) | form_title::English (en) | form_id | version | default_language |
| | عنوان | Title | form | 3 | fa |
"""  # noqa: E501


def again(form: Questionnaire) -> Questionnaire:
    with speaking("en"):
        return read_form(form_workbook(form), "form.xlsx").questionnaire


def comes_back(form: Questionnaire) -> None:
    assert again(form) == form
    convert(form_workbook(form), file_type=".xlsx", validate=False)


@pytest.mark.parametrize("form", [profile_form(), sample_topic(), read_markdown(EVERYTHING)])
def test_our_own_forms_come_back_as_they_were(form: Questionnaire) -> None:
    comes_back(form)


def test_what_a_cell_adds_goes_back_into_that_cell() -> None:
    form = read_markdown(EVERYTHING)
    assert [question.name for question in form.questions][:3] == ["colour", "colour_other", "colour_expertise"]
    assert again(form) == form


SPOKEN_OF = """
| survey |
| | type | name | label | expertise | relevant |
| | select_one colours or_other | colour | چه رنگی؟ | yes | |
| | note | told | چرا «${colour_other}»؟ | | ${colour_other} != '' |
| | text | why | چگونه آموختید؟ | | ${colour_expertise} > 3 |
| choices |
| | list_name | name | label |
| | colours | red | سرخ |
"""


def test_a_question_that_a_cell_adds_has_a_row_of_its_own_where_the_form_speaks_of_it() -> None:
    form = read_markdown(SPOKEN_OF)
    written = again(form)
    convert(form_workbook(form), file_type=".xlsx", validate=False)
    assert [replace(one, choices="") for one in written.questions] == [
        replace(one, choices="") for one in form.questions
    ]
    assert written.choices[written.by_name["colour"].choices] == form.choices[form.by_name["colour"].choices]
    comes_back(written)


def test_the_template_comes_back_as_it_was() -> None:
    comes_back(read_form(form_template(), "template.xlsx").questionnaire)


@pytest.mark.skipif(not FORMS.is_dir(), reason="the samples do not lie beside the repository")
@pytest.mark.parametrize("path", sorted(FORMS.glob("*")), ids=lambda path: path.name)
def test_every_sample_comes_back_as_it_was(path: Path) -> None:
    try:
        form = read_form(path.read_bytes(), path.name).questionnaire
    except FormRefused:
        pytest.skip("this form asks for more than a chat can do")
    comes_back(form)
