"""python-telegram-bot's conversation, kept in a pickled file."""

from __future__ import annotations

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from tests.benchmarks.peers.common import MOVES, TOKEN, asked

_QUESTION = 0


async def answered(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    kept, message = context.user_data, update.message
    assert kept is not None
    assert message is not None
    number = kept.get("number", 0)
    kept[f"q{number}"], kept["number"] = message.text, number + 1
    moves = [InlineKeyboardButton(text, callback_data=f"{text}:{number}") for text in MOVES]
    await message.reply_text(asked(number), parse_mode="HTML", reply_markup=InlineKeyboardMarkup([moves]))
    return _QUESTION


def main() -> None:
    hears: Any = MessageHandler(filters.TEXT, answered)
    conversation: Any = ConversationHandler([hears], {_QUESTION: [hears]}, [], name="interview", persistent=True)
    persistence: Any = PicklePersistence(sys.argv[2])
    application = ApplicationBuilder().token(TOKEN).base_url(f"{sys.argv[1]}/bot").persistence(persistence).build()
    application.add_handler(conversation)
    application.run_polling()


if __name__ == "__main__":
    main()
