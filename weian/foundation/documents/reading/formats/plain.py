"""Plain text in UTF-8, UTF-16 with a mark, or GB18030."""

import codecs

from weian.foundation.documents.reading.errors import Unreadable

_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]


def text_of_plain(data: bytes) -> str:
    """Decode text. Raises Unreadable for binary data."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if b"\x00" in data[:4096]:
        raise Unreadable("这不是文字文件，无法读取。支持的格式：.docx、文字版 PDF、OFD、.txt。")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode(data, "gb18030")
    if _is_noise(text):
        raise Unreadable("文件内容不是可读的文字。请确认选对了文件；支持的格式：.docx、文字版 PDF、OFD、.txt。")
    return text


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("文件的文字编码无法识别。请用 UTF-8 或 GB18030 编码另存后再上传。") from None


def _is_noise(text: str) -> bool:
    controls = sum(
        (char < " " and char not in "\t\r\n\x0b\x0c") or char == "\ufffd" or "\ue000" <= char <= "\uf8ff"
        for char in text
    )
    return controls > max(3, len(text) // 50)
