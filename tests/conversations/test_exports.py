from __future__ import annotations

from pathlib import Path

from tests.stories import joins, publishes, submits
from tests.world import Person, World


async def answered_topic(world: World) -> Person:
    ana = world.person("ana")
    await joins(ana)
    secretary = await publishes(world)
    await submits(ana)
    return secretary


def file_name(secretary: Person) -> str:
    document = secretary.reads()[-1].parcel.document
    return document.name if document else ""


async def test_the_answers_come_in_the_format_that_is_asked_for(world: World) -> None:
    secretary = await answered_topic(world)
    await secretary.says("/export 1")
    assert file_name(secretary) == "topic-1.xlsx"
    await secretary.presses("SPSS")
    assert file_name(secretary) == "topic-1.sav"
    await secretary.says("/export 1 csv")
    assert file_name(secretary) == "topic-1.csv"
    await secretary.presses("ODK")
    assert file_name(secretary) == "topic-1.zip"


async def test_with_names_for_those_who_ask(world: World) -> None:
    secretary = await answered_topic(world)
    for command, named in (("/export 1 json", False), ("/export ۱ json با نام", True)):
        await secretary.says(command)
        document = secretary.reads()[-1].parcel.document
        assert document is not None
        assert ("دکتر ana".encode() in document.content) is named


async def test_an_unknown_format_is_answered_with_an_example(world: World) -> None:
    secretary = await answered_topic(world)
    await secretary.says("/export 1 pdf")
    secretary.sees("pdf", "/export 3 csv names")


async def test_what_no_messenger_carries_is_put_on_the_server(world: World, tmp_path: Path) -> None:
    world.shelf, world.largest_file = tmp_path / "files", 10
    await world.open()
    secretary = await answered_topic(world)
    await secretary.says("/export 1 csv")
    told = secretary.reads()[-1]
    assert told.parcel.document is None
    [kept] = world.shelf.iterdir()
    assert kept.name in told.text
    assert "برق خورشیدی" in kept.read_text("utf-8-sig")
