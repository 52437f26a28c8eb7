from __future__ import annotations

from django.db import models


class Blob(models.Model):
    """The bytes of a file as kept, known by their SHA-256. They lie under EVIDENCE_ROOT, never in the database.

    `width` and `height` are pixels, null for what is not an image; `size` is in bytes.
    """

    sha256 = models.CharField("内容哈希", max_length=64, primary_key=True)
    size = models.BigIntegerField("字节数")
    mime = models.CharField("类型", max_length=100)
    width = models.IntegerField("宽", null=True)
    height = models.IntegerField("高", null=True)
    # Of pictures kept since the column is there; whoever compares leaves the others out.
    dhash = models.BigIntegerField("差异哈希", null=True, editable=False)
    made_at = models.DateTimeField("存入时间")

    class Meta:
        db_table = "evidence_blob"
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="evidence_blob_not_empty"),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_blob_hash"),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")
