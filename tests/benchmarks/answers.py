"""A form of forty questions, answered by as many people as are wanted: what exports and reports are measured on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import Connection, insert

from consultation.conversation import Channel
from consultation.questionnaire import DONT_KNOW, Choice, Group, Question, Questionnaire, QuestionType
from consultation.response import ResponseState
from consultation.stakeholder import Standing
from storage import questionnaires, topics
from storage.database import Database
from storage.tables import address, answer, invitation, response, stakeholder

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
_CHUNK = 1_000  # people entered together
_DRAWN = 10_007  # answers to each question, to choose from

_KINDS = ("association", "think_tank", "research_institute", "executive", "professor", "student", "citizen")
_PROVINCES = ("tehran", "isfahan", "khorasan_razavi", "fars", "yazd", "kerman", "gilan", "ilam", "alborz", "qom")
_SUBJECTS = (
    *("تأمین مالی", "مالیات", "بیمهٔ کارگران", "گمرک", "برق و گاز"),
    *("حمل‌ونقل", "مواد اولیه", "ماشین‌آلات", "نیروی کار", "صادرات"),
)
_WORDS = (
    "قیمت برق وام بانک تعرفه گمرک سهمیه ارز قطعه تولید کارخانه کارگر مالیات معافیت صادرات بازار رقابت فولاد "
    "زمان مجوز سامانه نوبت تأخیر شفاف پایدار آموزش دانشگاه پژوهش معدن شهرک صنعتی حمل جاده بندر سوخت بیمه"
)
_FEELINGS = ("بسیار ناخشنود", "ناخشنود", "نه این و نه آن", "خشنود", "بسیار خشنود")
_CURES = ("کاهش هزینه", "کوتاه‌شدن زمان", "شفافیت", "آموزش", "مشورت پیش از تصمیم", "حذف مجوز")


def _choices(labels: Iterable[str], prefix: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"{prefix}{n}", {"fa": label}) for n, label in enumerate(labels, 1))


def form() -> Questionnaire:
    """Ten scales, ten choices, ten numbers and days, ten open questions, half on a condition."""
    return Questionnaire(
        title={"fa": "فضای کسب‌وکار"},
        default_language="fa",
        questions=tuple(_questions()),
        groups={"table": Group("table", {"fa": "خشنودی"}, appearance="table-list")},
        choices={"feelings": _choices(_FEELINGS, ""), "cures": _choices(_CURES, "c")},
    )


_CHOOSING = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
_MEASURED = (
    *[QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE] * 2,
    *[QuestionType.INTEGER, QuestionType.DATE, QuestionType.TIME, QuestionType.DECIMAL],
)


def _questions() -> Iterator[Question]:
    def labelled(text: str, subject: str) -> dict[str, str]:
        return {"fa": text.format(subject=subject)}

    for n, subject in enumerate(_SUBJECTS, 1):
        label = labelled("از {subject} چه اندازه خشنود هستید؟", subject)
        name, type_ = f"satisfied_{n}", QuestionType.SELECT_ONE
        yield Question(name, type_, label, choices="feelings", appearance="likert", groups=("table",))
    for n, subject in enumerate(_SUBJECTS, 1):
        label = labelled("در {subject} کدام راه سودمندتر است؟", subject)
        yield Question(f"cure_{n}", _CHOOSING[n % 3], label, choices="cures")
        yield Question(f"figure_{n}", _MEASURED[n - 1], labelled("سهم {subject} در کار شما؟", subject))
        condition = f"${{satisfied_{n}}} < 3" if n % 2 else ""
        yield Question(
            f"why_{n}", QuestionType.TEXT, labelled("دربارهٔ {subject} بنویسید.", subject), relevant=condition
        )


class Crowd:
    """People who answer by chance, the same at each run; one in ten questions is skipped."""

    def __init__(self, asked: Questionnaire) -> None:
        self._chance, self._asked = Random(7), asked  # noqa: S311 - nothing secret
        # Drawn beforehand: a hundred thousand people are to be entered in a minute.
        self._drawn = {one.name: [self._answer(one) for _ in range(_DRAWN)] for one in asked.questions}

    def answers(self) -> Iterator[tuple[str, str]]:
        given: dict[str, str] = {}
        for question in self._asked.questions:
            number = question.name.rpartition("_")[2]
            if not question.relevant or "0" < given[f"satisfied_{number}"] < "3":
                given[question.name] = self._drawn[question.name][int(self._chance.random() * _DRAWN)]
        yield from given.items()

    def _answer(self, question: Question) -> str:
        chance, names = self._chance, [one.name for one in self._asked.choices.get(question.choices, ())]
        if chance.random() < 0.1:
            return ""
        match question.type:
            case QuestionType.SELECT_ONE:
                return chance.choice(names)
            case QuestionType.SELECT_MULTIPLE:
                return " ".join(sorted(chance.sample(names, chance.randint(1, 3))))
            case QuestionType.RANK:
                return " ".join(chance.sample(names, len(names)))
            case QuestionType.INTEGER | QuestionType.RANGE:
                return DONT_KNOW if chance.random() < 0.02 else str(chance.randint(0, 100))
            case QuestionType.DECIMAL:
                return f"{chance.random() * 100:.1f}"
            case QuestionType.DATE:
                return f"{chance.randint(1990, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            case QuestionType.TIME:
                return f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
            case _:
                return " ".join(chance.choices(_WORDS.split(), k=chance.randint(4, 30)))

    def person(self, number: int) -> dict[str, Any]:
        return {
            "id": number,
            "standing": Standing.MEMBER,
            "language": "fa",
            "name": f"شرکت‌کنندهٔ {number}",
            "kind": self._chance.choice(_KINDS),
            "organisation": f"سازمان {number % 900}",
            "province": self._chance.choice(_PROVINCES),
            "created_at": NOW,
        }


async def fill(url: str, people: int) -> int:
    """An empty database becomes one with a topic that so many people have answered; the topic's id."""
    database = Database(url)
    try:
        await database.migrate()
        topic_id = await database.transaction(_open)
        crowd, numbers = Crowd(form()), iter(range(1, people + 1))
        while chunk := list(islice(numbers, _CHUNK)):
            await database.transaction(partial(_enter, crowd=crowd, topic_id=topic_id, numbers=chunk))
        return topic_id
    finally:
        await database.close()


def _open(db: Connection) -> int:
    asked = questionnaires.store(db, form(), NOW)
    draft = topics.draft(db, "بهبود فضای کسب‌وکار", "کجا کار دشوار است؟", asked, NOW + timedelta(days=7), NOW)
    topics.change(db, draft.id, state="open", opened_at=NOW)
    return draft.id


def _enter(db: Connection, crowd: Crowd, topic_id: int, numbers: Sequence[int]) -> None:
    told = {"topic_id": topic_id, "invited_at": NOW, "told_at": NOW}
    place = {"channel": Channel.TELEGRAM, "heard_at": NOW, "reachable": True}
    handed_in = {"state": ResponseState.SUBMITTED, "topic_id": topic_id, "questionnaire_id": 1}
    handed_in |= {"channel": Channel.TELEGRAM, "started_at": NOW, "updated_at": NOW, "submitted_at": NOW}
    db.execute(insert(stakeholder), [crowd.person(n) for n in numbers])
    db.execute(insert(address), [{"stakeholder_id": n, "chat_id": n, **place} for n in numbers])
    db.execute(insert(invitation), [{"stakeholder_id": n, **told} for n in numbers])
    db.execute(insert(response), [{"id": n, "stakeholder_id": n, "receipt": f"R{n:07}", **handed_in} for n in numbers])
    _enter_answers(db, crowd, numbers)


def _enter_answers(db: Connection, crowd: Crowd, numbers: Sequence[int]) -> None:
    """Past SQLAlchemy's reading of every row: there are millions of them."""
    columns = ("response_id", "question", "value", "answered_at", "channel")
    told = insert(answer).compile(dialect=db.dialect, column_keys=columns)
    read = told._bind_processors.get("answered_at", lambda moment: moment)
    rest = (read(NOW), Channel.TELEGRAM.value)
    rows = [(n, name, value, *rest) for n in numbers for name, value in crowd.answers()]
    db.exec_driver_sql(str(told), rows)
