"""How a form that staff wrote becomes a questionnaire.

F1 Sheets, columns and types may be named in Persian, in any spelling, or as XLSForm and its older versions do.
F2 Texts go to the language of their column; a column without one is in the form's own language.
F3 Arabic letters in names and references become Persian ones on both sides.
F4 Every type that a chat can ask keeps what belongs to it.
F5 or_other, hidden and the metadata of XLSForm become questions and calculations of ours.
F6 Groups, their labels and conditions are kept, and every question knows in which it stands.
F7 Further columns of the choices sheet are kept for choice_filter.
F8 Empty rows, rows of comments and disabled rows are passed over, and rows keep their numbers.
"""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter

from consultation.forms import profile_form, sample_topic
from consultation.questionnaire import Questionnaire, QuestionType
from consultation.stored_form import from_json, to_json
from consultation.xlsform.markdown import read_markdown, workbook_of
from consultation.xlsform.question_types import LISTED
from consultation.xlsform.reading import read_form, read_sheets
from tests.consultation.lint_case import form
from tests.consultation.workbooks import xlsx


def _read(table: str) -> Questionnaire:
    return read_sheets(form(table), "form").questionnaire


STANDARD = """
    | survey  |                 |        |             |      |          |               |            |
    |         | type            | name   | label       | hint | required | relevant      | constraint |
    |         | select_one sort | sort   | کدام رشته؟  | یکی  | yes      |               |            |
    |         | begin_group     | inside | درون        |      |          | ${sort} = 'b' |            |
    |         | integer         | staff  | چند نفر؟    |      |          |               | . > 0      |
    |         | end_group       |        |             |      |          |               |            |
    | choices |                 |        |             |
    |         | list_name       | name   | label       |
    |         | sort            | a      | الف         |
    |         | sort            | b      | ب           |
"""
PERSIAN = """
    | پرسش‌ها |             |        |            |         |         |               |            |
    |         | نوع         | نام    | برچسب      | راهنما  | اجباری  | شرط نمایش     | شرط درستی  |
    |         | یک گزینه sort | sort | کدام رشته؟ | یکی     | بله     |               |            |
    |         | آغاز گروه   | inside | درون       |         |         | ${sort} = 'b' |            |
    |         | عدد صحیح    | staff  | چند نفر؟   |         | خیر     |               | . > 0      |
    |         | پایان گروه  |        |            |         |         |               |            |
    | گزینه‌ها |            |        |            |
    |         | فهرست       | نام    | برچسب      |
    |         | sort        | a      | الف        |
    |         | sort        | b      | ب          |
"""
CARELESS = """
    | پرسشها  |             |        |            |         |         |               |            |
    |         | نوع پرسش    | نام *  | متن‌ پرسش  | راهنما  | الزامي  | شرط  نمايش    | شرط_درستی  |
    |         | يك گزينه از sort | sort | کدام رشته؟ | یکی  | بلی     |               |            |
    |         | شروع گروه   | inside | درون       |         |         | ${ sort } = ‘b’ |          |
    |         | عدد         | staff  | چند نفر؟   |         |         |               | . > 0      |
    |         | پايان گروه  |        |            |         |         |               |            |
    | گزينه ها |            |        |            |
    |         | نام فهرست   | کد     | گزینه      |
    |         | sort        | a      | الف        |
    |         | sort        | b      | ب          |
"""
OLD = """
    | Survey  |                      |        |            |      |               |                |                 |
    |         | Type                 | Name   | Caption    | HINT | bind:required | bind::relevant | bind:constraint |
    |         | select one from sort | sort   | کدام رشته؟ | یکی  | TRUE          |                |                 |
    |         | begin group          | inside | درون       |      |               | ${sort} = 'b'  |                 |
    |         | int                  | staff  | چند نفر؟   |      |               |                | . > 0           |
    |         | end group            |        |            |      |               |                |                 |
    | Choices |                      |        |               |
    |         | list name            | value  | label:Persian |
    |         | sort                 | a      | الف           |
    |         | sort                 | b      | ب             |
"""


@pytest.mark.parametrize("written", [PERSIAN, CARELESS, OLD], ids=["Persian", "careless", "old"])
def test_f1_however_it_is_written_it_is_the_same_form(written: str) -> None:
    assert read_markdown(written) == read_markdown(STANDARD)


def test_f1_the_list_may_stand_in_a_column_of_its_own() -> None:
    read = _read(
        """
        | نوع               | فهرست     | نام | برچسب |
        | یک گزینه          | رضایت کلی | a   | الف؟  |
        | چند گزینه یا سایر | رضایت کلی | b   | ب؟    |
        | یک گزینه یا سایر رضایت کلی |  | c   | پ؟    |
        | گزینه‌ها |
        | فهرست     | نام  | برچسب |
        | رضایت کلی | good | خوب   |
        """
    )
    assert [choice.name for choice in read.choices[read.by_name["a"].choices]] == ["good"]
    assert [choice.name for choice in read.choices[read.by_name["b"].choices]] == ["good", "other"]
    assert read.by_name["c"].choices == read.by_name["b"].choices


def test_f1_a_title_may_stand_above_the_header() -> None:
    read = _read(
        """
        | فرم آزمایشی | | |
        | type | name | label |
        | text | a    | A?    |
        """
    )
    assert [(question.name, question.row) for question in read.questions] == [("a", 3)]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("label::Persian (fa)", "fa"),
        ("label::English (en)", "en"),
        ("label::en", "en"),
        ("label:English", "en"),
        ("label (en)", "en"),
        ("برچسب انگلیسی", "en"),
        ("برچسب::فارسی", "fa"),
        ("label::German (de)", "de"),
        ("label::Deutsch", "de"),
        ("label::Klingon (tlh)", "tlh"),
        ("label::Old Persian", "old-persian"),
    ],
)
def test_f2_the_language_of_a_column(header: str, code: str) -> None:
    read = _read(f"| type | name | {header} |\n| text | a | ? |")
    assert read.by_name["a"].label == {code: "?"}
    assert read.languages == (code,)
    assert read.default_language == code


@pytest.mark.parametrize(
    ("labels", "settings", "default"),
    [
        ("| label | label::fa |", "", "en"),
        ("| label::en | label::fa |", "", "fa"),
        ("| label::en | label::de |", "", "en"),
        ("| label::en | label::de |", "German (de)", "de"),
        ("| label | label::de |", "English (en)", "en"),
    ],
)
def test_f2_the_form_s_own_language_is_told_or_seen(labels: str, settings: str, default: str) -> None:
    named = f"| settings |\n| form_id | default_language |\n| f | {settings} |" if settings else ""
    read = _read(f"| type | name {labels}\n| text | a | What? | متن |\n{named}")
    assert read.default_language == default
    assert read.languages[0] == default
    assert read.by_name["a"].label[default]


def test_f2_a_column_that_names_its_language_goes_before_one_that_does_not() -> None:
    read = _read("| type | name | label | label::en |\n| text | a | Unnamed | Named |\n| text | b | Only | |")
    assert [question.label for question in read.questions] == [{"en": "Named"}, {"en": "Only"}]


def test_f2_a_language_without_a_single_text_is_not_a_language_of_the_form() -> None:
    read = read_sheets(form("| type | name | label::fa | label::en |\n| text | a | الف | |"), "")
    assert read.questionnaire.languages == ("fa",)
    assert read.remarks == ()


def test_f3_arabic_letters_become_persian_on_both_sides() -> None:
    read = _read(
        """
        | type    | name  | label          | relevant      |
        | integer | سنّ_كل | چند سال؟       |               |
        | text    | نظر   | برای ${سنّ_کل}؟ | ${سنّ_كل} > 18 |
        """
    )
    assert read.questions[0].name == "سنّ_کل"
    assert read.by_name["نظر"].relevant == "${سنّ_کل} > 18"


@pytest.mark.parametrize("type_", [type_ for type_ in QuestionType if type_ is not QuestionType.CALCULATE])
def test_f4_every_type_keeps_what_belongs_to_it(type_: QuestionType) -> None:
    written = f"{type_} answers" if type_.value in LISTED else type_.value
    read = _read(
        f"""
        | type      | name | label | hint | required   | required_message | constraint | پیام خطا | default | ظاهر    |
        | {written} | a    | A?    | Do   | ${{b}} = 1 | Please           | . != ''    | Not so   | yes     | minimal |
        | integer   | b    | B?    |      |            |                  |            |          |         |         |
        | answers |
        """
    )
    asked = read.by_name["a"]
    assert asked.type is type_
    assert (asked.label, asked.hint, asked.required_message) == ({"en": "A?"}, {"en": "Do"}, {"en": "Please"})
    assert (asked.required, asked.constraint, asked.constraint_message) == ("${b} = 1", ". != ''", {"en": "Not so"})
    assert (asked.default, asked.appearance, asked.row) == ("yes", "minimal", 2)
    assert from_json(to_json(read)) == read


@pytest.mark.parametrize(
    ("written", "expression"),
    [("yes", "true()"), ("TRUE", "true()"), ("بله", "true()"), ("no", ""), ("خیر", ""), ("", ""), ("1 = 1", "1 = 1")],
)
def test_f4_required_is_an_expression(written: str, expression: str) -> None:
    read = _read(f"| type | name | label | required |\n| text | a | A? | {written} |")
    assert read.by_name["a"].required == expression


def test_f4_limits_of_a_range_are_complete() -> None:
    read = _read("| type | name | label | parameters |\n| range | a | A? | از=۱ تا=۵ |\n| range | b | B? | |")
    assert read.by_name["a"].parameters == {"start": "1", "end": "5", "step": "1"}
    assert read.by_name["b"].parameters == {"start": "1", "end": "10", "step": "1"}


def test_f5_or_other_adds_a_choice_and_a_question() -> None:
    read = _read(
        """
        | type                        | name | label::fa | label::en | relevant    |
        | select_one answers          | z    | ز         | Z?        |             |
        | select_one answers or_other | a    | الف       | A?        | ${z}= 'yes' |
        | text                        | b    | ${a_other} | B?       |             |
        | answers |
        """
    )
    assert [question.name for question in read.questions] == ["z", "a", "a_other", "b"]
    assert read.by_name["a_other"].relevant == "selected(${a}, 'other')"
    assert read.by_name["a_other"].label.keys() == {"fa", "en"}
    other = read.choices[read.by_name["a"].choices][-1]
    assert (other.name, other.label) == ("other", {"fa": "سایر", "en": "Other"})
    assert [choice.name for choice in read.choices[read.by_name["z"].choices]] == ["yes", "no"]


def test_f5_words_of_ours_are_english_in_a_form_of_another_language() -> None:
    read = _read("| type | name | label::de |\n| select_one answers or_other | a | A? |\n| answers |")
    assert read.choices[read.by_name["a"].choices][-1].label == {"de": "Other"}


def test_f5_trigger_is_the_old_name_of_acknowledge() -> None:
    read = _read("| type | name | label |\n| acknowledge | a | I have read it. |\n| trigger | b | And this. |")
    assert [asked.type for asked in read.questions] == [QuestionType.ACKNOWLEDGE] * 2


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("ساعت", QuestionType.TIME),
        ("رتبه‌بندی answers", QuestionType.RANK),
        ("تأیید", QuestionType.ACKNOWLEDGE),
        ("عکس", QuestionType.IMAGE),
        ("photo", QuestionType.IMAGE),
        ("صدا", QuestionType.AUDIO),
        ("ویدئو", QuestionType.VIDEO),
        ("فایل", QuestionType.FILE),
        ("موقعیت مکانی", QuestionType.LOCATION),
        ("location", QuestionType.LOCATION),
    ],
)
def test_f1_types_have_persian_names(written: str, type_: QuestionType) -> None:
    read = _read(f"| نوع | نام | برچسب |\n| {written} | a | آ |\n| answers |")
    assert read.by_name["a"].type is type_


@pytest.mark.parametrize(
    ("row", "name", "calculation"),
    [
        ("| calculate | c | ${a} + 1 | |", "c", "${a} + 1"),
        ("| calculate | c | | ${a} |", "c", "${a}"),
        ("| hidden | c | | wave 2 |", "c", "'wave 2'"),
        ("| hidden | c | | it's |", "c", '"it\'s"'),
        ('| hidden | c | | it\'s "it" |', "c", "concat('it', \"'\", 's \"it\"')"),
        ("| hidden | c | | |", "c", ""),
        ("| today | | | |", "today", "today()"),
        ("| start | began | | |", "began", "now()"),
        ("| end | | | |", "end", "now()"),
    ],
)
def test_f5_what_is_not_asked_is_calculated(row: str, name: str, calculation: str) -> None:
    read = _read(f"| type | name | calculation | default | label |\n| integer | a | | | A? |\n{row}")
    calculated = read.by_name[name]
    assert (calculated.type, calculated.calculation) == (QuestionType.CALCULATE, calculation)


def test_f6_groups_are_kept() -> None:
    read = _read(
        """
        | type        | name  | label | relevant    | appearance |
        | begin group | outer | Outer |             | field-list |
        | text        | a     | A?    |             |            |
        | begin group | inner |       | ${a} = 'x'  |            |
        | text        | b     | B?    |             |            |
        | end group   |       |       |             |            |
        | end group   |       |       |             |            |
        | text        | c     | C?    |             |            |
        """
    )
    assert [question.groups for question in read.questions] == [("outer",), ("outer", "inner"), ()]
    assert read.groups["outer"].label == {"en": "Outer"}
    assert read.groups["inner"].relevant == "${a} = 'x'"


def test_f7_further_columns_of_choices_are_kept() -> None:
    read = _read(
        """
        | type             | name | label | choice_filter    |
        | select_one towns | a    | A?    | استان = 'tehran' |
        | choices |
        | list_name | name | label | استان  | image |
        | towns     | rey  | Rey   | tehran | r.png |
        | towns     | qom  |       |        |       |
        """
    )
    rey, qom = read.choices["towns"]
    assert (rey.columns, qom.columns) == ({"استان": "tehran"}, {})
    assert qom.label == {"en": "qom"}


def test_f8_rows_that_say_nothing_are_passed_over() -> None:
    read = read_markdown(
        """
        | survey |      |      |       |          |            |
        |        | type | name | label | disabled | my remarks |
        |        | text | a    | A?    |          |            |
        |        |      |      |       |          | to discuss |
        |        | text | b    | B?    | yes      |            |
        |        | text | c    | C?    | no       |            |
        """
    )
    assert [(question.name, question.row) for question in read.questions] == [("a", 2), ("c", 5)]


def test_settings() -> None:
    read = _read(
        """
        | type | name | label |
        | text | a    | A?    |
        | تنظیمات |
        | عنوان | form_title::en | شناسه | نسخه | زبان |
        | برق   | Power          | power | 3    | fa   |
        """
    )
    assert read.title == {"fa": "برق", "en": "Power"}
    assert (read.form_id, read.version, read.default_language) == ("power", "3", "fa")


def test_a_form_without_title_is_called_as_its_file() -> None:
    content = xlsx("| survey |\n|| type | name | label |\n|| text | a | برق؟ |")
    assert read_form(content, "نظرسنجی برق.xlsx").questionnaire.title == {"fa": "نظرسنجی برق"}


def test_a_workbook_reads_as_the_same_tables_in_markdown() -> None:
    assert read_form(xlsx(STANDARD), "").questionnaire == read_markdown(STANDARD)


def test_cells_are_read_as_people_would_type_them() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        survey = workbook.add_worksheet("survey")
        survey.write_row(0, 0, ["type", "name", "label", "default", "required"])
        for row, default in enumerate((5, 2.5, date(2026, 11, 23), datetime(2026, 11, 23, 9, 30), " a  b "), start=1):  # noqa: DTZ001
            survey.write_row(row, 0, ["text", f"q{row}", "Q?", default, row == 1])
    read = read_form(content.getvalue(), "").questionnaire
    assert [asked.default for asked in read.questions] == ["5", "2.5", "2026-11-23", "2026-11-23T09:30:00", "a b"]
    assert [asked.required for asked in read.questions] == ["true()", "", "", "", ""]


def test_the_profile_form_asks_what_stakeholders_are_known_by() -> None:
    profile = profile_form()
    assert [question.name for question in profile.questions] == ["name", "kind", "organisation", "fields", "province"]
    assert len(profile.choices["provinces"]) == 31
    assert {choice.name for choice in profile.choices["kinds"]} >= {"association", "student", "citizen"}


def test_the_sample_topic_shows_what_a_topic_can_ask() -> None:
    types = {question.type for question in sample_topic().questions}
    assert types == {
        QuestionType.TEXT,
        QuestionType.INTEGER,
        QuestionType.RANGE,
        QuestionType.DATE,
        QuestionType.SELECT_ONE,
        QuestionType.SELECT_MULTIPLE,
    }
    assert len(sample_topic().questions) == 8


@pytest.mark.parametrize("shipped", [profile_form, sample_topic])
def test_the_shipped_forms_are_whole_in_both_languages(shipped: object) -> None:
    assert callable(shipped)
    read = shipped()
    assert read.languages == ("fa", "en")
    texts = [
        text for question in read.questions for text in (question.label, question.hint, question.constraint_message)
    ]
    texts += [choice.label for choices in read.choices.values() for choice in choices]
    assert all(not text or text.keys() == {"fa", "en"} for text in texts)


def test_a_bar_can_be_written_in_markdown() -> None:
    workbook = workbook_of(r"| survey |" + "\n" + r"|| a \| b | c |")
    assert workbook.sheets[0].rows == {1: {1: "a | b", 2: "c"}}
