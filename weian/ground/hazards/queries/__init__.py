from weian.ground.hazards.queries.counting import (
    Wanted,
    are_many,
    capped,
    counts,
    counts_for,
    know_open_count,
    open_count,
    open_to,
    part,
)
from weian.ground.hazards.queries.lines import as_lines
from weian.ground.hazards.queries.paging import PAGE, Page, page_for, page_of

__all__ = [
    "PAGE",
    "Page",
    "Wanted",
    "are_many",
    "as_lines",
    "capped",
    "counts",
    "counts_for",
    "know_open_count",
    "open_count",
    "open_to",
    "page_for",
    "page_of",
    "part",
]
