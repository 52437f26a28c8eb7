from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.urls import reverse

from weian.foundation.evidence.models.blob import Blob
from weian.foundation.org.models import Unit


class Attachment(models.Model):
    """A file that belongs to a record (its owner). Who may see the owner may see the file; there is no other right.

    `claimed_at` is what the device or the photo says of its time: a claim, not a proof. `sent_sha256` is the digest of
    the bytes as they came, before an image was drawn anew.
    """

    audit_kind = "attachment"
    personal_fields = ("name",)

    class Source(models.TextChoices):
        CAMERA = "camera", "现场拍摄"
        PICKED = "picked", "选取"
        UPLOAD = "upload", "上传"

    class Role(models.TextChoices):
        BEFORE = "before", "整改前"
        AFTER = "after", "整改后"
        SCENE = "scene", "现场"
        FILE = "file", "文件"
        SIGNATURE = "signature", "签名"
        MINUTES = "minutes", "会议记录"
        ATTENDANCE = "attendance", "签到表"
        PHOTO = "photo", "照片"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments")
    owner_kind = models.CharField("属于何种记录", max_length=40)
    owner_uid = models.UUIDField("属于哪条记录")
    # A plain code: packs name further kinds of evidence than the common ones in Role.
    role = models.CharField("作用", max_length=40)
    source = models.CharField("来源", max_length=10, choices=Source.choices, default=Source.UPLOAD)
    name = models.CharField("文件名", max_length=120)
    place_text = models.CharField("地点", max_length=120, default="")
    sent_sha256 = models.CharField("送来时的哈希", max_length=64)
    claimed_at = models.DateTimeField("自称时间", null=True)
    received_at = models.DateTimeField("收到时间")
    by = models.UUIDField("何人", null=True)

    class Meta:
        db_table = "evidence_attachment"
        ordering = ["received_at", "uid"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(owner_kind="") & ~models.Q(role=""), name="evidence_attachment_owned"
            ),
        ]
        indexes = [models.Index(fields=["owner_kind", "owner_uid"], name="evidence_attachment_owner")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("file", args=[self.uid])

    def audit_chain(self) -> UUID:
        return self.unit_id

    @property
    def thumb_url(self) -> str:
        """Address of the small picture; empty for what is not an image."""
        return reverse("file-thumb", args=[self.uid]) if self.blob.is_image else ""

    @property
    def view_url(self) -> str:
        """Address that shows the image in the page; empty for what is not an image."""
        return reverse("file-view", args=[self.uid]) if self.blob.is_image else ""

    @property
    def role_label(self) -> str:
        return self.Role(self.role).label if self.role in self.Role.values else self.role
