from __future__ import annotations

import csv
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl

from tests.stories import enters, publishes, submits
from tests.world import Person, World


async def answered_topic(world: World) -> Person:
    ana = world.person("ana")
    await enters(ana)
    secretary = await publishes(world)
    await submits(ana)
    return secretary


def file_name(secretary: Person) -> str:
    document = secretary.reads()[-1].parcel.document
    return document.name if document else ""


async def carrying(world: World, largest: int) -> None:
    """The messenger takes files of so many bytes at most."""
    for messenger in world.messengers.values():
        messenger.abilities = replace(messenger.abilities, upload_limit=largest)
    await world.open()


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
    world.shelf = tmp_path / "files"
    await carrying(world, 10)
    secretary = await answered_topic(world)
    await secretary.says("/export 1 csv")
    told = secretary.reads()[-1]
    assert told.parcel.document is None
    [kept] = world.shelf.iterdir()
    assert kept.name in told.text
    assert "برق خورشیدی" in kept.read_text("utf-8-sig")


async def of_three(world: World) -> Person:
    people = [world.person(name) for name in ("ana", "babak", "cyrus")]
    for person in people:
        await enters(person)
    secretary = await publishes(world)
    for person in people:
        await submits(person, f"سخن {person.name} " + "برق " * 400)
    return secretary


def documents(secretary: Person) -> list[tuple[str, str, bytes]]:
    """Name, caption and content of each file that came."""
    shown = [(one.text, one.parcel.document) for one in secretary.reads()]
    return [(document.name, text, document.content) for text, document in shown if document is not None]


async def test_what_no_messenger_carries_at_once_comes_in_parts(world: World) -> None:
    await carrying(world, 4_000)
    secretary = await of_three(world)
    await secretary.says("/export 1 csv با نام")
    parts = documents(secretary)
    assert [name for name, _text, _content in parts] == [f"topic-1-part-{n}-of-3.csv" for n in (1, 2, 3)]
    assert "بخش ۲ از ۳" in parts[1][1]
    assert "از پاسخ ۲" in parts[1][1]
    rows = [row for _name, _text, content in parts for row in csv.DictReader(content.decode("utf-8-sig").splitlines())]
    assert [row["ردیف"] for row in rows] == ["1", "2", "3"]
    assert [row["نام"] for row in rows] == ["دکتر ana", "دکتر babak", "دکتر cyrus"]
    assert all(len(content) <= 4_000 for _name, _text, content in parts)


async def test_of_a_workbook_in_parts_the_first_alone_says_what_became_of_the_invitations(world: World) -> None:
    secretary = await of_three(world)
    await secretary.says("/export 1")
    [(_name, _text, whole)] = documents(secretary)
    await carrying(world, len(whole) - 1)
    await secretary.says("/export 1")
    parts = [openpyxl.load_workbook(BytesIO(content)) for _name, _text, content in documents(secretary)]
    assert ["دعوت‌ها" in book.sheetnames for book in parts] == [True, False]
    rows = [row[0] for book in parts for row in book["پاسخ‌ها"].iter_rows(min_row=2, values_only=True)]
    assert rows == [1, 2, 3]


async def test_what_is_one_thing_is_not_taken_apart(world: World, tmp_path: Path) -> None:
    world.shelf = tmp_path / "files"
    await carrying(world, 4_000)
    secretary = await of_three(world)
    await secretary.says("/export 1 sav")
    [kept] = world.shelf.iterdir()
    assert kept.suffix == ".sav"
    assert kept.name in secretary.reads()[-1].text
