"""What is done on the machine: copies and going back to them, the doctor, secrets in files, the list of parts."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.backup import back_up, put_back
from bot.doctor import examine
from bot.logs import processors, set_up, struck, tell_unheard
from bot.settings import Settings, SettingsError, load
from playground.server import Playground
from requirements import sbom
from storage import settings as kept
from storage.alone import alone_with
from storage.database import Database
from storage.tables import setting
from tests.world import MONDAY_MORNING, World

TOKEN = "123456789:canary-AAEhBOweik6ad9r-QXMENQjcrGbqCr4K-bc"
SAID = "what ana said"
sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def settings_of(url: str, **more: object) -> Settings:
    return Settings.model_validate({"storage": {"url": url}, **more})


async def note(database: Database, value: str) -> None:
    await database.transaction(lambda db: kept.note(db, "canary", value))


async def noted(url: str) -> str:
    database = Database(url)
    try:
        return await database.read(lambda db: kept.noted(db, "canary"))
    finally:
        await database.close()


@sqlite_alone
async def test_a_copy_is_made_while_the_bot_runs_and_brings_everything_back(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    settings, copy = settings_of(database_url), tmp_path / "copy.db"
    running = alone_with(database_url)
    await note(database, "then")
    back_up(settings, copy)
    assert copy.stat().st_mode & 0o077 == 0, "nobody else can read it"
    assert os.listdir(tmp_path) == ["copy.db"]  # noqa: PTH208
    await note(database, "later")
    with pytest.raises(SettingsError, match="The bot is running"):
        put_back(settings, copy)
    assert running is not None
    running.release()
    await database.close()
    former = put_back(settings, copy)
    assert await noted(database_url) == "then"
    assert await noted(f"sqlite+aiosqlite:///{former}") == "later"


@sqlite_alone
async def test_nothing_that_is_not_a_whole_database_of_ours_is_put_back(database_url: str, tmp_path: Path) -> None:
    settings = settings_of(database_url)
    torn, foreign = tmp_path / "torn.db", tmp_path / "foreign.db"
    torn.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE something (id INTEGER)")
    other.close()
    for file in (torn, foreign, tmp_path / "missing.db"):
        with pytest.raises(SettingsError, match=file.name):
            put_back(settings, file)
    back_up(settings, tmp_path / "copy.db")
    with pytest.raises(SettingsError, match="is there already"):
        back_up(settings, tmp_path / "copy.db")


def test_with_postgresql_its_own_tools_make_the_copies(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="pg_dump"):
        back_up(settings_of("postgresql+asyncpg://jazb@localhost/jazb"), tmp_path / "copy.db")


async def found(settings: Settings, config: Path) -> dict[bool, str]:
    """What the doctor says is well, and what is not."""
    findings = [finding async for finding in examine(settings, config, lambda: MONDAY_MORNING)]
    return {well: "\n".join(str(one) for one in findings if (not one.cure) is well) for well in (True, False)}


async def test_the_doctor_finds_what_is_wrong_and_names_the_cure(world: World, tmp_path: Path) -> None:
    playground = Playground()
    await playground.start()
    config = tmp_path / "config.toml"
    config.write_text("")
    config.chmod(0o644)
    settings = settings_of(
        world.database.address,
        telegram={"token": TOKEN, "api_url": playground.telegram_url},
        bale={"token": TOKEN, "api_url": "http://127.0.0.1:9"},
        webhook={"url": "https://bot.example.org"},
    )
    said = await found(settings, config)
    assert "telegram: the token is that of @" in said[True]
    assert "its tables are up to date" in said[True]
    assert f"chmod 600 {config}" in said[False]
    assert "telegram: the settings say a webhook, the messenger does not" in said[False]
    assert "bale: the messenger does not take us" in said[False]
    assert "jazb claim-code" in said[False]
    assert TOKEN.partition(":")[2] not in said[True] + said[False]
    await playground.stop()


async def test_the_doctor_sees_whether_the_bot_administers_the_staff_group(world: World, tmp_path: Path) -> None:
    playground = Playground()
    await playground.start()
    group = next(iter(playground.world.groups("telegram")))
    await world.staff(group=group.id)
    settings = settings_of(world.database.address, telegram={"token": TOKEN, "api_url": playground.telegram_url})
    said = await found(settings, tmp_path / "none.toml")
    assert f"an administrator of the staff group {group.id}" in said[True] + said[False]
    assert "staff groups: 1" in said[True]
    await playground.stop()


async def test_the_doctor_says_when_nothing_can_be_used(tmp_path: Path) -> None:
    said = await found(settings_of("sqlite+aiosqlite:///none.db"), tmp_path / "none.toml")
    assert "No token is set" in said[False]


def test_a_token_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    settings = Settings.model_validate({"telegram": {"token_file": file}, "bale": {"token_file": tmp_path / "none"}})
    assert settings.telegram.secret("telegram") == TOKEN
    with pytest.raises(SettingsError, match=r"bale\.token_file: .*none cannot be read"):
        settings.bale.secret("bale")


def test_no_setting_shows_a_secret(tmp_path: Path) -> None:
    settings = Settings.model_validate({"telegram": {"token": TOKEN}})
    assert TOKEN not in repr(settings) + str(settings.model_dump())
    file = tmp_path / "config.toml"
    file.write_text(f'[telegram]\ntoken = ["{TOKEN}"]\n[storage]\nurl = ["postgresql://jazb:{TOKEN}@host"]')
    with pytest.raises(SettingsError) as refused:
        load(file)
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("text", [f"https://api.telegram.org/bot{TOKEN}/getMe", f"postgresql://jazb:{TOKEN}@host/db"])
def test_what_looks_like_a_secret_is_struck_out_of_logs(text: str) -> None:
    assert "canary" not in struck(text)


def test_a_password_of_the_database_is_struck_out_of_logs() -> None:
    assert struck("postgresql+asyncpg://jazb:hidden@host/db") == "postgresql+asyncpg://jazb:<secret>@host/db"


def written(fault: BaseException) -> tuple[str, list[BaseException]]:
    """What the log says of it, and what a Sentry server is told of."""
    event: Any = {"event": "job_failed", "exc_info": fault}
    reported: list[BaseException] = []
    for step in processors(reported.append):
        event = step(None, "error", event)
    return event["exception"], reported


def fails(private: str) -> None:
    try:
        raise KeyError(private)
    except KeyError as cause:
        raise ExceptionGroup(private, [ValueError(private)]) from cause


def test_the_log_says_where_a_fault_was_and_none_of_its_words() -> None:
    with pytest.raises(ExceptionGroup) as failed:
        fails(SAID)
    told, reported = written(failed.value)
    assert reported == [failed.value]
    assert SAID not in told
    assert all(word in told for word in ("KeyError", "ValueError", "ExceptionGroup", "test_care.py", "raise KeyError"))


@pytest.fixture
def own_log() -> Iterator[None]:
    """Whoever comes after logs as before: what this test writes to is closed then."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("own_log")
async def test_of_a_fault_that_nobody_waited_for_the_log_has_none_of_the_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def failing() -> None:
        raise ValueError(SAID)

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(tell_unheard)
    set_up("info", "json")
    task = asyncio.ensure_future(failing())
    await asyncio.wait([task])
    del task
    gc.collect()
    loop.call_soon(fails, SAID)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    told = capsys.readouterr().err
    assert told.count("nobody_heard_of_a_fault") == 2
    assert "ValueError" in told
    assert SAID not in told


async def test_a_fault_of_the_database_is_told_without_what_was_to_be_stored(database: Database) -> None:
    twice = [{"name": "twice", "value": SAID}] * 2
    with pytest.raises(IntegrityError) as refused:
        await database.transaction(lambda db: db.execute(insert(setting).values(twice)))
    told, _reported = written(refused.value)
    assert "IntegrityError" in told
    assert "UNIQUE constraint failed: setting.name" in told if database.embedded else "(SQLSTATE 23505)" in told
    assert SAID not in told


def test_the_list_of_parts_names_every_pinned_requirement() -> None:
    document = json.loads(json.dumps(sbom.document()))
    pins = Path(sbom.__file__).with_name("run.txt").read_text("utf-8")
    names = {
        line.partition("==")[0].partition("[")[0] for line in pins.splitlines() if "==" in line and line[0].isalnum()
    }
    assert {component["name"] for component in document["components"]} == names
    assert all(component["hashes"] for component in document["components"])


async def test_the_doctor_sees_whether_results_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    nowhere = {"token": TOKEN, "api_url": "http://127.0.0.1:9"}
    given = (("public", "https://example.org", True), ("public", "", False), ("file/x", "", False))
    for folder, address, well in given:
        results = {"folder": tmp_path / folder, "address": address}
        settings = settings_of("sqlite+aiosqlite:///none.db", bale=nowhere, results=results)
        assert str(tmp_path / folder) in (await found(settings, tmp_path / "none.toml"))[well]
