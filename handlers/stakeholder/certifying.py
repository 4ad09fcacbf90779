"""Certificates of participation: asked for by whoever took part, checked by anybody."""

from __future__ import annotations

import hmac

from consultation.conversation import Button, press
from consultation.persian import jalali
from consultation.texts import _, bold, inserted, language
from consultation.topic import Topic
from handlers.turn import Turn
from reports.cards import shortened
from storage import certificates, inbox, responses, topics
from storage.certificates import Certificate
from storage.deliveries import Subject

_GUESSES = 10  # wrong codes that one chat may send in an hour
_EXAMPLE = "/verify 7KQX-2M9A-HTRV-E4CW"


def may_have_one(turn: Turn, topic: Topic) -> bool:
    """Of an anonymous topic once it has closed: asked for before, it could be laid beside what has just come in."""
    return not (topic.anonymous and topic.open_at(turn.now))


def button(topic: Topic, *, named: bool = False) -> Button:
    title = shortened(topic.title) if named else ""
    label = _("📜 Certificate: {title}").format(title=title) if named else _("📜 Certificate of participation")
    return Button(label, press("certificate", topic.id))


def give(turn: Turn, topic_id: str) -> None:
    topic = topics.get(turn.db, int(topic_id))
    moment = None if topic is None else responses.handed_in_at(turn.db, topic.id, turn.person.id)
    if topic is None or moment is None:
        return turn.toast(_("A certificate is for those who have submitted their answers."), alert=True)
    if not may_have_one(turn, topic):
        return turn.toast(_("The certificate of an anonymous topic is there once the topic has closed."), alert=True)
    turn.toast(_("The certificate is being made."))
    day = turn.policy.local(moment).date()
    issued = certificates.issue(turn.db, topic, turn.person.id, turn.person.name, day)
    turn.owe(None, topic_id=topic.id, makes=issued, subject=Subject.CERTIFICATE)


# -- checking one --------------------------------------------------------------------------------------------


def verify(turn: Turn, code: str = "") -> None:
    if not code:
        told = _("Please send the code that stands on the certificate after the command, for example: {example}")
        return turn.say(told.format(example=inserted(_EXAMPLE)))
    hour = _hour(turn)
    if (wrong := inbox.fired(turn.db, "verify", hour)) >= _GUESSES:
        return turn.say(_("Several codes that you sent were not known to us. Please try again in an hour."))
    found = certificates.of_code(turn.db, code)
    topic = None if found is None else topics.get(turn.db, found.topic_id)
    if found is None or topic is None:
        inbox.first_firing(turn.db, "verify", f"{hour}{wrong}", turn.now)
        return turn.say(
            _(
                "We know no certificate with this code. Please compare it with the paper once more: it has sixteen "
                "letters and figures, among them no O, I, 0 or 1. If it is right, the certificate is not ours, or its "
                "holder has had their data erased."
            )
        )
    turn.say(_confirmed(found, topic))


def _hour(turn: Turn) -> str:
    """Of this chat, which is not named by it."""
    chat = f"{turn.incoming.channel}:{turn.incoming.chat_id}".encode()
    return f"{hmac.digest(turn.house.key, chat, 'sha256').hex()[:16]}:{turn.now:%Y%m%d%H}:"


def _confirmed(found: Certificate, topic: Topic) -> str:
    lines = [
        bold(_("✔️ This certificate is genuine.")),
        _("Name on it: {name}").format(name=inserted(found.name)) if found.name else _unnamed(),
        _("Took part in: {title}").format(title=inserted(topic.title)),
        _("Date: {day}").format(day=jalali.write_date(found.day, language())),
    ]
    return "\n".join(lines)


def _unnamed() -> str:
    return _("The topic was anonymous, so the name on it is not confirmed here.")
