"""Reading `reply_markup`, and refusing what the messengers refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from playground.errors import bad_request
from playground.markup import bytes_in
from playground.models import Button, ReplyKeyboard, Rows

MOST_BUTTONS = 100
MOST_DATA_BYTES = 64


@dataclass(frozen=True, slots=True)
class ReplyMarkup:
    """What came with a message: one of the four kinds, or nothing."""

    inline: Rows = ()
    reply: ReplyKeyboard | None = None
    remove: bool = False
    force_reply: bool = False

    @property
    def keeps_from_editing(self) -> bool:
        return self.reply is not None or self.remove or self.force_reply


def read_markup(given: object) -> ReplyMarkup:
    if not given:
        return ReplyMarkup()
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    match given:
        case {"inline_keyboard": rows}:
            return ReplyMarkup(inline=_rows(rows, _inline_button))
        case {"keyboard": rows}:
            return ReplyMarkup(reply=_reply_keyboard(rows, given))
        case {"remove_keyboard": remove}:
            return ReplyMarkup(remove=bool(remove))
        case {"force_reply": force}:
            return ReplyMarkup(force_reply=bool(force))
        case _:
            raise bad_request("object expected as reply markup")


def _rows(rows: object, read: Callable[[object], Button]) -> Rows:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    buttons = tuple(tuple(read(button) for button in row) for row in rows if row)
    if sum(map(len, buttons)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return buttons


def _inline_button(given: object) -> Button:
    if not isinstance(given, dict) or not str(given.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be a non-empty String')
    button = Button(
        text=str(given["text"]),
        data=str(given.get("callback_data") or ""),
        url=str(given.get("url") or ""),
        copy_text=_inner(given, "copy_text", "text"),
        web_app=_inner(given, "web_app", "url"),
    )
    if bytes_in(button.data) > MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url and not button.url.startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
    if sum(map(bool, (button.data, button.url, button.copy_text, button.web_app))) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return button


def _reply_button(given: object) -> Button:
    if isinstance(given, str):
        return Button(given)
    if not isinstance(given, dict) or not str(given.get("text", "")).strip():
        raise bad_request('can\'t parse keyboard button: Field "text" must be a non-empty String')
    return Button(
        text=str(given["text"]),
        wants_contact=bool(given.get("request_contact")),
        wants_location=bool(given.get("request_location")),
        web_app=_inner(given, "web_app", "url"),
    )


def _reply_keyboard(rows: object, given: Mapping[str, object]) -> ReplyKeyboard:
    return ReplyKeyboard(
        rows=_rows(rows, _reply_button),
        one_time=bool(given.get("one_time_keyboard")),
        resize=bool(given.get("resize_keyboard")),
        persistent=bool(given.get("is_persistent")),
        selective=bool(given.get("selective")),
        placeholder=str(given.get("input_field_placeholder") or "")[:64],
    )


def _inner(given: Mapping[str, object], name: str, field: str) -> str:
    inner = given.get(name)
    return str(inner.get(field) or "") if isinstance(inner, dict) else ""


def inline_wire(rows: Rows) -> dict[str, object]:
    return {"inline_keyboard": [[_button_wire(button) for button in row] for row in rows]}


def _button_wire(button: Button) -> dict[str, object]:
    named: Iterable[tuple[str, object]] = (
        ("text", button.text),
        ("callback_data", button.data),
        ("url", button.url),
        ("copy_text", button.copy_text and {"text": button.copy_text}),
        ("web_app", button.web_app and {"url": button.web_app}),
    )
    return {name: value for name, value in named if value}
