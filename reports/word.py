"""A document for Word, to be worked on: right to left where its language is, with pictures of its charts.

python-docx knows nothing of that direction; the few properties that Word looks for are set by hand.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from reports import chart
from reports.blocks import Block, Document, Heading, Picture, Points, Quote, Table, Text, isolated
from reports.word_tables import add_table
from reports.workbook_sheets import without_control

_FONT = "Vazirmatn"
_ACCENT, _PALE, _INK = RGBColor(0x2F, 0x6F, 0x9F), RGBColor(0x5D, 0x6B, 0x78), RGBColor(0x22, 0x30, 0x3C)
_WIDTH = Cm(16.6)


def write_word(document: Document, path: Path) -> None:
    _Writer(document).write(path)


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document, self._right_to_left = document, document.right_to_left
        self._word: WordDocument = docx.Document()
        self._prepare()

    def write(self, path: Path) -> None:
        self._cover()
        for block in self._document.blocks:
            self._add(block)
        self._word.save(str(path))

    def _prepare(self) -> None:
        section = self._word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        if self._right_to_left:
            section._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")
        for name, size, colour in _STYLES:
            style = self._word.styles[name]
            if isinstance(style, ParagraphStyle):
                self._dress(style, size, colour)
        footer = section.footer.paragraphs[0]
        self._say(footer, f"{self._document.footer}    ", pale=True)
        _page_number(footer, right_to_left=self._right_to_left)
        section.different_first_page_header_footer = True
        self._word.core_properties.title = without_control(self._document.title)

    def _dress(self, style: ParagraphStyle, size: float, colour: RGBColor) -> None:
        """Persian letters have a font and a size of their own («complex script»)."""
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), colour
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        _put(properties, "w:szCs", val=str(round(size * 2)))
        for tag in ("w:spacing", "w:kern"):  # letters that are joined cannot be spaced out
            if (found := properties.find(qn(tag))) is not None:
                properties.remove(found)
        style.font.italic = style.font.cs_italic = False
        style.font.bold = style.font.cs_bold = style.name.startswith(("Title", "Heading"))
        style.paragraph_format.line_spacing = 1.3
        if style.name == "Normal":
            language = {"fa": "fa-IR"}.get(self._document.language, "en-US")
            _put(properties, "w:lang", val="en-US", bidi=language)

    def _paragraph(self, text: str, style: str = "Normal", *, pale: bool = False) -> Paragraph:
        paragraph = self._word.add_paragraph(style=style)
        self._say(paragraph, text, pale=pale)
        return paragraph

    def _say(
        self, paragraph: Paragraph, text: str, *, pale: bool = False, bold: bool = False, size: Pt | None = None
    ) -> None:
        run = paragraph.add_run(without_control(isolated(text)))
        run.bold = bold or None
        if size is not None:
            run.font.size = size
            _put(run._r.get_or_add_rPr(), "w:szCs", val=str(round(size.pt * 2)))
        if pale:
            run.font.color.rgb = _PALE
        if self._right_to_left:
            if paragraph._p.get_or_add_pPr().find(qn("w:bidi")) is None:
                paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
            run.font.rtl = True
            run.font.cs_bold = bold or None

    def _cover(self) -> None:
        document = self._document
        for _line in range(7):
            self._word.add_paragraph()
        self._say(self._word.add_paragraph(), document.subtitle, pale=True, bold=True)
        self._paragraph(document.title, "Title")
        for label, told in document.facts:
            paragraph = self._paragraph(f"{label}: ", pale=True)
            self._say(paragraph, told)
        self._word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)

    def _add(self, block: Block) -> None:
        match block:
            case Heading(text, level):
                self._paragraph(text, f"Heading {level}")
            case Text(text, quiet, leads):
                self._paragraph(text, pale=quiet).paragraph_format.keep_with_next = leads
            case Points(lines):
                for line in lines:
                    self._paragraph(line, "List Bullet")
            case Picture(drawn, alt):
                picture = chart.png(drawn, right_to_left=self._right_to_left)
                shown = self._word.add_picture(BytesIO(picture), width=_WIDTH)
                shown._inline.docPr.set("descr", without_control(alt))
            case Quote(text, source):
                said = self._paragraph(text, "Quote")
                said.paragraph_format.space_after, said.paragraph_format.keep_with_next = Pt(0), True
                self._paragraph(source, pale=True)
            case Table():
                add_table(self._word, block, _WIDTH, self._say, right_to_left=self._right_to_left)


_STYLES = (
    ("Normal", 10, _INK),
    ("Title", 22, _INK),
    ("Heading 1", 15, _ACCENT),
    ("Heading 2", 12, _INK),
    ("Heading 3", 10.5, _PALE),
    ("Quote", 10, _INK),
    ("List Bullet", 10, _INK),
)
# Word wants properties in the order of its schema.
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


def _put(properties: BaseOxmlElement, tag: str, **attributes: str) -> None:
    element = properties.find(qn(tag))
    if element is None:
        element = OxmlElement(tag)
        properties.append(element)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)


def _page_number(paragraph: Paragraph, *, right_to_left: bool) -> None:
    """A field with a run of its own, by which Word knows in whose digits the number is."""
    field, run = OxmlElement("w:fldSimple"), paragraph.add_run("1")
    field.set(qn("w:instr"), "PAGE")
    run.font.rtl = right_to_left or None
    run.font.color.rgb = _PALE
    field.append(run._r)
    paragraph._p.append(field)
