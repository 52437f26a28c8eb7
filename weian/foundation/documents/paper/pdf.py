"""Print a paper as PDF with typst. Data goes in as JSON, never as source text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import typst

from weian.foundation.documents.paper.fonts import faces, library
from weian.foundation.documents.paper.layout import measures
from weian.foundation.documents.paper.model import Paper
from weian.foundation.documents.paper.outline import outline

TEMPLATE = Path(__file__).with_name("gb9704.typ")
_NO_DATE = dt.date(2000, 1, 1)


def to_pdf(paper: Paper, *, font_dirs: Sequence[Path]) -> bytes:
    """Return the document as PDF; the same paper and fonts give the same bytes.

    Only fonts from ``font_dirs`` are used. A face that is missing there is replaced and the last
    page says so. Raises NoFont where no Chinese font is found.
    """
    chosen = faces(font_dirs)
    data = {
        **outline(paper),
        "fonts": chosen.families,
        "font_remark": chosen.remark,
        "heavy_title": "小标宋" in chosen.missing,
        "measures": measures(),
        "date_parts": list((paper.date or _NO_DATE).timetuple()[:3]),
    }
    moment = dt.datetime.combine(paper.date or _NO_DATE, dt.time(), tzinfo=dt.UTC)
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=library(tuple(font_dirs)),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
        timestamp=moment,
        format="pdf",
    )
