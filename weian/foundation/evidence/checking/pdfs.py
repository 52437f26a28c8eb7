"""PDF files: whole, alone in their bytes, and without anything that acts."""

from __future__ import annotations

import re
import zlib

from weian.foundation.evidence.checking.checked import Checked
from weian.foundation.evidence.rejected import Rejected

_CUT = "这个 PDF 不完整，可能没有传完。请检查原文件后重新上传。"
_ACTS = "这个 PDF 带有脚本、内嵌文件或可执行动作，不能上传。请用“打印为 PDF”重新生成一份再上传。"
_ODD = "这个 PDF 里夹带了别的内容，不能上传。请用“打印为 PDF”重新生成一份再上传。"
_ENCRYPTED = "这个 PDF 加了密，别人打不开。请去掉密码后重新上传。"

# Names of ISO 32000 that run, open, send or carry something.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|Movie|XFA|SubmitForm|ImportData|GoToE|GoToR|Rendition)(?![A-Za-z0-9])"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_TAIL = 2_048
_UNPACK_EACH = 32 * 2**20
_UNPACK_ALL = 256 * 2**20


def check(data: bytes) -> Checked:
    """Raises Rejected for what is cut off, encrypted, active or two files in one."""
    end = data.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in data:
        raise Rejected(_CUT)
    if data[end + 5 :].strip(b"\r\n\t \x00"):
        raise Rejected(_ODD)
    if _names(data, rb"/Encrypt(?![A-Za-z0-9])"):
        raise Rejected(_ENCRYPTED)
    if _active(data):
        raise Rejected(_ACTS)
    return Checked(data=data, mime="application/pdf", ending=".pdf")


def _active(data: bytes) -> bool:
    return _names(data, _ACTIVE.pattern) or any(_names(part, _ACTIVE.pattern) for part in _object_streams(data))


def _names(data: bytes, pattern: bytes) -> bool:
    # A name may be written with #xx escapes: /J#61vaScript is /JavaScript.
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data
    return re.search(pattern, plain) is not None


def _object_streams(data: bytes) -> list[bytes]:
    """Unpacked object streams, where PDF 1.5 hides dictionaries. Raises Rejected when they unpack beyond measure."""
    parts, budget = [], _UNPACK_ALL
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - 512) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if not _names(head, rb"/ObjStm"):
            continue
        unpacked = _inflated(data[found.end() :], min(_UNPACK_EACH, budget))
        budget -= len(unpacked)
        parts.append(unpacked)
    return parts


def _inflated(packed: bytes, limit: int) -> bytes:
    stream = zlib.decompressobj()
    try:
        unpacked = stream.decompress(packed, limit)
    except zlib.error:
        return b""
    if not stream.eof and len(unpacked) >= limit:
        raise Rejected(_ODD)
    return unpacked
