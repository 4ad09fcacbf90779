"""An invitation list: a worksheet of names, as people really write them. All that is wrong is told at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consultation.persian.text import fold, latin_digits
from consultation.questionnaire import Questionnaire
from consultation.texts import LANGUAGES, _, digits, inserted, language
from consultation.xlsform.workbook import Cells, Sheet, read_workbook

MOST = 2_000

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("نام", "نام و نام خانوادگی", "نام کامل", "نام خانوادگی", "دعوت شونده", "name", "full name", "person"),
    "organisation": (
        "سازمان",
        "تشکل",
        "دستگاه",
        "موسسه",
        "شرکت",
        "دانشگاه",
        "نام سازمان",
        "محل کار",
        "organisation",
        "organization",
        "company",
        "institute",
    ),
    "kind": ("جایگاه", "نوع", "نوع ذی نفع", "گروه", "kind", "type", "role"),
    "phone": ("تلفن", "تلفن همراه", "شماره تلفن", "همراه", "شماره همراه", "موبایل", "phone", "mobile", "telephone"),
}
_COLUMN = {fold(heading): column for column, headings in HEADINGS.items() for heading in headings}
_NOT_IN_A_NUMBER = re.compile(r"[\s()./\u200c-]+")


@dataclass(frozen=True)
class Entry:
    name: str
    organisation: str = ""
    kind: str = ""  # choice name of the profile form
    phone: str = ""

    @property
    def same(self) -> tuple[str, str]:
        """Who it is, however it was typed."""
        return fold(self.name), fold(self.organisation)

    @property
    def marks(self) -> set[tuple[str, str]]:
        """By which somebody is recognised; an office telephone may be that of several."""
        return {self.same} | ({("09", self.phone)} if self.phone.startswith("09") else set())


@dataclass(frozen=True)
class Trouble:
    row: int
    what: str
    cure: str

    def __str__(self) -> str:
        return _("Row {row}: {what}. {cure}").format(row=digits(self.row), what=self.what, cure=self.cure)


@dataclass(frozen=True)
class InvitationList:
    entries: tuple[Entry, ...]
    troubles: tuple[Trouble, ...]  # with any of these nothing is taken
    repeated: tuple[int, ...]  # rows that say again what an earlier row or an earlier list said


def read(content: bytes, profile: Questionnaire, known: Sequence[Entry] = ()) -> InvitationList:
    """The first sheet that has a heading for names.

    Raises: FormRefused, for anything that is not a healthy workbook of a reasonable size.
    """
    for sheet in read_workbook(content, lambda _name: True).sheets:
        if (found := _heading(sheet)) is not None:
            return _Reading(profile, known).rows(sheet, *found)
    what = _("there is no column of names")
    cure = _("Write «name» above the names, and if you like «organisation», «kind» and «phone» beside it.")
    return InvitationList((), (Trouble(1, what, cure),), ())


def _heading(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    """The first row that names a column of names, and what each column holds."""
    for number, cells in list(sheet.rows.items())[:20]:
        columns = {column: _COLUMN[key] for column, text in cells.items() if (key := _key(text)) in _COLUMN}
        if "name" in columns.values():
            return number, columns
    return None


def _key(text: str) -> str:
    return " ".join(re.sub(r"[*:/()_-]+", " ", fold(text)).split())


class _Reading:
    def __init__(self, profile: Questionnaire, known: Sequence[Entry]) -> None:
        self._kinds = _kinds(profile)
        self._labels = [label for label, _name in _labelled(profile, language())]
        self._seen = {mark for entry in known for mark in entry.marks}
        self._entries: list[Entry] = []
        self._troubles: list[Trouble] = []
        self._repeated: list[int] = []

    def rows(self, sheet: Sheet, heading: int, columns: Mapping[int, str]) -> InvitationList:
        for number, cells in sheet.rows.items():
            given = _given(cells, columns)
            if number > heading and given:
                self._row(number, given)
        if len(self._entries) > MOST:
            what = _("the list has more than {n} people").format(n=digits(MOST))
            self._troubles.append(Trouble(heading, what, _("Please send it in several workbooks.")))
        if not self._entries and not self._troubles and not self._repeated:
            self._troubles.append(Trouble(heading + 1, _("the list is empty"), _("Write a name in each row.")))
        return InvitationList(tuple(self._entries), tuple(self._troubles), tuple(self._repeated))

    def _row(self, number: int, given: Mapping[str, str]) -> None:
        before = len(self._troubles)
        name = given.get("name", "")
        if not any(letter.isalpha() for letter in name):
            self._trouble(number, _("the name is missing"), _("Write a name, or empty the whole row."))
        kind = self._kind(number, given.get("kind", ""))
        phone = self._phone(number, given.get("phone", ""))
        if len(self._troubles) > before:
            return
        entry = Entry(name[:200], given.get("organisation", "")[:200], kind, phone)
        if entry.marks & self._seen:
            self._repeated.append(number)
        else:
            self._entries.append(entry)
        self._seen |= entry.marks

    def _trouble(self, number: int, what: str, cure: str) -> None:
        self._troubles.append(Trouble(number, what, cure))

    def _kind(self, number: int, text: str) -> str:
        if not text or (key := fold(text)) in self._kinds:
            return self._kinds[fold(text)] if text else ""
        near = difflib.get_close_matches(key, list(self._kinds), n=1, cutoff=0.75)
        if near:
            return self._kinds[near[0]]
        what = _("the kind «{text}» is not known").format(text=inserted(text[:40]))
        cure = _("Write one of these, or leave the cell empty: {kinds}.").format(kinds=_(", ").join(self._labels))
        self._trouble(number, what, cure)
        return ""

    def _phone(self, number: int, text: str) -> str:
        if not text:
            return ""
        phone = read_phone(text)
        if phone is None:
            what = _("the phone number «{text}» cannot be right").format(text=inserted(text[:40]))
            self._trouble(number, what, _("Write it as 0912 345 6789, or leave the cell empty."))
        return phone or ""


def _given(cells: Cells, columns: Mapping[int, str]) -> dict[str, str]:
    """What a row says, by column; the first of two columns of one meaning counts."""
    given: dict[str, str] = {}
    for column, meaning in sorted(columns.items()):
        if text := " ".join(cells.get(column, "").split()):
            given.setdefault(meaning, text)
    return given


def _kinds(profile: Questionnaire) -> dict[str, str]:
    """Every way in which a kind may be written, folded -> its name in the form."""
    written = {fold(label): name for one in LANGUAGES for label, name in _labelled(profile, one)}
    return written | {fold(name): name for _label, name in _labelled(profile, "fa")}


def _labelled(profile: Questionnaire, language: str) -> list[tuple[str, str]]:
    question = profile.by_name.get("kind")
    choices = profile.choices.get(question.choices, ()) if question else ()
    return [(profile.text(choice.label, language), choice.name) for choice in choices]


def read_phone(text: str) -> str | None:
    """A number as it is dialled in Iran, 09123456789; one from abroad keeps its +. None: not a number."""
    plain = _NOT_IN_A_NUMBER.sub("", latin_digits(text)).removesuffix(".0")
    plain = "+" + plain[2:] if plain.startswith("00") else plain
    if plain.startswith("+98"):
        plain = "0" + plain[3:].removeprefix("0")
    elif plain.startswith("98") and len(plain) == 12:
        plain = "0" + plain[2:]
    elif plain.startswith("9") and len(plain) == 10:
        plain = "0" + plain  # Excel takes the zero away from what it believes to be a quantity
    number = plain.removeprefix("+")
    if not (number.isascii() and number.isdigit()) or not 8 <= len(number) <= 15:
        return None
    return None if plain.startswith("09") and len(plain) != 11 else plain
