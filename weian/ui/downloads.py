"""A file as an answer: to be kept, under a name in any script, and never guessed to be something else."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_of(content: bytes, mime: str, name: str) -> HttpResponse:
    """`content` as a download called `name`."""
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
