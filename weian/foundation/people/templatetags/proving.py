"""``{% load proving %}``: the field by which an act asks again who acts; nothing where it does not ask, or knows it.

``{% proof_field act.url %}``; without an address the page's own.
"""

from __future__ import annotations

from typing import Any

from django import template

from weian.foundation.people import proving

register = template.Library()


@register.inclusion_tag("people/parts/proof.html", takes_context=True)
def proof_field(context: dict[str, Any], address: str = "") -> dict[str, Any]:
    request = context["request"]
    address = address or request.path_info
    word = proving.asks_again(address)
    if not word or proving.standing(request) is not None:
        return {"asks": False}
    request.proof_fields = at = getattr(request, "proof_fields", 0) + 1
    return {
        "asks": True, "name": proving.FIELD, "key_name": proving.KEY_FIELD, "at": at, "word": word,
        "label": proving.label(request), "takes_passkey": proving.takes_passkey(request),
    }  # fmt: skip
