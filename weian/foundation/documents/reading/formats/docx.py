"""Text of a .docx: paragraphs with their automatic numbers, tables row by row with tabs between cells."""

import io
import re
import zipfile
from typing import Any

from weian.foundation.documents.reading.errors import Unreadable
from weian.kernel.text.numerals import to_chinese

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def text_of_docx(data: bytes) -> str:
    """Lines of the body in order. Raises Unreadable for broken or empty documents."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    try:
        document = docx.Document(io.BytesIO(data))
        numbers = _Numbers(document)
        lines = [line for item in document.element.body for line in _lines_of(item, numbers)]
    except (PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError):
        raise Unreadable("这份 Word 文件已损坏，打不开。请在 Word 或 WPS 中重新另存为 .docx 后再上传。") from None
    if not "".join(lines).strip():
        raise Unreadable("这份 Word 文件里没有文字（可能整页是图片）。请先做文字识别，或把文字粘贴进来。")
    return "\n".join(lines)


def _lines_of(item: Any, numbers: "_Numbers") -> list[str]:
    if item.tag == _W + "p":
        return (numbers.label(item) + _paragraph_text(item)).split("\n")
    if item.tag == _W + "tbl":
        return [line for row in item.iter(_W + "tr") for line in _row_lines(row)]
    if item.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
        return [line for child in item for line in _lines_of(child, numbers)]
    return []


def _row_lines(row: Any) -> list[str]:
    cells = []
    for cell in row.findall(_W + "tc"):
        cells.append("".join(_paragraph_text(paragraph).replace("\n", "") for paragraph in cell.iter(_W + "p")))
    return ["\t".join(cells)]


def _paragraph_text(paragraph: Any) -> str:
    """Runs of a paragraph as they read with all changes accepted."""
    words = []
    for node in paragraph.iter():
        if node.tag == _W + "t":
            words.append(node.text or "")
        elif node.tag == _W + "tab":
            if node.getparent().tag == _W + "r":
                words.append("\t")
        elif node.tag in (_W + "br", _W + "cr"):
            words.append("\n")
        elif node.tag == _W + "noBreakHyphen":
            words.append("-")
    return "".join(words)


class _Numbers:
    """Counts the automatic numbers as Word would print them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._abstract_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._style_numbers = _style_numbers(document)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        self._load(root)

    def _load(self, root: Any) -> None:
        for abstract in root.findall(_W + "abstractNum"):
            key = abstract.get(_W + "abstractNumId")
            for level in abstract.findall(_W + "lvl"):
                index = int(level.get(_W + "ilvl"))
                self._levels[key, index] = (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(_value(level, "start") or 1),
                )
        for number in root.findall(_W + "num"):
            self._abstract_of[number.get(_W + "numId")] = _value(number, "abstractNumId")

    def label(self, paragraph: Any) -> str:
        """The number before a paragraph, or nothing."""
        number, level = self._number_of(paragraph)
        key = self._abstract_of.get(number or "")
        if key is None or (key, level) not in self._levels:
            return ""
        counts = self._counts.setdefault(key, {})
        counts[level] = counts.get(level, self._levels[key, level][2] - 1) + 1
        for deeper in [held for held in counts if held > level]:
            del counts[deeper]
        return self._print(key, level, counts)

    def _print(self, key: str, level: int, counts: dict[int, int]) -> str:
        form, pattern, _ = self._levels[key, level]
        if form in ("bullet", "none"):
            return ""

        def one(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            held = self._levels.get((key, index), ("decimal", "", 1))
            return _format(counts.get(index, held[2]), held[0])

        return re.sub(r"%(\d)", one, pattern)

    def _number_of(self, paragraph: Any) -> tuple[str | None, int]:
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return None, 0
        own = properties.find(_W + "numPr")
        style = properties.find(_W + "pStyle")
        inherited = self._style_numbers.get(style.get(_W + "val")) if style is not None else None
        if own is None:
            return inherited or (None, 0)
        number = _value(own, "numId") or (inherited[0] if inherited else None)
        return (None if number == "0" else number), int(_value(own, "ilvl") or 0)


def _style_numbers(document: Any) -> dict[str, tuple[str, int]]:
    found = {}
    for style in document.styles.element.findall(_W + "style"):
        number = style.find(f"{_W}pPr/{_W}numPr")
        if number is not None and _value(number, "numId"):
            found[style.get(_W + "styleId")] = (_value(number, "numId"), int(_value(number, "ilvl") or 0))
    return found


def _value(item: Any, name: str) -> str:
    child = item.find(_W + name)
    return (child.get(_W + "val") or "") if child is not None else ""


def _format(value: int, form: str) -> str:
    if form.startswith("chinese") or form in ("japaneseCounting", "taiwaneseCounting", "ideographDigital"):
        return to_chinese(value) if value < 100 else str(value)
    if form == "decimalEnclosedCircle" or form == "decimalEnclosedCircleChinese":
        return _CIRCLED[value - 1] if 1 <= value <= 20 else str(value)
    if form == "decimalFullWidth":
        return "".join(chr(ord(char) + 0xFEE0) for char in str(value))
    return str(value)
