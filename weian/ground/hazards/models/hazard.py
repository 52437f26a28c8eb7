from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person, Post
from weian.foundation.people.viewer import Viewer
from weian.ground.hazards.apart import domains_apart
from weian.ground.hazards.kinds import Acceptor, Grade, Mark, Mode
from weian.ground.hazards.states import ENDED, JUDGED, OPEN, RUNNING, STATES, STOPPED, TO_BEGIN, Status
from weian.ground.registry.models import Subject
from weian.kernel import clock

NO_DUE = date(9999, 12, 31)
# Who had a hand in putting it right.
HANDS = ("responsible", "applied_by", "fixed_by", "rectifying_by")


def judged_above(to: str = "") -> Q:
    """Whose judge is the level above, as a condition on the row or on rows beside it (`to` "hazard__").

    `upper_by_nature` says it of a hazard at hand.
    """

    def row(name: str, value: Any) -> Q:
        return Q(**{f"{to}{name}": value})

    return (
        row("acceptor", Acceptor.UPPER.value) | row("grade", Grade.MAJOR.value) | row("legacy", True)
        | ~row("found_from", F(f"{to}unit")) | row("marks__contains", [Mark.SUPERVISED.value])
    )  # fmt: skip


JUDGED_ABOVE: Q = judged_above()


class HazardQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What the post works on, and what the person took part in; a contractor's people go by its account (works).

        A post that works on all of its scope sees nothing else anyway: a plain range can be answered from an index.
        """
        if viewer.is_contractor:
            return self.none()
        if viewer.ranges == viewer.scope.ranges:
            return self.within(viewer.ranges)
        part = Q(found_by=viewer.person) | Q(responsible__in=viewer.persons) | Q(responsible_post=viewer.post)
        part |= Q(verified_by=viewer.person.uid) | Q(applied_by=viewer.person.uid)
        for lo, hi in viewer.ranges:
            part |= Q(org_pos__gte=lo, org_pos__lt=hi)
        return self.filter(part)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def safety(self) -> Self:
        """Those of production safety: what the content keeps apart (医疗质量) runs the same loop in no figure of it."""
        apart = domains_apart()
        return self.exclude(domain__in=sorted(apart)) if apart else self

    def apart(self) -> Self:
        """The others: what is looked after here and is no production safety."""
        return self.filter(domain__in=sorted(domains_apart()))

    def at_place(self, subject: Subject) -> Self:
        """Found at a place of the register: by its key, and by its name where nobody said the key."""
        return self.filter(Q(subject=subject.pk) | Q(subject=None, unit=subject.unit_id, place=subject.name))

    def closed(self) -> Self:
        return self.filter(status=Status.CLOSED)

    def overdue(self, on: date | None = None) -> Self:
        return self.filter(self.is_overdue(on))

    @staticmethod
    def is_overdue(on: date | None = None) -> Q:
        """Still to be put right and past its deadline; the deadline's own day still belongs to the term."""
        return Q(status__in=RUNNING, due__lt=on or clock.today())

    def by_deadline(self) -> Self:
        """Nearest deadline first, those without one last; the order that pages are cut by."""
        return self.order_by("due_key", "uid")

    def after(self, due_key: date, uid: UUID) -> Self:
        """What follows a row in that order."""
        # The first condition says no more than the second, but PostgreSQL starts in the index with it.
        return self.filter(due_key__gte=due_key).filter(Q(due_key__gt=due_key) | Q(uid__gt=uid))

    def before(self, due_key: date, uid: UUID) -> Self:
        return self.filter(due_key__lte=due_key).filter(Q(due_key__lt=due_key) | Q(uid__lt=uid))


class Hazard(Positioned):
    """Something that is wrong at a place, until somebody other than its fixer has seen that it is right.

    `unit` is the institution (or commission) that must put it right, `org_pos` the department where there is one.
    The five elements are `responsible`, `measure`, `money` (yuan), `due` and `plan`; what cannot be put right at
    once also needs `interim_measure`.
    """

    audit_kind: ClassVar[str] = "hazard"
    states: ClassVar = STATES

    no = models.CharField("编号", max_length=20)
    title = models.CharField("隐患", max_length=80)
    text = models.TextField("情况", default="", blank=True)
    type = models.CharField("类别", max_length=40, default="", blank=True)
    domain = models.CharField("领域", max_length=40, default="", blank=True)
    line = models.CharField("防线", max_length=40, default="", blank=True)
    place = models.CharField("地点", max_length=120, default="", blank=True)
    # Where in the register, while `place` says it in words, perhaps closer. None for what was told in words only.
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="场所点位"
    )
    department = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="科室")
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.REPORTED)
    grade = models.CharField("等级", max_length=10, choices=Grade.choices, default="", blank=True)

    found_on = models.DateField("发现日")
    found_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="发现人")
    found_mode = models.CharField("发现方式", max_length=12, choices=Mode.choices, default=Mode.DAILY)
    found_from = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发现单位")
    source_kind = models.CharField("来源种类", max_length=40, default="", blank=True)
    source_uid = models.UUIDField("来源", null=True)
    report_digest = models.CharField("登记内容哈希", max_length=64)

    responsible = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="整改责任人")
    responsible_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="责任岗位")
    measure = models.TextField("整改措施", default="", blank=True)
    money = models.DecimalField("整改资金（元）", max_digits=14, decimal_places=2, null=True)
    due = models.DateField("整改时限", null=True)
    due_key = models.DateField(default=NO_DUE, editable=False)
    # Over its term when a later one was asked for and granted: late it stays (a trigger holds it).
    late_before = models.BooleanField("申请延期时已逾期", default=False, editable=False)
    plan = models.TextField("应急预案", default="", blank=True)
    interim_measure = models.TextField("整改前防范措施", default="", blank=True)
    money_approved = models.DecimalField("批准资金（元）", max_digits=14, decimal_places=2, null=True)
    money_spent = models.DecimalField("已用资金（元）", max_digits=14, decimal_places=2, null=True)
    causes = ArrayField(models.CharField(max_length=40), verbose_name="成因类别", default=list, blank=True)
    cause = models.TextField("成因", default="", blank=True)
    at_once = models.BooleanField("能立即整改", default=False)
    legacy = models.BooleanField("历史遗留", default=False)
    on_the_spot = models.BooleanField("当场改正", default=False)

    acceptor = models.CharField("验收", max_length=5, choices=Acceptor.choices, default=Acceptor.OWN)
    result = models.TextField("整改情况", default="", blank=True)
    verify_note = models.TextField("验收意见", default="", blank=True)
    return_reason = models.TextField("退回理由", default="", blank=True)
    reopen_reason = models.TextField("重开理由", default="", blank=True)
    returns = models.PositiveIntegerField("退回次数", default=0)
    reopens = models.PositiveIntegerField("重开次数", default=0)
    graded_from = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="定级单位")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", verbose_name="并入")
    recurrence_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="recurrences", verbose_name="上一次"
    )
    # What lies over it now (kinds.Mark): the tables of the overlays are asked only where one stands.
    marks = ArrayField(
        models.CharField(max_length=12, choices=Mark.choices), verbose_name="标记", default=list, blank=True
    )
    close_no = models.CharField("销号编号", max_length=20, default="", blank=True)

    reported_at = models.DateTimeField("登记时间")
    reported_by = models.UUIDField(null=True)
    graded_at = models.DateTimeField("定级时间", null=True)
    graded_by = models.UUIDField(null=True)
    fixed_at = models.DateTimeField("当场改正时间", null=True)
    fixed_by = models.UUIDField(null=True)
    assigned_at = models.DateTimeField("派发时间", null=True)
    assigned_by = models.UUIDField(null=True)
    rectifying_at = models.DateTimeField("开始整改时间", null=True)
    rectifying_by = models.UUIDField(null=True)
    applied_at = models.DateTimeField("申请验收时间", null=True)
    applied_by = models.UUIDField(null=True)
    returned_at = models.DateTimeField("退回时间", null=True)
    returned_by = models.UUIDField(null=True)
    verified_at = models.DateTimeField("验收时间", null=True)
    verified_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField("销号时间", null=True)
    closed_by = models.UUIDField(null=True)
    reopened_at = models.DateTimeField("重开时间", null=True)
    reopened_by = models.UUIDField(null=True)
    merged_at = models.DateTimeField("并入时间", null=True)
    merged_by = models.UUIDField(null=True)

    objects = HazardQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "hazards_hazard"
        constraints = [
            models.UniqueConstraint(fields=["unit", "no"], name="hazards_hazard_no_once"),
            models.CheckConstraint(condition=~Q(title=""), name="hazards_hazard_titled"),
            models.CheckConstraint(condition=Q(money=None) | Q(money__gte=0), name="hazards_hazard_money"),
            # S0-2.4b: there is no third way beside 当场改正 and a named person with a deadline.
            models.CheckConstraint(
                condition=Q(status__in=["reported", "graded", "reopened", "merged"])
                | Q(on_the_spot=True)
                | Q(responsible__isnull=False, due__isnull=False),
                name="hazards_hazard_named_and_dated",
            ),
            # S1-16f, S4-6g: nobody verifies what they put right.
            models.CheckConstraint(
                condition=Q(verified_by=None)
                | (Q(applied_by=None) | ~Q(verified_by=F("applied_by")))
                & (Q(fixed_by=None) | ~Q(verified_by=F("fixed_by")))
                & (Q(responsible=None) | ~Q(verified_by=F("responsible"))),
                name="hazards_hazard_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(verified_by__isnull=False, closed_at__isnull=False),
                name="hazards_hazard_closed_after_verifying",
            ),
            models.CheckConstraint(
                condition=~Q(status="merged") | Q(merged_into__isnull=False), name="hazards_hazard_merged_into_another"
            ),
        ]
        indexes = [
            # What a list asks of those that are done, and of the open ones what is counted on each page and cut into
            # pages, without looking at the rows.
            models.Index(
                fields=["org_pos", "status"],
                include=["domain", "grade", "found_mode", "found_on", "type"],
                name="hazards_hazard_place",
            ),
            models.Index(
                fields=["org_pos"],
                include=["status", "grade", "due", "due_key", "found_mode", "found_on", "type", "domain", "uid"],
                condition=Q(status__in=[one.value for one in OPEN]),
                name="hazards_hazard_counted",
            ),
            models.Index(
                fields=["org_pos", "found_on"],
                include=["status", "grade", "due", "domain", "on_the_spot", "closed_at"],
                name="hazards_hazard_month",
            ),
            # A list is walked in its order; place and the usual conditions are looked at in the index.
            models.Index(
                fields=["due_key", "uid", "org_pos", "grade", "found_mode", "found_on"],
                condition=~Q(status="closed"),
                name="hazards_hazard_list",
            ),
            models.Index(
                fields=["due_key", "uid", "org_pos"], condition=Q(status="closed"), name="hazards_hazard_done"
            ),
            models.Index(fields=["domain", "org_pos"], name="hazards_hazard_domain"),
            models.Index(fields=["responsible", "status"], name="hazards_hazard_fixer"),
            models.Index(fields=["found_by"], name="hazards_hazard_finder"),
            models.Index(
                fields=["org_pos"],
                include=["due_key", "uid", "domain"],
                condition=Q(grade=Grade.MAJOR.value, status__in=[one.value for one in OPEN]),
                name="hazards_hazard_major",
            ),
            # Whose turn it is (turns): a home asks it of all open ones, and few are anybody's.
            models.Index(
                fields=["org_pos", "found_from", "status"],
                condition=Q(status__in=[one.value for one in TO_BEGIN]),
                name="hazards_hazard_begun",
            ),
            models.Index(
                fields=["org_pos"],
                condition=Q(status__in=[one.value for one in JUDGED]) & JUDGED_ABOVE,
                name="hazards_hazard_judged",
            ),
            *(
                models.Index(
                    fields=[f"{act}_by"],
                    condition=Q(status__in=[one.value for one in OPEN], **{f"{act}_by__isnull": False}),
                    name=f"hazards_hazard_{act}_by",
                )
                for act in ("applied", "fixed", "rectifying")
            ),
            models.Index(fields=["source_kind", "source_uid"], name="hazards_hazard_source"),
            models.Index(fields=["unit", "type", "found_on"], name="hazards_hazard_alike"),
            models.Index(
                fields=["subject", "found_on"], condition=Q(subject__isnull=False), name="hazards_hazard_subject"
            ),
            # Few carry a mark, and whoever asks for one wants these alone.
            models.Index(fields=["org_pos"], condition=~Q(marks=[]), name="hazards_hazard_marked"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.due_key = self.due or NO_DUE
        super().save(*args, **kwargs)

    def tally(self) -> tuple[tuple[int, int | None], Mapping[str, str]] | None:
        """Where it counts and by what; the deadline only while its term runs (overdue = sum over due days).

        What was merged into another counts there alone.
        """
        if self.status == Status.MERGED:
            return None
        dims = {"status": self.status, "grade": self.grade, "domain": self.domain, "mode": self.found_mode}
        if self.status not in STOPPED:
            dims["due"] = self.due.isoformat() if self.due else ""
        return (self.org_pos, self.region), dims

    @property
    def is_open(self) -> bool:
        return self.status not in ENDED

    def has(self, mark: Mark) -> bool:
        return mark in self.marks

    def mark(self, mark: Mark, on: bool = True) -> None:
        """Set or clear a mark; inside `audit.changed` only."""
        self.marks = sorted({*self.marks, mark.value} if on else {*self.marks} - {mark.value})

    @property
    def found_by_upper(self) -> bool:
        """Found by a commission's inspection: the issuer verifies (S0-3.2e)."""
        return self.found_from_id != self.unit_id

    @property
    def upper_by_nature(self) -> bool:
        """Major, 历史遗留, listed, or found by a commission: the level above verifies and closes."""
        return self.unit.kind == Kind.INSTITUTION and (
            self.grade == Grade.MAJOR or self.legacy or self.found_by_upper or self.has(Mark.SUPERVISED)
        )

    def fixers(self) -> set[UUID]:
        """Everybody who had a hand in putting it right; none of them may verify or close it."""
        hands = {self.responsible_id, self.fixed_by, self.rectifying_by, self.applied_by}
        return {one for one in hands if one}

    def overdue_days(self, on: date | None = None) -> int:
        """Calendar days past the deadline: until today while the term runs, else of the day it was applied for."""
        end = on or clock.today()
        done = self.applied_at or self.fixed_at
        if self.status in STOPPED and done:
            end = done.astimezone(clock.SHANGHAI).date()
        return max(0, (end - self.due).days) if self.due else 0
