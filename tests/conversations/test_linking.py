"""One person on two messengers, who was somebody on each before they were connected."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from consultation.conversation import Channel, File, Kind
from storage import linking
from storage.tables import answer, attachment, invitation, metadata, response, stakeholder
from tests.stories import drafts, joins, publishes, submits, workbook
from tests.world import Person, World

_TO_TOPICS = select(response.c.id).where(response.c.topic_id.is_not(None))


async def both_join(world: World) -> tuple[Person, Person]:
    two = world.person("ana"), world.person("ana", Channel.BALE)
    for one in two:
        await joins(one)
    return two


async def connects(one: Person, other: Person) -> None:
    """By a code of the first, sent from the second."""
    one.reads()
    other.reads()
    await one.says("/link")
    command = one.sees("/link").text.split("\n\n")[1]
    await other.says(command)
    other.sees("متصل شد")


async def given(world: World) -> list[tuple[str, str, str]]:
    """State, question and value of all answers to topics."""
    found = (
        select(response.c.state, answer.c.question, answer.c.value)
        .join(answer, answer.c.response_id == response.c.id)
        .where(response.c.topic_id.is_not(None), ~response.c.preview)
        .order_by(answer.c.question)
    )
    return [tuple(row) for row in await world.database.read(lambda db: db.execute(found).all())]


async def test_one_profile_is_left(world: World) -> None:
    one, other = await both_join(world)
    await connects(one, other)
    kept = await world.database.read(lambda db: db.execute(select(response).where(response.c.topic_id.is_(None))).all())
    assert len(kept) == 1
    await other.says("/settings")
    other.reads()
    await other.presses("مشخصات")
    other.sees("مشخصات شما", "دکتر ana")


async def test_the_profile_that_is_complete_is_the_one_left(world: World) -> None:
    one, other = world.person("ana"), world.person("ana", Channel.BALE)
    await one.says("/start")
    one.reads()
    await one.presses("موافقم")
    one.reads()
    await joins(other, province="یزد")
    await connects(one, other)
    person = (await world.database.read(lambda db: db.execute(select(stakeholder)).all()))[0]
    assert (person.name, person.province) == ("دکتر ana", "yazd")
    await one.says("/topics")
    one.sees("موضوعی برای شما باز نیست")


async def test_half_done_on_both_goes_on_with_the_answers_of_both(world: World) -> None:
    one, other = await both_join(world)
    await publishes(world)
    for person, words in ((one, ("خوب",)), (other, ("بد", "۱۲", "۱"))):
        person.reads()
        await person.presses("آغاز پاسخ‌گویی")
        for said in words:
            person.reads()
            await person.says(said)
        world.now += timedelta(minutes=1)
    await connects(one, other)
    assert await given(world) == [("open", "hours", "12"), ("open", "remedies", "solar"), ("open", "supply", "bad")]
    await one.says("برق خورشیدی")
    one.sees("پاسخ‌های شما", "بد", "۱۲", "برق خورشیدی")


async def test_what_was_submitted_stays_so(world: World) -> None:
    one, other = await both_join(world)
    await publishes(world)
    await submits(one)
    other.reads()
    await other.presses("آغاز پاسخ‌گویی")
    other.reads()
    await other.says("بد")
    await connects(other, one)
    assert ("submitted", "supply", "good") in await given(world)
    assert len({row[0] for row in await given(world)}) == 1
    await one.says("خوب")
    one.sees("پرسشی پیش روی شما نیست")


async def test_a_rehearsal_does_not_stand_in_the_way_of_answers(world: World) -> None:
    secretary = await world.staff()
    one, other = secretary.alone(), world.person("ana", Channel.BALE)
    await joins(one)
    await joins(other)
    await drafts(secretary)
    await secretary.presses("پیش‌نمایش")
    secretary.reads()
    one.reads()
    await one.presses("آغاز پاسخ‌گویی")
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    await submits(other)
    await connects(one, other)
    assert ("submitted", "supply", "good") in await given(world)


async def test_files_go_with_their_answers(world: World) -> None:
    one, other = await both_join(world)
    form = {"survey": [("type", "name", "label"), ("text", "words", "نظر شما؟"), ("image", "picture", "عکس؟")]}
    await publishes(world, form=workbook(form))
    for person in (other, one):
        person.reads()
        await person.presses("آغاز پاسخ‌گویی")
        person.reads()
        await person.says("نظر")
        person.reads()
    await other.sends(Kind.FILE, file=File("p-1", "photo", "photo.jpg", "image/jpeg", size=10))
    await connects(one, other)
    kept = await world.database.read(lambda db: db.execute(select(attachment)).one())
    assert ("open", "picture", f"file:{kept.id}") in await given(world)
    assert await world.database.read(lambda db: db.execute(_TO_TOPICS).scalars().all()) == [kept.response_id]


async def test_declined_on_one_and_begun_on_the_other_is_not_declined(world: World) -> None:
    one, other = await both_join(world)
    await publishes(world)
    one.reads()
    await one.presses("این موضوع نه")
    other.reads()
    await other.presses("آغاز پاسخ‌گویی")
    await connects(one, other)
    kept = await world.database.read(lambda db: db.execute(select(invitation)).one())
    assert kept.declined_at is None
    assert kept.told_at is not None


def test_of_every_table_it_is_settled_what_becomes_of_it_when_two_are_made_one() -> None:
    by_rule = {"usefulness", "stakeholder_field", "stakeholder_word", "response", "invitation", "trial"}
    left_behind = {"link_code"}  # a code that was not used yet
    of_people = {table.name for table in metadata.sorted_tables if "stakeholder_id" in table.c}
    assert of_people == by_rule | left_behind | {table.name for table in linking.MOVED}
