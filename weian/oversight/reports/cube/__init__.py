"""Deltas of tally folded by county × day × dimensions: counts of any past day without the rows that made them."""

from weian.oversight.reports.cube.counting import count_on
from weian.oversight.reports.cube.folding import fold

__all__ = ["count_on", "fold"]
