"""What everybody may see of the answers: nobody can be recognised in it, and nothing of it can be worked out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from consultation.finding import PointState
from consultation.policy import Policy
from consultation.texts import speaking
from reports import public_page, small_cells
from reports.small_cells import LEAST
from reports.topic_report import Reporter
from storage import codebooks, findings, questionnaires, topics
from storage.publications import Publication
from tests.reports.secretariat import ANSWERS, FORM, NOW, PROFILE, Secretariat

CELLS = st.lists(st.integers(0, 12), min_size=1, max_size=8).map(
    lambda counts: [(str(place), n) for place, n in enumerate(counts)]
)


@pytest.mark.parametrize("way", [small_cells.joined, small_cells.neighbours])
@given(cells=CELLS)
def test_no_cell_is_small_and_none_is_lost(way: object, cells: list[tuple[str, int]]) -> None:
    assert callable(way)
    found = way(cells)
    assert not [n for _labels, n in found if 0 < n < LEAST]
    if found:
        assert sum(n for _labels, n in found) == sum(n for _label, n in cells), "what is left out could be worked out"
        assert sorted(label for labels, _n in found for label in labels) == sorted(label for label, _n in cells)


def test_a_scale_keeps_its_order() -> None:
    cells = [("a", 1), ("b", 9), ("c", 0), ("d", 6), ("e", 2)]
    assert small_cells.neighbours(cells) == [(("a", "b"), 10), (("c",), 0), (("d", "e"), 8)]
    assert small_cells.joined(cells) == [(("b",), 9), (("c",), 0), (("a", "d", "e"), 9)]


async def page(secretariat: Secretariat, policy: Policy | None = None) -> str:
    def write(db: Connection) -> str:
        topic = topics.get(db, secretariat.topic.id)
        assert topic is not None
        reporter = Reporter(PROFILE, policy or Policy())
        publication = Publication(topic.id, "", NOW, NOW + timedelta(days=1), "")
        with speaking(public_page.language_of(questionnaires.get(db, topic.questionnaire_id), reporter.policy)):
            shown = public_page.shown(db, topic, publication, reporter)
        return public_page.write(shown, reporter.policy, "")

    return re.sub("[\u2066-\u2069]", "", await secretariat.database.read(write))


async def test_shares_are_told_and_nothing_of_a_few(secretariat: Secretariat) -> None:
    given = [("steel", "power", "7")] * 30 + [("food", "power water", "9")] * 8 + [("food", "gas", "1200")]
    for field, needs, staff in given:
        await secretariat.hears({**ANSWERS, "field": field, "needs": needs, "staff": staff})

    def keep(db: Connection) -> None:
        codebooks.keep(db, secretariat.topic.id, "why", "بازار", ["بازار"])

    await secretariat.database.transaction(keep)
    said = await page(secretariat)
    for shown in ("از ۳۹ نفری که", "۳۹", "۷۷٪", "۲۳٪", "کمتر از ۵ نفر", "بازار"):
        assert shown in said
    for kept in ("فولاد کویر", "برای بازار", "۱۲۰۰", "۱٬۲۰۰", "انجمن فولاد", "ناهید"):
        assert kept not in said


async def test_what_staff_write_is_no_markup(secretariat: Secretariat) -> None:
    def write(db: Connection) -> None:
        point = findings.get(db, findings.add(db, secretariat.topic.id, "<script>alert(1)</script> & «x»", NOW))
        assert point is not None
        findings.change(db, point, state=PointState.REJECTED, why="a\nb")

    await secretariat.database.transaction(write)
    said = await page(secretariat)
    assert "<script" not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «x»" in said
    assert "a<br>b" in said


async def test_a_topic_in_english_has_a_page_in_english(secretariat: Secretariat) -> None:
    await secretariat.changes_the_form(replace(FORM, default_language="en"))
    for _ in range(6):
        await secretariat.hears(ANSWERS)
    said = await page(secretariat, Policy(organisation={"fa": "وزارت", "en": "The ministry"}))
    assert '<html lang="en" dir="ltr">' in said
    for shown in ("The ministry", "Who answered", "<b>6</b> people answered", "Steel", "100%", "24 November 2026"):
        assert shown in said
