from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.models import Person
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Viewer
from weian.ground.experts.states import DRAW, DrawStatus
from weian.kernel import draw as lots


class DrawQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Draws of the viewer's commission and of those below: to who may draw, and to whom a draw names as witness."""
        found = self.within(viewer.ranges)
        if viewer.may(May.DRAW):
            return found
        return found.filter(Q(witness=viewer.person) | Q(office=viewer.person))


class Draw(Positioned):
    """A draw by lot (kernel/draw.py). `unit` is the office that draws; nobody below it sees this row.

    Commitments are shown before the list, secrets are kept from each other until both are told. The paper and what
    follows from it are never changed: a trigger of the table says so too.
    """

    audit_kind: ClassVar[str] = "draw"
    states: ClassVar = DRAW

    class What(models.TextChoices):
        UNITS = "units", "抽检查对象"
        TEAMS = "teams", "抽检查人员"
        BOTH = "both", "双随机（对象和人员）"
        PAIRS = "pairs", "交叉互检配对"

    title = models.CharField("名称", max_length=120)
    what = models.CharField("抽什么", max_length=8, choices=What.choices)
    sealed = models.BooleanField("结果先不公开", default=False, help_text="暗访、四不两直：公开前下级看不到这次抽取")
    pool = models.JSONField("名单怎样产生")
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="上一轮")
    instead_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="重抽自")
    why = models.CharField("重抽理由", max_length=300, default="")
    office = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="组织方")
    witness = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="见证方")
    office_commitment = models.CharField("组织方承诺", max_length=64)
    witness_commitment = models.CharField("见证方承诺", max_length=64, default="")
    paper = models.JSONField("名单", null=True)
    root = models.CharField("名单摘要", max_length=64, default="")
    office_secret = models.CharField("组织方密语", max_length=200, default="")
    witness_secret = models.CharField("见证方密语", max_length=200, default="")
    seed = models.CharField("种子", max_length=64, default="")
    result = models.JSONField("结果", null=True)
    status = models.CharField("状态", max_length=10, choices=DrawStatus.choices, default=DrawStatus.PREPARED)
    made_at = models.DateTimeField("发起时间")
    committed_at = models.DateTimeField("双方承诺时间", null=True)
    listed_at = models.DateTimeField("公布名单时间", null=True)
    drawn_at = models.DateTimeField("抽出时间", null=True)
    voided_at = models.DateTimeField("作废时间", null=True)
    void_reason = models.CharField("作废理由", max_length=300, default="")
    opened_at = models.DateTimeField("公开时间", null=True)

    objects: ClassVar = DrawQuerySet.as_manager()

    class Meta:
        db_table = "experts_draw"
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(office_commitment=""), name="experts_draw_begun"),
            models.CheckConstraint(condition=~Q(office=models.F("witness")), name="experts_draw_two_parties"),
            models.CheckConstraint(
                condition=~Q(status=DrawStatus.DRAWN) | Q(result__isnull=False) & ~Q(seed=""), name="experts_draw_drawn"
            ),
            models.CheckConstraint(condition=Q(instead_of=None) | ~Q(why=""), name="experts_draw_again_with_reason"),
        ]
        indexes = [models.Index(fields=["unit", "made_at"], name="experts_draw_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("draw", args=[self.pk])

    def record(self) -> dict[str, Any]:
        """What anybody needs to check it: the input of `kernel.draw.faults` and of scripts/verify_draw.py."""
        moments = {"committed": self.committed_at, "listed": self.listed_at, "drawn": self.drawn_at}
        return {
            "title": self.title, "paper": self.paper, "root": self.root, "seed": self.seed, "result": self.result,
            "commitments": {lots.OFFICE: self.office_commitment, lots.WITNESS: self.witness_commitment},
            "secrets": {lots.OFFICE: self.office_secret, lots.WITNESS: self.witness_secret},
            "moments": {name: utc(at) if at else "" for name, at in moments.items()},
        }  # fmt: skip


def utc(moment: datetime) -> str:
    """ISO in UTC with microseconds always: such moments compare as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
