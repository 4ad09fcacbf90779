"""Results for everybody: pages that say what was heard and decided, and in which nobody can be recognised."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from xml.etree import ElementTree

from consultation.conversation import Channel
from consultation.policy import Policy
from scheduler.site import Site
from storage.database import Database
from tests.conversations.test_findings import HEARD, SOLAR, closes, heard_out, publishes_results, writes
from tests.stories import enters, publishes, submits
from tests.world import Person, World

ADDRESS = "https://example.org/results"
ATOM = "{http://www.w3.org/2005/Atom}"


async def online(database: Database, folder: Path) -> World:
    world = World(database, Policy(results_address=ADDRESS))
    await world.open()
    world.site = Site(folder, ADDRESS, b"k" * 32)
    return world


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def feed(folder: Path) -> ElementTree.Element:
    return ElementTree.fromstring((folder / "feed.xml").read_text("utf-8"))  # noqa: S314 - our own


async def test_a_page_appears_when_nothing_can_be_taken_back_and_people_get_its_address(
    database: Database, tmp_path: Path
) -> None:
    world = await online(database, tmp_path / "public")
    ana, _babak, _cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    await world.tick()
    assert names(tmp_path / "public") == ["feed.xml", "index.html"]
    await world.passes(hours=0.04)
    assert names(tmp_path / "public") == ["feed.xml", "index.html", "topic-1.html"]
    ana.sees_nothing()
    await world.passes(hours=0.01)
    ana.sees("نتیجهٔ «برق پایدار»", f"{ADDRESS}/topic-1.html")
    page = (tmp_path / "public" / "topic-1.html").read_text("utf-8")
    assert HEARD in page
    assert "در دست بررسی" in page
    for kept in (SOLAR, "دکتر", "دانشگاه تهران", "<script", "http://", "https://"):
        assert kept not in page, "nobody's name and words, and nothing from elsewhere"
    assert "کمتر از ۵ نفر پاسخ دادند" in page
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "public").iterdir()}
    folder = stat.S_IMODE((tmp_path / "public").stat().st_mode)
    assert (modes, folder) == ({0o644}, 0o755), "a web server may read it, and nothing half written is left"


async def test_the_feed_says_what_is_new_under_ids_that_stay(database: Database, tmp_path: Path) -> None:
    world = await online(database, tmp_path)
    _ana, _babak, _cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    await world.passes(hours=1)
    before = feed(tmp_path)
    await secretary.says("/findings 1")
    secretary.reads()
    await secretary.presses("۱")
    await secretary.presses("انجام شد")
    assert "انجام شد" not in (tmp_path / "topic-1.html").read_text("utf-8").split("<main>")[1]
    await world.passes(hours=1)
    assert "انجام شد" in (tmp_path / "topic-1.html").read_text("utf-8").split("<main>")[1]
    after = feed(tmp_path)
    for name in ("id", "entry/id", "entry/published"):
        path = "/".join(ATOM + part for part in name.split("/"))
        assert before.findtext(path) == after.findtext(path) != ""
    updated = f"{ATOM}entry/{ATOM}updated"
    assert (before.findtext(updated) or "") < (after.findtext(updated) or "")
    assert {link.get("href") for link in after.iter(f"{ATOM}link")} == {
        f"{ADDRESS}/{name}" for name in ("index.html", "feed.xml", "topic-1.html")
    }


async def test_what_is_taken_back_or_put_away_is_gone(database: Database, tmp_path: Path) -> None:
    (tmp_path / "theirs.html").write_text("of somebody else")
    world = await online(database, tmp_path)
    _ana, _babak, _cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    await world.passes(hours=1)
    assert "topic-1.html" in names(tmp_path)
    await secretary.says("/archive 1")
    secretary.reads()
    await world.tick()
    assert names(tmp_path) == ["feed.xml", "index.html", "theirs.html"]
    assert "برق پایدار" not in (tmp_path / "index.html").read_text("utf-8")
    assert feed(tmp_path).find(f"{ATOM}entry") is None


async def test_results_that_are_published_elsewhere_make_no_page(database: Database, tmp_path: Path) -> None:
    world = await online(database, tmp_path)
    ana = world.person("ana")
    await enters(ana)
    secretary = await publishes(world)
    await submits(ana)
    await closes(secretary)
    await secretary.says("/results 1")
    secretary.reads()
    await world.passes(hours=1)
    assert names(tmp_path) == ["feed.xml", "index.html"]


async def test_it_is_made_up_for_after_the_folder_was_lost_or_the_program_died(
    database: Database, tmp_path: Path
) -> None:
    world = World(database, Policy(results_address=ADDRESS))
    await world.open()
    _ana, _babak, _cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    await world.passes(hours=1)
    for lost in ("never written", "deleted", "half of it deleted"):
        world.site = Site(tmp_path, ADDRESS, b"k" * 32)
        await world.tick()
        assert names(tmp_path) == ["feed.xml", "index.html", "topic-1.html"], lost
        for name in names(tmp_path)[1 if "half" in lost else 0 :]:
            (tmp_path / name).unlink()
    await world.tick()
    written = {name: (tmp_path / name).stat().st_mtime_ns for name in names(tmp_path)}
    await world.tick()
    assert written == {name: (tmp_path / name).stat().st_mtime_ns for name in names(tmp_path)}, "once is enough"


async def test_a_folder_that_cannot_be_written_keeps_nothing_else(database: Database, tmp_path: Path) -> None:
    (tmp_path / "public").write_text("a file stands where the folder should be")
    world = await online(database, tmp_path / "public")
    ana, _babak, _cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    await world.passes(hours=1)
    ana.sees("نتیجهٔ «برق پایدار»")


async def test_who_withdraws_their_answers_is_not_counted_any_more(database: Database, tmp_path: Path) -> None:
    world = await online(database, tmp_path)
    people = [world.person(name) for name in ("ana", "babak", "cyrus", "dara", "elham")]
    secretary = await answered_by(world, people)
    await publishes_results(secretary)
    await world.passes(hours=1)
    page = (tmp_path / "topic-1.html").read_text("utf-8")
    assert "<b>۵</b> نفر پاسخ دادند" in page
    assert "۱۰۰٪" in page
    people[0].reads()
    await people[0].says("/settings")
    people[0].reads()
    await people[0].presses("حذف اطلاعات من")
    await people[0].presses("آن‌ها هم پاک شود")
    await world.passes(hours=2)
    page = (tmp_path / "topic-1.html").read_text("utf-8")
    assert "نفر پاسخ دادند" not in re.sub("کمتر از ۵ نفر پاسخ دادند", "", page)
    assert "۱۰۰٪" not in page


async def answered_by(world: World, people: list[Person]) -> Person:
    """A closed topic that these people have answered, with a point."""
    for person in people:
        await enters(person)
    secretary = await publishes(world)
    for person in people:
        await submits(person, SOLAR)
    await closes(secretary)
    await writes(secretary)
    return secretary


async def test_charts_come_with_the_results_as_a_picture_that_is_uploaded_once(world: World) -> None:
    names_ = ("ana", "babak", "cyrus", "dara", "elham")
    people = [world.person(name, Channel.BALE if name > "c" else Channel.TELEGRAM) for name in names_]
    silent = world.person("farid")
    await enters(silent)
    secretary = await answered_by(world, people)
    silent.reads()
    await publishes_results(secretary)
    await world.passes(hours=2)
    uploads = dict.fromkeys(Channel, 0)
    for person in people:
        person.sees("نتیجهٔ «برق پایدار»")
        shown = person.last.parcel
        assert shown.shape == "photo"
        assert shown.text == "برق پایدار"
        assert shown.document is not None
        assert shown.document.content[:4] in (b"\x89PNG", b"")
        uploads[person.channel] += bool(shown.document.content)
    assert uploads == dict.fromkeys(Channel, 1)
    silent.sees("کوتاه‌شدهٔ نتیجه", HEARD)
    silent.sees_nothing()
    await silent.presses("نمودارها")
    assert [one.text for one in silent.reads()] == [
        "۱. تأمین برق واحد شما چگونه است؟",
        "۳. کدام راه‌ها را درست می‌دانید؟",
    ]
    await silent.presses("نمودارها")
    assert all(one.parcel.document and one.parcel.document.handle for one in silent.reads())


async def test_few_answers_make_no_chart_and_keep_nobody_waiting(world: World) -> None:
    ana, _babak, _cyrus, secretary = await heard_out(world)
    await publishes_results(secretary)
    await world.passes(hours=1)
    ana.sees("نتیجهٔ «برق پایدار»")
    ana.sees_nothing()
    assert not any("نمودار" in label for label in ana.last.labels)
