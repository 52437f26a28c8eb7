"""Text of a PDF that has any."""

from typing import Any

from weian.foundation.documents.reading.errors import Unreadable

MAX_PAGES = 300
_FEW = 12  # characters a page; a scan has at most a page number or a stamp


def text_of_pdf(data: bytes) -> str:
    """Lines of all pages in order. Raises Unreadable for scans, locked and broken files."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("这份 PDF 设了密码，打不开。请去掉密码后再上传。") from None
        raise Unreadable("这份 PDF 已损坏，打不开。请重新导出后再上传。") from None
    with document:
        if len(document) > MAX_PAGES:
            raise Unreadable(f"这份 PDF 超过{MAX_PAGES}页，不像一份通知。请只上传通知正文。")
        pages = [_text_of_page(document, index) for index in range(len(document))]
    if sum(len("".join(page.split())) for page in pages) < _FEW * max(1, len(pages)):
        raise Unreadable(
            "这份 PDF 是扫描件，里面只有图片没有文字。请先做文字识别，或向发文单位索取电子版，或把文字粘贴进来。"
        )
    return "\n".join(pages)


def _text_of_page(document: Any, index: int) -> str:
    page = document[index]
    text: str = page.get_textpage().get_text_bounded()
    # pdfium marks soft hyphens at line ends with U+FFFE
    return text.replace("\ufffe", "").replace("\r\n", "\n").replace("\r", "\n")
