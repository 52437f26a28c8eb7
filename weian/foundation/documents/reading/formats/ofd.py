"""Text of an OFD (GB/T 33190): a zip of XML pages whose TextCode elements hold the characters."""

import posixpath
import zipfile
from xml.etree import ElementTree

from weian.foundation.documents.reading.errors import Unreadable

_BROKEN = "这份 OFD 已损坏或不合规范，打不开。请重新导出，或把文字粘贴进来。"
_LINE_STEP = 1.5  # millimetres; text objects closer than this stand on one line


def text_of_ofd(archive: zipfile.ZipFile) -> str:
    """Lines of all pages in reading order. Raises Unreadable for scans and broken files."""
    try:
        root = _parse(archive, "OFD.xml")
        lines = []
        for place in _texts(root, "DocRoot"):
            lines += _document_lines(archive, place.lstrip("/"))
    except (KeyError, ElementTree.ParseError, UnicodeDecodeError):
        raise Unreadable(_BROKEN) from None
    if not "".join(lines).strip():
        raise Unreadable("这份 OFD 里只有图片没有文字，是扫描件。请先做文字识别，或把文字粘贴进来。")
    return "\n".join(lines)


def _document_lines(archive: zipfile.ZipFile, place: str) -> list[str]:
    base = posixpath.dirname(place)
    lines: list[str] = []
    for page in _parse(archive, place).iter():
        location = page.get("BaseLoc")
        if _name(page) == "Page" and location:
            inner = (
                location.lstrip("/") if location.startswith("/") else posixpath.normpath(posixpath.join(base, location))
            )
            lines += _page_lines(_parse(archive, inner))
    return lines


def _page_lines(page: ElementTree.Element) -> list[str]:
    """Text objects top to bottom, then left to right."""
    placed = []
    for item in page.iter():
        if _name(item) != "TextObject":
            continue
        words = "".join("".join(code.itertext()) for code in item if _name(code) == "TextCode")
        if words:
            placed.append((*_origin(item), words))
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for top, left, words in sorted(placed, key=lambda entry: (entry[0], entry[1])):
        if lines and abs(lines[-1][0] - top) < _LINE_STEP:
            lines[-1][1].append((left, words))
        else:
            lines.append((top, [(left, words)]))
    return ["".join(words for _, words in sorted(line, key=lambda entry: entry[0])) for _, line in lines]


def _origin(item: ElementTree.Element) -> tuple[float, float]:
    """Top and left of a text object's first character, in millimetres."""
    try:
        left, top = (float(part) for part in (item.get("Boundary") or "0 0").split()[:2])
        code = next((child for child in item if _name(child) == "TextCode"), None)
        if code is not None:
            left, top = left + float(code.get("X") or 0), top + float(code.get("Y") or 0)
        return round(top, 1), left
    except ValueError:
        return 0.0, 0.0


def _parse(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    data = archive.read(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # entities can blow up in memory
        raise Unreadable(_BROKEN)
    return ElementTree.fromstring(data)


def _texts(root: ElementTree.Element, name: str) -> list[str]:
    return [item.text.strip() for item in root.iter() if _name(item) == name and item.text]


def _name(item: ElementTree.Element) -> str:
    return item.tag.rpartition("}")[2]
