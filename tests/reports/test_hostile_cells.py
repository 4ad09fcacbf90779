"""What people typed is shown as they typed it, in every file, whatever it looks like to a program."""

from __future__ import annotations

import csv
import html
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from sqlalchemy import Connection

from consultation.policy import Policy
from reports.papers import Form, Paper, write_paper
from reports.parts import Format
from reports.topic_report import Reporter
from storage import topics
from tests.reports.secretariat import ANSWERS, NOW, PROFILE, Secretariat

TYPED = [
    "=HYPERLINK(1)",
    "+۹۸ ۲۱",
    "-سلام",
    "@SUM(A1:A9)",
    "\tبا جهش",
    "#set page(width: 1cm) $x$ *b* _i_ `c` [l](u) @ref \\ #eval",
    "<script>alert(1)</script> &amp; <b>پررنگ</b>",
    "🏭 دود 👩‍🔧 و 🇮🇷",
    "چپ\u202eراست\u202c و \u2067جدا\u2069",
    "یک\nدو\n\nسه",
    '"نقل" و ;جدا, |خط',
    *("ب" * length for length in (63, 126, 127, 128, 252, 255, 256, 4000)),
]
_MARKS = "\u200e\u200f"  # that a .csv has before what looks like a formula


@pytest.fixture
async def given(secretariat: Secretariat) -> Secretariat:
    for typed in TYPED:
        await secretariat.hears({**ANSWERS, "firm": typed})
    return secretariat


def _of_workbook(path: Path) -> list[str]:
    rows = openpyxl.load_workbook(path)["پاسخ‌ها"].iter_rows(values_only=True)
    column = next(rows).index("نام بنگاه شما")
    return [str(row[column]) for row in rows]


def _of_table(path: Path) -> list[str]:
    read = pd.read_csv(path, dtype=str, keep_default_na=False)["نام بنگاه شما"]
    return [str(one).lstrip(_MARKS) for one in read]


def _of_lines(path: Path) -> list[str]:
    return [json.loads(line)["answers"]["firm"] for line in path.read_text("utf-8").split("\n") if line]


def _of_spss(path: Path) -> list[str]:
    return [str(one) for one in pyreadstat.read_sav(path)[0]["firm"]]


def _of_odk(path: Path) -> list[str]:
    content = zipfile.ZipFile(path).read("submissions.csv").decode("utf-8-sig")
    return [row["firm"].lstrip(_MARKS) for row in csv.DictReader(content.splitlines(keepends=True))]


READ: dict[Format, Callable[[Path], list[str]]] = {
    Format.XLSX: _of_workbook,
    Format.CSV: _of_table,
    Format.JSON: _of_lines,
    Format.SPSS: _of_spss,
    Format.ODK: _of_odk,
}


async def test_every_export_holds_it_as_it_was_typed(given: Secretariat) -> None:
    for format_, read in READ.items():
        assert read(await given.file("fa", format_)) == TYPED, format_


async def test_a_workbook_has_no_formula(given: Secretariat) -> None:
    book = openpyxl.load_workbook(await given.file("fa"))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


async def test_every_report_opens_and_says_it_as_it_was_typed(given: Secretariat) -> None:
    def write(db: Connection) -> dict[Form, Path]:
        topic = topics.get(db, given.topic.id)
        assert topic is not None
        reporter, now = Reporter(PROFILE, Policy()), NOW + timedelta(days=1)
        return {
            form: write_paper(db, topic, Paper.REPORT, form, reporter, given.folder, now, "fa")
            for form in (Form.PDF, Form.WORD, Form.PAGE)
        }

    made = await given.database.read(write)
    assert made[Form.PDF].read_bytes().startswith(b"%PDF")
    page = html.unescape(made[Form.PAGE].read_text("utf-8").replace("<br>", "\n"))
    said = "\n".join(paragraph.text for paragraph in docx.Document(str(made[Form.WORD])).paragraphs)
    for typed in TYPED[:10]:
        plain = " ".join(typed.split())
        assert plain in " ".join(page.split())
        assert plain in " ".join(said.split())
    assert "<script>alert" not in made[Form.PAGE].read_text("utf-8")


async def test_what_no_file_can_hold_keeps_no_file_from_being_made(secretariat: Secretariat) -> None:
    await secretariat.hears({**ANSWERS, "firm": "فولاد\x01\x0b\x1f\ufffeکویر"})
    for format_ in Format:
        assert (await secretariat.file("fa", format_)).stat().st_size

    def write(db: Connection) -> list[Path]:
        topic = topics.get(db, secretariat.topic.id)
        assert topic is not None
        reporter = Reporter(PROFILE, Policy())
        forms = [(Paper.REPORT, form) for form in Form] + [(Paper.ANNEX, Form.WORD)]
        return [write_paper(db, topic, *one, reporter, secretariat.folder, NOW, "fa") for one in forms]

    assert all(path.stat().st_size > 1000 for path in await secretariat.database.read(write))
