"""The part of the annex in which the ministry answers: point by point, and statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from sqlalchemy import Connection

from consultation.finding import Point, state_name
from consultation.persian import jalali
from consultation.persian.text import sort_key
from consultation.questionnaire import QuestionType
from consultation.texts import _, digits, inserted, language, ngettext
from consultation.topic import Topic
from reports import desk
from reports.blocks import Block, Heading, Points, Table, Text
from reports.cards import shortened
from reports.submissions import Submission, Submissions
from reports.topic_report import Reporter
from reports.wording import count, out_of
from reports.workbook_answers import AnswerColumn
from storage import findings
from storage.findings import Tie

_QUOTED = 220  # letters of a statement that is listed once more


class AnsweredByUs:
    """What organisations said, the points that were made of it, and what has no answer yet."""

    def __init__(self, db: Connection, topic: Topic, reporter: Reporter) -> None:
        self._db, self._topic, self._policy = db, topic, reporter.policy
        self._submissions = Submissions(db, topic, reporter.profile, reporter.policy)

    @cached_property
    def _points(self) -> dict[int, tuple[int, Point]]:
        """By id, each with the number under which people read it."""
        return {one.id: (number, one) for number, one in enumerate(findings.of_topic(self._db, self._topic.id), 1)}

    @cached_property
    def _ties(self) -> list[Tie]:
        return findings.ties(self._db, self._topic.id)

    @cached_property
    def _spoke(self) -> list[Submission]:
        spoke = (one for one in self._submissions if one.organisation)
        return sorted(spoke, key=lambda one: sort_key(one.organisation))

    def blocks(self) -> Iterator[Block]:
        yield from self._decided()
        yield from self._said()
        yield from self._open()

    # -- the points ------------------------------------------------------------------------------------------

    def _decided(self) -> Iterator[Block]:
        yield Heading(_("What was heard, and what the ministry says to it"))
        if not self._points:
            yield Text(_("No finding has been written yet."))
        organisations = {one.receipt: one.organisation for one in self._spoke}
        for number, point in self._points.values():
            yield Heading(_finding(number), 2)
            yield Table(("", state_name(point.state)), tuple(self._told(point, organisations)), False, (22, 78))

    def _told(self, point: Point, organisations: dict[str, str]) -> Iterator[tuple[str, str]]:
        yield _("What we heard"), point.heard
        yield _("What we decided"), point.decided or _("not decided yet")
        if point.why:
            yield _("Why"), point.why
        if point.due_on is not None:
            yield _("Due on"), jalali.write_date(point.due_on, language())
        yield _("Rests on"), self._rests_on(point, organisations)

    def _rests_on(self, point: Point, organisations: dict[str, str]) -> str:
        receipts = dict.fromkeys(tie.receipt for tie in self._ties if tie.point_id == point.id)
        named = [f"{organisations[one]} ({inserted(one)})" for one in receipts if one in organisations]
        people = {tie.response_id for tie in self._ties if tie.point_id == point.id}
        others = len(people) - len(named)
        if others:
            told = ngettext("{n} person without an organisation", "{n} persons without an organisation", others)
            named.append(told.format(n=count(others)))
        return _("; ").join(named) or _("no answer has been tied to it")

    # -- what each organisation said -------------------------------------------------------------------------

    def _said(self) -> Iterator[Block]:
        yield Heading(_("What each organisation said, and where it is answered"))
        yield Text(_("Answers stand as they were given; the last column says which finding answers them."), quiet=True)
        if not self._spoke:
            yield Text(_("No organisation has answered yet."))
        for one in self._spoke:
            yield Heading(one.organisation, 2)
            moment = desk.moment(one.submitted_at, self._policy)
            told = _("Answered on {moment}, receipt {code}")
            yield Text(told.format(moment=moment, code=inserted(one.receipt)), quiet=True, leads=True)
            yield self._of_one(one)

    def _of_one(self, one: Submission) -> Table:
        given = [column for column in self._submissions.columns if column.name in one.given]
        rows = tuple((_asked(column), _words(one, column), self._reference(one, column)) for column in given)
        return Table((_("Question"), _("What was said"), _("Where it is answered")), rows, False, (28, 46, 26))

    def _reference(self, one: Submission, column: AnswerColumn) -> str:
        """Of a statement in words; the other answers are counted in the report."""
        if column.type is not QuestionType.TEXT:
            return ""
        found = [self._points[tie.point_id] for tie in self._tied(one, column)]
        told = [f"{_finding(number)}: {state_name(point.state)}" for number, point in found]
        return "\n".join(told) or _("not answered yet")

    def _tied(self, one: Submission, column: AnswerColumn) -> list[Tie]:
        return self._by_statement.get((one.receipt, column.name), [])

    @cached_property
    def _by_statement(self) -> dict[tuple[str, str], list[Tie]]:
        found: dict[tuple[str, str], list[Tie]] = {}
        for tie in self._ties:
            found.setdefault((tie.receipt, tie.question), []).append(tie)
        return found

    # -- what has no answer yet ------------------------------------------------------------------------------

    def _statements(self) -> Iterator[tuple[Submission, AnswerColumn]]:
        words = [column for column in self._submissions.columns if column.type is QuestionType.TEXT]
        return ((one, column) for one in self._spoke for column in words if column.name in one.given)

    def _open(self) -> Iterator[Block]:
        statements = list(self._statements())
        left = [(one, column) for one, column in statements if not self._tied(one, column)]
        if not statements:
            return
        yield Heading(_("Not answered yet"))
        told = _("Statements in words that no finding answers yet: {n}.")
        yield Points((told.format(n=out_of(len(left), len(statements))),))
        if left:
            rows = tuple(
                (one.organisation, _asked(column), shortened(_words(one, column), _QUOTED)) for one, column in left
            )
            yield Table((_("Organisation"), _("Question"), _("What was said")), rows, False, (24, 28, 48))


def _finding(number: int) -> str:
    return _("Finding {n}").format(n=digits(number))


def _asked(column: AnswerColumn) -> str:
    return f"{digits(column.number)}. {column.label}"


def _words(one: Submission, column: AnswerColumn, most: int = 0) -> str:
    said = column.read(one.given[column.name])
    return inserted(shortened(said, most) if most else said)
