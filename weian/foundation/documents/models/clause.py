from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models

from weian.foundation.documents.models.document import Document


class Clause(models.Model):
    """A numbered part of a document, as an official would cite it. What is asked rests on a clause."""

    audit_kind = "clause"

    class Review(models.TextChoices):
        NONE = "", "无"
        PENDING = "待复核", "待复核"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="clauses", verbose_name="文件")
    order = models.IntegerField("次序")
    no = models.CharField("条号", max_length=60, default="")
    heading = models.CharField("标题", max_length=300, default="")
    text = models.TextField("内容", default="")
    first_line = models.IntegerField("起行")
    last_line = models.IntegerField("止行")
    review = models.CharField("复核", max_length=12, choices=Review.choices, default=Review.NONE, blank=True)
    review_cause = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="+", verbose_name="因何文件待复核"
    )

    class Meta:
        db_table = "documents_clause"
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="documents_clause_order_once"),
            models.CheckConstraint(
                condition=models.Q(first_line__gte=1, last_line__gte=models.F("first_line")),
                name="documents_clause_lines",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.heading}".strip()

    def audit_chain(self) -> UUID:
        return self.document.unit_id

    @property
    def label(self) -> str:
        """How the clause is cited on screen."""
        return f"第{self.no}" if self.no.startswith("条") else self.no or "正文"
