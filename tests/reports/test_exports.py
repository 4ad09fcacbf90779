"""The answers in other formats, read back by the programs that people will use."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pyreadstat
import pytest
from sqlalchemy import Connection, select, update

from consultation.questionnaire import DONT_KNOW, Choice, QuestionType
from reports.parts import Format
from reports.spss import cut, spss_name
from storage import topics
from storage.tables import response
from tests.reports.secretariat import ANSWERS, FORM, Secretariat, question


async def table(secretariat: Secretariat, language: str = "fa", *, names: bool = False) -> list[dict[str, str]]:
    path = await secretariat.file(language, Format.CSV, names=names)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel knows Persian by it"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def test_a_table_says_choices_by_label_and_as_numbers(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    [row] = await table(secretariat)
    assert row["رشته"] == "فولاد"
    assert row["نیازها"] == "برق، گاز"
    assert [row[f"نیازها – {need}"] for need in ("برق", "آب", "گاز")] == ["1", "0", "1"]
    assert (row["شمار کارکنان"], row["تاریخ آغاز کار"]) == ("1200", "2005-03-21")


@pytest.mark.parametrize("typed", ["=1+1", "+98", "-سلام", "@SUM(A1)"])
async def test_what_looks_like_a_formula_stays_a_text(secretariat: Secretariat, typed: str) -> None:
    await secretariat.hears({**ANSWERS, "firm": typed})
    [row] = await table(secretariat)
    assert row["نام بنگاه شما"][0] in "\u200e\u200f"
    assert row["نام بنگاه شما"][1:] == typed, "and looks as it was typed"


async def test_names_are_told_only_where_asked_for(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    assert "ناهید رازقی" not in str(await table(secretariat))
    assert "ناهید رازقی" in str(await table(secretariat, names=True))


async def test_of_an_anonymous_topic_nobody_is_ever_named(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    await secretariat.database.transaction(lambda db: topics.change(db, secretariat.topic.id, anonymous=True))
    for format_ in Format:
        path = await secretariat.file("fa", format_, names=True)
        content = zipfile.ZipFile(path).read("submissions.csv") if format_ is Format.ODK else path.read_bytes()
        assert "رازقی".encode() not in content


async def test_of_an_anonymous_topic_no_file_has_receipts_or_kinds_of_a_few(secretariat: Secretariat) -> None:
    kinds = ["association"] * 6 + ["professor"] * 3 + ["citizen"] * 2

    def unnamed(db: Connection) -> None:
        topics.change(db, secretariat.topic.id, anonymous=True)
        for row, kind in zip(db.execute(select(response.c.id)).scalars().all(), kinds, strict=True):
            values = {"stakeholder_id": None, "participant": str(row), "kind": kind}
            db.execute(update(response).where(response.c.id == row).values(**values))

    receipts = [await secretariat.hears(ANSWERS) for _ in kinds]
    await secretariat.database.transaction(unnamed)
    content = (await secretariat.file("fa", Format.CSV)).read_text("utf-8-sig")
    assert content.count("تشکل") == 6
    for hidden in ("professor", "citizen", *receipts):
        assert hidden not in content


async def test_spss_has_labels_and_missing_values(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    await secretariat.hears({"staff": DONT_KNOW, "field": "food"})
    path = await secretariat.file("fa", Format.SPSS)
    data, meta = pyreadstat.read_sav(path, user_missing=True)
    assert list(data["staff"]) == [1200, -98]
    assert list(data["field"]) == [1, 2]
    assert data["needs_power"].tolist()[:1] == [1]
    assert data["since"][0] == date(2005, 3, 21)
    assert meta.column_names_to_labels["staff"] == "شمار کارکنان"
    assert meta.variable_value_labels["field"] == {1: "فولاد", 2: "غذا", -98: "نمی‌دانم", -99: "مایل به پاسخ نیستم"}
    assert meta.missing_ranges["staff"] == [{"lo": -98, "hi": -98}, {"lo": -99, "hi": -99}]
    assert pyreadstat.read_sav(path)[0]["staff"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("name", "becomes"),
    [("staff", "staff"), ("needs/power", "needs_power"), ("نیاز", "q7"), ("نیاز/gas", "q7_gas"), ("1st", "q7_1st")],
)
def test_spss_names_are_such_as_it_takes(name: str, becomes: str) -> None:
    assert spss_name(name, 7, set()) == becomes


def test_spss_names_differ() -> None:
    taken: set[str] = set()
    assert len({spss_name(name, place, taken) for place, name in enumerate(["a b", "a_b", "A-B", "a" * 99])}) == 4
    assert all(len(name) <= 64 for name in taken)


def test_a_label_is_cut_between_letters() -> None:
    assert cut("سلام", 8) == "سلام"
    assert cut("سلام بر شما", 10).endswith("…")
    assert len(cut("سلام بر شما", 10).encode()) <= 10


async def objects(secretariat: Secretariat) -> list[dict[str, object]]:
    path = await secretariat.file("fa", Format.JSON)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


async def test_json_lines_keep_types(secretariat: Secretariat) -> None:
    await secretariat.hears({**ANSWERS, "growth": DONT_KNOW})
    [one] = await objects(secretariat)
    assert one["kind"] == "تشکل"
    assert one["answers"] == {
        "firm": "فولاد کویر",
        "staff": 1200,
        "growth": {"not_said": "dont_know"},
        "since": "2005-03-21",
        "field": "steel",
        "needs": ["power", "gas"],
        "why": "برای بازار",
    }


async def submissions(secretariat: Secretariat) -> list[Mapping[str, str]]:
    path = await secretariat.file("fa", Format.ODK)
    with zipfile.ZipFile(path) as file:
        return list(csv.DictReader(file.read("submissions.csv").decode("utf-8-sig").splitlines()))


async def test_the_submission_table_is_as_odk_users_know_it(secretariat: Secretariat) -> None:
    receipt = await secretariat.hears({**ANSWERS, "remark": "تمام"})
    [row] = await submissions(secretariat)
    assert row["field"] == "steel"
    assert (row["needs"], row["needs/power"], row["needs/water"]) == ("power gas", "1", "0")
    assert row["last-remark"] == "تمام", "questions in groups have the group before them"
    assert row["KEY"] == row["meta-instanceID"] != ""
    assert receipt not in row["KEY"]
    assert [row["KEY"]] == [again["KEY"] for again in await submissions(secretariat)]


async def test_one_export_leaves_the_files_of_another_alone(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    made = [await secretariat.file("fa", format_) for format_ in Format]
    assert sorted(secretariat.folder.iterdir()) == sorted(made)


async def test_what_only_an_earlier_version_asked_is_not_lost(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    kept = tuple(one for one in FORM.questions if one.name != "firm")
    added = question("export", QuestionType.SELECT_ONE, "صادرات", "Export", choices="yes_no")
    choices = {**FORM.choices, "yes_no": (Choice("yes", {"fa": "بله"}), Choice("no", {"fa": "خیر"}))}
    await secretariat.changes_the_form(replace(FORM, questions=(*kept, added), choices=choices))
    await secretariat.hears({"staff": "7", "export": "no"})
    first, second = await table(secretariat)
    assert (first["نام بنگاه شما"], first["صادرات"]) == ("فولاد کویر", "")
    assert (second["نام بنگاه شما"], second["صادرات"]) == ("", "خیر")
