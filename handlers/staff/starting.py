"""A topic that is begun in the chat: its title, its summary and its documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from consultation import authoring
from consultation.auditing import Action
from consultation.texts import _, digits, inserted, language
from consultation.topic import Topic, TopicState
from handlers.staff.drafts import usual_closing
from handlers.staff.finding import show_panel_of
from handlers.staff.noting import note
from handlers.turn import Turn
from storage import questionnaires, topics
from storage.prompts import Prompt


def keep(turn: Turn, prompt: Prompt) -> Prompt:
    """What is said is in the draft at once; the title makes it one."""
    title, summary = prompt.answers.get("title", ""), prompt.answers.get("summary", "")
    topic = None if prompt.topic_id is None else topics.get(turn.db, prompt.topic_id, lock=True)
    if topic is not None:
        topics.change(turn.db, topic.id, **({"title": title} if title else {}), summary=summary or topic.summary)
        return prompt
    if prompt.topic_id is not None or not title:
        return prompt
    return replace(prompt, topic_id=_draft(turn, title).id)


def _draft(turn: Turn, title: str) -> Topic:
    form = questionnaires.store(turn.db, authoring.empty(title, language()), turn.now)
    topic = topics.draft(turn.db, title, "", form, usual_closing(turn), turn.now)
    note(turn, Action.DRAFT, topic.id, title)
    return topic


def headed(turn: Turn, prompt: Prompt) -> bool:
    if prompt.topic_id is not None:
        show_panel_of(turn, prompt.topic_id, anew=True)
    return True


def attach(turn: Turn, prompt: Prompt, ask_again: Callable[[], None]) -> None:
    """A document that came while documents are being asked for."""
    file = turn.incoming.file
    topic = None if prompt.topic_id is None else topics.get(turn.db, prompt.topic_id, lock=True)
    if topic is None or topic.state is not TopicState.DRAFT:
        return turn.say(_("This topic takes no more documents."))
    if file is None or file.content is None:
        return turn.say(
            _("This file could not be downloaded. Please send it again; files up to 20 MB can be received.")
        )
    topics.attach(turn.db, topic.id, file)
    note(turn, Action.ATTACH, topic.id, file.name)
    turn.say(_("Attached to topic {code}: {name}").format(code=digits(topic.code), name=inserted(file.name)))
    ask_again()
