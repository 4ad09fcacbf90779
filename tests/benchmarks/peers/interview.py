"""A questionnaire as it is usually put with aiogram: a state says that one is open, its data what was answered."""

from __future__ import annotations

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.benchmarks.peers.common import MOVES, asked


class Asked(StatesGroup):
    question = State()


def router() -> Router:
    """Made anew for each program: a router belongs to one dispatcher."""
    made = Router()

    @made.message(Asked.question)
    async def answered(message: Message, state: FSMContext) -> None:
        number = (await state.get_value("number")) or 0
        await state.update_data({f"q{number}": message.text, "number": number + 1})
        await _ask(message, number + 1)

    @made.message()
    async def begun(message: Message, state: FSMContext) -> None:
        await state.set_state(Asked.question)
        await state.update_data(number=1, q0=message.text)
        await _ask(message, 1)

    return made


async def _ask(message: Message, number: int) -> None:
    moves = [InlineKeyboardButton(text=text, callback_data=f"{text}:{number}") for text in MOVES]
    await message.answer(asked(number), parse_mode="HTML", reply_markup=InlineKeyboardMarkup(inline_keyboard=[moves]))
