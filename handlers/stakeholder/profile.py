"""The profile: a form like any other, shipped with the software or given by the ministry."""

from __future__ import annotations

from consultation.stakeholder import Profile
from consultation.texts import _
from handlers.stakeholder import browsing, menu
from handlers.stakeholder.sitting import Sitting
from handlers.turn import Turn
from storage import people, questionnaires, responses


def open_response(turn: Turn) -> int:
    """The id of this person's profile response, begun if there is none, or if the form has changed."""
    form = questionnaires.store(turn.db, turn.house.profile, turn.now)
    known = responses.to_profile(turn.db, turn.person.id)
    if known is not None and known.questionnaire_id != form:
        responses.change(turn.db, known.id, questionnaire_id=form)
    if known is not None:
        return known.id
    return responses.start(turn.db, turn.person.id, form, turn.incoming.channel, turn.now).id


def complete(turn: Turn, sitting: Sitting) -> None:
    """The last question of the profile is answered."""
    first_time = turn.person.profiled_at is None
    people.set_profile(turn.db, turn.person.id, _read(sitting), turn.now)
    responses.submit(turn.db, sitting.response, turn.now)
    if turn.person.answering == sitting.response.id:
        turn.change_person(answering=None)
    if not first_time:
        return turn.say(_("Your profile is saved."), menu=menu.rows())
    told = _("Thank you, {name}. You can begin now; the menu below is always at hand.")
    turn.say(told.format(name=turn.person.name or _("friend")), menu=menu.rows())
    browsing.show_what_waits(turn)


def _read(sitting: Sitting) -> Profile:
    """What the form's answers say; a ministry's own form may lack any of these questions."""
    values = sitting.interview.values
    return Profile(
        name=values.get("name", ""),
        kind=values.get("kind", ""),
        organisation=values.get("organisation", ""),
        province=values.get("province", ""),
        fields=tuple(values.get("fields", "").split()),
    )
