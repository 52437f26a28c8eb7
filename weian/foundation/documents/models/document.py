from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from weian.foundation.documents.states import DOCUMENT, DocumentStatus
from weian.foundation.org.models import Unit
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Viewer


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, viewer: Viewer) -> DocumentQuerySet:
        """What the viewer's unit keeps, was sent, or finds in the libraries of the commissions above it.

        The papers of the units below are seen too.

        Drafts are seen only by the keeper's posts that issue. Nobody without a place sees anything.
        """
        if not viewer.scope.ranges:
            return self.none()
        from weian.foundation.documents.models.receipt import Receipt

        sent = Receipt.objects.within(viewer.scope.ranges).filter(document=OuterRef("pk"))
        below = Unit.objects.within(viewer.scope.ranges).order_by().values("pk")
        above = Unit.objects.above(viewer.unit).order_by().values("pk")
        seen = ~Q(status=DocumentStatus.DRAFT) & (
            Q(unit=viewer.unit)
            | Exists(sent)
            | Q(issuer__in=below)
            | Q(issuer=None, unit__in=above)
            | Q(disclosure=Document.Disclosure.OPEN)
        )
        if viewer.may(May.ISSUE_NOTICE):
            seen |= Q(status=DocumentStatus.DRAFT, unit=viewer.unit)
        return self.filter(seen)

    def issued(self) -> DocumentQuerySet:
        return self.filter(status=DocumentStatus.ISSUED)


class Document(models.Model):
    """An official document: one that we issue (issuer is a unit here) or an outside body's in a unit's library.

    `unit` keeps it: the issuer itself, or the commission whose library it stands in. `body` is the text as it came;
    lines of clauses count from 1.
    """

    audit_kind = "document"
    states = DOCUMENT

    class Kind(models.TextChoices):
        NOTICE = "notice", "通知"
        PLAN = "plan", "方案"
        RULE = "rule", "制度规范"
        LAW = "law", "法律法规"
        STANDARD = "standard", "标准"
        POINTS = "points", "工作要点"
        AGREEMENT = "agreement", "责任书"
        MINUTES = "minutes", "会议纪要"
        TIP = "tip", "提示"
        CIRCULAR = "circular", "通报"
        OTHER = "other", "其他文件"

    class Disclosure(models.TextChoices):
        OPEN = "open", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"
        INTERNAL = "internal", "不予公开"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents_kept", verbose_name="保管单位")
    kind = models.CharField("种类", max_length=16, choices=Kind.choices, default=Kind.NOTICE)
    title = models.CharField("标题", max_length=300)
    doc_no = models.CharField("发文字号", max_length=80, default="")
    doc_no_norm = models.CharField(max_length=80, default="", db_index=True)
    issuer = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        related_name="documents_issued",
        verbose_name="发文机关",
        help_text="空为系统外机关",
    )
    issuer_name = models.CharField("发文机关署名", max_length=200, default="")
    issued_on = models.DateField("成文日期", null=True)
    joint = models.JSONField("联合印发的其他机关", default=list, help_text="机关名称和它的发文字号")
    disclosure = models.CharField(
        "信息公开形式", max_length=12, choices=Disclosure.choices, default=Disclosure.INTERNAL
    )
    addressees = models.JSONField("主送机关（原文）", default=list)
    cc = models.JSONField("抄送机关（原文）", default=list)
    contacts = models.JSONField("联系人（原文）", default=list)
    enclosures = models.JSONField("附件说明（原文）", default=list)
    read_hours = models.SmallIntegerField("几小时内阅签", null=True, help_text="空为按工作日签收")
    body = models.TextField("正文", default="")
    source = models.UUIDField("来件", null=True)
    status = models.CharField("状态", max_length=12, choices=DocumentStatus.choices, default=DocumentStatus.DRAFT)
    made_at = models.DateTimeField("录入时间")
    made_by = models.UUIDField("录入人", null=True)
    issued_at = models.DateTimeField("下发时间", null=True)
    issued_by = models.UUIDField("下发人", null=True)
    annulled_on = models.DateField("废止日", null=True)
    annulled_at = models.DateTimeField("废止登记时间", null=True)
    annulled_by = models.UUIDField("废止登记人", null=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaces", verbose_name="被何文件代替"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        db_table = "documents_document"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="documents_document_titled"),
            models.CheckConstraint(
                condition=Q(status=DocumentStatus.ANNULLED) ^ Q(annulled_on=None), name="documents_document_annulled"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(status=DocumentStatus.ANNULLED), name="documents_document_replaced"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-made_at", "-uid"], name="documents_document_kept")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.uid])

    def audit_chain(self) -> UUID:
        return self.unit_id

    @property
    def lines(self) -> list[str]:
        """The lines of the text; line n of a clause is `lines[n - 1]`."""
        return self.body.splitlines()

    @property
    def numbers(self) -> str:
        """All its numbers: one for each issuer of a joint document."""
        return "、".join(filter(None, [self.doc_no, *(one["doc_no"] for one in self.joint)]))

    @property
    def is_ours(self) -> bool:
        """Whether a unit of this system issued it; the others are an outside body's, kept in a library."""
        return self.issuer_id is not None
