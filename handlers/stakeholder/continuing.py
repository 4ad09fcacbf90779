"""Long answers: what somebody writes in several messages is one answer, in the order in which they wrote it.

A question with the appearance `multiline` takes messages until they say that this was all. To any other question in
words, a message belongs that they wrote before they could see our next words: then it cannot answer those. Whatever
comes later answers what is asked then; where it does not, or where they look at it again, it can be added by a button.
"""

from __future__ import annotations

from consultation import understanding, wording
from consultation.answers import NotAnAnswer
from consultation.conversation import Button, Rows, column, press
from consultation.questionnaire import Question, QuestionType
from consultation.texts import _, digits, inserted
from handlers.stakeholder import answering, asking
from handlers.stakeholder.sitting import Sitting, may_answer, of_theirs, revise, take_back, takes_answers
from handlers.turn import Turn
from reports.cards import shortened
from storage import pieces, spoken
from storage.deliveries import Subject

_QUESTION_SHOWN, _TEXT_SHOWN = 60, 300
_PROSE = 3  # words; what is shorter is rather a slip than a part of an answer


def collects(question: Question, value: str) -> bool:
    """Whether a question takes further messages after this one."""
    return (
        question.type is QuestionType.TEXT
        and "multiline" in question.appearance.split()
        and asking.written_value(value)
    )


def written(sitting: Sitting) -> Question | None:
    """The question that their latest message answered, in words."""
    question = sitting.interview.questionnaire.by_name.get(sitting.response.latest)
    return question if question is not None and asking.in_words(sitting.interview, question) else None


def belongs_to(turn: Turn, sitting: Sitting) -> Question | None:
    """The question that was answered already and to which this message belongs too."""
    question = written(sitting)
    if question is None or question == sitting.interview.asking:
        return question
    return question if crossed(turn) else None


def crossed(turn: Turn) -> bool:
    """Whether this was sent before they could see the question, or the review, that followed their answer."""
    incoming = turn.incoming
    unseen = spoken.unseen(turn.db, incoming.channel, incoming.chat_id, incoming.message_id)
    if unseen is None:
        return False
    message, subject = unseen
    asked = asking.question_below(message.buttons)
    if subject is Subject.ASIDE or asked is None:
        return subject is Subject.ASIDE or _reviews(message.buttons)
    return not _asked_before(turn, asked)


def _asked_before(turn: Turn, asked: tuple[int, int]) -> bool:
    """Whether this question, asked again since, stood there already when this was written."""
    incoming = turn.incoming
    for message, seen in spoken.lately(turn.db, incoming.channel, incoming.chat_id, incoming.message_id):
        question = asking.question_below(message.buttons)
        if question is not None and (seen or question != asked):
            return question == asked
    return False


def _reviews(rows: Rows) -> bool:
    return any(button.press.partition(":")[0] in ("submit", "change") for row in rows for button in row)


def collected(turn: Turn, sitting: Sitting, question: Question) -> None:
    """The first message of several, perhaps."""
    told = _("✅ Written down. If there is more, just go on writing; if that was all, press «Next question».")
    turn.say(told, column(_next(sitting, question)), topic_id=sitting.topic_id, subject=Subject.ASIDE)


def _next(sitting: Sitting, question: Question) -> Button:
    index = sitting.interview.questionnaire.position[question.name]
    return Button(_("⏭ Next question"), press("keep", sitting.response.id, index))


def join(turn: Turn, sitting: Sitting, question: Question, text: str) -> None:
    """This message too is a part of the answer."""
    incoming = turn.incoming
    before = pieces.of_answer(turn.db, sitting.response.id, question.name)
    known = (sitting.response.id, question.name, incoming.channel, incoming.message_id)
    if before:
        pieces.add(turn.db, *known, text)
        whole = joined(pieces.of_answer(turn.db, sitting.response.id, question.name))
    else:  # nobody is to know in which message it came
        whole = f"{sitting.response.answers[question.name]}\n{text}"
    if wrong := why_wrong(sitting, question, whole):
        if before:
            pieces.add(turn.db, *known, "", taken=False)
        return turn.say(_("Your earlier answer stays as it was. {expected}").format(expected=wrong))
    _tell(turn, revise(turn, sitting, question, whole), question, len(before) + 1)


def joined(parts: list[pieces.Piece]) -> str:
    return "\n".join(part.text for part in parts)


def why_wrong(sitting: Sitting, question: Question, whole: str) -> str:
    try:
        understanding.read(sitting.interview, question, whole)
    except NotAnAnswer as expected:
        return str(expected)
    return answering.why_unfit(sitting, question, whole)


def _tell(turn: Turn, sitting: Sitting, question: Question, count: int) -> None:
    """Once, however many come together; the open question, or the review, stays the last."""
    text, buttons = _joined_words(sitting, question, count)
    if sitting.interview.asking == question:
        spoken.withdraw(turn.db, turn.incoming.channel, turn.incoming.chat_id, Subject.ASIDE)
        return turn.say(text, buttons, topic_id=sitting.topic_id, subject=Subject.ASIDE)
    reviewed = sitting.interview.asking is None
    turn.say_first(text, buttons, topic_id=sitting.topic_id, again=not reviewed)
    if reviewed:
        answering.ask(turn, sitting)


def _joined_words(sitting: Sitting, question: Question, count: int) -> tuple[str, Rows]:
    index = sitting.interview.questionnaire.position[question.name]
    apart = Button(_("↩️ Take the last message out"), press("apart", sitting.response.id, index))
    if sitting.interview.asking == question:
        told = _("➕ Added: {n} messages so far. Go on writing, or press «Next question».")
        return told.format(n=digits(count)), column(_next(sitting, question), apart)
    if count == 1:
        return _added(sitting, question), ()
    told = _("➕ Your {n} messages are kept together, as one answer to: {question}")
    return told.format(n=digits(count), question=inserted(_words(sitting, question))), column(apart)


def _added(sitting: Sitting, question: Question) -> str:
    told = _("➕ Your message is added to the answer to: {question}")
    return told.format(question=inserted(_words(sitting, question)))


def _words(sitting: Sitting, question: Question) -> str:
    interview = sitting.interview
    label = interview.questionnaire.text(question.label, interview.language)
    return shortened(wording.filled(interview, label), _QUESTION_SHOWN)


def refused(turn: Turn, sitting: Sitting, question: Question, text: str) -> list[Button]:
    """Keep in mind a message that was no answer: it may be corrected. A button where it may be a part of another."""
    if sitting.response.stakeholder_id is None or not turn.incoming.message_id:
        return []
    known = (sitting.response.id, question.name, turn.incoming.channel, turn.incoming.message_id)
    kept = pieces.add(turn.db, *known, text, taken=False)
    return _offer(sitting, kept) if len(text.split()) >= _PROSE else []


def _offer(sitting: Sitting, piece_id: int) -> list[Button]:
    question = written(sitting)
    if question is None:
        return []
    index = sitting.interview.questionnaire.position[question.name]
    return [Button(_("➕ It belongs to my previous answer"), press("onto", sitting.response.id, index, piece_id))]


def _open(turn: Turn, response_id: str, index: str) -> tuple[Sitting, Question] | None:
    """What a button below one of these notes is about, if anything can still be changed there."""
    sitting = of_theirs(turn, int(response_id))
    if sitting is None or not may_answer(turn, sitting) or not takes_answers(turn, sitting):
        turn.toast(_("This answer can no longer be changed."), alert=True)
        return None
    return sitting, sitting.interview.questionnaire.questions[int(index)]


def onto(turn: Turn, response_id: str, index: str, piece_id: str) -> None:
    """What was no answer to the open question is a part of the one before."""
    if (found := _open(turn, response_id, index)) is None:
        return
    sitting, question = found
    kept = pieces.get(turn.db, int(piece_id))
    if kept is None or kept.taken or kept.response_id != sitting.response.id or written(sitting) != question:
        return turn.toast(_("This answer can no longer be changed."), alert=True)
    before = pieces.of_answer(turn.db, sitting.response.id, question.name)
    whole = joined([*before, kept])
    if not before or (wrong := why_wrong(sitting, question, whole)):
        return turn.toast(wrong if before else _("This answer can no longer be changed."), alert=True)
    pieces.change(turn.db, kept.id, question=question.name, taken=True)
    changed = revise(turn, sitting, question, whole)
    turn.toast("")
    turn.replace(_added(sitting, question), topic_id=sitting.topic_id)
    answering.ask(turn, changed)


def apart(turn: Turn, response_id: str, index: str) -> None:
    """The last message was not meant to be a part of the answer."""
    if (found := _open(turn, response_id, index)) is None:
        return
    sitting, question = found
    parts = pieces.of_answer(turn.db, sitting.response.id, question.name)
    if len(parts) < 2:
        return turn.toast(_("This answer can no longer be changed."), alert=True)
    pieces.drop(turn.db, parts[-1:])
    changed = revise(turn, sitting, question, joined(parts[:-1]))
    turn.toast("")
    told = _("Taken out of the answer: {text}").format(text=inserted(shortened(parts[-1].text, _TEXT_SHOWN)))
    collecting = changed.interview.asking == question
    turn.replace(told, column(_next(changed, question)) if collecting else (), topic_id=sitting.topic_id)
    if not collecting:
        answering.ask(turn, changed)


def merge(turn: Turn, sitting: Sitting, question: Question) -> None:
    """What was taken for the answer to this question was a part of the one before; this one is open again."""
    earlier = sitting.interview.before(question)
    if earlier is None or not asking.in_words(sitting.interview, earlier, question):
        return turn.toast(_("This answer can no longer be changed."), alert=True)
    first = pieces.of_answer(turn.db, sitting.response.id, earlier.name)
    second = pieces.of_answer(turn.db, sitting.response.id, question.name)
    if not first or not second:
        return turn.toast(_("This answer can no longer be changed."), alert=True)
    whole = joined([*first, *second])
    if wrong := why_wrong(sitting, earlier, whole):
        return turn.toast(wrong, alert=True)
    for part in second:
        pieces.change(turn.db, part.id, question=earlier.name)
    changed = take_back(turn, revise(turn, sitting, earlier, whole), question)
    turn.toast("")
    turn.replace(asking.words(sitting.interview, question))
    turn.say(*_joined_words(sitting, earlier, len(first) + len(second)), topic_id=sitting.topic_id)
    answering.ask(turn, changed)
