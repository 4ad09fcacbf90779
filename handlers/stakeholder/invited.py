"""Who comes by a personal link is known by it: what the list holds of them is shown, and needs only a yes."""

from __future__ import annotations

from consultation.conversation import Button, column, press
from consultation.stakeholder import Profile
from consultation.texts import _, bold, inserted
from handlers.stakeholder import browsing, menu, profile
from handlers.turn import Turn
from reports.members import label_of
from storage import invitees, people, responses, topics
from storage.invitees import Invitee


def came_by(turn: Turn, payload: str) -> str:
    """What a payload leads to from now on: a personal link is used up, and becomes its topic."""
    found = invitees.of_link(turn.db, payload)
    if found is None:
        return "" if payload.startswith(invitees.PREFIX) and len(payload) > 20 else payload
    topic = topics.get(turn.db, found.topic_id)
    if found.used_at is not None and found.stakeholder_id != turn.person.id:
        turn.say(_("This personal link has been used already. You are welcome all the same."))
        return ""
    if topic is None or topic.closes_at <= turn.now or topic.closed_at is not None:
        turn.say(_("The topic of this link has closed. You are welcome all the same."))
        return ""
    invitees.use(turn.db, found.id, turn.person.id, turn.now)
    return f"t{found.topic_id}"


def known(turn: Turn) -> Invitee | None:
    """What a list holds of somebody who has not completed a profile."""
    return None if turn.person.profiled_at is not None else invitees.unconfirmed(turn.db, turn.person.id)


def ask_confirmation(turn: Turn, invitee: Invitee) -> None:
    about = [
        _("Name: {name}").format(name=bold(inserted(invitee.name))),
        _("Organisation: {name}").format(name=inserted(invitee.organisation)) if invitee.organisation else "",
        _("Kind: {name}").format(name=label_of(turn.house.profile, "kind", invitee.kind)) if invitee.kind else "",
    ]
    parts = [_("The secretariat knows you as follows. Is it right?"), "\n".join(one for one in about if one)]
    yes, no = Button(_("✅ Yes, it is right"), press("known")), Button(_("✏️ No, I correct it"), press("unknown"))
    turn.say("\n\n".join(parts), column(yes, no))


def confirm(turn: Turn) -> None:
    """They are who the list says: the topic opens at once, and what the list does not say is asked another time."""
    if (invitee := known(turn)) is None:
        return turn.toast(_("This button belongs to an earlier conversation."), alert=True)
    turn.toast("")
    turn.replace(_("Thank you, {name}.").format(name=inserted(invitee.name)))
    _prefill(turn, invitee)
    invitees.confirm(turn.db, turn.person.id, turn.now)
    about = Profile(name=invitee.name, kind=invitee.kind, organisation=invitee.organisation)
    people.set_profile(turn.db, turn.person.id, about, turn.now)
    turn.change_person(profiled_at=None, verified_at=turn.now, answering=None)
    turn.say(_("The menu below is always at hand."), menu=menu.rows())
    browsing.show_what_waits(turn)


def correct(turn: Turn) -> bool:
    """The profile is asked as of everybody else; whether they may still say so."""
    if known(turn) is None:
        turn.toast(_("This button belongs to an earlier conversation."), alert=True)
        return False
    invitees.confirm(turn.db, turn.person.id, turn.now)
    turn.toast("")
    turn.replace(_("Please tell us yourself, then."))
    return True


def _prefill(turn: Turn, invitee: Invitee) -> None:
    """The list's words as answers to the profile form, as far as it asks for them."""
    response_id = profile.open_response(turn)
    for question, value in (("name", invitee.name), ("kind", invitee.kind), ("organisation", invitee.organisation)):
        if value and question in turn.house.profile.by_name:
            responses.record(turn.db, response_id, question, value, turn.now, turn.incoming.channel)
