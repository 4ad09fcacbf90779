"""The answers that a point rests on: found by words, tied, taken off again."""

from __future__ import annotations

from consultation.auditing import Action
from consultation.finding import Point
from consultation.persian.text import clean
from consultation.questionnaire import QuestionType
from consultation.texts import _, digits, inserted, ngettext
from handlers.staff import findings as points
from handlers.staff.noting import note
from handlers.turn import Turn
from reports import findings as shown
from storage import codebooks, findings, questionnaires, topics
from storage.findings import Words

_SHOWN = 8  # answers in one message
_TIED_AT_ONCE = 500


def take(turn: Turn, point_id: str, part: str) -> None:
    """The reply to a question about a point: words to search for, or a part of it."""
    if (point := points.point_of(turn, point_id)) is None:
        return
    match part:
        case "search":
            _show_found(turn, point)
        case "theme":
            _tie_all(turn, point)
        case _:
            points.write_part(turn, point, part)


def _places(turn: Turn, point: Point) -> dict[str, int]:
    """The questions of the topic that are answered in words, each with its place in the form."""
    topic = topics.get(turn.db, point.topic_id)
    form = None if topic is None else questionnaires.get(turn.db, topic.questionnaire_id)
    found = form.questions if form is not None else ()
    return {one.name: place for place, one in enumerate(found) if one.type is QuestionType.TEXT}


def _search(turn: Turn, point: Point, most: int) -> list[Words]:
    wanted = clean(turn.incoming.text)
    meant = codebooks.meant(turn.db, point.topic_id, wanted)
    found = findings.search(turn.db, point.topic_id, _places(turn, point), meant, most) if wanted else []
    if not found:
        turn.say(_("No answer has these words: {words}. Other words may be tried.").format(words=inserted(wanted)))
    return found


def _show_found(turn: Turn, point: Point) -> None:
    if found := _search(turn, point, _SHOWN):
        note(turn, Action.WORDS, point.topic_id)
        message = shown.found(point, found, _places(turn, point))
        turn.say(message.text, message.buttons, topic_id=point.topic_id)


def _tie_all(turn: Turn, point: Point) -> None:
    if not (found := _search(turn, point, _TIED_AT_ONCE)):
        return
    count = sum(findings.tie(turn.db, point.id, one.response_id, one.question) for one in found)
    note(turn, Action.FINDING, point.topic_id, f"{point.id} +{count}")
    told = ngettext("{n} answer was tied to the point.", "{n} answers were tied to the point.", count)
    turn.say(told.format(n=digits(count)))
    points.show_card(turn, point.id)


def show(turn: Turn, point_id: str) -> None:
    if (point := points.point_of(turn, point_id)) is not None:
        turn.toast("")
        note(turn, Action.WORDS, point.topic_id)
        message = shown.basis(turn.db, point, _places(turn, point))
        turn.replace(message.text, message.buttons, topic_id=point.topic_id)


def tie(turn: Turn, point_id: str, response_id: str, place: str) -> None:
    """The list stays as it is: several of it may be tied."""
    if (point := points.point_of(turn, point_id)) is None:
        return
    question = _question(turn, point, place)
    if not question or not findings.submitted_in(turn.db, point.topic_id, int(response_id)):
        return turn.toast(_("This answer is not there any more."), alert=True)
    if not findings.tie(turn.db, point.id, int(response_id), question):
        return turn.toast(_("The point rests on it already."))
    note(turn, Action.FINDING, point.topic_id, f"{point.id} +1")
    turn.toast(_("Tied to the point."))


def untie(turn: Turn, point_id: str, response_id: str, place: str) -> None:
    if (point := points.point_of(turn, point_id)) is None:
        return
    findings.untie(turn.db, point.id, int(response_id), _question(turn, point, place))
    note(turn, Action.FINDING, point.topic_id, f"{point.id} -1")
    show(turn, point_id)


def _question(turn: Turn, point: Point, place: str) -> str:
    return next((name for name, there in _places(turn, point).items() if there == int(place)), "")
