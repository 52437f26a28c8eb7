"""Excel in and out: hostile files do no harm, bad cells get an answer, text is never a formula."""

from weian.kernel.sheets.answers import error_workbook
from weian.kernel.sheets.cells import choice, day, integer, number, text, yes_no
from weian.kernel.sheets.columns import CellError, Column, Row, SheetResult
from weian.kernel.sheets.reading import read_pasted, read_sheet
from weian.kernel.sheets.refusals import MissingColumns, UnreadableSheet
from weian.kernel.sheets.writing import OutColumn, write_sheet

__all__ = [
    "CellError",
    "Column",
    "MissingColumns",
    "OutColumn",
    "Row",
    "SheetResult",
    "UnreadableSheet",
    "choice",
    "day",
    "error_workbook",
    "integer",
    "number",
    "read_pasted",
    "read_sheet",
    "text",
    "write_sheet",
    "yes_no",
]
