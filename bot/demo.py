"""The demonstration: the real bot, talking over HTTP to the playground, which stands in for both messengers."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
from pathlib import Path

import typer

from bot.app import App
from bot.sample import put_sample
from bot.settings import Settings
from consultation.conversation import Channel
from playground.server import Playground

_TOKEN = "100000001:playground"  # noqa: S105 - opens nothing: the playground takes any


async def demonstrate(port: int, data: Path | None) -> None:
    """Run until interrupted."""
    playground = Playground(port=port)
    await playground.start()
    with tempfile.TemporaryDirectory() as folder:
        app = App(demo_settings(playground, data or Path(folder)), now=playground.now)
        playground.on_clock_moved = app.tick
        await app.start()
        await put_sample(app, groups_of(playground))
        typer.echo(f"\n  The playground is open:  {playground.url}\n\n  Ctrl+C ends it.\n")
        await _interrupted()
        await app.stop()
    await playground.stop()


def demo_settings(playground: Playground, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "storage": {"url": f"sqlite+aiosqlite:///{folder / 'demo.db'}"},
            "telegram": {"token": _TOKEN, "api_url": playground.telegram_url},
            "bale": {"token": _TOKEN, "api_url": playground.bale_url},
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
