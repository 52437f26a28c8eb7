from __future__ import annotations

from django.db.models import QuerySet

from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties

KINDS = (Document.Kind.TIP, Document.Kind.CIRCULAR)


def visible_to(viewer: Viewer) -> QuerySet[Document]:
    """Alerts that went out and that the viewer may read, newest first."""
    found = documents.documents_visible_to(viewer).filter(kind__in=KINDS, issuer__isnull=False)
    result: QuerySet[Document] = found.exclude(status=documents.DocumentStatus.DRAFT).order_by("-made_at", "-uid")
    return result


def asked_by(document: Document) -> duties.Obligation | None:
    """The obligation to answer; None where the alert asks nothing."""
    return duties.Obligation.objects.filter(document=document).exclude(form=[]).select_related("document").first()
