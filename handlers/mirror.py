"""What is said in an inquiry, brought to all who take part in it: every staff group, and the person who asks."""

from __future__ import annotations

from itertools import zip_longest

from consultation.conversation import Channel, Message
from consultation.inquiry import Inquiry, Remark, pieces
from consultation.texts import _, digits, speaking
from handlers.turn import Turn
from storage import attachments, inquiries, outbox, people, staff
from storage.deliveries import Subject


def heard(turn: Turn, inquiry: Inquiry, *, by_staff: bool) -> list[Remark]:
    """Keep what this message says, with its file; words too long for one message become several remarks."""
    incoming = turn.incoming
    said = [
        inquiries.say(turn.db, inquiry.id, incoming, piece, turn.now, by_staff=by_staff)
        for piece in pieces(incoming.text)
    ]
    if incoming.file is not None:
        attachments.enclose(turn.db, said[0].id, incoming.channel, incoming.file, turn.now)
    return said


def to_groups(turn: Turn, remark: Remark) -> None:
    """To every staff group but the one it was said in."""
    here = (turn.incoming.channel, turn.incoming.chat_id)
    for channel, chat_id in staff.groups(turn.db):
        if (channel, chat_id) != here:
            _put_into_group(turn, remark, channel, chat_id, None)


def show_here(turn: Turn, remark: Remark) -> None:
    _put_into_group(turn, remark, turn.incoming.channel, turn.incoming.chat_id, turn.incoming.thread)


def _put_into_group(turn: Turn, remark: Remark, channel: Channel, chat_id: int, thread: int | None) -> None:
    outbox.put(
        turn.db,
        channel,
        chat_id,
        None,
        turn.now,
        to_group=True,
        remark_id=remark.id,
        thread=thread,
        subject=Subject.INQUIRY,
    )


def to_person(turn: Turn, inquiry: Inquiry, said: list[Remark]) -> bool:
    """To whoever asked, where they last wrote from; False where they can be reached nowhere."""
    places = [place for place in people.addresses(turn.db, inquiry.stakeholder_id) if place.reachable]
    if not places:
        return False
    for remark in said:
        outbox.put(
            turn.db,
            places[0].channel,
            places[0].chat_id,
            None,
            turn.now,
            stakeholder_id=inquiry.stakeholder_id,
            remark_id=remark.id,
            subject=Subject.INQUIRY,
        )
    return True


def refresh(turn: Turn, remark: Remark) -> None:
    """Show a remark as it stands now, wherever it is shown already."""
    for copy in inquiries.copies(turn.db, [remark.id]):
        outbox.put(
            turn.db,
            copy.channel,
            copy.chat_id,
            None,
            turn.now,
            to_group=copy.to_group,
            stakeholder_id=copy.stakeholder_id,
            remark_id=remark.id,
            edits=copy.message_id,
            subject=Subject.INQUIRY_EDIT,
        )


def refresh_card(turn: Turn, inquiry: Inquiry) -> None:
    refresh(turn, inquiries.remarks(turn.db, inquiry.id)[0])


def edited(turn: Turn, remarks: list[Remark]) -> None:
    """Their message was changed in the messenger: so is all that was made of it."""
    for remark, piece in zip_longest(remarks, pieces(turn.incoming.text)[: len(remarks)], fillvalue="…"):
        assert isinstance(remark, Remark)  # noqa: S101 - there are never more pieces than remarks
        if remark.text != piece:
            inquiries.reword(turn.db, remark.id, piece)
            refresh(turn, remark)


def take_back(turn: Turn, stakeholder_id: int) -> None:
    """Somebody is to be forgotten: what staff groups show of their inquiries goes too."""
    with speaking(turn.policy.language):
        for inquiry_id in inquiries.of_stakeholder(turn.db, stakeholder_id):
            first, *later = inquiries.remarks(turn.db, inquiry_id)
            erased = Message(_("Inquiry {code} was erased; who asked wished it.").format(code=digits(inquiry_id)))
            subject = Subject.TAKE_BACK if inquiries.file_of(turn.db, first.id) else Subject.REPLY
            _withdraw(turn, [first.id], erased, subject)
            _withdraw(turn, [remark.id for remark in later], erased, Subject.TAKE_BACK)


def _withdraw(turn: Turn, remark_ids: list[int], erased: Message, subject: Subject) -> None:
    for copy in inquiries.copies(turn.db, remark_ids):
        if copy.to_group and copy.message_id is not None:
            edits = copy.message_id
            outbox.put(
                turn.db, copy.channel, copy.chat_id, erased, turn.now, to_group=True, edits=edits, subject=subject
            )
