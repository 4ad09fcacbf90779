"""Waiting for as long as something moves: a busy machine may be slow, and only standing still is a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from playground.scene import Change
from playground.world import World

T = TypeVar("T")

STILL = 60.0  # seconds without anything new; the bot may be being started again, on a machine that does much else
UNEVENTFUL = ("bots", "clock")  # changes that come of a bot that only asks for updates


async def until(world: World, seen: Callable[[], T], still: float = STILL) -> T:
    """What `seen` gives once that is true; it is looked at after every change."""
    changed, loop = asyncio.Event(), asyncio.get_running_loop()
    moved_at = loop.time()

    def note(change: Change) -> None:
        nonlocal moved_at
        changed.set()
        if change.kind not in UNEVENTFUL:
            moved_at = loop.time()

    world.listeners.append(note)
    try:
        while not (found := seen()):
            changed.clear()
            async with asyncio.timeout_at(moved_at + still):
                await changed.wait()
        return found
    except TimeoutError:
        raise AssertionError(f"It did not happen, and nothing else for {still:g} s.") from None
    finally:
        world.listeners.remove(note)
