"""What many conversations begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import xlsxwriter
from sqlalchemy import Connection, select

from consultation.stakeholder import Profile, Standing
from storage import people
from storage.tables import metadata
from tests.world import Person, Shown, World

FA, EN = "label::Persian (fa)", "label::English (en)"
LIMIT_FA, LIMIT_EN = "constraint_message::Persian (fa)", "constraint_message::English (en)"
TOO_MANY = ("ماه ۷۴۴ ساعت بیشتر ندارد.", "A month has 744 hours.")
NONE = ("", "", "", "")
FORM: dict[str, list[tuple[str, ...]]] = {
    "survey": [
        ("type", "name", FA, EN, "required", "relevant", "constraint", LIMIT_FA, LIMIT_EN),
        ("select_one supply", "supply", "تأمین برق واحد شما چگونه است؟", "How is your supply?", "yes", *NONE),
        (
            "integer",
            "hours",
            "چند ساعت خاموشی داشتید؟",
            "Hours without?",
            "yes",
            "${supply} = 'bad'",
            ". <= 744",
            *TOO_MANY,
        ),
        ("select_multiple remedy", "remedies", "کدام راه‌ها را درست می‌دانید؟", "Which remedies?", "yes", *NONE),
        ("text", "words", "پیشنهاد خود را بنویسید.", "Your proposal?", "", *NONE),
    ],
    "choices": [
        ("list_name", "name", FA, EN),
        ("supply", "good", "خوب", "good"),
        ("supply", "bad", "بد", "bad"),
        ("remedy", "solar", "نیروگاه خورشیدی", "solar"),
        ("remedy", "price", "قیمت‌گذاری", "pricing"),
        ("remedy", "shift", "جابه‌جایی نوبت کار", "shifts"),
    ],
    "settings": [("form_title", "default_language"), ("برق صنایع", "fa")],
}


def workbook(sheets: Mapping[str, Sequence[tuple[str, ...]]] = FORM) -> bytes:
    """A workbook with these sheets, as staff would have written it."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


async def joins(person: Person, *, kind: str = "استاد", province: str = "تهران") -> None:
    """From /start to the main menu."""
    await person.says("/start")
    person.reads()
    await person.presses("موافقم")
    person.reads()
    await person.says(f"دکتر {person.name}")
    person.reads()
    await person.presses(kind)
    person.reads()
    if "سازمان" in person.last.text or any("رد شدن" in label for label in person.last.labels):
        await person.says("دانشگاه تهران")
        person.reads()
    await person.presses("⬜️")
    await person.presses("تأیید")
    person.reads()
    await person.says(province)
    person.reads()


async def enters(person: Person, *, kind: str = "professor") -> None:
    """Where `joins` leads to, without its conversation: for stories that begin with members."""
    now = person.world.now

    def enter(db: Connection) -> None:
        found, _address = people.at(db, person.channel, person.chat_id, now)
        consent = {"consented_at": now, "consent_version": person.world.policy.consent_version}
        people.change(db, found.id, standing=Standing.MEMBER, **consent)
        people.set_profile(db, found.id, Profile(f"دکتر {person.name}", kind, "دانشگاه تهران", "tehran"), now)

    await person.world.database.transaction(enter)


async def drafts(secretary: Person, title: str = "برق پایدار", form: bytes | None = None) -> Shown:
    """A draft topic; its panel."""
    await secretary.sends_file("form.xlsx", form or workbook(), caption=title)
    return secretary.reads()[-1]


async def publishes(world: World, title: str = "برق پایدار", form: bytes | None = None) -> Person:
    """A topic that is open; the member of staff who published it."""
    secretary = await world.staff()
    await drafts(secretary, title, form)
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    secretary.reads()
    return secretary


async def answers(person: Person, words: str = "برق خورشیدی را آسان کنید.") -> None:
    """The whole of FORM, from the invitation to the review."""
    person.reads()
    await person.presses("پاسخ‌گویی")
    person.reads()
    await person.presses("خوب")
    person.reads()
    await person.presses("خورشیدی")
    await person.presses("تأیید")
    person.reads()
    await person.says(words)


async def submits(person: Person, words: str = "برق خورشیدی را آسان کنید.") -> None:
    await answers(person, words)
    person.reads()
    await person.presses("ثبت نهایی")
    person.reads()


async def everything(world: World, *, but: tuple[str, ...] = ("heard",)) -> dict[str, list[tuple[object, ...]]]:
    """All that is stored."""

    def read(db: Connection) -> dict[str, list[tuple[object, ...]]]:
        tables = [table for table in metadata.sorted_tables if table.name not in but]
        return {table.name: sorted((tuple(row) for row in db.execute(select(table))), key=repr) for table in tables}

    return await world.database.read(read)
