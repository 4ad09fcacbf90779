"""The types of XLSForm: which a chat can ask, which it works out by itself, and what to use for the others.

To teach the bot a new type, move it from INSTEAD to ASKED.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consultation.questionnaire import Choice, QuestionType
from consultation.texts import _

ASKED: Mapping[str, QuestionType] = {
    "text": QuestionType.TEXT,
    "integer": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "range": QuestionType.RANGE,
    "date": QuestionType.DATE,
    "select_one": QuestionType.SELECT_ONE,
    "select_multiple": QuestionType.SELECT_MULTIPLE,
    "acknowledge": QuestionType.SELECT_ONE,
    "note": QuestionType.NOTE,
}
SELECTS = frozenset({"select_one", "select_multiple"})

CALCULATED: Mapping[str, str] = {  # type -> its calculation, where the row needs none of its own
    "calculate": "",
    "hidden": "",
    "start": "now()",
    "end": "now()",
    "today": "today()",
}

DROPPED = frozenset({"deviceid", "username", "email", "phonenumber", "simserial", "subscriberid", "audit"})
"""What a telephone knows of its owner: a messenger does not tell, and nobody here should ask."""

GROUPS = frozenset({"begin_group", "end_group"})
ENDS = frozenset({"end_group", "end_repeat"})  # their names, if any, name nothing

_FILE = ("image", "audio", "video", "file")
_PLACE = ("geopoint", "geotrace", "geoshape", "osm", "start-geopoint", "background-geopoint")
_REPEAT = ("begin_repeat", "end_repeat")
_LIST = (
    "select_one_from_file",
    "select_multiple_from_file",
    "select_one_external",
    "xml-external",
    "csv-external",
)

INSTEAD: Mapping[str, Callable[[], str]] = {
    **dict.fromkeys(_FILE, lambda: _("Use text, and ask people to describe what they would have sent.")),
    **dict.fromkeys(_PLACE, lambda: _("Use select_one with a list of provinces, or text for an address.")),
    **dict.fromkeys(_REPEAT, lambda: _("Write the questions once for each case, each with its own name.")),
    **dict.fromkeys(_LIST, lambda: _("Put the choices into the choices sheet and use select_one.")),
    "time": lambda: _("Use select_one with parts of the day, or text."),
    "datetime": lambda: _("Use date, and a second question of type text for the time."),
    "rank": lambda: _("Use one select_one for each place: first choice, second choice, and so on."),
    "barcode": lambda: _("Use text, and ask people to type the number."),
    "background-audio": lambda: _("Delete this row: a chat cannot listen in the background."),
}

ACKNOWLEDGED = (Choice("OK", {"fa": "تأیید می‌کنم", "en": "I confirm"}),)
OTHER = Choice("other", {"fa": "سایر", "en": "Other"})
PLEASE_SPECIFY = {
    "fa": "لطفاً بفرمایید منظورتان از «سایر» چیست.",
    "en": "Please say what you mean by “Other”.",
}

# No author can use these as names of lists: theirs have no spaces.
ACKNOWLEDGE_LIST = "acknowledge OK"


def list_with_other(list_name: str) -> str:
    return f"{list_name} or_other"
