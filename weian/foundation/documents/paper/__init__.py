"""Official paper: one neutral structure, printed as PDF and as Word in GB/T 9704-2012 layout."""

from weian.foundation.documents.paper.bare import check_no_bare_numbers, marked
from weian.foundation.documents.paper.fonts import NoFont
from weian.foundation.documents.paper.model import (
    Attachment,
    Bullets,
    Column,
    Figure,
    Heading,
    Kind,
    Paper,
    Para,
    Table,
    Text,
)
from weian.foundation.documents.paper.outline import chinese_date
from weian.foundation.documents.paper.pdf import to_pdf
from weian.foundation.documents.paper.word import to_docx

__all__ = [
    "Attachment",
    "Bullets",
    "Column",
    "Figure",
    "Heading",
    "Kind",
    "NoFont",
    "Paper",
    "Para",
    "Table",
    "Text",
    "check_no_bare_numbers",
    "chinese_date",
    "marked",
    "to_docx",
    "to_pdf",
]
