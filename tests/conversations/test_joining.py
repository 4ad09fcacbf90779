from __future__ import annotations

from sqlalchemy import select

from consultation.conversation import Channel, Kind
from storage.tables import address, stakeholder
from tests.stories import joins, publishes
from tests.world import World


async def test_a_newcomer_agrees_and_gives_a_profile(world: World) -> None:
    ana = world.person("ana")
    await ana.says("/start")
    welcome = ana.sees("خوش آمدید", "آیا با این شرایط")
    assert welcome.labels[0] == "✅ موافقم"

    await ana.presses("موافقم")
    assert "ثبت شد" in welcome.text
    assert "چند پرسش کوتاه" in welcome.text
    assert welcome.labels == []
    ana.sees("پرسش ۱ از ۵", "نام")


async def test_an_unfinished_profile_goes_on_wherever_they_press(world: World) -> None:
    ana = world.person("ana")
    await ana.says("/start")
    ana.reads()
    await ana.presses("موافقم")
    ana.sees("پرسش ۱ از ۵")
    await ana.presses("بعداً")
    ana.sees("«سلام» بنویسید")
    for said in ("سلام", "/topics", "/start"):
        await ana.says(said)
        ana.sees("پرسش ۱ از ۵")
        await ana.presses("بعداً")
        ana.reads()


async def test_nothing_is_asked_before_consent(world: World) -> None:
    ana = world.person("ana")
    await ana.says("سلام")
    ana.sees("خوش آمدید")
    await ana.says("/topics")
    ana.sees("خوش آمدید")
    await ana.presses("خیر، سپاسگزارم", on=ana.last)
    assert "اطلاعاتی از شما نگه داشته نشد" in ana.last.text


async def test_consent_is_kept_with_its_wording_and_date(world: World) -> None:
    await joins(world.person("ana"))
    row = await world.database.read(lambda db: db.execute(select(stakeholder)).one())
    assert (row.standing, row.consent_version, row.consented_at) == ("member", "1", world.now)
    assert (row.kind, row.province) == ("professor", "tehran")


async def test_english_before_and_after_consent(world: World) -> None:
    ana = world.person("ana")
    await ana.says("/start")
    ana.sees("خوش آمدید")
    await ana.presses("English")
    assert "Do you agree" in ana.last.text
    await ana.presses("I agree")
    assert "First a few short questions" in ana.chat.messages[0].text
    ana.sees("Question 1 of 5")


async def test_two_messengers_become_one_person(world: World) -> None:
    on_telegram, on_bale = world.person("ana"), world.person("ana", Channel.BALE)
    await joins(on_telegram)
    await on_telegram.says("/link")
    command = on_telegram.sees("/link").text.split("\n\n")[1]

    await on_bale.says(command)
    on_bale.sees("متصل شد")

    counts = await world.database.read(
        lambda db: (len(db.execute(select(stakeholder)).all()), len(db.execute(select(address)).all()))
    )
    assert counts == (1, 2)
    await on_bale.says(command)
    on_bale.sees("معتبر نیست")


async def test_forget_me_erases_the_person(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await ana.says("/settings")
    ana.sees("تنظیمات")
    await ana.presses("حذف اطلاعات من")
    await ana.presses("آن‌ها هم پاک شود")
    assert "بدرود" in ana.last.text
    assert not await world.database.read(lambda db: db.execute(select(stakeholder)).all())

    await ana.says("/start")
    ana.sees("خوش آمدید")


async def test_who_left_is_asked_for_consent_again(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await ana.says("/settings")
    ana.sees("تنظیمات")
    await ana.presses("لغو عضویت")
    await ana.presses("بله، لغو شود")
    await ana.says("/topics")
    ana.sees("خوش آمدید")
    await ana.presses("موافقم")
    ana.sees("بازگشت شما")


async def test_a_sticker_gets_a_kind_word(world: World) -> None:
    ana = world.person("ana")
    await joins(ana)
    await ana.sends(Kind.OTHER)
    ana.sees("پرسشی باز نیست")


async def test_a_topic_is_sent_on_to_a_colleague(world: World) -> None:
    ana, colleague = world.person("ana"), world.person("babak")
    await joins(ana)
    await publishes(world)
    ana.sees("برق پایدار")
    await ana.presses("این موضوع نه")
    await ana.presses("به حوزهٔ کار من مربوط نیست")
    await ana.presses("همکار")
    ana.sees("برای همکار")
    payload = ana.sees("برق پایدار").text.split("?")[-1]

    await colleague.says(f"/start {payload}")
    colleague.reads()
    await joins(colleague)
    assert "برق پایدار" in colleague.last.text
    row = await world.database.read(
        lambda db: db.execute(select(stakeholder.c.invited_by).where(stakeholder.c.name == "دکتر babak")).scalar_one()
    )
    assert row == payload
