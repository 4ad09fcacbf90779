"""`python -m playground`, as somebody starts it by hand."""

import asyncio
import re
import signal
import sys
from pathlib import Path

import aiohttp

from tests.playground.conftest import RawBot, as_object

ROOT = Path(__file__).parents[2]


async def test_it_says_where_it_is_answers_there_and_ends_when_told(session: aiohttp.ClientSession) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", "--port", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        said = (await process.stdout.readline()).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found is not None
        me = as_object(await RawBot(session, f"{found[0]}/telegram").ask("getMe"))
        assert me["username"] == "jazb_bot"
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert process.returncode == 0
