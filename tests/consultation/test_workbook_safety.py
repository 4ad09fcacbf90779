"""Files that are no healthy workbook: each is refused in words, in little memory and time, and nothing else escapes."""

from __future__ import annotations

import struct
import tracemalloc
from contextlib import suppress
from hashlib import shake_256
from io import BytesIO
from zipfile import ZIP_LZMA, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.texts import speaking
from consultation.xlsform.problems import FormRefused
from consultation.xlsform.reading import read_form
from consultation.xlsform.safety import MEGABYTE, MOST_BYTES, OLE2
from tests.consultation.workbooks import SHEET, repacked, xlsx

FORM = xlsx("| survey |\n|| type | name | label |\n|| text | a | A? |")
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
ROWS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
NOISE = shake_256(b"noise").digest(3 * MEGABYTE)  # hides the ratio of what is packed beside it


def _refusal(content: bytes) -> str:
    with speaking("en"), pytest.raises(FormRefused) as refused:
        read_form(content, "form.xlsx")
    return str(refused.value)


def _zip(*names: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return packed.getvalue()


def _sheet(xml: bytes, **more: bytes) -> bytes:
    return repacked(FORM, {SHEET: lambda part: ROWS % xml}, **more)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"type,name,label\n", "not an Excel workbook"),
        (b"<html><table><tr><td>type</td></tr></table></html>", "not an Excel workbook"),
        (b"%PDF-1.7", "not an Excel workbook"),
        (bytes(MOST_BYTES + 1), "more than 5 megabytes"),
        (_zip("word/document.xml", "[Content_Types].xml"), "another program"),
        (_zip("mimetype", "content.xml"), "another program"),
        (_zip("xl/workbook.bin", "[Content_Types].xml"), "another program"),
        (_zip("photo.jpg"), "another program"),
        (_zip("[Content_Types].xml"), "damaged"),
        (FORM[: len(FORM) // 2], "damaged"),
        (OLE2 + bytes(2000), "damaged"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE2 + "WordDocument".encode("utf-16-le"), "another program"),
        (OLE2 + bytes(MEGABYTE), "old .xls format may have half a megabyte"),
    ],
)
def test_what_is_no_workbook_is_called_by_its_name(content: bytes, said: str) -> None:
    assert said in _refusal(content)


def test_a_zip_with_a_password() -> None:
    flagged = bytearray(FORM)
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = flagged.index(sign)
        flagged[at + flags] |= 1
    assert "protected by a password" in _refusal(bytes(flagged))


def test_a_workbook_without_the_questions_says_which_sheet_is_missing() -> None:
    assert "Rename the sheet “⁨Survy⁩” to survey" in _refusal(xlsx("| Survy |\n|| type |"))
    assert "no sheet named survey" in _refusal(xlsx("| Sheet1 |\n|| type |"))


def test_two_sheets_for_the_same_thing() -> None:
    assert "are for the same thing" in _refusal(xlsx("| survey |\n|| type |\n| پرسش‌ها |\n|| type |"))


def test_a_packed_file_that_becomes_a_thousand_times_as_large() -> None:
    bomb = _sheet(b'<row><c t="inlineStr"><is><t>%s</t></is></c></row>' % (b" " * 100 * MEGABYTE))
    with ZipFile(BytesIO(bomb)) as archive:
        size = archive.getinfo(SHEET).file_size
    lying = bomb.replace(struct.pack("<I", size), struct.pack("<I", 1000))
    tracemalloc.start()
    assert "too large for a form" in _refusal(bomb)
    assert "damaged" in _refusal(lying)
    assert tracemalloc.get_traced_memory()[1] < 20 * MEGABYTE
    tracemalloc.stop()


@pytest.mark.parametrize(
    "xml",
    [
        b"<row>" + b"<c/>" * 400_000 + b"</row>",
        b"<row><c/></row>" * 200_000,
        b'<row r="6000"><c r="A6000"><v>1</v></c></row>',
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 250 + b"</row>" + (b"<row>" + b"<c><v>1</v></c>" * 250 + b"</row>") * 401,
    ],
    ids=["cells", "rows", "far row", "last row", "filled cells"],
)
def test_a_sheet_larger_than_any_form(xml: bytes) -> None:
    assert "Copy only the rows and columns of the form" in _refusal(_sheet(xml, noise=NOISE))


def test_one_long_text_in_very_many_cells() -> None:
    text = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>%s</t></si></sst>"
    cells = (b"<row>" + b'<c t="s"><v>0</v></c>' * 200 + b"</row>") * 20
    huge = repacked(FORM, {SHEET: lambda part: ROWS % cells, STRINGS: lambda part: text % (b"x" * 32_000)}, noise=NOISE)
    assert "more than a form can need" in _refusal(huge)


@pytest.mark.parametrize("part", [SHEET, STRINGS, STYLES])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_of_entities_are_never_read(part: str, encoding: str) -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{laughs}'.encode(encoding)
    assert "XML declarations" in _refusal(repacked(FORM, {part: lambda _: xml}))


def test_a_part_packed_in_an_unusual_way() -> None:
    packed = BytesIO()
    with ZipFile(BytesIO(FORM)) as old, ZipFile(packed, "w", ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert "damaged" in _refusal(packed.getvalue())


def test_pictures_and_themes_are_not_even_unpacked() -> None:
    content = repacked(FORM, {"xl/theme/theme1.xml": lambda part: b"<!DOCTYPE x>"}, picture=NOISE)
    assert read_form(content, "form.xlsx").questionnaire.by_name["a"].label == {"en": "A?"}


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, len(FORM) - 1), junk=st.binary(max_size=12))
def test_no_damage_to_a_file_escapes_as_another_error(at: int, junk: bytes) -> None:
    _read_or_refuse(FORM[:at] + junk + FORM[at + len(junk) :])


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_damage_inside_a_file_escapes_as_another_error(data: st.DataObject) -> None:
    def damaged(part: bytes) -> bytes:
        at = data.draw(st.integers(0, len(part)))
        junk = data.draw(st.binary(max_size=8) | st.sampled_from([b"<", b"</c>", b'r="ZZZ9"', b"\x00", b"9" * 30]))
        return part[:at] + junk + part[at + len(junk) :]

    part = data.draw(st.sampled_from([SHEET, STRINGS, STYLES, "xl/workbook.xml", "[Content_Types].xml"]))
    _read_or_refuse(repacked(FORM, {part: damaged}))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_at_all(content: bytes) -> None:
    for head in (b"", b"PK\x03\x04", OLE2):
        _read_or_refuse(head + content)


def _read_or_refuse(content: bytes) -> None:
    with suppress(FormRefused):
        read_form(content, "form.xlsx")
