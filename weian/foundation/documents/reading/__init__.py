"""Reads an official notice and says what it asks for.

Pure: no database, no network, no Django; the same input gives the same output.
``read_text`` and ``read_file`` return a ``Reading``; what cannot be read raises
``Unreadable`` with a Chinese sentence that says what to do.
"""

from weian.foundation.documents.reading.errors import Unreadable
from weian.foundation.documents.reading.files import read_file
from weian.foundation.documents.reading.model import (
    Actor,
    Ask,
    Cite,
    Clause,
    Paragraph,
    Reading,
    Report,
    Span,
    Stage,
    Target,
)
from weian.foundation.documents.reading.reader import read_lines as read_text

__all__ = [
    "Actor", "Ask", "Cite", "Clause", "Paragraph", "Reading", "Report", "Span", "Stage", "Target", "Unreadable",
    "read_file", "read_text",
]  # fmt: skip
