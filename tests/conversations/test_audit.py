"""Whatever shows staff somebody's data leaves a line in the audit log: who looked, and at whose."""

from __future__ import annotations

from sqlalchemy import Connection, select

from consultation.auditing import Action
from consultation.conversation import Kind
from handlers.staff.acts import PRESSES
from handlers.staff.commands import COMMANDS
from storage.audit import note
from storage.tables import audit
from tests.conversations.test_authority import arguments_of, signed
from tests.conversations.test_findings import SOLAR, closes, replies, writes
from tests.stories import drafts, joins, publishes, submits
from tests.world import Person, Shown, World

SECRET = "ناهیدِ-نشان‌دار"  # occurs nowhere but in her name
OF_NOBODY = {"/form", "/template", "/invite", "chart"}  # files without people: questions, and how many have answered
DOES = {  # what would take away what the others look at
    "forget", "block!", "unblock", "accept", "reject", "same!", "discard!", "withdraw!", "publish!", "undo", "archive",
}  # fmt: skip
WORDS = {"reword": ["label"], "point?": ["heard"], "point=": ["accepted"], "role!": ["reader"]}  # in place of a number


async def _rows(world: World) -> list[tuple[str, int | None]]:
    done = select(audit.c.action, audit.c.stakeholder_id).order_by(audit.c.id)
    return [(row.action, row.stakeholder_id) for row in await world.database.read(lambda db: db.execute(done).all())]


def _reveals(shown: list[Shown], asked: str) -> bool:
    """Her name, what she said, or a file that may hold either."""
    files = any(one.parcel.document is not None for one in shown) and asked not in OF_NOBODY
    return files or any(SECRET in one.text or SOLAR in one.text for one in shown)


async def _full_desk(world: World) -> Person:
    """She has answered, asked, is tried out on; a point rests on her words."""
    nahid, other = world.person(SECRET), world.person("other")
    for person in (nahid, other):
        await joins(person)
    secretary = await publishes(world)
    await submits(nahid, SOLAR)
    await nahid.says("/topics")
    nahid.reads()
    await nahid.presses("برق پایدار")
    nahid.reads()
    await nahid.presses("پرسش از دبیرخانه")
    nahid.reads()
    await nahid.says("مهلت تا کی است؟")
    secretary.reads()
    await closes(secretary)
    await writes(secretary)
    await replies(secretary, "جست‌وجوی پاسخ‌ها", "خورشیدی")
    secretary.reads()
    await secretary.presses("➕ ۱")
    await drafts(secretary, "موضوع دوم")
    await secretary.says(f"/rehearse 2 {SECRET}")
    secretary.reads()
    await secretary.presses(SECRET)
    secretary.reads()
    return secretary


async def test_every_command_that_shows_somebodys_data_is_written_down(world: World) -> None:
    secretary = await _full_desk(world)
    told = [f"/{name}{command.example}" for name, command in COMMANDS.items()]
    numbered = [said.replace(" 3", " 1") for said in told] + [said.replace(" 3", " 2") for said in told]
    for said in [*numbered, f"/find {SECRET}", f"/rehearse 2 {SECRET}", "/export 1 names"]:
        before = await _rows(world)
        await secretary.says(said)
        if _reveals(secretary.reads(), said.split()[0]):
            assert len(await _rows(world)) > len(before), said


async def test_every_button_that_shows_somebodys_data_is_written_down(world: World) -> None:
    secretary = await _full_desk(world)
    revealing = set()
    for verb, act in PRESSES.items():
        if verb in DOES:
            continue
        for number in ("1", "2"):
            before = await _rows(world)
            numbers = [number for _one in arguments_of(act.handler)]
            press = ":".join([verb, *numbers[: len(numbers) - (verb in WORDS)], *WORDS.get(verb, ())])
            incoming = secretary._incoming(Kind.PRESS, press=signed(secretary, press), press_id="p", message_id=1)
            await world.reception.receive([incoming])
            await world.deliver()
            if _reveals(secretary.reads(), verb):
                revealing.add(verb)
                assert len(await _rows(world)) > len(before), press
    assert revealing >= {"member", "inquiry", "trial", "basis", "export", "report", "outcomes"}, (
        "it shows what it should"
    )


async def test_whose_data_they_were_is_written_down_unless_nobody_may_know(world: World) -> None:
    secretary = await _full_desk(world)
    await secretary.says("/inquiries")
    secretary.reads()
    await secretary.presses("۱")
    secretary.reads()
    assert (Action.READ_INQUIRY, 1) in await _rows(world)
    assert (Action.TESTERS, 1) in await _rows(world)
    await secretary.says("/audit")
    assert "پرسشی را دید" in "".join(one.text for one in secretary.reads())


def _looks(db: Connection, who: Person, times: int) -> None:
    for _time in range(times):
        note(db, who.channel, who.sender, Action.AUDIT, who.world.now)


async def test_every_page_of_the_log_is_written_down_and_none_shows_an_entry_twice(world: World) -> None:
    secretary = await world.staff()
    await world.database.transaction(lambda db: _looks(db, secretary, 25))
    shown = []
    for page in ("", "قدیمی‌تر", "قدیمی‌تر"):
        before = len(await _rows(world))
        if page:
            await secretary.presses(page)
        else:
            await secretary.says("/audit")
        secretary.reads()
        assert len(await _rows(world)) == before + 1
        shown.append(secretary.last.text)
    assert sum(text.count("سابقهٔ کارها را دید") for text in shown) == 26
