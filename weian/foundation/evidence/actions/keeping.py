from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.evidence import names, storage
from weian.foundation.evidence.checking import Checked, check
from weian.foundation.evidence.models import Attachment, Blob
from weian.foundation.evidence.rejected import Rejected
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.kernel.actor import Actor


class Upload(Protocol):
    """What a form's file field gives: a name and bytes to read."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...


def keep(
    upload: Upload, *, by: Actor, unit: Unit, owner_kind: str, owner_uid: UUID, role: str, source: str = "upload",
    uid: UUID | None = None, claimed_at: datetime | None = None, place_text: str = "",
) -> Attachment:  # fmt: skip
    """Check a file, keep its bytes and attach it to the record (owner_kind, owner_uid) of `unit`.

    The same `uid` with the same bytes for the same owner again returns what was kept; with others it is refused.
    Raises Rejected with a sentence for the person. The caller has asked whether `by` may write to the owner.
    """
    data = _read(upload)
    sent = hashlib.sha256(data).hexdigest()
    repeated = Attachment.objects.select_related("blob").filter(pk=uid).first() if uid else None
    if repeated:
        return _same(repeated, sent, by, owner_kind, owner_uid)
    checked = check(data)
    with transaction.atomic():
        attachment = Attachment(
            uid=uid or uuid.uuid4(), unit=unit, blob=_blob(checked), owner_kind=owner_kind, owner_uid=owner_uid,
            role=role, source=source, name=names.clean(upload.name or "", checked.ending), place_text=place_text[:120],
            sent_sha256=sent, claimed_at=claimed_at or checked.claimed_at, received_at=clock.now(), by=by.actor_uid,
        )  # fmt: skip
        audit.created(
            attachment, "evidence.kept", by=by,
            facts={
                "sha256": attachment.blob_id, "sent_sha256": sent, "mime": checked.mime, "size": len(checked.data),
                "role": role, "source": source, "owner_kind": owner_kind, "owner": str(owner_uid),
            },
        )  # fmt: skip
    return attachment


def _read(upload: Upload) -> bytes:
    limit = settings.EVIDENCE_MAX_BYTES
    data = upload.read(limit + 1)
    if len(data) > limit:
        raise Rejected(f"文件太大。一个文件最多 {limit // 2**20} MB，请压缩或拆开后再上传。")
    return data


def _blob(checked: Checked) -> Blob:
    """The bytes first, then the row: a row never stands for bytes that are not on the disk."""
    sha256 = hashlib.sha256(checked.data).hexdigest()
    storage.put(storage.path_of(sha256), checked.data)
    if checked.thumb:
        storage.put(storage.thumb_of(sha256), checked.thumb)
    blob, _ = Blob.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": len(checked.data), "mime": checked.mime, "width": checked.width, "height": checked.height,
            "made_at": clock.now(), "dhash": checked.dhash,
        },
    )  # fmt: skip
    return blob


def _same(kept: Attachment, sent: str, by: Actor, owner_kind: str, owner_uid: UUID) -> Attachment:
    told = (sent, by.actor_uid, owner_kind, owner_uid)
    if (kept.sent_sha256, kept.by, kept.owner_kind, kept.owner_uid) != told:
        raise Rejected("这个编号下已经存过另一个文件。请刷新页面后重新选择文件上传。")
    return kept
