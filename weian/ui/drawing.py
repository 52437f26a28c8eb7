"""Small drawings as SVG: icons, risk marks, state rings, ticks, meters.

Widths and progress are SVG attributes, because the content policy forbids style attributes.
"""

from functools import cache, lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from weian.ui.icons import ICONS

BRAND = mark_safe(
    '<svg viewBox="0 0 26 26" aria-hidden="true"><rect width="26" height="26" rx="6" fill="#0b5a61"/>'
    '<path fill="#fff" d="M11.5 4.5h3v4.7h7v3h-7V22h-3V12.2h-7v-3h7zM6 14.5h2.3V22H6zM17.7 14.5H20V22h-2.3z"/></svg>'
)

MARKS = {
    "major": ("重大", '<path d="M6 0l6 6-6 6-6-6z"/>'),
    "large": ("较大", '<path d="M6 .5L12 11.5H0z"/>'),
    "general": ("一般", '<rect x="1" y="1" width="10" height="10"/>'),
    "low": ("低", '<circle cx="6" cy="6" r="5.5"/>'),
}

_DOTTED = '<circle cx="8" cy="8" r="6.2" stroke-dasharray="1.7 2.2"/>'
_RING = '<circle cx="8" cy="8" r="6.2"/>'
_DISC = '<circle class="wa-ring-disc" cx="8" cy="8" r="7"/><path class="wa-ring-tick" d="M4.9 8.2l2.2 2.2 4-4.4"/>'
_KINDS = {
    "back": _RING + '<path d="M11 8H5.4M7.6 5.7L5.3 8l2.3 2.3"/>',
    "re": _RING + '<path d="M5.3 8.2l2 2 3.6-3.9"/>',
    "stop": _RING + '<path d="M6 6l4 4M10 6l-4 4"/>',
}


@cache
def icon(name: str) -> SafeString:
    """An icon beside its word. Raises LookupError for a name that was never drawn."""
    if name not in ICONS:
        raise LookupError(f"no icon named {name!r}")
    body = mark_safe(ICONS[name])
    return format_html('<svg class="wa-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', body)


@cache
def mark(grade: str) -> SafeString:
    """The shape of a risk grade alone; only where a word near it tells the grade."""
    _, shape = _grade(grade)
    return format_html(
        '<svg class="wa-mark is-{}" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{}</svg>',
        grade,
        mark_safe(shape),
    )


@lru_cache(maxsize=1_000)
def risk(grade: str, noun: str = "") -> SafeString:
    """Shape and word: ``◆ 重大``; with a noun ``◆ 重大隐患``."""
    word, _ = _grade(grade)
    return format_html('<span class="wa-risk is-{}">{}{}{}</span>', grade, mark(grade), word, noun)


@lru_cache(maxsize=1_000)
def ring(progress: float, kind: str = "") -> SafeString:
    """A state ring: 0 dotted, between 0 and 1 part-filled, 1 a disc with a tick.

    ``kind`` is ``back`` (returned), ``re`` (looked at again) or ``stop`` (needs a look).
    """
    body = _KINDS.get(kind) or _filling(progress)
    css = f" is-{kind}" if kind else ""
    return format_html(
        '<svg class="wa-ring{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        css,
        mark_safe(body),
    )


@lru_cache(maxsize=1_000)
def state(word: str, progress: float = 0, kind: str = "") -> SafeString:
    """``{% state "整改中" 0.5 %}``: ring and word."""
    return format_html('<span class="wa-state">{}{}</span>', ring(progress, kind), word)


def ticks(total: int, used: int, over: int = 0) -> SafeString:
    """The days of a term as ticks, empty = left, inverse = over; at most 40 are drawn."""
    total, used, over = min(total, 40), min(used, total, 40), min(over, 10)
    cells = [(i * 11, "is-used" if i < used else "is-left") for i in range(total)]
    cells += [((total + i) * 11, "is-over") for i in range(over)]
    rects = format_html_join(
        "", '<rect class="{}" x="{}" y="1" width="8" height="4"/>', ((css, x + 0.5) for x, css in cells)
    )
    width = max(1, len(cells) * 11 - 2)
    return format_html(
        '<svg class="wa-ticks" width="{}" height="6" viewBox="0 0 {} 6" aria-hidden="true">{}</svg>',
        width,
        width,
        rects,
    )


def meter(part: float, whole: float, due: float | None = None, late: float = 0) -> SafeString:
    """A bar from zero; ``due`` sets the tick for "due by today" or the target, ``late`` ends it in ink."""
    if not whole:
        line = '<line class="is-unknown" x1="0" y1="3" x2="100%" y2="3"/>'
        return format_html('<svg class="wa-meter" height="6" aria-hidden="true">{}</svg>', mark_safe(line))
    pieces = [("is-track", "0%", "100%"), ("is-part", "0%", _percent(part, whole))]
    if late:
        pieces.append(("is-late", _percent(part - late, whole), _percent(late, whole)))
    rects = [f'<rect class="{css}" x="{x}" width="{width}" height="100%"/>' for css, x, width in pieces]
    if due is not None:
        rects.append(f'<rect class="is-due" x="{_percent(due, whole)}" y="-2" width="2" height="10"/>')
    # Nothing in it but numbers.
    return mark_safe(f'<svg class="wa-meter" height="6" aria-hidden="true">{"".join(rects)}</svg>')


def _percent(part: float, whole: float) -> str:
    return f"{max(0.0, min(100.0, part * 100 / whole)):.2f}%"


def _filling(progress: float) -> str:
    if progress <= 0:
        return _DOTTED
    if progress >= 1:
        return _DISC
    pie = round(progress * 100)
    return (
        _RING + f'<circle class="wa-ring-pie" cx="8" cy="8" r="2" stroke-width="4" pathLength="100" '
        f'stroke-dasharray="{pie} 100" stroke-linecap="butt" transform="rotate(-90 8 8)"/>'
    )


def _grade(grade: str) -> tuple[str, str]:
    if grade not in MARKS:
        raise LookupError(f"no such grade: {grade!r}")
    return MARKS[grade]
