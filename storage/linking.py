"""Two records of one person, who writes from two messengers, become one: nothing said is lost, nothing is doubled."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, Row, delete, exists, func, literal, or_, select, update

from consultation.persian.text import fold
from consultation.response import ResponseState
from consultation.stakeholder import Standing
from storage import earlier, participants, people
from storage.tables import (
    address,
    answer,
    attachment,
    audit,
    certificate,
    finding_basis,
    inquiry,
    invitation,
    invitee,
    outbox,
    piece,
    referral,
    response,
    stakeholder,
    stakeholder_word,
    trial,
    usefulness,
)
from storage.tables import stakeholder_field as field

# Tables of which rows change hands as they are. For each of the others there is a rule below.
MOVED = (address, inquiry, outbox, referral, audit, invitee, certificate)


def link(db: Connection, keep: int, absorb: int) -> None:
    """What `absorb` did and said becomes what `keep` did and said."""
    _take_over_profile(db, keep, absorb)
    _merge_anonymous(db, keep, absorb)
    _merge_responses(db, keep, absorb)
    _merge_invitations(db, keep, absorb)
    _merge_trials(db, keep, absorb)
    _merge_usefulness(db, keep, absorb)
    for table in MOVED:
        db.execute(update(table).where(table.c.stakeholder_id == absorb).values(stakeholder_id=keep))
    _merge_persons(db, keep, absorb)
    db.execute(delete(stakeholder).where(stakeholder.c.id == absorb))


def _take_over_profile(db: Connection, keep: int, absorb: int) -> None:
    """Somebody whose own profile is not complete is known by the other one's."""
    mine, theirs = people.get(db, keep), people.get(db, absorb)
    if mine.profiled_at is not None or theirs.profiled_at is None:
        return
    known = {name: getattr(theirs, name) for name in ("name", "kind", "organisation", "province", "profiled_at")}
    people.change(db, keep, **known, organisation_key=fold(theirs.organisation))
    for table in (field, stakeholder_word):
        db.execute(delete(table).where(table.c.stakeholder_id == keep))
        db.execute(update(table).where(table.c.stakeholder_id == absorb).values(stakeholder_id=keep))


def _merge_responses(db: Connection, keep: int, absorb: int) -> None:
    theirs: dict[tuple[int | None, bool], Row[tuple[object, ...]]] = {
        (one.topic_id, one.preview): one
        for one in db.execute(select(response).where(response.c.stakeholder_id == absorb)).all()
    }
    for mine in db.execute(select(response).where(response.c.stakeholder_id == keep)).all():
        if (other := theirs.get((mine.topic_id, mine.preview))) is not None:
            _made_one(db, *sorted((mine, other), key=_how_far, reverse=True))
    db.execute(update(response).where(response.c.stakeholder_id == absorb).values(stakeholder_id=keep))


def _merge_anonymous(db: Connection, keep: int, absorb: int) -> None:
    """What was handed in under a mark stays; what was begun there by name is dropped, for nothing may join the two."""
    _keep_both_unnamed(db, keep, absorb)
    participants.hand_over(db, keep, absorb)
    done = invitation.c.stakeholder_id.in_((keep, absorb)) & invitation.c.answered_at.is_not(None)
    topics = select(invitation.c.topic_id).where(done)
    begun = response.c.stakeholder_id.in_((keep, absorb)) & response.c.topic_id.in_(topics) & ~response.c.preview
    db.execute(delete(response).where(begun))


def _keep_both_unnamed(db: Connection, keep: int, absorb: int) -> None:
    """Where both took part in an anonymous topic, what the other one said is kept beneath."""
    mine, theirs = participants.marks(db, keep), participants.marks(db, absorb)
    for topic_id in mine.keys() & theirs.keys():
        pair = response.c.participant.in_([mine[topic_id], theirs[topic_id]])
        found = {row.participant: row for row in db.execute(select(response).where(pair)).all()}
        if len(found) > 1:
            earlier.put_beneath(db, found[mine[topic_id]].id, found[theirs[topic_id]])


def _how_far(given: Row[tuple[object, ...]]) -> tuple[bool, datetime]:
    """What was handed in goes before what was not; then the later."""
    return given.state == ResponseState.SUBMITTED, given.submitted_at or given.updated_at


def _made_one(db: Connection, stays: Row[tuple[object, ...]], goes: Row[tuple[object, ...]]) -> None:
    """Two responses to one form: the one that stays gets the answers that it lacks, and the other beneath it."""
    if stays.topic_id is not None and not stays.preview:
        earlier.put_beneath(db, stays.id, goes)
    if stays.questionnaire_id == goes.questionnaire_id:
        has = answer.alias()
        lacking = ~exists().where(has.c.response_id == stays.id, has.c.question == answer.c.question)
        names = db.execute(select(answer.c.question).where(answer.c.response_id == goes.id, lacking)).scalars().all()
        for table in (answer, attachment, piece, finding_basis):
            moved = (table.c.response_id == goes.id) & table.c.question.in_(names)
            db.execute(update(table).where(moved).values(response_id=stays.id))
    db.execute(update(attachment).where(attachment.c.response_id == goes.id).values(response_id=stays.id))
    goes_on = None if stays.state == ResponseState.SUBMITTED else stays.id
    db.execute(update(stakeholder).where(stakeholder.c.answering == goes.id).values(answering=goes_on))
    db.execute(delete(response).where(response.c.id == goes.id))


def _merge_invitations(db: Connection, keep: int, absorb: int) -> None:
    """Told or looked at by one is told and looked at; declined is only what neither has begun."""
    theirs, mine = invitation.alias("theirs"), invitation.alias("mine")
    here = (theirs.c.stakeholder_id == absorb) & (theirs.c.topic_id == invitation.c.topic_id)
    both = (invitation.c.stakeholder_id == keep) & exists().where(here)
    for name in ("told_at", "opened_at", "answered_at"):
        other = select(theirs.c[name]).where(here).scalar_subquery()
        db.execute(update(invitation).where(both).values({name: func.coalesce(invitation.c[name], other)}))
    has_one = exists().where(mine.c.stakeholder_id == keep, mine.c.topic_id == invitation.c.topic_id)
    db.execute(delete(invitation).where(invitation.c.stakeholder_id == absorb, has_one))
    db.execute(update(invitation).where(invitation.c.stakeholder_id == absorb).values(stakeholder_id=keep))
    begun = exists().where(
        response.c.stakeholder_id == keep, response.c.topic_id == invitation.c.topic_id, ~response.c.preview
    )
    of_both = invitation.c.stakeholder_id == keep
    db.execute(update(invitation).where(of_both, begun).values(declined_at=None, decline_reason=""))


def _merge_trials(db: Connection, keep: int, absorb: int) -> None:
    """Asked twice for the same test run is asked once."""
    mine = trial.alias("mine")
    has_one = exists().where(mine.c.stakeholder_id == keep, mine.c.topic_id == trial.c.topic_id)
    db.execute(delete(trial).where(trial.c.stakeholder_id == absorb, has_one))
    db.execute(update(trial).where(trial.c.stakeholder_id == absorb).values(stakeholder_id=keep))


def _merge_usefulness(db: Connection, keep: int, absorb: int) -> None:
    said = select(usefulness.c.topic_id).where(usefulness.c.stakeholder_id == keep)
    theirs = usefulness.c.stakeholder_id == absorb
    db.execute(delete(usefulness).where(theirs, usefulness.c.topic_id.in_(said)))
    db.execute(update(usefulness).where(theirs).values(stakeholder_id=keep))


def _merge_persons(db: Connection, keep: int, absorb: int) -> None:
    """What they are working on, and on which day they were last reminded."""
    theirs = people.get(db, absorb)
    other: date | None = theirs.reminded_on
    mine = stakeholder.c.id == keep
    if other is not None:
        earlier = or_(stakeholder.c.reminded_on.is_(None), stakeholder.c.reminded_on < literal(other))
        db.execute(update(stakeholder).where(mine, earlier).values(reminded_on=other))
    idle = stakeholder.c.answering.is_(None)
    db.execute(update(stakeholder).where(mine, idle).values(answering=theirs.answering))
    if theirs.verified_at is not None:
        verified = stakeholder.c.verified_at.is_(None)
        db.execute(update(stakeholder).where(mine, verified).values(verified_at=theirs.verified_at))
    if theirs.standing is Standing.BLOCKED:  # nobody slips out of it by becoming somebody else
        free = stakeholder.c.standing != Standing.BLOCKED
        before = stakeholder.c.standing
        db.execute(update(stakeholder).where(mine, free).values(standing_before=before, standing=Standing.BLOCKED))
