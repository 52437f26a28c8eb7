from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from weian.foundation.evidence.gates import may_see_owner
from weian.foundation.evidence.models import Attachment


def attachments_of(owner_kind: str, owner_uid: UUID) -> list[Attachment]:
    """Files of one record, oldest first. The caller has asked whether the record may be seen."""
    return list(Attachment.objects.filter(owner_kind=owner_kind, owner_uid=owner_uid).select_related("blob"))


def attachments_of_many(owner_kind: str, owner_uids: Iterable[UUID]) -> dict[UUID, list[Attachment]]:
    """Files of many records in one query, by owner; a record without files has an empty list."""
    wanted = list(owner_uids)
    found: defaultdict[UUID, list[Attachment]] = defaultdict(list)
    for one in Attachment.objects.filter(owner_kind=owner_kind, owner_uid__in=wanted).select_related("blob"):
        found[one.owner_uid].append(one)
    return {uid: found[uid] for uid in wanted}


def with_image(owner_kind: str) -> Exists:
    """Condition for records of a kind: a photograph hangs on it."""
    shown = Attachment.objects.filter(owner_kind=owner_kind, owner_uid=OuterRef("pk"))
    return Exists(shown.filter(blob__mime__startswith="image/"))


def attachment_for(uid: UUID, viewer: Any) -> Attachment | None:
    """The file if the viewer may see its owner; absent and forbidden look alike."""
    found = Attachment.objects.select_related("blob", "unit").filter(pk=uid).first()
    return found if found and may_see_owner(found.owner_kind, found.owner_uid, viewer) else None
