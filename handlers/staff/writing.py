"""Where the writing of a topic in the chat begins and goes on: commands and buttons that ask for words."""

from __future__ import annotations

from consultation.texts import _
from handlers.staff import guided, prompting, publishing, questions
from handlers.staff.finding import topic_of
from handlers.staff.rewriting import writable
from handlers.turn import Turn
from storage import prompts, questionnaires


def new(turn: Turn) -> None:
    """/new: from an idea to a draft, one question a message."""
    guided.begin(turn, "topic")


def cancel(turn: Turn) -> None:
    """/cancel, for those who do not find the button."""
    incoming = turn.incoming
    prompt = prompts.of_person(turn.db, incoming.channel, incoming.chat_id, incoming.sender.id)
    if prompt is None:
        return turn.say(_("Nothing is being asked of you now."))
    guided.cancel(turn, prompt)


def change_heading(turn: Turn, code: str) -> None:
    if (topic := topic_of(turn, code)) is not None and writable(turn, topic):
        turn.toast("")
        guided.begin(turn, "heading", topic_id=topic.id)


def add_question(turn: Turn, code: str, version: str = "", index: str = "") -> None:
    """At the end, or after the question that the button is of."""
    if not version:
        if (topic := topic_of(turn, code)) is not None and writable(turn, topic):
            turn.toast("")
            guided.begin(turn, "question", topic_id=topic.id)
    elif (here := questions.found(turn, code, version, index)) is not None:
        turn.toast("")
        guided.begin(turn, "question", topic_id=here[0].id, place=here[2].name)


def reword(turn: Turn, code: str, version: str, index: str, form: str) -> None:
    """Another text, hint or list of choices for a question."""
    if (here := questions.found(turn, code, version, index)) is None:
        return
    turn.toast("")
    begun = prompting.begin(turn, form, topic_id=here[0].id, place=here[2].name, answers={"kind": here[2].type})
    guided.ask(turn, begun)


def go_on(turn: Turn, code: str) -> None:
    """The questions are there: when it closes, then whom it is for, then the topic as a whole."""
    topic = topic_of(turn, code)
    if topic is None:
        return
    if not questionnaires.get(turn.db, topic.questionnaire_id).asked:
        return turn.toast(_("This topic has no questions yet."), alert=True)
    publishing.ask_closing(turn, code, then="audience")
