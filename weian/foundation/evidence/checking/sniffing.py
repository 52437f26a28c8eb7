from __future__ import annotations

from weian.foundation.evidence.checking import archives, images, pdfs, texts
from weian.foundation.evidence.checking.checked import Checked
from weian.foundation.evidence.rejected import Rejected

_TAKEN = "可以上传：照片（JPG、PNG、WebP）、PDF、Word（docx）、Excel（xlsx）、OFD、纯文本（txt）。"

_OLD_OFFICE = "这是旧格式的 Office 文件（doc、xls）或加了打开密码的文件。请另存为 docx、xlsx 或 PDF 再上传。"
_HEIC = "这是 HEIC 照片，有的电脑打不开。请在手机相机设置里选“兼容性最佳”，或存成 JPG 再上传。"

# First bytes of what people send often and we do not take, with what to do instead.
_NOT_TAKEN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
    (b"GIF8", "不收 GIF 图。请另存为 JPG 或 PNG 再上传。"),
    (b"BM", "不收 BMP 图。请另存为 JPG 或 PNG 再上传。"),
    (b"II*\x00", "不收 TIFF 图。请另存为 JPG 或 PNG 再上传。"),
    (b"MM\x00*", "不收 TIFF 图。请另存为 JPG 或 PNG 再上传。"),
    (b"MZ", "这是程序文件，不能上传。" + _TAKEN),
    (b"\x7fELF", "这是程序文件，不能上传。" + _TAKEN),
    (b"#!", "这是脚本文件，不能上传。" + _TAKEN),
    (b"\xca\xfe\xba\xbe", "这是程序文件，不能上传。" + _TAKEN),
    (b"{\\rtf", "不收 RTF 文件。请另存为 docx 或 PDF 再上传。"),
    (b"Rar!", "不收压缩包。请解压后逐个上传。"),
    (b"7z\xbc\xaf", "不收压缩包。请解压后逐个上传。"),
    (b"\x1f\x8b", "不收压缩包。请解压后逐个上传。"),
    (b"BZh", "不收压缩包。请解压后逐个上传。"),
    (b"\xfd7zXZ", "不收压缩包。请解压后逐个上传。"),
)
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


def check(data: bytes) -> Checked:
    """Return the file as it may be kept. Raises Rejected with what to do."""
    if not data:
        raise Rejected("这个文件是空的（0 字节）。请检查原文件后重新上传。")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return images.redraw(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return images.redraw(data)
    if data.startswith(b"%PDF-"):
        return pdfs.check(data)
    if data.startswith(b"PK\x03\x04"):
        return archives.check(data)
    _refuse_known(data)
    return texts.check(data)


def _refuse_known(data: bytes) -> None:
    if data[4:8] == b"ftyp":
        if data[8:12] in _HEIC_BRANDS:
            raise Rejected(_HEIC)
        raise Rejected("暂不收视频和 AVIF 图。请上传照片，或把说明写成文字。")
    for head, sentence in _NOT_TAKEN:
        if data.startswith(head):
            raise Rejected(sentence)
