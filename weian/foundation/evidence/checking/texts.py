"""Plain text: readable in an encoding that Chinese offices use, and not a page or a drawing in disguise."""

from __future__ import annotations

import re

from weian.foundation.evidence.checking.checked import Checked
from weian.foundation.evidence.rejected import Rejected

_UNKNOWN = "认不出这个文件。可以上传：照片（JPG、PNG、WebP）、PDF、Word（docx）、Excel（xlsx）、OFD、纯文本（txt）。"
_MARKUP = "这是网页、SVG 图或脚本，打开时会运行，不能上传。请截图存成 PNG，或打印成 PDF 再上传。"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_TAG = re.compile(
    r"<\s*(\?xml|!doctype|html|head|body|script|svg|iframe|object|embed|img|style|link|meta|form|xsl:|math|template)\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"^\s*(@echo\b|<\?php|<%|mime-version:|content-type:\s*multipart)", re.IGNORECASE)


def check(data: bytes) -> Checked:
    """Raises Rejected for binary bytes and for markup."""
    text = _decoded(data)
    if _CONTROL.search(text):
        raise Rejected(_UNKNOWN)
    if _TAG.search(text) or _SCRIPT.search(text):
        raise Rejected(_MARKUP)
    return Checked(data=data, mime="text/plain", ending=".txt")


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Rejected(_UNKNOWN)
