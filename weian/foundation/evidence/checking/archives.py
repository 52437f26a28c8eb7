"""Office files and OFD are zip archives: unpacked within limits, whole, alone in their bytes, without macros."""

from __future__ import annotations

import io
import re
import zipfile

from weian.foundation.evidence.checking.checked import Checked
from weian.foundation.evidence.rejected import Rejected
from weian.kernel.sheets import archive

_TYPES = {
    # part that makes it so: (mime, ending)
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "OFD.xml": ("application/ofd", ".ofd"),
}
_SAYS = {
    "bomb": "这个文件解开后异常庞大，不能上传。请重新生成一份再上传。",
    "encrypted": "这个文件加了打开密码。请去掉密码后重新上传。",
    "broken": "这个文件已损坏或没有传完。请检查原文件后重新上传。",
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
_UNSAFE_NAME = re.compile(r"^[/\\]|(^|[/\\])\.\.([/\\]|$)|^[A-Za-z]:|\x00")


def check(data: bytes) -> Checked:
    """Raises Rejected for a bomb, a broken, encrypted or active file, a plain zip and two files in one."""
    try:
        archive.check_zip(data)
    except archive.Refused as refusal:
        raise Rejected(_SAYS.get(str(refusal), _SAYS["broken"])) from refusal
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        members = opened.infolist()
        _check_alone(data, opened, members)
        kind = _kind({member.filename for member in members})
        _check_inactive(opened, members)
    return Checked(data=data, mime=kind[0], ending=kind[1])


def _check_alone(data: bytes, opened: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """No bytes before the first member, none after the end: else the file is also something else."""
    end = data.rfind(b"PK\x05\x06")
    comment = int.from_bytes(data[end + 20 : end + 22], "little")
    if min((member.header_offset for member in members), default=1) != 0 or end + 22 + comment != len(data):
        raise Rejected(_SAYS["broken"])
    names = [member.filename for member in members]
    if opened.comment or len(names) != len(set(names)) or any(_UNSAFE_NAME.search(name) for name in names):
        raise Rejected(_SAYS["broken"])


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
