"""Bytes of a file → text of a notice."""

from collections.abc import Callable
from pathlib import Path

from weian.foundation.documents.reading.errors import Unreadable
from weian.foundation.documents.reading.model import Reading
from weian.foundation.documents.reading.reader import read_lines

MAX_BYTES = 30 * 1024 * 1024


def read_file(source: str | Path | bytes, filename: str | None = None) -> Reading:
    """Read a notice from a path or from bytes (then ``filename`` helps to name it in messages).

    Raises Unreadable when it is not text, .docx, text PDF or OFD, or holds no text.
    """
    return read_lines(text_of(source, filename))


def text_of(source: str | Path | bytes, filename: str | None = None) -> str:
    """The text of a file, one paragraph or printed line a line."""
    data = source if isinstance(source, bytes) else _load(Path(source))
    if not data:
        name = filename or (Path(source).name if not isinstance(source, bytes) else "")
        named = f"文件“{name}”" if name else "文件"
        raise Unreadable(f"{named}是空的。请确认文件已经保存完整，再重新选择。")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"文件超过{MAX_BYTES // 1024 // 1024} MB，不像一份通知。请只上传通知正文。")
    return _decoder(data)(data)


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable(f"文件超过{MAX_BYTES // 1024 // 1024} MB，不像一份通知。请只上传通知正文。")
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"找不到文件“{path.name}”。请检查路径是否写对。") from None
    except IsADirectoryError:
        raise Unreadable(f"“{path.name}”是一个文件夹。请指定其中的一个文件。") from None
    except OSError as error:
        raise Unreadable(f"打不开文件“{path.name}”（{error.strerror}）。请检查是否有读取权限。") from None


def _decoder(data: bytes) -> Callable[[bytes], str]:
    """Told by the first bytes, not by the name: names lie."""
    from weian.foundation.documents.reading.formats import archive, pdf, plain

    if data.startswith(b"PK\x03\x04"):
        return archive.text_of_archive
    if data[:1024].lstrip().startswith(b"%PDF"):
        return pdf.text_of_pdf
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("这是旧版 Office 文件（.doc/.wps/.xls）。请在 Word 或 WPS 中另存为 .docx 后再上传。")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")):
        raise Unreadable("这是图片。请先做文字识别，或把通知文字粘贴进来。")
    if data.startswith(b"{\\rtf"):
        raise Unreadable("这是 RTF 文件。请在 Word 或 WPS 中另存为 .docx 后再上传。")
    return plain.text_of_plain
