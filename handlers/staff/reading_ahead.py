"""Workbooks are read before the turn, in a thread: it can take seconds, in which nobody else would be heard."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from consultation.conversation import Incoming
from consultation.texts import language
from consultation.xlsform.problems import FormRefused, ReadForm
from consultation.xlsform.reading import read_form

_WORKBOOKS = (".xlsx", ".xls", ".xlsm")
_KEPT = 8
_read: OrderedDict[tuple[str, str, str], ReadForm | FormRefused] = OrderedDict()


def is_form(incoming: Incoming) -> bool:
    return incoming.file is not None and incoming.file.name.lower().endswith(_WORKBOOKS)


def read_ahead(incoming: Incoming) -> None:
    """In the language in which the turn will be held, since problems are told in it."""
    if incoming.file is not None and incoming.file.content is not None:
        _outcome(incoming.file.content, incoming.file.name)


def form_of(content: bytes, filename: str) -> ReadForm:
    """Raises: FormRefused."""
    found = _outcome(content, filename)
    if isinstance(found, FormRefused):
        raise found
    return found


def _outcome(content: bytes, filename: str) -> ReadForm | FormRefused:
    key = (hashlib.sha256(content).hexdigest(), filename, language())
    if (known := _read.get(key)) is not None:
        return known
    try:
        found: ReadForm | FormRefused = read_form(content, filename)
    except FormRefused as refused:
        found = FormRefused(refused.problems, refused.remarks)  # without the frames of the reading, which hold the file
    _read[key] = found
    while len(_read) > _KEPT:
        _read.popitem(last=False)
    return found
