"""The command line: `jazb`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import structlog
import typer
from sqlalchemy import Connection

from bot import logs
from bot.app import App, open_database, profile_of, real_time
from bot.demo import demonstrate
from bot.sentry import reporter
from bot.settings import Settings, SettingsError, load
from bot.terminal import check, converse
from bot.watchdog import Watchdog
from consultation.texts import speaking
from reports.exports import Exporter
from reports.papers import Form, Paper, write_paper
from reports.parts import Format
from reports.template import form_template
from reports.topic_report import Reporter
from storage import codes, topics

main = typer.Typer(
    name="jazb",
    help="A consultation bot for Telegram and Bale.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

log = structlog.get_logger()

Config = Annotated[Path, typer.Option("--config", "-c", help="The configuration file.")]
_USUAL = Path("config.toml")
_ENDING = 18.0  # seconds; what is not finished then is finished after the next start


def _refused(error: SettingsError) -> typer.Exit:
    typer.echo(f"jazb: {error}", err=True)
    return typer.Exit(2)


def _settings(config: Path) -> Settings:
    """The settings, or one clear sentence and the end."""
    try:
        settings = load(config if config.exists() or config != _USUAL else None)
    except SettingsError as error:
        raise _refused(error) from None
    os.umask(0o077)  # what the program writes holds what people said
    try:
        logs.set_up(
            settings.log.level, settings.log.format, reporter(settings.monitoring.sentry_dsn.get_secret_value())
        )
    except SettingsError as error:
        raise _refused(error) from None
    return settings


@main.command()
def run(config: Config = _USUAL) -> None:
    """Run the bot."""
    try:
        asyncio.run(_run(_settings(config)))
    except SettingsError as error:
        raise _refused(error) from None


async def _run(settings: Settings) -> None:
    app = App(settings)
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    await app.start()
    beating = asyncio.ensure_future(Watchdog().beat())
    failing, stopping = asyncio.ensure_future(app.wait()), asyncio.ensure_future(stopped.wait())
    await asyncio.wait((failing, stopping), return_when=asyncio.FIRST_COMPLETED)
    with contextlib.suppress(asyncio.CancelledError, TimeoutError):
        await asyncio.wait_for(app.stop(), _ENDING)
    beating.cancel()
    stopping.cancel()
    if failing.done() and (failure := failing.exception()):
        log.error("ended_by_a_fault", exc_info=failure)
        raise typer.Exit(1)
    failing.cancel()


@main.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the playground listens.")] = 8080,
    data: Annotated[Path | None, typer.Option(help="Keep the demonstration in this folder.")] = None,
) -> None:
    """Open the playground: both messengers on one page, no token and no internet needed."""
    logs.set_up("warning", "console")
    try:
        asyncio.run(demonstrate(port, data))
    except SettingsError as error:
        raise _refused(error) from None
    except KeyboardInterrupt:
        return


@main.command("check-form")
def check_form(file: Path) -> None:
    """Say everything that is wrong with a form."""
    raise typer.Exit(check(file))


@main.command()
def talk(file: Path, language: str = "fa") -> None:
    """Answer a form in the terminal; nothing is kept."""
    raise typer.Exit(converse(file, language))


@main.command()
def template(file: Path = Path("questionnaire.xlsx")) -> None:
    """Write an empty Persian workbook to write questions in."""
    with speaking("fa"):
        file.write_bytes(form_template())
    typer.echo(f"{file} is written.")


@main.command()
def migrate(config: Config = _USUAL) -> None:
    """Bring the database up to date (running the bot does so too)."""

    async def work() -> None:
        database = await open_database(_settings(config))
        await database.close()

    asyncio.run(work())
    typer.echo("The database is up to date.")


@main.command("claim-code")
def claim_code(config: Config = _USUAL) -> None:
    """Print a one-time code that makes a private group a staff group."""

    async def work() -> str:
        database = await open_database(_settings(config))
        code = await database.transaction(lambda db: codes.new_claim_code(db, real_time()))
        await database.close()
        return code

    code = asyncio.run(work())
    typer.echo(
        f"Add the bot to your private group as an administrator, and send there within a day:\n\n/claim {code}\n"
    )


@main.command()
def export(
    topic: int,
    folder: Path = Path(),
    format: Annotated[Format, typer.Option(help="What the answers are wanted in.")] = Format.XLSX,
    language: str = "fa",
    names: Annotated[bool, typer.Option(help="Say who each response is from.")] = False,
    config: Config = _USUAL,
) -> None:
    """Write the answers to a topic to a file."""
    settings = _settings(config)
    exporter = Exporter(profile_of(settings), settings.policy())

    def write(db: Connection) -> Path | None:
        found = topics.get(db, topic)
        return None if found is None else exporter.write(db, found, format, folder, real_time(), language, names=names)

    _written(settings, topic, write)


def _written(settings: Settings, topic: int, write: Callable[[Connection], Path | None]) -> None:
    async def work() -> Path | None:
        database = await open_database(settings)
        try:
            return await database.read(write)
        finally:
            await database.close()

    path = asyncio.run(work())
    if path is None:
        typer.echo(f"jazb: there is no topic {topic}.", err=True)
        raise typer.Exit(2)
    typer.echo(f"{path} is written.")


@main.command()
def report(
    topic: int,
    folder: Path = Path(),
    format: Annotated[Form, typer.Option(help="What the report is wanted in.")] = Form.PDF,
    language: str = "fa",
    annex: Annotated[bool, typer.Option(help="The annex to a decision: whom we asked, what each said.")] = False,
    config: Config = _USUAL,
) -> None:
    """Write the report of a topic to a file."""
    settings = _settings(config)
    reporter = Reporter(profile_of(settings), settings.policy())
    paper = Paper.ANNEX if annex else Paper.REPORT

    def write(db: Connection) -> Path | None:
        found = topics.get(db, topic)
        return None if found is None else write_paper(db, found, paper, format, reporter, folder, real_time(), language)

    try:
        _written(settings, topic, write)
    except ValueError as error:
        typer.echo(f"jazb: {error}.", err=True)
        raise typer.Exit(2) from None


@main.command()
def doctor(config: Config = _USUAL) -> None:
    """Say what is wrong with the installation, and the cure."""
    from bot.doctor import examine

    settings = _settings(config)

    async def work() -> bool:
        well = True
        async for finding in examine(settings, config, real_time):
            typer.echo(finding)
            well = well and not finding.cure
        return well

    if not asyncio.run(work()):
        raise typer.Exit(1)


@main.command()
def backup(file: Path, config: Config = _USUAL) -> None:
    """Write a whole copy of an SQLite database, also while the bot runs."""
    from bot.backup import back_up

    try:
        back_up(_settings(config), file)
    except SettingsError as error:
        raise _refused(error) from None
    typer.echo(f"{file} is written and was checked.")


@main.command()
def restore(file: Path, config: Config = _USUAL) -> None:
    """Use a copy from now on; the bot must be stopped."""
    from bot.backup import put_back

    try:
        former = put_back(_settings(config), file)
    except SettingsError as error:
        raise _refused(error) from None
    typer.echo(f"{file} is in use from now on." + (f" The former database is {former}." if former else ""))
