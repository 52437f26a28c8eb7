"""The door from the page of a place: look at it by a checklist, with the scan that led there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from weian.foundation.people.api import Viewer, asks
from weian.ground.registry.api import Subject
from weian.programs.inspections import access


def url(subject: Subject, code: str) -> str:
    told = {"subject": str(subject.pk)} | ({"code": code} if code else {})
    return f"{reverse('inspection-record')}?{urlencode(told)}"


def may(subject: Subject, viewer: Viewer) -> bool:
    return asks(access.check_can_inspect_at, viewer, subject)[0]
