"""Answers that are sent: a photograph, a voice message, a file, a place."""

from __future__ import annotations

from consultation import sent
from consultation.conversation import File
from consultation.questionnaire import Question, QuestionType
from consultation.texts import _
from handlers.stakeholder import continuing, hearing
from handlers.stakeholder.sitting import Sitting, takes_answers
from handlers.turn import Turn
from storage import attachments

LARGEST = 20_000_000  # bytes; a bot can fetch no more from either messenger

# What each kind of file may answer. A voice message answers a question in words, too: it is kept to be listened to.
_FITS: dict[str, frozenset[QuestionType]] = {
    "photo": frozenset({QuestionType.IMAGE, QuestionType.FILE}),
    "voice": frozenset({QuestionType.AUDIO, QuestionType.FILE, QuestionType.TEXT}),
    "audio": frozenset({QuestionType.AUDIO, QuestionType.FILE, QuestionType.TEXT}),
    "video": frozenset({QuestionType.VIDEO, QuestionType.FILE}),
    "document": frozenset({QuestionType.FILE}),
}
_MIME = {"image/": QuestionType.IMAGE, "audio/": QuestionType.AUDIO, "video/": QuestionType.VIDEO}


def answered(turn: Turn, sitting: Sitting) -> bool:
    """Whether what was sent was taken up as the answer to the open question, or as a failed one."""
    question = sitting.interview.asking
    if not takes_answers(turn, sitting):
        return False
    if turn.incoming.file is not None and _came_along(turn, sitting):
        told = _("A question is answered with one file: the first of those that you sent together is your answer.")
        turn.say_first(told, topic_id=sitting.topic_id)
        return True
    if question is None:
        return False
    place = turn.incoming.location
    if place is not None and question.type is QuestionType.LOCATION:
        hearing.given(turn, sitting, question, sent.place_answer(place.latitude, place.longitude))
        return True
    if turn.incoming.file is not None and _fits(turn.incoming.file, question):
        _file(turn, sitting, question, turn.incoming.file)
        return True
    if expected := sent.expected(question.type):
        turn.say_once(expected)
        return True
    return False


def _came_along(turn: Turn, sitting: Sitting) -> bool:
    """Whether this file was sent together with one that has just become an answer, as the pictures of an album are."""
    answered = sent.file_reference(sitting.response.answers.get(sitting.response.latest, ""))
    return bool(answered) and continuing.crossed(turn)


def _fits(file: File, question: Question) -> bool:
    """By what the messenger calls it; a document by its content, for people also send photographs as files."""
    by_content = {kind for mime, kind in _MIME.items() if file.mime.startswith(mime)}
    return question.type in _FITS.get(file.kind, frozenset()) | by_content


def _file(turn: Turn, sitting: Sitting, question: Question, file: File) -> None:
    if file.size == 0:
        return turn.say(_("This file is empty. Please send it once more."))
    if file.size is not None and file.size > LARGEST:
        return turn.say(_("This file is too large: at most 20 MB can be received. Please send a smaller one."))
    kept = attachments.keep(turn.db, sitting.response.id, question.name, turn.incoming.channel, file, turn.now)
    hearing.given(turn, sitting, question, sent.file_answer(kept))
