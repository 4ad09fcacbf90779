"""The demonstration: the real bot, talking over HTTP to the playground, which stands in for both messengers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
from pathlib import Path

import typer

from bot.app import App
from bot.sample import put_sample
from bot.settings import Settings, SettingsError
from consultation.conversation import Channel
from playground.server import Playground

_TOKEN = "100000001:playground"  # noqa: S105 - opens nothing: the playground takes any
_BRISK = 600  # messages a minute to a group: here no messenger says no, and whoever tries things out presses quickly


async def demonstrate(port: int, data: Path | None) -> None:
    """Run until interrupted. Raises SettingsError where the port is taken."""
    playground = Playground(port=port)
    await _open(playground, port)
    with tempfile.TemporaryDirectory() as folder:
        app = App(demo_settings(playground, data or Path(folder)), now=playground.now)
        playground.on_clock_moved = app.tick
        await app.start()
        await put_sample(app, groups_of(playground))
        typer.echo(f"\n  The playground is open:  {playground.url}\n\n  Ctrl+C ends it.\n")
        await _interrupted()
        await app.stop()
    await playground.stop()


async def _open(playground: Playground, port: int) -> None:
    try:
        await playground.start()
    except OSError as error:
        why = f"Port {port} cannot be used: {os.strerror(error.errno or 0)}."
        raise SettingsError(f"{why} Choose another one: make demo PORT=8081, or jazb demo --port 8081.") from error


def demo_settings(playground: Playground, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "storage": {"url": f"sqlite+aiosqlite:///{folder / 'demo.db'}"},
            "files": {"folder": folder / "files"},
            "telegram": {"token": _TOKEN, "api_url": playground.telegram_url, "to_a_group_per_minute": _BRISK},
            "bale": {"token": _TOKEN, "api_url": playground.bale_url, "to_a_group_per_minute": _BRISK},
        }
    )


def groups_of(playground: Playground) -> list[tuple[Channel, int]]:
    world = playground.world
    return [
        (channel, group.id)
        for channel, messenger in ((Channel.TELEGRAM, world.telegram), (Channel.BALE, world.bale))
        for group in world.groups(messenger.name)
    ]


async def _interrupted() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    await stop.wait()
