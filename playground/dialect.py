"""What differs between the two messengers. Everything not named here they have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playground.errors import ApiError, bad_request
from playground.markup import Marked, MarkupError, read_bale, read_html
from playground.models import MessengerName

TEXT_LIMIT = 4096
ALBUM_CAPTION_LIMIT = 1024

#: Methods that Telegram has and Bale has not.
ONLY_TELEGRAM = frozenset(
    {
        "setmycommands",
        "getmycommands",
        "deletemycommands",
        "setmyname",
        "getmyname",
        "setmydescription",
        "getmydescription",
        "setmyshortdescription",
        "getmyshortdescription",
        "setchatmenubutton",
        "getchatmembercount",
        "setmessagereaction",
        "deletemessages",
        "editmessagemedia",
        "createforumtopic",
        "editforumtopic",
        "closeforumtopic",
        "reopenforumtopic",
        "deleteforumtopic",
        "logout",
        "close",
    }
)
#: Methods that Bale has and Telegram no longer has.
ONLY_BALE = frozenset({"getchatmemberscount"})


@dataclass(frozen=True, slots=True)
class Dialect:
    name: MessengerName
    #: Text as sent and parse_mode -> words and entities.
    read: Callable[[str, str], Marked]
    #: The bot gets its own words back with their marks.
    keeps_marks: bool
    #: What is marked by itself in what people write.
    finds: tuple[str, ...]
    absent: frozenset[str]
    caption_limit: int
    #: Parameters that are not known here, and so have no effect.
    ignored: frozenset[str]
    ids_per_chat: bool
    membership_updates: bool
    secret_header: bool
    forward_origin: bool
    unknown_token: ApiError
    #: The words of Telegram's server -> what is said here.
    words: Mapping[str, str] = field(default_factory=dict)


def _read_telegram(text: str, parse_mode: str) -> Marked:
    match parse_mode.lower():
        case "":
            return text.strip(), ()
        case "html":
            return _parsed(text)
        case _:
            raise bad_request("unsupported parse_mode")


def _parsed(text: str) -> Marked:
    try:
        return read_html(text)
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def _read_bale(text: str, parse_mode: str) -> Marked:
    return read_bale(text)


TELEGRAM = Dialect(
    name="telegram",
    read=_read_telegram,
    keeps_marks=False,
    finds=("bot_command", "url", "email", "mention", "hashtag"),
    absent=ONLY_BALE,
    caption_limit=1024,
    ignored=frozenset(),
    ids_per_chat=False,
    membership_updates=True,
    secret_header=True,
    forward_origin=True,
    unknown_token=ApiError(401, "Unauthorized"),
)
BALE = Dialect(
    name="bale",
    read=_read_bale,
    keeps_marks=True,
    finds=("bot_command", "mention"),
    absent=ONLY_TELEGRAM,
    caption_limit=4096,
    ignored=frozenset(
        {
            "parse_mode",
            "entities",
            "caption_entities",
            "reply_parameters",
            "allowed_updates",
            "secret_token",
            "drop_pending_updates",
            "protect_content",
            "disable_notification",
            "message_thread_id",
        }
    ),
    ids_per_chat=True,
    membership_updates=False,
    secret_header=False,
    forward_origin=False,
    unknown_token=ApiError(403, "Forbidden: Token not found"),
    words={
        "Bad Request: chat not found": "Bad Request: no such group or user",
        "Forbidden: bot was blocked by the user": "Forbidden: permission_denied",
        "Forbidden: bot can't initiate conversation with a user": "Forbidden: permission_denied",
    },
)


@dataclass(slots=True)
class Quirks:
    """Where nobody has said what a messenger does. The defaults are the harder answer; tests may turn them."""

    #: callback_query has chat_instance.
    chat_instance: bool = True
    #: A voice message has its duration.
    voice_duration: bool = True
    #: The answer to an edit is {message_id: 0, date, chat}, or the bare {message_id: 0}.
    bare_edit_stub: bool = False
    #: A 429 says how long to wait.
    retry_after: bool = True
    #: getChatMember and the like of a group need the bot to be an administrator.
    members_for_administrators_only: bool = False
    #: An edit is answered with the message it made.
    edit_returns_message: bool = True


def quirks_of(dialect: Dialect) -> Quirks:
    if dialect.name == "telegram":
        return Quirks()
    return Quirks(chat_instance=False, members_for_administrators_only=True, edit_returns_message=False)
