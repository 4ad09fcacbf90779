"""The report of a topic: what was asked of whom, how far people came, what they said, and how that was reckoned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import _, digits, language
from consultation.topic import Topic
from reports import desk, segments
from reports.blocks import Block, Document, Heading, Picture, Points, Table, Text
from reports.chart import Bar, Bars
from reports.contrasts import contrasts
from reports.open_answers import plain
from reports.question_report import question, table_of_questions
from reports.reading import Reading
from reports.small_cells import LEAST
from reports.submissions import Submissions
from reports.tally import Tallies, Tally
from reports.variables import variables
from reports.wording import count, counted, percent
from storage import codebooks, funnel, questionnaires, topics
from storage.funnel import By, Stage


@dataclass(frozen=True)
class Reporter:
    """Reads everything that was submitted to a topic, once, and says what is in it."""

    profile: Questionnaire
    policy: Policy

    def tallied(self, db: Connection, topic: Topic, *, only: int = 0) -> Tallies:
        """Every question, or only that of a number."""
        submissions = Submissions(db, topic, self.profile, self.policy)
        columns = [one for one in submissions.columns if only in (0, one.number)]
        return Tallies(columns, variables(columns), codebook(db, topic.id)).count(submissions)

    def report(self, db: Connection, topic: Topic, now: datetime) -> Document:
        tallies = self.tallied(db, topic)
        reading = Reading(tallies.n, tallies.kinds, topic.anonymous, contrasts(tallies.tallies), codebook(db, topic.id))
        blocks = [
            *self._asked(db, topic),
            *self._funnel(db, topic),
            Heading(_("What was said")),
            *_questions(tallies.tallies, reading),
            *_method(reading),
        ]
        return Document(
            title=topic.title,
            subtitle=_("Report of a consultation"),
            facts=tuple(self._facts(topic, tallies.n, now)),
            blocks=blocks,
            language=language(),
            footer=self.policy.organisation.get(language(), ""),
            contents=_("Contents"),
        )

    def _facts(self, topic: Topic, n: int, now: datetime) -> Iterator[tuple[str, str]]:
        yield _("Topic"), digits(topic.code)
        yield _("Published by"), self.policy.organisation.get(language(), "")
        if topic.opened_at is not None:
            yield _("Opened"), desk.moment(topic.opened_at, self.policy)
        yield _("Closing time"), desk.moment(topic.closed_at or topic.closes_at, self.policy)
        yield _("Responses"), count(n)
        yield _("As of"), desk.moment(now, self.policy)
        if topic.anonymous:
            yield _("Kind of topic"), _("anonymous: nobody learns who said what")

    def _asked(self, db: Connection, topic: Topic) -> Iterator[Block]:
        yield Heading(_("What was asked, and of whom"))
        if topic.summary:
            yield Text(topic.summary)
        asked = len(questionnaires.get(db, topic.questionnaire_id).announced)
        names = [document.name for document in topics.documents(db, topic.id)]
        lines = [segments.audience_line(db, topic.audience, self.profile), _("Questions: {n}").format(n=count(asked))]
        if names:
            lines.append(_("Documents sent with it: {names}").format(names=_(", ").join(names)))
        yield Points(tuple(lines))

    def _funnel(self, db: Connection, topic: Topic) -> Iterator[Block]:
        figures, population = topics.figures(db, [topic.id])[topic.id], funnel.population(db, topic)
        steps = [
            (_("told"), figures.told),
            (_("reached"), figures.reached),
            (_("started"), figures.started),
            (_("submitted"), figures.submitted),
        ]
        yield Heading(_("How far people came"))
        base = figures.told
        if base:
            bars = tuple(Bar(label, n, counted(n, base)) for label, n in steps)
            yield Picture(Bars("", bars), _("How far people came"))
        told = _("Shares are of the {n} people who were told. In the audience are {total} people today.")
        yield Text(told.format(n=count(base), total=count(population)), quiet=True)
        for by, heading in self._characteristics().items():
            yield Heading(heading, 2)
            yield _stages(_shown(funnel.stages(db, topic, by), topic.anonymous), self.labels(_ASKED_AS[by]))
        yield Text(_("Somebody with several fields counts with each of them."), quiet=True)

    @staticmethod
    def _characteristics() -> Mapping[By, str]:
        return {
            By.KIND: _("By kind of stakeholder"),
            By.FIELD: _("By field"),
            By.PROVINCE: _("By province"),
        }

    def labels(self, question: str) -> Mapping[str, str]:
        """The choices of a question of the profile."""
        return segments.labels_of(self.profile, question)


def codebook(db: Connection, topic_id: int) -> dict[str, dict[str, tuple[str, ...]]]:
    """Question -> theme -> key words, in plain letters."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for theme in codebooks.of_topic(db, topic_id):
        found.setdefault(theme.question, {})[theme.name] = tuple(plain(word) for word in theme.words)
    return found


_ASKED_AS = {By.KIND: "kind", By.FIELD: "fields", By.PROVINCE: "province"}
_TOGETHER = "\0"


def _shown(stages: list[Stage], anonymous: bool) -> list[Stage]:
    """Of an anonymous topic, groups of fewer than five are told together, or not at all."""
    if not anonymous:
        return stages
    small, rest = [one for one in stages if _hides(one)], [one for one in stages if not _hides(one)]
    while small and rest and sum(one.submitted for one in small) < LEAST:
        small.append(rest.pop())
    if not small:
        return stages
    if sum(one.submitted for one in small) < LEAST:
        return []
    parts = ("population", "told", "reached", "started", "submitted")
    return [*rest, Stage(_TOGETHER, *(sum(getattr(one, name) for one in small) for name in parts))]


def _hides(stage: Stage) -> bool:
    return 0 < min(stage.submitted or LEAST, stage.told or LEAST) < LEAST


def _stages(stages: list[Stage], labels: Mapping[str, str]) -> Block:
    if not stages:
        return Text(_("Nothing is shown here: in an anonymous topic so few might be recognised."), quiet=True)
    names = {**labels, "": _("not known"), _TOGETHER: _("others together")}
    head = (_("Group"), _("in the audience"), _("told"), _("reached"), _("started"), _("submitted"), _("of those told"))
    rows = tuple(
        (
            names.get(one.value, one.value),
            *(count(n) for n in (one.population, one.told, one.reached, one.started, one.submitted)),
            percent(one.submitted, one.told),
        )
        for one in stages
    )
    return Table(head, rows)


def _questions(tallies: list[Tally], reading: Reading) -> Iterator[Block]:
    for table, found in groupby(tallies, key=lambda one: one.column.table or one.column.name):
        together = list(found)
        if table and len(together) > 1 and any(one.n for one in together):
            yield from table_of_questions(together, reading)
        else:
            for one in together:
                yield from question(one, reading)


def _method(reading: Reading) -> Iterator[Block]:
    yield Heading(_("How this was reckoned"))
    lines = [
        _("Counted are submitted responses only, as last submitted: {n}.").format(n=count(reading.n)),
        _("Those who answered chose to; they are not a random sample, and shares hold for them alone."),
        _("Every share names its base. Whole per cents are given, so they may not come to 100 exactly."),
        _("Skipped, «I don't know» and «I prefer not to say» are not counted as answers; they are told apart."),
        _(
            "Whether kinds of stakeholders differ is tested by chi-square for choices, by Kruskal-Wallis for scales, "
            "numbers and places in an order. Probabilities are corrected by Holm for all {n} tests of this report; "
            "significant is below 5%. V (Cramér) and ε² say how large a difference is, from 0 to 1."
        ).format(n=count(len(reading.contrasts))),
        _(
            "Kinds with fewer than {n} answers are taken together; for chi-square as many of the smallest as it needs."
        ).format(n=count(LEAST)),
        _("An open answer belongs to a group when one of the group's key words begins one of its words."),
        _(
            "Open answers are joined as nearly the same when they name the same numbers and share more than 60% of "
            "their three-letter pieces (85% in those of a few words); quoted is the first of them."
        ),
    ]
    if reading.anonymous:
        lines.append(_("The topic is anonymous: nobody, the secretariat included, knows who gave which answers."))
    yield Points(tuple(lines))
    yield Text(_("All answers, one by one, are in the workbook of answers."), quiet=True)
