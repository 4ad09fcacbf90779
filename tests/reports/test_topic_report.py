"""What a report says, reckoned from answers that were really given: published figures come out as published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection

from consultation.policy import Policy
from consultation.questionnaire import DONT_KNOW, Question, Questionnaire, QuestionType
from consultation.stakeholder import Profile
from consultation.texts import speaking
from reports.blocks import isolated
from reports.chart import Histogram
from reports.contrasts import contrasts
from reports.open_answers import Words, joined, suggested
from reports.papers import Form, Paper, write_paper
from reports.pdf import breakable
from reports.question_charts import chart
from reports.small_cells import groups
from reports.tally import Tallies
from reports.topic_report import Reporter
from reports.variables import variables
from reports.wording import counted, percent
from reports.workbook_answers import AnswerColumn
from storage import codebooks, topics
from tests.reports.secretariat import ANSWERS, FORM, NAHID, NOW, PROFILE, Secretariat, choice, question

ASKED = Questionnaire(
    title={"fa": "آزمون"},
    default_language="fa",
    questions=(
        question("insects", QuestionType.INTEGER, "شمار حشره‌ها", "Insects"),
        question("hand", QuestionType.SELECT_ONE, "دست", "Hand", choices="hands"),
    ),
    choices={"hands": (choice("right", "راست", "right"), choice("left", "چپ", "left"))},
)
# Beall, Biometrika 32 (1942), as `InsectSprays` of R; kruskal.test there gives 54.691, df = 5, p = 1.511e-10.
INSECTS = {
    "A": [10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13],
    "B": [11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13],
    "C": [0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4],
    "D": [3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4],
    "E": [3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4],
    "F": [11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13],
}
# The usual example of a table of two by two: hands of men and women. Pearson's chi-square is 1.777.
HANDS = {("A", "right"): 43, ("A", "left"): 9, ("B", "right"): 44, ("B", "left"): 4}


async def hears_all(secretariat: Secretariat, given: list[tuple[str, Mapping[str, str]]]) -> None:
    for kind, answers in given:
        await secretariat.hears(answers, Profile("", kind, "", "yazd"))


async def differences(secretariat: Secretariat) -> dict[str, tuple[float, int, int]]:
    def read(db: Connection) -> dict[str, tuple[float, int, int]]:
        topic = topics.get(db, secretariat.topic.id)
        assert topic is not None
        found = contrasts(Reporter(PROFILE, Policy()).tallied(db, topic).tallies)
        return {
            name: (round(one.difference.statistic, 3), one.difference.freedom, one.difference.n)
            for name, one in found.items()
        }

    return await secretariat.database.read(read)


async def test_numbers_by_kind_are_compared_as_in_the_published_example(secretariat: Secretariat) -> None:
    await secretariat.changes_the_form(ASKED)
    await hears_all(secretariat, [(kind, {"insects": str(n)}) for kind, seen in INSECTS.items() for n in seen])
    assert await differences(secretariat) == {"insects": (54.691, 5, 72)}


async def test_choices_by_kind_are_compared_as_in_the_published_example(secretariat: Secretariat) -> None:
    await secretariat.changes_the_form(ASKED)
    await hears_all(secretariat, [(kind, {"hand": hand}) for (kind, hand), n in HANDS.items() for _ in range(n)])
    assert await differences(secretariat) == {"hand": (1.777, 1, 100)}


MARK = "\u061c"  # before a percentage: its sign stands where it stands after a letter


async def page(secretariat: Secretariat, form: Form = Form.PAGE, paper: Paper = Paper.REPORT) -> Path:
    def write(db: Connection) -> Path:
        topic = topics.get(db, secretariat.topic.id)
        assert topic is not None
        now = NOW + timedelta(days=1)
        return write_paper(db, topic, paper, form, Reporter(PROFILE, Policy()), secretariat.folder, now, "fa")

    return await secretariat.database.read(write)


async def text(secretariat: Secretariat, paper: Paper = Paper.REPORT) -> str:
    found = (await page(secretariat, paper=paper)).read_text("utf-8")
    return re.sub(
        r"<svg.*?</svg>|<style.*?</style>|<[^>]*>|[\u2066-\u2069\u200f]",
        " ",
        found.replace("\u061c", ""),
        flags=re.DOTALL,
    )


async def test_who_did_not_answer_is_told_apart(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    await secretariat.hears({"staff": DONT_KNOW, "field": "food"})
    said = await text(secretariat)
    assert "پاسخ دادند: ۱ از ۲ (۵۰٪); بی‌پاسخ: ۰ (۰٪)".replace(";", "؛") in said
    assert "«نمی‌دانم»: ۱ (۵۰٪)" in said
    assert "پرسیده‌نشده" in said, "a question on a condition was perhaps not asked"


async def test_quotations_have_their_receipt_and_near_duplicates_are_joined(secretariat: Secretariat) -> None:
    receipt = await secretariat.hears({**ANSWERS, "why": "برق خورشیدی را در شهرک‌های صنعتی آسان کنید."})
    await secretariat.hears({**ANSWERS, "why": "برق خورشيدي را در شهرک های صنعتی آسان کنید"})
    said = await text(secretariat)
    assert f"کد رهگیری {receipt}".replace(" ", "") in said.replace(" ", "")
    assert "و ۱ پاسخ نزدیک به همین" in said


async def test_groups_of_staff_count_every_spelling(secretariat: Secretariat) -> None:
    await secretariat.hears({**ANSWERS, "why": "قيمت‌ها گران است"})
    await secretariat.hears({**ANSWERS, "why": "بیمه"})

    def keep(db: Connection) -> None:
        codebooks.keep(db, secretariat.topic.id, "why", "هزینه", ["قیمت"])

    await secretariat.database.transaction(keep)
    assert "در هیچ‌یک از این دسته‌ها: ۱ از ۲ (۵۰٪)" in await text(secretariat)


async def test_of_an_anonymous_topic_no_small_group_is_shown(secretariat: Secretariat) -> None:
    await secretariat.changes_the_form(ASKED)
    given = [("association", {"hand": "right"})] * 6 + [("other", {"hand": "left"})] * 5
    await hears_all(secretariat, [*given, ("association", {"hand": "left"})])
    assert "تشکل (۷)" in await text(secretariat)

    def hide(db: Connection) -> None:
        topics.change(db, secretariat.topic.id, anonymous=True)

    await secretariat.database.transaction(hide)
    said = await text(secretariat)
    assert "تشکل (۷)" not in said
    assert "گروه‌های بسیار کوچک ممکن است شناخته شوند" in said
    with pytest.raises(ValueError, match="anonymous"):
        await page(secretariat, Form.WORD, Paper.ANNEX)


async def test_of_an_anonymous_topic_words_stand_alone_and_few_answers_make_no_figures(
    secretariat: Secretariat,
) -> None:
    receipts = [await secretariat.hears({**ANSWERS, "why": f"پیشنهاد {n}"}) for n in range(4)]
    await secretariat.database.transaction(lambda db: topics.change(db, secretariat.topic.id, anonymous=True))
    said = await text(secretariat)
    assert "پیشنهاد ۳".replace("۳", "3") in said
    assert not any(receipt in said for receipt in receipts)
    assert "میانه" not in said
    assert "گروه‌های بسیار کوچک ممکن است شناخته شوند" in said


async def test_word_is_told_that_it_runs_from_right_to_left(secretariat: Secretariat) -> None:
    await secretariat.hears(ANSWERS)
    for paper in Paper:
        written = ZipFile(await page(secretariat, Form.WORD, paper)).read("word/document.xml").decode()
        tables, paragraphs = written.count("<w:tbl>"), re.findall(r"<w:p>(.*?)</w:p>", written, re.DOTALL)
        assert written.count("<w:bidiVisual/>") == tables > 0
        assert all("<w:bidi/>" in one and "<w:rtl/>" in one for one in paragraphs if "<w:t>" in one or "<w:t " in one)


async def test_a_form_with_nothing_answered_has_a_report_too(secretariat: Secretariat) -> None:
    everything = tuple(Question(f"q{n}", kind, {"fa": kind}) for n, kind in enumerate(QuestionType))
    await secretariat.changes_the_form(replace(FORM, questions=everything, groups={}))
    for form in Form:
        assert (await page(secretariat, form)).stat().st_size > 1000
    await secretariat.hears({"q0": "x", "q1": "3", "q4": "2020-03-01", "q5": "12:30"}, NAHID)
    assert "از ۱۳۹۸/۱۲/۱۱ تا" in await text(secretariat)


def answers(*texts: str) -> list[Words]:
    return [Words(one, "", "") for one in texts]


def test_only_nearly_the_same_is_joined() -> None:
    found = joined(answers("قیمت برق گران است", "قيمت برق گران است!", "قیمت گاز ارزان بود", "زمان خاموشی را بگویید"))
    assert [len(group) for group in found] == [2, 1, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سقف تسهیلات هر واحد را ۵۰ میلیارد ریال کنید", "سقف تسهیلات هر واحد را ۵۰۰ میلیارد ریال کنید"),
        ("شرکت فولاد یزد", "شرکت فولاد قم"),
    ],
)
def test_another_number_or_another_name_is_not_the_same(one: str, other: str) -> None:
    assert len(joined(answers(one, other))) == 2


def test_thousands_of_answers_are_joined_in_a_moment() -> None:
    """Compared one by one with each other these would be two million pairs."""
    texts = [f"پیشنهاد {sha256(str(n).encode()).hexdigest()[:40]}" for n in range(2000)]
    assert len(joined(answers(*texts, texts[0] + "."))) == 2000


def test_groups_are_suggested_by_the_words_of_many() -> None:
    found = suggested(answers(*["مالیات را کم کنید"] * 4, *["آموزش کارگران"] * 3, "سلام"))
    assert [(one.words[0], one.n) for one in found] == [("مالیات", 4), ("آموزش", 3)]


def test_small_kinds_are_taken_together_and_never_alone() -> None:
    assert groups({"a": 9, "b": 3, "c": 3}) == [("a",), ("b", "c")]
    assert groups({"a": 9, "b": 6, "c": 1}) == [("a",), ("b", "c")]
    assert groups({"a": 3}) == []


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 9, "\u061c۰٪"),
        (1, 300, "کمتر از ۱٪"),
        (299, 300, "بیش از ۹۹٪"),
        (1, 3, "\u061c۳۳٪"),
        (3, 3, "\u061c۱۰۰٪"),
        (0, 0, "–"),
    ],
)
def test_whole_per_cents_hide_nobody(part: int, whole: int, told: str) -> None:
    with speaking("fa"):
        assert percent(part, whole) == told
        assert counted(1234, 1234) == f"۱٬۲۳۴ ({MARK}۱۰۰٪)"


def test_latin_in_a_persian_line_stays_together() -> None:
    assert isolated("در (23 Nov 2026) گفت") == "در (\u206623 Nov 2026\u2069) گفت"


def test_no_column_of_a_histogram_is_for_its_end_alone() -> None:
    column = AnswerColumn(ASKED, 1, ASKED.by_name["insects"], "fa")
    [tally] = Tallies([column], variables([column]), {}).tallies
    tally.whole.update({("", str(value)): 1 for value in range(0, 101, 10)})
    tally.take_apart()
    drawn = chart(tally)
    assert isinstance(drawn, Histogram)
    assert drawn.counts == (*[1] * 9, 2)


def test_a_word_that_is_longer_than_a_line_stays_on_the_page() -> None:
    typed = f"سخن {'بسیارطولانی' * 40} https://example.org"
    told = breakable(typed)
    assert max(map(len, re.split("[ \u200b]", told))) <= 32
    assert re.sub("[\u200b\u200d]", "", told) == typed
