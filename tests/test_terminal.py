"""Forms in the terminal: checked, and answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.command_line import main
from reports.template import form_template
from tests.consultation.workbooks import plain, xlsx

FORM = """
    | survey |
    |  | type               | name  | label       | required | dont_know | parameters     | media::image |
    |  | begin_group        | g     | The plant   |          |           |                |              |
    |  | integer            | staff | How many?   | yes      | yes       |                | plant.png    |
    |  | time               | at    | When?       | yes      |           |                |              |
    |  | end_group          |       |             |          |           |                |              |
    |  | rank ways          | order | In order?   | yes      |           |                |              |
    |  | select_multiple ways | some | Which?     | yes      |           | max=2          |              |
    |  | acknowledge        | sure  | True?       | yes      |           |                |              |
    |  | image              | photo | A photo?    | yes      |           |                |              |
    |  | geopoint           | place | Where?      | yes      |           |                |              |
    |  | file               | more  | More?       |          |           |                |              |
    | choices |
    |  | list_name | name | label | exclusive |
    |  | ways      | sun  | Sun   |           |
    |  | ways      | wind | Wind  |           |
    |  | ways      | none | None  | yes       |
"""


def _talk(file: Path, *typed: str) -> Result:
    return CliRunner().invoke(main, ["talk", str(file), "--language", "en"], input="\n".join(typed) + "\n")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    file = tmp_path / "form.xlsx"
    file.write_bytes(xlsx(FORM))
    return file


def test_every_kind_of_question_is_answered_by_typing(form: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.touch()
    ended = _talk(
        form,
        *("many", "I don't know", "5", "5 pm", "2, 1", "2, 1, 3", "1, 3", "1, 2", "no", "ok"),
        *("here", "x" * 5000, str(photo), "there", "35.6892, 51.389", "-"),
    )
    assert ended.exit_code == 0
    told = plain(ended.output)
    assert "— The plant —" in told
    assert "[plant.png]" in told
    assert told.count("Question 1 of 8") == 2
    assert "05:00 or 17:00" in told
    assert "One is still without a place." in told
    assert "“None” cannot be chosen together" in told
    assert "There is no file here." in told
    assert told.splitlines()[-8:] == [
        "How many?: I don't know",
        "When?: 17:00",
        "In order?: 1. Wind, 2. Sun, 3. None",
        "Which?: Sun, Wind",
        "True?: I confirm",
        "A photo?: Photograph",
        "Where?: latitude 35.6892, longitude 51.389",
        "More?: —",
    ]


def test_the_empty_form_is_walked_by_skipping_what_may_be_skipped(tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    file.write_bytes(form_template())
    ended = _talk(file, "1", "5", *("-",) * 3, "1", "-", "2", "1", *("-",) * 12, "ok", "-", "-")
    assert ended.exit_code == 0, ended.output
    assert "تأیید می‌کنم" in ended.output


def test_what_is_typed_as_nothing_is_asked_again(form: Path) -> None:
    ended = _talk(form, "", "7", "/quit")
    assert ended.exit_code == 0
    assert "Please write your answer." in ended.output
    assert "How many?: 7" in ended.output


SUGGESTING = """
    | survey |
    |  | type    | name  | label     | default      |
    |  | integer | staff | How many? | 12           |
    |  | integer | next  | And next? | ${staff} + 3 |
"""


def test_what_is_suggested_is_taken_with_enter(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(xlsx(SUGGESTING))
    told = plain(_talk(file, "", "-").output)
    assert "Press Enter for what is suggested: 15" in told
    assert "How many?: 12" in told
    assert "And next?: —" in told
