"""Built into every template: filters for figures and days, tags for the small parts."""

from typing import Any
from uuid import uuid4
from zlib import crc32

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, FileInput, Form
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from weian.ui import drawing, lines, words
from weian.ui.answers import CLEARS
from weian.ui.clocks import Clock, clock_of

register = template.Library()

for name in (
    "number",
    "amount",
    "mmdd",
    "cndate",
    "isodate",
    "hhmm",
    "weekday",
    "moment",
    "filesize",
    "tenths",
    "hours",
):
    register.filter(name, getattr(words, name))
register.filter("spaced", words.spaced, is_safe=True)
for name in ("icon", "mark", "risk", "ring", "state", "ticks", "meter"):
    register.simple_tag(getattr(drawing, name), name=name)


register.tag("lines", lines.lines)


@register.filter
def share(part: int | None, whole: int | None) -> str:
    """``{{ part|share:whole }}`` → ``92.4%``, or 底数不清 when there is no base."""
    return words.share(part, whole) or "底数不清"


@register.filter
def cents(progress: float) -> int:
    """0–1 as whole per cent, for attributes of ``<progress>``."""
    return round(progress * 100)


@register.simple_tag
def brand_mark() -> SafeString:
    return drawing.BRAND


@register.simple_tag
def clock(due: Any) -> SafeString:
    """``{% clock task.due %}``: a date, a moment, or a ``Clock`` made elsewhere."""
    told = due if isinstance(due, Clock) else clock_of(due)
    if told.kind == "late":
        return format_html('<span class="wa-late">{}{}</span>', drawing.icon("clock"), told.text)
    return format_html('<span class="wa-clock is-{}">{}</span>', told.kind, told.text)


@register.simple_tag
def door(url: str, text: str) -> SafeString:
    """A figure that opens to its list."""
    return format_html('<a class="wa-door" href="{}">{}</a>', url, text)


@register.inclusion_tag("ui/parts/refusal.html")
def act_button(label: str, refusal: str = "", icon: str = "", main: bool = False, **attrs: str) -> dict[str, Any]:
    """A submit button, or, with a refusal, the dashed button and its sentence.

    Further arguments become ``name``, ``value``, ``formaction`` or ``form`` of the button.
    """
    unknown = set(attrs) - {"name", "value", "formaction", "form"}
    if unknown:
        raise template.TemplateSyntaxError(f"act_button does not know {', '.join(sorted(unknown))}")
    why = f"why-{crc32((label + str(refusal)).encode()):x}"
    return {"label": label, "refusal": refusal, "icon": icon, "main": main, "attrs": attrs, "why": why}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, kind: str = "") -> dict[str, Any]:
    """Label, help, control and error of one field. ``kind``: ``line`` (choices in a line), ``short``, ``big``,
    ``camera`` (a file field that offers taking a photo first).
    """
    widget = bound.field.widget
    help_id, error_id = f"{bound.auto_id}-help", f"{bound.auto_id}-error"
    says = [error_id] if bound.errors else []
    says += [help_id] if bound.help_text else []
    attrs: dict[str, Any] = {}
    plain = not bound.use_fieldset and not isinstance(widget, CheckboxInput | FileInput)
    if plain:
        attrs["class"] = " ".join(filter(None, ["wa-input", f"is-{kind}" if kind in ("short", "big") else ""]))
    if not bound.use_fieldset:
        attrs["aria-describedby"] = " ".join(says) or None
    if bound.errors:
        attrs["aria-invalid"] = "true"
    attrs = {key: value for key, value in attrs.items() if value}
    return {
        "bound": bound,
        "kind": kind,
        "max_mb": getattr(settings, "EVIDENCE_MAX_BYTES", 20 * 2**20) // 2**20,
        "control": bound.as_widget(attrs=attrs),
        "is_check": isinstance(widget, CheckboxInput),
        "is_file": isinstance(widget, FileInput),
        "is_group": bound.use_fieldset,
        "optional": getattr(bound.field, "asked_when", "可以不填"),
        "describedby": " ".join(says),
        "help_id": help_id,
        "error_id": error_id,
    }


@register.inclusion_tag("ui/parts/form_errors.html")
def form_errors(form: Form) -> dict[str, Any]:
    """The summary above a refused form: every error, each a way to its field."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def request_id(context: template.Context) -> SafeString:
    """Hidden idempotency key; a refused form keeps the key that it was sent with."""
    request = context.get("request")
    sent = request.POST.get("request_id") if request is not None and request.method == "POST" else None
    return format_html('<input type="hidden" name="request_id" value="{}">', sent or uuid4())


@register.simple_tag
def clears(message: Message) -> SafeString:
    """The mark on a message that lets the browser drop the draft of the form just saved."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith(CLEARS) and len(tag) > len(CLEARS):
            return format_html(' data-wa-clears="{}"', tag.removeprefix(CLEARS))
    return mark_safe("")
