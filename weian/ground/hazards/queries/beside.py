"""What lies over hazards and waits for this desk: one list of all kinds, in one statement (挂牌、异议、协调、移交…)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DateField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from weian.foundation.people.api import May, Viewer, rows_for
from weian.ground.hazards.kinds import Grade, Mark
from weian.ground.hazards.models import (
    Extension,
    Hazard,
    LookBack,
    Plea,
    Referral,
    Regrade,
    Supervision,
)
from weian.ground.hazards.models.hazard import HANDS, judged_above
from weian.ground.hazards.states import Status, Supervised
from weian.ui import api as ui

# By the act on the hazard's page that answers it: the verb of its button, and what waits, in words.
KINDS = {
    "listing": ("挂牌", "重大隐患还没有挂牌督办"), "progress": ("报进展", "挂牌督办，定期报进展"),
    "lifting": ("决定", "申请解除挂牌"), "regrade-decision": ("决定", "对等级有异议"),
    "decision": ("决定", "申请延期"), "plea-answer": ("答复", "请求协调"), "receipt": ("登记签收", "移交还没有签收"),
    "lookback": ("回头看", "销号以后回头看"),
}  # fmt: skip
_ANOTHER = "您参与过整改、验收或销号，请安排没有参与的人去看"
_COLUMNS = ("w_kind", "w_hazard", "w_title", "w_unit", "w_due", "w_since", "w_text")
_NO_DAY = Cast(Value(None), DateField())


@dataclass(frozen=True)
class Waits:
    """One thing over a hazard whose next act is this desk's; `due` None where only somebody waits, since `since`."""

    kind: str
    hazard: UUID
    title: str
    unit: str
    due: date | None
    since: datetime
    text: str

    @property
    def verb(self) -> str:
        return KINDS[self.kind][0]

    @property
    def words(self) -> str:
        said = KINDS[self.kind][1]
        return f"{said}：{self.text}" if self.text else said

    @property
    def url(self) -> str:
        return f"{ui.address('hazard', self.hazard)}#{self.kind}"


def waiting_beside(viewer: Viewer, *, limit: int) -> list[Waits]:
    """What lies over hazards and waits for this person in this post, the nearest day first; one statement."""
    found = rows_for(viewer, "hazards.beside", lambda me: _all(me, limit), limit)
    return [Waits(*one) for one in found]


def _all(viewer: Viewer, limit: int) -> QuerySet[Any, Any]:
    first, *others = _asked(viewer)
    return first.union(*others, all=True).order_by("w_due", "w_hazard")[:limit]


def _asked(viewer: Viewer) -> Iterator[QuerySet[Any, Any]]:
    """A part for each kind that the post has to do with; the gates of the acts say the same of one hazard."""
    here = reduce(or_, (Q(org_pos__gte=lo, org_pos__lt=hi) for lo, hi in viewer.ranges), Q()) or Q(pk=None)
    yield _reports(viewer, here)
    if viewer.is_commission:
        yield from _judged_above(viewer, here)
    if viewer.may(May.ASSIGN_HAZARD):
        yield _extensions(viewer, here)
        pleas = Plea.objects.filter(here, holder=viewer.unit, answered_at=None)
        yield _told(pleas, "plea-answer", due=F("due"), since=F("asked_at"), text=F("text"))
    if viewer.may(May.VERIFY_HAZARD):
        owed = LookBack.objects.filter(here, by_unit=viewer.unit, result="")
        involved = ~_no_hand(viewer, "verified_by", "closed_by")
        said = Case(When(involved, then=Value(_ANOTHER)), default=Value(""))
        yield _told(owed, "lookback", due=F("due"), since=F("asked_at"), text=said)


def _judged_above(viewer: Viewer, here: Q) -> Iterator[QuerySet[Any, Any]]:
    """What a commission decides about hazards of units below it."""
    if viewer.may(May.SUPERVISE_HAZARD):
        majors = Hazard.objects.filter(here, grade=Grade.MAJOR, unit__parent=viewer.unit).open().safety()
        unlisted = majors.exclude(marks__contains=[Mark.SUPERVISED]).exclude(status=Status.VERIFIED)
        yield _told(unlisted, "listing", hazard="", since=Coalesce("graded_at", "reported_at"))
        asked = Supervision.objects.filter(_no_hand(viewer), status=Supervised.ASKED, by_unit=viewer.unit)
        yield _told(
            asked.exclude(asked_by__in=viewer.persons), "lifting", since=F("asked_at"), text=F("ask_note")
        )  # fmt: skip
        sent = Referral.objects.filter(here, from_unit=viewer.unit, received_on=None)
        yield _told(sent, "receipt", due=F("receipt_due"), since=F("sent_at"), text=F("to_name"))
    if viewer.may(May.GRADE_HAZARD):
        near = Q(hazard__unit__parent=viewer.unit) | Q(hazard__unit=viewer.unit)
        objected = Regrade.objects.filter(here, near, _no_hand(viewer), decision="")
        yield _told(
            objected.exclude(asked_by__in=viewer.persons), "regrade-decision", since=F("asked_at"), text=F("reason")
        )  # fmt: skip


def _extensions(viewer: Viewer, here: Q) -> QuerySet[Any, Any]:
    """Of the level that verifies, as the request is told; of what is listed, of whoever listed it."""
    above = judged_above("hazard__")
    if viewer.is_commission:
        listed = Supervision.objects.filter(by_unit=viewer.unit).exclude(status=Supervised.LIFTED)
        mine = Q(hazard__unit__parent=viewer.unit) & (above | Q(hazard__unit__light=True))
        mine &= ~Q(hazard__marks__contains=[Mark.SUPERVISED])
        mine |= Q(hazard__in=listed.values("hazard"))
    else:
        mine = ~above
    asked = Extension.objects.filter(here, mine, decision="").exclude(asked_by__in=viewer.persons)
    others = asked.exclude(hazard__responsible__in=viewer.persons)
    return _told(others, "decision", since=F("asked_at"), text=F("reason"))


def _reports(viewer: Viewer, here: Q) -> QuerySet[Any, Any]:
    """The next report of what is listed: of whoever puts it right, and of the unit's desk."""
    whose = Q(hazard__responsible__in=viewer.persons)
    if viewer.may(May.ASSIGN_HAZARD) and not viewer.is_commission:
        whose |= here
    listed = Supervision.objects.filter(whose).owing_reports()
    return _told(listed, "progress", due=F("report_due"), since=F("listed_at"), text=F("no"))


def _told(
    found: QuerySet[Any], kind: str, *, hazard: str = "hazard__", since: Any, due: Any = _NO_DAY, text: Any = "",
) -> QuerySet[Any, Any]:  # fmt: skip
    """The columns that all kinds share."""
    told: QuerySet[Any, Any] = found.order_by().annotate(
        w_kind=Value(kind, TextField()), w_hazard=F(f"{hazard}uid"), w_title=Cast(f"{hazard}title", TextField()),
        w_unit=_title(f"{hazard}unit"), w_due=due, w_since=since, w_text=Cast(text or Value(""), TextField()),
    ).values_list(*_COLUMNS)  # fmt: skip
    return told


def _title(unit: str) -> Any:
    """As Unit.title."""
    return Coalesce(NullIf(f"{unit}__short_name", Value("")), f"{unit}__name", output_field=TextField())


def _no_hand(viewer: Viewer, *others: str) -> Q:
    """Nobody here helped to put it right."""
    return ~reduce(or_, (Q(**{f"hazard__{name}__in": sorted(viewer.persons)}) for name in (*HANDS, *others)))
