"""Measures of GB/T 9704-2012 in millimetres and points, shared by the PDF and the Word printer.

Clause numbers are those of the standard's table of contents. [V] marks what was not read in the
standard itself but follows common official practice.
"""

from __future__ import annotations

# 5.1 sheet size A4; 5.2.1 head margin 37 mm, binding margin 28 mm, type area 156 x 225 mm.
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, LEFT = 37.0, 28.0
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0
RIGHT = PAGE_WIDTH - LEFT - AREA_WIDTH
BOTTOM = PAGE_HEIGHT - TOP - AREA_HEIGHT

# 5.2.3: 22 lines of 28 characters fill the type area.
LINES, CHARACTERS = 22, 28
POINTS_PER_MM = 72 / 25.4

# 5.2.2: 3号 is the common size. The number scale in points is that of word processors [V].
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_4, SIZE_5 = 22.0, 16.0, 14.0, 12.0, 10.5

# 28 characters of 16 pt are 2 mm wider than the type area: each is set that much closer. The
# hundredth taken off keeps the 28th character from being pushed over by rounding.
PITCH = AREA_HEIGHT * POINTS_PER_MM / LINES - 0.01
STEP = AREA_WIDTH * POINTS_PER_MM / CHARACTERS - 0.01
TRACKING = STEP - SIZE_3

# 7.2.4: top edge of the issuer's mark to the top edge of the type area; 7.2.7: the red line stands
# 4 mm under the number and is as wide as the type area.
MARK_DROP = 35.0
RED_LINE_GAP = 4.0
RED = "C00000"

# 7.4.1: first and last line of the colophon 0.35 mm, the line between 0.25 mm.
THICK, THIN = 0.35, 0.25

# 7.5: the dash of the page number stands 7 mm under the type area.
PAGE_NUMBER_DROP = 7.0

# 7.3.5.1: the date keeps four characters from the right edge where a seal is set over it.
DATE_INDENT = 4


def measures() -> dict[str, float]:
    """Return what the PDF template needs, in points except names ending in ``_mm``."""
    return {
        "width_mm": PAGE_WIDTH,
        "height_mm": PAGE_HEIGHT,
        "top_mm": TOP,
        "left_mm": LEFT,
        "right_mm": RIGHT,
        "bottom_mm": BOTTOM,
        "mark_drop_mm": MARK_DROP,
        "red_gap_mm": RED_LINE_GAP,
        "number_drop_mm": PAGE_NUMBER_DROP,
        "thick_mm": THICK,
        "thin_mm": THIN,
        "pitch": PITCH,
        "step": STEP,
        "area_width": AREA_WIDTH * POINTS_PER_MM,
        "tracking": TRACKING,
        "date_indent": DATE_INDENT,
    }
