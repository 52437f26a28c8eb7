"""How a view says that an act is done, so that the browser may drop its kept draft."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

CLEARS = "clears:"
_SOURCES = {"taken": "camera", "camera": "camera", "picked": "picked"}


def sent_key(request: HttpRequest) -> UUID | None:
    """The key with which the form was drawn (``{% request_id %}``), the same when it is sent again; None for no uid."""
    try:
        return UUID(request.POST.get("request_id", ""))
    except ValueError:
        return None


def source_of(origin: str) -> str:
    """How a file came, of evidence.Attachment.Source, by what the picker says of it."""
    return _SOURCES.get(origin, "upload")


def sent_source(request: HttpRequest, field: str, at: int) -> str:
    """How the file at that place of a field came; the picker says it in ``<field>_origin``."""
    origins = request.POST.getlist(f"{field}_origin")
    return source_of(origins[at] if at < len(origins) else "")


def say_done(request: HttpRequest, sentence: str) -> None:
    """Show a sentence on the next page and release the draft of the form that was sent.

    The browser keeps a draft until the server names its ``request_id`` here: a lost answer
    or a failed save therefore never costs what was typed.
    """
    messages.success(request, sentence, extra_tags=CLEARS + request.POST.get("request_id", ""))


def done_headers(request: HttpRequest) -> dict[str, str]:
    """Response headers with the same effect for an answer that htmx swaps in place."""
    sent = request.POST.get("request_id", "")
    return {"HX-Trigger": json.dumps({"wa:done": {"request_id": sent}})}
