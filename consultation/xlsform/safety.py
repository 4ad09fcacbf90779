"""Whether a file that somebody sent may be opened at all: what it is, how large it becomes, what it hides.

Nothing here trusts what a zip says of itself: parts are unpacked in small pieces, and only those that hold cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from consultation.texts import _, digits
from consultation.xlsform.problems import FormRefused, refused

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_BYTES_OF_XLS = MEGABYTE // 2  # the old format cannot be measured before it is read
MOST_UNPACKED = 30 * MEGABYTE  # everything in the file, by its own account
MOST_READ = 12 * MEGABYTE  # the parts that are really unpacked
MOST_RATIO = 200  # of unpacked to packed; real workbooks stay below 50
MOST_PARTS = 2000
MOST_TAGS = 500_000  # in worksheets and their texts, which are parsed row by row
MOST_TAGS_ELSEWHERE = 150_000  # in parts that are parsed at once: an element takes a hundred times its tag
LONGEST_ROW = MEGABYTE // 2

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

_ENCRYPTED_FLAG = 0x1
_XML = re.compile(r"\.(xml|rels)$", re.IGNORECASE)
_WITHOUT_CELLS = re.compile(
    r"^(customXml|docProps)/|/(activeX|charts|ctrlProps|drawings|externalLinks|media|persons|pivot\w+|printerSettings"
    r"|queryTables|richData|tables|theme|threadedComments)/|/worksheets/_rels/|/(comments\d*|calcChain)\.xml$"
)
_ROW_ENDS = {"sharedstrings": b"si>", "worksheets/": b"row>"}
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


class FileKind(Enum):
    XLSX = auto()
    XLS = auto()


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Readers fail on broken files in a hundred ways, which all mean one thing to the author."""
    try:
        yield
    except FormRefused:
        raise
    except Exception as error:
        raise refused(
            _("The file is damaged and cannot be opened"),
            _("Open it in Excel or LibreOffice, save it again as .xlsx and send that file."),
        ) from error


def kind_of(content: bytes) -> FileKind:
    """What the file is by its content, whatever its name says.

    Raises: FormRefused, when it is no workbook that can be read.
    """
    if not content:
        raise refused(_("The file is empty"), _("Send the workbook once more."))
    if len(content) > MOST_BYTES:
        raise _too_large(MOST_BYTES)
    if content.startswith(OLE2):
        return _ole2(content)
    if content.startswith(ZIP):
        return FileKind.XLSX
    raise refused(
        _("This file is not an Excel workbook"),
        _("Write the form in Excel or LibreOffice, save it as .xlsx and send that file."),
    )


def _ole2(content: bytes) -> FileKind:
    """The container of old Excel files, of old Word files, and of workbooks with a password."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise password_protected()
    if "WordDocument".encode("utf-16-le") in content:
        raise _other_format()
    if len(content) > MOST_BYTES_OF_XLS:
        raise refused(
            _("A file in the old .xls format may have half a megabyte at most"),
            _("Save the workbook as .xlsx and send that file."),
        )
    return FileKind.XLS


def safe_package(content: bytes) -> bytes:
    """The workbook's own parts, repacked after each has been measured.

    Raises: FormRefused.
    """
    with refusing_damage(), ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
        _check_outside(members, len(content))
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_STORED) as safe:
            room, tags = MOST_READ, {True: MOST_TAGS, False: MOST_TAGS_ELSEWHERE}
            for member in _needed(members):
                part = _unpacked(archive, member, room)
                room -= len(part)
                tags[_in_rows(member, part)] -= part.count(b"<")
                _check_inside(part, min(tags.values()))
                safe.writestr(member.filename, part)
        return packed.getvalue()


def _check_outside(members: list[ZipInfo], packed_size: int) -> None:
    unpacked_size = sum(member.file_size for member in members)
    bomb = unpacked_size > MEGABYTE and unpacked_size > packed_size * MOST_RATIO
    if bomb or len(members) > MOST_PARTS or unpacked_size > MOST_UNPACKED:
        raise _unpacks_too_large()
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise password_protected()
    names = {member.filename for member in members}
    if "xl/workbook.bin" in names or "mimetype" in names or "[Content_Types].xml" not in names:
        raise _other_format()
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise _other_format()


def _needed(members: list[ZipInfo]) -> list[ZipInfo]:
    named = {
        member.filename: member
        for member in members
        if _XML.search(member.filename) and not _WITHOUT_CELLS.search(member.filename)
    }
    return list(named.values())


def _unpacked(archive: ZipFile, member: ZipInfo, room: int) -> bytes:
    """The content of a part, read piece by piece: one that lies about its size would fill the memory."""
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ValueError(member.compress_type)
    pieces = []
    with archive.open(member) as part:
        while piece := part.read(64 * 1024):
            room -= len(piece)
            if room < 0:
                raise _unpacks_too_large()
            pieces.append(piece)
    return b"".join(pieces)


def _in_rows(member: ZipInfo, part: bytes) -> bool:
    """Whether a part is parsed row by row, or text by text. One huge row would be as heavy as the whole."""
    row_end = next((end for name, end in _ROW_ENDS.items() if name in member.filename.lower()), b"")
    if row_end and max(map(len, part.split(row_end))) > LONGEST_ROW:
        raise _unpacks_too_large()
    return bool(row_end)


def _check_inside(part: bytes, tags_left: int) -> None:
    if tags_left < 0:
        raise _unpacks_too_large()
    if any(doctype in part for doctype in _DOCTYPES):
        raise refused(
            _("The file holds XML declarations that no spreadsheet program writes"),
            _("Copy the form into a new workbook, save it as .xlsx and send that file."),
        )


def password_protected() -> FormRefused:
    return refused(_("The workbook is protected by a password"), _("Save it without the password and send it again."))


def too_many_cells() -> FormRefused:
    return refused(
        _("The workbook holds more than a form can need"),
        _("Copy only the rows and columns of the form into a new workbook and send that file."),
    )


def _unpacks_too_large() -> FormRefused:
    return refused(
        _("Unpacked, this workbook is too large for a form"),
        _("Copy only the rows and columns of the form into a new workbook and send that file."),
    )


def _too_large(limit: int) -> FormRefused:
    return refused(
        _("The file has more than {size} megabytes").format(size=digits(limit // MEGABYTE)),
        _("Remove pictures and unneeded sheets from the workbook and send it again."),
    )


def _other_format() -> FormRefused:
    return refused(
        _("This is a file of another program, not an Excel workbook"),
        _("Save the form as .xlsx (Excel workbook) and send that file."),
    )
