"""``{% load proving %}``: the field by which a signature asks again who signs; nothing while that was said just now."""

from __future__ import annotations

from typing import Any

from django import template

from weian.foundation.people import proving

register = template.Library()


@register.inclusion_tag("people/parts/proof.html", takes_context=True)
def proof_field(context: dict[str, Any]) -> dict[str, Any]:
    request = context["request"]
    asks = not proving.is_proved(request)
    return {"asks": asks, "name": proving.FIELD, "label": proving.label(request) if asks else ""}
