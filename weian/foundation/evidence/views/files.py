"""Files go out only here: to who may see the owner, never as a page of this site."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from weian.foundation.evidence import storage
from weian.foundation.evidence.models import Attachment
from weian.foundation.evidence.queries import attachment_for


@require_safe
def file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The file as a download."""
    attachment = _found(request, uid)
    return _sent(request, attachment, storage.path_of(attachment.blob_id), attachment.blob.mime, download=True)


@require_safe
def view(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """An image shown in the page. Only images: they were drawn anew here, so their bytes are ours."""
    attachment = _image(request, uid)
    return _sent(request, attachment, storage.path_of(attachment.blob_id), attachment.blob.mime)


@require_safe
def thumb(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The small picture of an image."""
    attachment = _image(request, uid)
    return _sent(request, attachment, storage.thumb_of(attachment.blob_id), "image/jpeg")


def _found(request: HttpRequest, uid: UUID) -> Attachment:
    attachment = attachment_for(uid, request.viewer)  # type: ignore[attr-defined]
    if attachment is None:
        raise Http404
    return attachment


def _image(request: HttpRequest, uid: UUID) -> Attachment:
    attachment = _found(request, uid)
    if not attachment.blob.is_image:
        raise Http404
    return attachment


def _sent(
    request: HttpRequest, attachment: Attachment, path: Path, mime: str, *, download: bool = False
) -> HttpResponseBase:
    # The tag never changes with the content, for the content never changes; the right to see it is asked each time.
    tag = f'"{path.name}"'
    if request.headers.get("If-None-Match") == tag:
        return _guarded(HttpResponse(status=304), tag)
    try:
        opened = path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=download, filename=attachment.name, content_type=_typed(mime))
    return _guarded(response, tag)


def _typed(mime: str) -> str:
    # Without a charset a browser guesses; text may be UTF-8 or GB18030, and is only ever downloaded.
    return "application/octet-stream" if mime == "text/plain" else mime


def _guarded(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
