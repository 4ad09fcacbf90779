from __future__ import annotations

from sqlalchemy import select

from consultation.conversation import File, Kind, Shape
from storage.tables import answer, attachment
from tests.stories import joins, publishes, workbook
from tests.world import Person, World

CHOICES = [
    ("list_name", "name", "label", "exclusive"),
    *[("way", n, n.upper(), "") for n in "abc"],
    ("way", "none", "هیچ‌کدام", "yes"),
]


async def begins(world: World, *survey: tuple[str, ...]) -> Person:
    """Somebody who has begun a topic with these questions."""
    person = world.person("ana")
    await joins(person)
    head = ("type", "name", "label", "required", "parameters")
    await publishes(world, form=workbook({"survey": [head, *survey], "choices": CHOICES}))
    person.reads()
    await person.presses("آغاز پاسخ‌گویی")
    return person


async def answers(world: World) -> dict[str, str]:
    rows = await world.database.read(lambda db: db.execute(select(answer.c.question, answer.c.value)).all())
    return {row.question: row.value for row in rows}


async def test_choices_are_put_in_order_by_tapping(world: World) -> None:
    ana = await begins(world, ("rank way", "ways", "به ترتیب اهمیت", "yes", ""))
    question = ana.sees("به ترتیب اهمیت", "مهم‌ترین")
    for label in ("C", "A", "B"):
        await ana.presses(label)
    assert question.labels[:3] == ["۲. A", "۳. B", "۱. C"]
    await ana.presses("A")
    assert question.labels[:3] == ["⬜️ A", "۲. B", "۱. C"]
    assert "هنوز" in await ana.presses("تأیید")
    await ana.presses("A")
    await ana.presses("هیچ‌کدام")
    await ana.presses("تأیید")


async def test_at_most_so_many_and_none_of_these(world: World) -> None:
    ana = await begins(world, ("select_multiple way", "ways", "کدام‌ها؟", "yes", "max=2"))
    question = ana.sees("کدام‌ها؟")
    for label in "ABC":
        await ana.presses(label)
    assert "۲" in await ana.presses("تأیید")
    await ana.presses("هیچ‌کدام")
    assert [label for label in question.labels if "☑️" in label] == ["☑️ هیچ‌کدام"]
    await ana.presses("تأیید")
    ana.sees("پاسخ‌های شما", "هیچ‌کدام")
    assert (await answers(world))["ways"] == "none"


async def test_a_photograph_is_sent_and_its_content_fetched(world: World) -> None:
    ana = await begins(world, ("image", "picture", "عکسی از کارگاه بفرستید.", "yes", ""))
    ana.sees("عکسی از کارگاه")
    await ana.says("ندارم")
    assert "عکس" in ana.sees().text
    await ana.sends(Kind.FILE, file=File("p-1", "photo", "photo.jpg", "image/jpeg", size=10))
    ana.reads()
    await world.tick()
    kept = await world.database.read(lambda db: db.execute(select(attachment)).one())
    assert kept.content == b"content of p-1"
    assert (await answers(world))["picture"] == f"file:{kept.id}"


async def test_a_voice_message_answers_a_question_in_words(world: World) -> None:
    ana = await begins(world, ("text", "words", "نظر شما چیست؟", "yes", ""), ("text", "more", "دیگر چه؟", "", ""))
    ana.reads()
    await ana.sends(Kind.FILE, file=File("v-1", "voice", "voice.ogg", "audio/ogg", size=10))
    ana.sees("✅", "صوتی")
    ana.sees("دیگر چه؟")
    await ana.says("file:7")
    ana.sees("پاسخ‌های شما", "صوتی", "7")
    assert len(await world.database.read(lambda db: db.execute(select(attachment.c.id)).all())) == 1


async def test_a_place_a_time_and_a_statement(world: World) -> None:
    ana = await begins(
        world,
        ("geopoint", "place", "کجا؟", "yes", ""),
        ("time", "hour", "چه ساعتی؟", "yes", ""),
        ("acknowledge", "read", "این را بخوانید.", "yes", ""),
    )
    ana.reads()
    await ana.says("کرج")
    ana.sees("مکان")
    await ana.shares_place()
    ana.reads()
    await ana.says("۶ عصر")
    ana.reads()
    await ana.presses("👍")
    ana.reads()
    assert await answers(world) | {"place": ""} == {"place": "", "hour": "18:00", "read": "OK"} | {
        name: value for name, value in (await answers(world)).items() if name not in ("place", "hour", "read")
    }
    assert (await answers(world))["place"].startswith("35.7")


async def test_not_knowing_is_an_answer_where_the_form_allows_it(world: World) -> None:
    person = world.person("ana")
    await joins(person)
    form = {
        "survey": [
            ("type", "name", "label", "required", "dont_know", "refuse"),
            ("begin group", "money", "هزینه‌ها", "", "", ""),
            ("integer", "cost", "هزینهٔ برق شما چقدر است؟", "yes", "yes", "yes"),
            ("integer", "income", "درآمد شما چقدر است؟", "yes", "yes", "yes"),
            ("end group", "", "", "", "", ""),
        ]
    }
    await publishes(world, form=workbook(form))
    person.reads()
    await person.presses("آغاز پاسخ‌گویی")
    assert person.sees("هزینه‌ها", "پرسش ۱ از ۲").labels[:2] == ["نمی‌دانم", "مایل به پاسخ نیستم"]
    await person.presses("نمی‌دانم")
    assert "هزینه‌ها" not in person.sees("پرسش ۲ از ۲").text, "a section is announced once"
    await person.says("مایل نیستم")
    person.sees("✅")
    person.sees("نمی‌دانم", "مایل به پاسخ نیستم", "ثبت نهایی")
    assert await answers(world) == {**await answers(world), "cost": "__dont_know__", "income": "__refused__"}


async def test_a_picture_is_shown_with_its_question(world: World) -> None:
    ana, secretary = world.person("ana"), await world.staff()
    await joins(ana)
    form = {
        "survey": [
            ("type", "name", "label", "media::image"),
            ("text", "plan", "دربارهٔ این نقشه چه می‌گویید؟", "plan.png"),
            ("note", "again", "", "plan.png"),
        ]
    }
    await secretary.sends_file("form.xlsx", workbook(form), caption="نقشه")
    panel = secretary.reads()[-1]
    await secretary.sends_file("plan.png", b"a picture", reply_to=panel)
    secretary.reads()
    await secretary.presses("انتشار هم‌اکنون")
    await secretary.presses("بله، منتشر شود")
    ana.reads()
    await ana.presses("آغاز پاسخ‌گویی")
    shown = ana.sees().parcel
    assert shown.document is not None
    assert (shown.document.content, shown.shape) == (b"a picture", Shape.PHOTO)
    ana.sees("دربارهٔ این نقشه")
    await ana.says("خوب است.")
    shown = ana.sees().parcel
    assert shown.document is not None, "a note may be a picture without a word"
    ana.sees("ثبت نهایی")
