"""python -m playground [--host 127.0.0.1] [--port 8080]"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from playground.server import Playground


async def serve(host: str, port: int) -> None:
    playground = Playground(host, port)
    await playground.start()
    sys.stdout.write(
        f"میز تمرین / Playground: {playground.url}\n"
        f"Telegram Bot API: {playground.telegram_url}/bot<token>/METHOD\n"
        f"Bale Bot API: {playground.bale_url}/bot<token>/METHOD\n"
    )
    sys.stdout.flush()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await playground.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.host, given.port))
    except OSError as error:
        raise SystemExit(f"نمی‌توان روی {given.host}:{given.port} گوش داد: {error.strerror}") from None


if __name__ == "__main__":
    main()
