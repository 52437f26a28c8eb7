from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.documents.due import is_sure
from weian.foundation.documents.models.document import Document
from weian.foundation.documents.states import RECEIPT, ReceiptStatus
from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.viewer import Viewer
from weian.foundation.tally.api import Place
from weian.kernel import clock


def is_late(on: date) -> Q:
    """The condition on an unsigned receipt: its day has passed, or its hours have. A copy only informs."""
    return (Q(due__lt=on) | Q(due_at__lt=clock.now())) & ~Q(via="copy")


class ReceiptQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> ReceiptQuerySet:
        """Receipts of the viewer's unit and of the units below it."""
        return self.within(viewer.scope.ranges)

    def unsigned(self) -> ReceiptQuerySet:
        return self.filter(status=ReceiptStatus.SENT)

    def overdue(self, on: date) -> ReceiptQuerySet:
        """Not signed, and the due day lies before `on` (a due day includes the day), or the urgent hours are over."""
        return self.unsigned().filter(is_late(on))

    def binding(self) -> ReceiptQuerySet:
        """Receipts that bind the unit to act: a copy only informs."""
        return self.exclude(via=Receipt.Via.COPY)


class Receipt(Positioned):
    """One unit got one document, once, however many names it was addressed by."""

    audit_kind = "receipt"
    states = RECEIPT

    class Via(models.TextChoices):
        GROUP = "group", "按组"
        NAME = "name", "点名"
        FORWARD = "forward", "转发"
        COPY = "copy", "抄送"

    document = models.ForeignKey(Document, models.PROTECT, related_name="receipts", verbose_name="文件")
    sent_by = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="何单位发来")
    via = models.CharField("送达方式", max_length=10, choices=Via.choices)
    status = models.CharField("状态", max_length=12, choices=ReceiptStatus.choices, default=ReceiptStatus.SENT)
    due = models.DateField("签收期限")
    due_at = models.DateTimeField("阅签时限", null=True, help_text="紧急的按小时算")
    sent_at = models.DateTimeField("送达时间")
    signed_at = models.DateTimeField("签收时间", null=True)
    signed_by = models.UUIDField("签收人", null=True)
    forwarded_at = models.DateTimeField("转发时间", null=True)
    forwarded_by = models.UUIDField("转发人", null=True)
    reminded_at = models.DateTimeField("催签时间", null=True, help_text="逾期后自动催签")
    urged_at = models.DateTimeField("催办时间", null=True, help_text="最近一次由人催办")
    urged_by = models.UUIDField("催办人", null=True)

    objects: ClassVar = ReceiptQuerySet.as_manager()

    class Meta:
        db_table = "documents_receipt"
        constraints = [
            models.UniqueConstraint(fields=["document", "unit"], name="documents_receipt_once"),
            models.CheckConstraint(
                condition=Q(status=ReceiptStatus.SENT) ^ Q(signed_at__isnull=False), name="documents_receipt_signed"
            ),
            models.CheckConstraint(
                condition=~Q(status=ReceiptStatus.FORWARDED) | Q(forwarded_at__isnull=False),
                name="documents_receipt_forwarded",
            ),
        ]
        indexes = [
            models.Index(fields=["org_pos", "status", "due"], name="documents_receipt_place"),
            models.Index(fields=["sent_by", "document"], name="documents_receipt_sender"),
            models.Index(fields=["due"], condition=Q(status="sent"), name="documents_receipt_open"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.document}"

    def tally(self) -> tuple[Place, Mapping[str, str]]:
        return (self.org_pos, self.region), {"status": self.status, "via": self.via, "due": self.due.isoformat()}

    def urged_on(self, day: date) -> bool:
        return self.urged_at is not None and self.urged_at.astimezone(clock.SHANGHAI).date() == day

    @property
    def due_is_sure(self) -> bool:
        """Whether the day hangs on no year whose holidays are not arranged yet."""
        return is_sure(self.sent_at.astimezone(clock.SHANGHAI).date(), self.due)

    def late(self, on: date) -> bool:
        over = self.due_at is not None and self.due_at < clock.now()
        return self.status == ReceiptStatus.SENT and self.via != Receipt.Via.COPY and (self.due < on or over)

    @property
    def signed_late(self) -> bool:
        """Whether an urgent one was read only after its hours were over."""
        return bool(self.due_at and self.signed_at and self.signed_at > self.due_at)
