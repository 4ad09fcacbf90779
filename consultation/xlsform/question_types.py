"""The types of XLSForm: which a chat can ask, which it works out by itself, and what to use for the others.

To teach the bot a new type, move it from INSTEAD to ASKED.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consultation.questionnaire import OTHER as OTHER_NAME
from consultation.questionnaire import Choice, QuestionType
from consultation.texts import _

ASKED: Mapping[str, QuestionType] = {
    "text": QuestionType.TEXT,
    "barcode": QuestionType.TEXT,  # its number, typed
    "integer": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "range": QuestionType.RANGE,
    "date": QuestionType.DATE,
    "time": QuestionType.TIME,
    "select_one": QuestionType.SELECT_ONE,
    "select_multiple": QuestionType.SELECT_MULTIPLE,
    "rank": QuestionType.RANK,
    "acknowledge": QuestionType.ACKNOWLEDGE,
    "image": QuestionType.IMAGE,
    "audio": QuestionType.AUDIO,
    "video": QuestionType.VIDEO,
    "file": QuestionType.FILE,
    "geopoint": QuestionType.LOCATION,
    "note": QuestionType.NOTE,
}
SUBSTANTIAL = ASKED.keys() - {"note", "acknowledge"}
"""Types that are answered with something to say, so that somebody may not know it or not wish to say it."""

SELECTS = frozenset({"select_one", "select_multiple"})
LISTED = SELECTS | {"rank"}
"""Types whose choices stand in a list of the choices sheet."""

CALCULATED: Mapping[str, str] = {  # type -> its calculation, where the row needs none of its own
    "calculate": "",
    "hidden": "",
    "start": "now()",
    "end": "now()",
    "today": "today()",
}

DROPPED = frozenset({
    "deviceid", "username", "email", "phonenumber", "simserial", "subscriberid", "audit",
    "start-geopoint", "background-geopoint", "background-audio",
})  # fmt: skip
"""What a telephone knows of its owner: a messenger does not tell, and nobody here should ask."""

BEGINS = frozenset({"begin_group", "begin_repeat"})
GROUPS = BEGINS | {"end_group", "end_repeat"}
ENDS = frozenset({"end_group", "end_repeat"})  # their names, if any, name nothing

_PLACE = ("geotrace", "geoshape", "osm")
_LIST = (
    "select_one_from_file",
    "select_multiple_from_file",
    "select_one_external",
    "xml-external",
    "csv-external",
)

INSTEAD: Mapping[str, Callable[[], str]] = {
    **dict.fromkeys(_PLACE, lambda: _("Use geopoint for one place, or select_one with a list of provinces.")),
    **dict.fromkeys(_LIST, lambda: _("Put the choices into the choices sheet and use select_one.")),
}

OTHER = Choice(OTHER_NAME, {"fa": "سایر", "en": "Other"})
PLEASE_SPECIFY = {
    "fa": "لطفاً بفرمایید منظورتان از «سایر» چیست.",
    "en": "Please say what you mean by “Other”.",
}
AT_WHAT_TIME = {"fa": "در چه ساعتی؟", "en": "At what time?"}
EXPERTISE = {
    "fa": "آشنایی شما با این موضوع چقدر است؟ از ۱ (کم) تا ۵ (زیاد)",
    "en": "How well do you know this subject? From 1 (little) to 5 (very well)",
}


def list_with_other(list_name: str) -> str:
    """No author can use this as the name of a list: theirs have no spaces."""
    return f"{list_name} or_other"
