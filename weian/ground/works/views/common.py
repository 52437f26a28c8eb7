from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest

from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards import api as hazards
from weian.ground.works import reach
from weian.ground.works.models import Charge, Contractor, Permit, Site
from weian.ui import api as ui

_OF = ("contractor__party", "unit__parent")
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "contractor": (Contractor, ("party", "subject__unit", "unit__parent")),
    "charge": (Charge, (*_OF, "hazard__responsible__unit", "hazard__unit__parent")),
    "permit": (Permit, (*_OF, "subject", "site", "asked_by")),
    "site": (Site, (*_OF, "subject__unit", "keeper")),
}


def viewer_of(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined, no-any-return]


@contextmanager
def seen(request: HttpRequest, kind: str, uid: UUID) -> Iterator[Any]:
    """The record if this viewer may know of it, with what belongs to it in sight; absent and forbidden look alike."""
    model, related = KINDS[kind]
    viewer = viewer_of(request)
    if reach.find(model, uid, viewer) is None:
        raise Http404
    with reach.around(viewer):
        yield model.objects.select_related(*related).get(pk=uid)


def key_of(request: HttpRequest) -> UUID:
    """The key of the form: the same press that came twice is one thing."""
    key = ui.sent_key(request)
    if key is None:
        raise Refused("这一页放得太久了，请刷新后再填。")
    return key


def photos_from(request: HttpRequest, role: str) -> list[hazards.Photo]:
    """The photographs of a form; sent twice they name the same files, so none is kept twice."""
    key = ui.sent_key(request)
    return [
        hazards.Photo(
            file, role=role, source=ui.sent_source(request, "photos", at),
            uid=uuid5(key, f"{role}-{at}") if key else None,
        )
        for at, file in enumerate(request.FILES.getlist("photos"))
    ]  # fmt: skip
