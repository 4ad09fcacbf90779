from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from consultation.questionnaire import QuestionType
from consultation.texts import LANGUAGES, speaking
from consultation.xlsform.aliases import NO, TYPES, YES, one_of
from consultation.xlsform.question_types import ASKED, CALCULATED, GROUPS
from consultation.xlsform.reading import read_form
from reports import template_texts
from reports.template import form_template


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_form_is_read_without_a_remark(language: str) -> None:
    with speaking(language):
        form = read_form(form_template(), "فرم.xlsx")
    assert form.remarks == ()
    assert form.questionnaire.languages == ("fa",)


def test_it_has_an_example_of_every_type() -> None:
    read = read_form(form_template(), "فرم.xlsx").questionnaire
    assert {question.type for question in read.questions} == {*QuestionType}
    assert any(question.groups for question in read.questions)
    assert any(question.relevant for question in read.questions)
    assert any(question.constraint and question.constraint_message for question in read.questions)


def test_it_has_an_example_of_what_a_chat_adds_to_xlsform() -> None:
    read = read_form(form_template(), "فرم.xlsx").questionnaire
    asked = read.questions
    assert any("max" in question.parameters for question in asked)
    assert any(question.parameters.get("randomize") == "true" for question in asked)
    assert any(question.dont_know for question in asked)
    assert any(question.refuse for question in asked)
    assert any(question.likert for question in asked)
    assert "obstacles_expertise" in read.by_name
    assert any(choice.exclusive for choices in read.choices.values() for choice in choices)
    assert any(group.round for group in read.groups.values())
    assert any(group.appearance == "table-list" for group in read.groups.values())


def test_every_word_of_its_drop_down_lists_is_understood() -> None:
    known = ASKED.keys() | CALCULATED.keys() | GROUPS
    assert all(TYPES.standard(word.removesuffix(" یا سایر")) in known for word in template_texts.DROP_DOWNS["نوع"])
    yes, no = template_texts.DROP_DOWNS["اجباری"]
    assert one_of(yes, YES)
    assert one_of(no, NO)


def test_it_is_laid_out_from_right_to_left_with_help_at_every_column() -> None:
    workbook = openpyxl.load_workbook(BytesIO(form_template()))
    assert workbook.sheetnames == ["پرسش‌ها", "گزینه‌ها", "تنظیمات", "راهنما"]
    for sheet in workbook.worksheets:
        assert sheet.sheet_view.rightToLeft
    for sheet in workbook.worksheets[:3]:
        assert sheet.freeze_panes == "A2"
        assert all(cell.comment for cell in sheet[1])
    survey = workbook.worksheets[0]
    assert [str(list_.sqref) for list_ in survey.data_validations.dataValidation] == [
        f"{letter}2:{letter}501" for letter in "AFQRS"
    ]
