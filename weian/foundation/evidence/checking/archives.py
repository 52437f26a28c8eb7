"""Office files and OFD are zip archives: unpacked within limits, whole, alone in their bytes, without macros."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from weian.foundation.evidence.checking import zips
from weian.foundation.evidence.checking.checked import Checked
from weian.foundation.evidence.rejected import Rejected

_TYPES = {
    # part that makes it so: (mime, ending)
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "OFD.xml": ("application/ofd", ".ofd"),
}
_PLAIN_ZIP = "不收压缩包。请解压后逐个上传。"
_ACTIVE = "这个文件带有宏、控件或外部链接内容，不能上传。请另存为普通的 docx、xlsx，或打印成 PDF 再上传。"
_ACTIVE_PART = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/|embeddings/|attachedToolbars\.bin|customUI/)|"
    r"\.(exe|dll|js|vbs|bat|cmd|ps1|hta|scr|lnk|jar|html?|svg|swf)$",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
_FETCHED = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument|image|externalLink\w*)[\"']", re.IGNORECASE)


def check(data: bytes) -> Checked:
    """Raises Rejected for a bomb, a broken, encrypted or active file, a plain zip and two files in one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            zips.check(opened, data)
            members = opened.infolist()
            mime, ending = _kind({member.filename for member in members})
            _check_inactive(opened, members)
    # zipfile and zlib say in many ways that an archive is not what it claims.
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
            NotImplementedError, OverflowError, struct.error) as error:  # fmt: skip
        raise Rejected(zips.BROKEN) from error
    return Checked(data=data, mime=mime, ending=ending)


def _kind(names: set[str]) -> tuple[str, str]:
    for part, kind in _TYPES.items():
        if part in names and (part == "OFD.xml" or "[Content_Types].xml" in names):
            return kind
    raise Rejected(_PLAIN_ZIP)


def _check_inactive(opened: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if _ACTIVE_PART.search(member.filename):
            raise Rejected(_ACTIVE)
        if member.filename.endswith((".xml", ".rels")) and _acts(member.filename, opened.read(member)):
            raise Rejected(_ACTIVE)


def _acts(name: str, xml: bytes) -> bool:
    if b"\x00" in xml[:4]:  # UTF-16 hides the words that are looked for; office programs write UTF-8
        return True
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"<ddeLink" in xml or b"macroEnabled" in xml:
        return True
    if not name.endswith(".rels"):
        return False
    return any(b"External" in link and _FETCHED.search(link) for link in _OUTSIDE.findall(xml))
