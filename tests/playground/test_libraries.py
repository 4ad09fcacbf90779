"""The libraries that the bot uses talk to the playground as they do to the messengers."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator

import aiogram.types
import pytest
import telegram
from aiogram import Bot, exceptions
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BotCommand, BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

from playground.faults import Fault
from playground.models import Chat, Person
from playground.server import Playground
from playground.world import World
from tests.playground.conftest import TOKEN

PDF = b"%PDF-1.7 not really"

importlib.reload(aiogram.types)  # the gateway, where it was imported before, has left aiogram's models unbuilt


@pytest.fixture
async def aiogram_bot(playground: Playground) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(playground.telegram_url))
    async with Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML")) as bot:
        yield bot


@pytest.fixture
async def ptb_bot(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[telegram.Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    bale = playground.bale_url
    async with telegram.Bot(TOKEN, base_url=f"{bale}/bot", base_file_url=f"{bale}/file/bot") as bot:
        yield bot


class TestAiogram:
    async def test_a_conversation(self, aiogram_bot: Bot, world: World, karimi: Person, on_telegram: Chat) -> None:
        world.send_text(karimi, on_telegram, "/start abc")
        (update,) = await aiogram_bot.get_updates(timeout=5)
        assert update.message is not None
        assert update.message.from_user is not None
        assert (update.message.text, update.message.from_user.first_name) == ("/start abc", "سارا")

        button = InlineKeyboardButton(text="بله", callback_data="y")
        sent = await aiogram_bot.send_message(
            on_telegram.id,
            "<b>آیا آماده‌اید؟</b>",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
        )
        press = world.press(karimi, on_telegram.last, "بله")
        (update,) = await aiogram_bot.get_updates(offset=update.update_id + 1, timeout=5)
        assert update.callback_query is not None
        await aiogram_bot.answer_callback_query(update.callback_query.id, text="سپاس")
        assert press.answer == "سپاس"

        edited = await aiogram_bot.edit_message_text("ثبت شد", chat_id=on_telegram.id, message_id=sent.message_id)
        assert not isinstance(edited, bool)
        assert (edited.text, edited.edit_date is not None) == ("ثبت شد", True)

    async def test_documents_down_and_up(
        self, aiogram_bot: Bot, world: World, karimi: Person, on_telegram: Chat
    ) -> None:
        sent = await aiogram_bot.send_document(
            on_telegram.id, BufferedInputFile(PDF, "گزارش.pdf"), caption="<i>گزارش</i>"
        )
        assert sent.document is not None
        assert (sent.document.file_name, sent.document.mime_type) == ("گزارش.pdf", "application/pdf")
        assert on_telegram.last.text == "گزارش"

        world.send_document(karimi, on_telegram, "نظر.docx", b"PK", caption="نظر من")
        (update,) = await aiogram_bot.get_updates(timeout=5)
        assert update.message is not None
        assert update.message.document is not None
        file = await aiogram_bot.get_file(update.message.document.file_id)
        assert file.file_path is not None
        content = await aiogram_bot.download_file(file.file_path)
        assert content is not None
        assert content.read() == b"PK"

    async def test_the_staff_group(self, aiogram_bot: Bot, world: World) -> None:
        (group,) = world.groups("telegram")
        full = await aiogram_bot.get_chat(group.id)
        assert (full.type, full.title) == ("supergroup", "دبیرخانهٔ جمع‌سپاری")
        statuses = {member.user.id: member.status for member in await aiogram_bot.get_chat_administrators(group.id)}
        assert statuses == {201: "administrator", 202: "creator", world.telegram.bot_id: "administrator"}
        assert (await aiogram_bot.get_chat_member(group.id, 203)).status == "member"
        assert await aiogram_bot.get_chat_member_count(group.id) == 4
        assert await aiogram_bot.set_my_commands([BotCommand(command="start", description="آغاز")])
        assert (await aiogram_bot.get_webhook_info()).url == ""

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (Fault("too_many_requests", seconds=3), exceptions.TelegramRetryAfter),
            (Fault("forbidden"), exceptions.TelegramForbiddenError),
            (Fault("bad_request"), exceptions.TelegramBadRequest),
            (Fault("not_found"), exceptions.TelegramNotFound),
            (Fault("server_error"), exceptions.TelegramServerError),
            (Fault("reset_before"), exceptions.TelegramNetworkError),
            (Fault("reset_after"), exceptions.TelegramNetworkError),
        ],
    )
    async def test_errors_have_their_names(
        self,
        aiogram_bot: Bot,
        world: World,
        on_telegram: Chat,
        fault: Fault,
        error: type[exceptions.TelegramAPIError],
    ) -> None:
        world.faults.add(fault)
        with pytest.raises(error):
            await aiogram_bot.send_message(on_telegram.id, "x")


class TestPythonTelegramBot:
    async def test_a_conversation(self, ptb_bot: telegram.Bot, world: World, karimi: Person, on_bale: Chat) -> None:
        world.send_text(karimi, on_bale, "/start abc")
        (update,) = await ptb_bot.get_updates(timeout=5)
        assert update.message is not None
        assert update.message.text == "/start abc"

        keyboard = telegram.InlineKeyboardMarkup.from_button(telegram.InlineKeyboardButton("بله", callback_data="y"))
        sent = await ptb_bot.send_message(on_bale.id, "*آیا آماده‌اید؟*", reply_markup=keyboard)
        assert on_bale.last.text == "آیا آماده‌اید؟"
        world.bale.quirks.chat_instance = True
        press = world.press(karimi, on_bale.last, "بله")
        (update,) = await ptb_bot.get_updates(offset=update.update_id + 1, timeout=5)
        assert update.callback_query is not None
        await update.callback_query.answer("سپاس")
        assert press.answer == "سپاس"

        stub = await ptb_bot.edit_message_text("ثبت شد", on_bale.id, sent.message_id)
        assert not isinstance(stub, bool)
        assert (stub.message_id, stub.text, on_bale.last.text) == (0, None, "ثبت شد")

    async def test_documents_down_and_up(
        self, ptb_bot: telegram.Bot, world: World, karimi: Person, on_bale: Chat
    ) -> None:
        sent = await ptb_bot.send_document(on_bale.id, PDF, filename="گزارش.pdf", caption="گزارش")
        assert sent.document is not None
        assert sent.document.file_name == "گزارش.pdf"

        world.send_document(karimi, on_bale, "نظر.docx", b"PK")
        (update,) = await ptb_bot.get_updates(timeout=5)
        assert update.message is not None
        assert update.message.document is not None
        file = await update.message.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"PK"

    async def test_a_press_without_chat_instance_is_more_than_it_can_parse(
        self, ptb_bot: telegram.Bot, world: World, karimi: Person, on_bale: Chat
    ) -> None:
        """The reason why a gateway has to complete what Bale leaves out."""
        keyboard = telegram.InlineKeyboardMarkup.from_button(telegram.InlineKeyboardButton("بله", callback_data="y"))
        await ptb_bot.send_message(on_bale.id, "پرسش", reply_markup=keyboard)
        world.press(karimi, on_bale.last, "بله")
        with pytest.raises((KeyError, TypeError)):
            await ptb_bot.get_updates()

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (Fault("too_many_requests", seconds=3), telegram.error.RetryAfter),
            (Fault("forbidden"), telegram.error.Forbidden),
            (Fault("bad_request"), telegram.error.BadRequest),
            (Fault("not_found"), telegram.error.InvalidToken),
            (Fault("server_error"), telegram.error.NetworkError),
            (Fault("reset_before"), telegram.error.NetworkError),
            (Fault("reset_after"), telegram.error.NetworkError),
        ],
    )
    async def test_errors_have_their_names(
        self,
        ptb_bot: telegram.Bot,
        world: World,
        on_bale: Chat,
        fault: Fault,
        error: type[telegram.error.TelegramError],
    ) -> None:
        world.faults.add(fault)
        with pytest.raises(error):
            await ptb_bot.send_message(on_bale.id, "x")
