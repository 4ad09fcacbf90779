"""The profile: a form like any other, shipped with the software or given by the ministry."""

from __future__ import annotations

from consultation.questionnaire import Questionnaire
from consultation.response import Response
from consultation.stakeholder import Profile
from consultation.texts import _
from handlers.stakeholder import browsing, menu, standing_apart
from handlers.stakeholder.sitting import Sitting
from handlers.turn import Turn
from storage import people, questionnaires, responses


def open_response(turn: Turn) -> int:
    """The id of this person's profile response; a new one where there is none, or where the form has changed."""
    form = questionnaires.store(turn.db, turn.house.profile, turn.now)
    known = responses.to_profile(turn.db, turn.person.id)
    if known is not None and known.questionnaire_id == form:
        return known.id
    begun = responses.start(turn.db, turn.person.id, form, turn.incoming.channel, turn.now)
    if known is not None:
        _carry_over(turn, known, begun)
    return begun.id


def _carry_over(turn: Turn, known: Response, begun: Response) -> None:
    """What they answered stays, where it answers the new form too; buttons of the old form lead nowhere now."""
    old, new = questionnaires.get(turn.db, known.questionnaire_id), turn.house.profile
    for name, value in known.answers.items():
        if _still_answers(old, new, name, value):
            responses.record(turn.db, begun.id, name, value, turn.now, turn.incoming.channel)
    responses.change(turn.db, begun.id, state=known.state)
    responses.remove(turn.db, known.id)


def _still_answers(old: Questionnaire, new: Questionnaire, name: str, value: str) -> bool:
    before, now = old.by_name.get(name), new.by_name.get(name)
    if before is None or now is None or before.type is not now.type:
        return False
    offered = {choice.name for choice in new.choices.get(now.choices, ())}
    return not offered or offered.issuperset(value.split())


def complete(turn: Turn, sitting: Sitting) -> None:
    """The last question of the profile is answered."""
    first_time = turn.person.profiled_at is None
    people.set_profile(turn.db, turn.person.id, _read(sitting), turn.now)
    responses.submit(turn.db, sitting.response, turn.now)
    if turn.person.answering == sitting.response.id:
        turn.change_person(answering=None)
    if first_time and standing_apart.must_wait(turn):
        return standing_apart.enter(turn)
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
