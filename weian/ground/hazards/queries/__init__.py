from weian.ground.hazards.queries.counting import Among, Wanted, capped, counts, counts_for, know_open_count, open_count
from weian.ground.hazards.queries.lines import as_lines
from weian.ground.hazards.queries.paging import PAGE, Page, page_for, page_of

__all__ = [
    "PAGE",
    "Among",
    "Page",
    "Wanted",
    "as_lines",
    "capped",
    "counts",
    "counts_for",
    "know_open_count",
    "open_count",
    "page_for",
    "page_of",
]
