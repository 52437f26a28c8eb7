"""An address as a code that a phone's camera reads, drawn without a style of its own (strict CSP)."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(address: str, words: str = "二维码") -> SafeString:
    """Inline SVG. `words` are what a screen reader says."""
    made = segno.make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(scale=4, border=2, title=words, svgclass="wa-qr", lineclass=None, omitsize=True))
