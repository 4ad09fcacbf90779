"""Published data sets are loaded as answers: the report says what was published of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, insert

from consultation.conversation import Channel
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire, QuestionType
from consultation.response import ResponseState
from consultation.stakeholder import Standing
from consultation.texts import speaking
from reports.blocks import Document, Points, Table
from reports.topic_report import Reporter
from storage import topics
from storage.tables import answer, response, stakeholder
from tests.reports.secretariat import NOW, PROFILE, Secretariat, choice, question
from tests.reports.test_topic_report import INSECTS

# Bickel, Hammel and O'Connell, Science 187 (1975), all departments, as `UCBAdmissions` of R: chisq.test without
# Yates' correction gives 92.205, df = 1; 44.5% of the men and 30.4% of the women were admitted.
BERKELEY = {
    ("man", "admitted"): 1198,
    ("man", "rejected"): 1493,
    ("woman", "admitted"): 557,
    ("woman", "rejected"): 1278,
}
# Snee, American Statistician 28 (1974), as `HairEyeColor` of R: chi-square of hair and eyes 138.29, df = 9.
HAIR_AND_EYES = {
    **{("black", eye): n for eye, n in {"brown": 68, "blue": 20, "hazel": 15, "green": 5}.items()},
    **{("brown", eye): n for eye, n in {"brown": 119, "blue": 84, "hazel": 54, "green": 29}.items()},
    **{("red", eye): n for eye, n in {"brown": 26, "blue": 17, "hazel": 14, "green": 14}.items()},
    **{("blond", eye): n for eye, n in {"brown": 7, "blue": 94, "hazel": 10, "green": 16}.items()},
}


def asked(name: str, kind: QuestionType, *values: str) -> Questionnaire:
    choices = {"values": tuple(choice(value, value, value) for value in values)} if values else {}
    return Questionnaire(
        title={"fa": "آزمون"},
        default_language="fa",
        questions=(question(name, kind, name, name, choices="values" if values else ""),),
        choices=choices,
        languages=("fa", "en"),
    )


async def reported(secretariat: Secretariat, form: Questionnaire, given: Iterable[tuple[str, str]]) -> Document:
    """The report in English of (kind, answer) of each person."""
    await secretariat.changes_the_form(form)
    told = list(enumerate(given, 1))
    name, topic_id = form.questions[0].name, secretariat.topic.id
    handed_in = {"state": ResponseState.SUBMITTED, "topic_id": topic_id, "questionnaire_id": secretariat.questionnaire}
    moments = {"started_at": NOW, "updated_at": NOW, "submitted_at": NOW, "channel": Channel.BALE}
    person = {"standing": Standing.MEMBER, "language": "en", "created_at": NOW}

    def enter(db: Connection) -> None:
        db.execute(insert(stakeholder), [{"id": n, "kind": kind, **person} for n, (kind, _value) in told])
        db.execute(insert(response), [{"id": n, "stakeholder_id": n, **handed_in, **moments} for n, _given in told])
        said = {"question": name, "answered_at": NOW, "channel": Channel.BALE}
        db.execute(insert(answer), [{"response_id": n, "value": value, **said} for n, (_kind, value) in told])

    def read(db: Connection) -> Document:
        topic = topics.get(db, topic_id)
        assert topic is not None
        with speaking("en"):
            return Reporter(PROFILE, Policy()).report(db, topic, NOW)

    await secretariat.database.transaction(enter)
    return await secretariat.database.read(read)


def counted(table: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    return [group for group, n in table.items() for _person in range(n)]


def cross_table(document: Document) -> dict[str, dict[str, str]]:
    """Row -> column without its number of people -> what stands there."""
    table = [block for block in document.blocks if isinstance(block, Table)][-1]
    names = [head.partition("\n")[0] for head in table.head[1:]]
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in table.rows}


def results(document: Document) -> str:
    """What is said of significant differences, without marks of direction."""
    lines = [line for block in document.blocks if isinstance(block, Points) for line in block.lines]
    return "\n".join(lines).replace("\u00a0", " ").translate(dict.fromkeys(range(0x2066, 0x206A)))


async def test_admissions_to_berkeley(secretariat: Secretariat) -> None:
    form = asked("outcome", QuestionType.SELECT_ONE, "admitted", "rejected")
    document = await reported(secretariat, form, counted(BERKELEY))
    assert cross_table(document) == {
        "admitted": {"all together": "39%", "man": "45%", "woman": "30%"},
        "rejected": {"all together": "61%", "man": "55%", "woman": "70%"},
    }
    assert "χ²(1) = 92.21, p < 0.001" in results(document)
    assert "V = 0.14, n = 4,526" in results(document)


async def test_hair_and_eyes(secretariat: Secretariat) -> None:
    form = asked("eyes", QuestionType.SELECT_ONE, "brown", "blue", "hazel", "green")
    document = await reported(secretariat, form, counted(HAIR_AND_EYES))
    assert cross_table(document)["blue"] == {
        "all together": "36%", "brown": "29%", "blond": "74%", "black": "19%", "red": "24%",
    }  # fmt: skip
    assert "χ²(9) = 138.29, p < 0.001" in results(document)
    assert "V = 0.28, n = 592" in results(document)


async def test_medians_of_insects(secretariat: Secretariat) -> None:
    """R's tapply(count, spray, median) and mean of `InsectSprays`."""
    given = [(spray, str(n)) for spray, seen in INSECTS.items() for n in seen]
    document = await reported(secretariat, asked("insects", QuestionType.INTEGER), given)
    found = cross_table(document)
    assert {name: found["median"][name] for name in INSECTS} == {
        "A": "14", "B": "16.5", "C": "1.5", "D": "5", "E": "3", "F": "15",
    }  # fmt: skip
    assert {name: found["mean"][name] for name in INSECTS} == {
        "A": "14.5", "B": "15.33", "C": "2.08", "D": "4.92", "E": "3.5", "F": "16.67",
    }  # fmt: skip
    assert "H(5) = 54.69, p < 0.001" in results(document)
