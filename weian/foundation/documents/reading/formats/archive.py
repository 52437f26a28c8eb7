"""Zip containers: told apart by what they hold, opened only when they are of a sane size."""

import io
import lzma
import zipfile
import zlib

from weian.foundation.documents.reading.errors import Unreadable
from weian.foundation.documents.reading.formats import docx, ofd

MAX_UNPACKED = 120 * 1024 * 1024
MAX_MEMBERS = 5000
# All that a damaged directory, offset, name or stream makes zipfile say.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError,
    NotImplementedError, RuntimeError, EOFError, ValueError, OSError,
)  # fmt: skip


def text_of_archive(data: bytes) -> str:
    """Text of a .docx or OFD. Raises Unreadable for other archives, broken ones and zip bombs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_size(members)
            names = {member.filename for member in members}
            if "OFD.xml" in names:
                return ofd.text_of_ofd(archive)
            if "word/document.xml" in names:
                return docx.text_of_docx(data)
    except Unreadable:
        raise
    except _BROKEN:
        raise Unreadable("文件已损坏或加了密码，打不开。请在 Word 或 WPS 中重新另存后再上传。") from None
    raise Unreadable("这是压缩包或其他 Office 文件，不是通知正文。请解压后选择 .docx、PDF 或 OFD 文件。")


def _check_size(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable("文件展开后过大，为安全起见没有打开。请只上传通知正文，去掉其中的大图片。")
