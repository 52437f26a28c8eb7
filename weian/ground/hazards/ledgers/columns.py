"""What a ledger may show of a hazard. A list named by a document picks from these; it never keeps rows of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from weian.kernel import clock

if TYPE_CHECKING:
    from weian.ground.hazards.models import Hazard

Value = str | int | date | Decimal | None


@dataclass(frozen=True)
class Around:
    """What cells need beside the row itself, read once for the whole page."""

    names: Mapping[UUID, str]
    types: Mapping[str, str]
    domains: Mapping[str, str]
    evidence: Mapping[UUID, int]
    places: Mapping[str, str]


Reads = Callable[["Hazard", Around], Value]


@dataclass(frozen=True)
class Column:
    """A fact of a hazard and its usual head."""

    title: str
    read: Reads


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.SHANGHAI).date() if moment else None


def _name(uid: UUID | None, around: Around) -> str:
    return around.names.get(uid, "") if uid else ""


def _fixer(hazard: Hazard, around: Around) -> str:
    return hazard.responsible.name if hazard.responsible else _name(hazard.fixed_by, around)


def _columns() -> dict[str, Column]:
    """A function: the types of fields are known only once the model has been read, which needs this."""
    return {
        "no": Column("编号", lambda h, a: h.no),
        "title": Column("隐患", lambda h, a: h.title),
        "text": Column("情况", lambda h, a: h.text or h.title),
        "type": Column("类别", lambda h, a: a.types.get(h.type, "")),
        "domain": Column("领域", lambda h, a: a.domains.get(h.domain, h.domain)),
        "unit": Column("单位", lambda h, a: h.unit.name),
        "department": Column("科室", lambda h, a: h.department.name if h.department else ""),
        "place": Column("地点", lambda h, a: h.place),
        "subject": Column("场所点位", lambda h, a: str(h.subject) if h.subject else ""),
        "subject_code": Column("点位编号", lambda h, a: h.subject.code if h.subject else ""),
        "subject_type": Column("场所类型", lambda h, a: a.places.get(h.subject.type, "") if h.subject else ""),
        "grade": Column("等级", lambda h, a: h.get_grade_display()),
        "found_on": Column("发现日期", lambda h, a: h.found_on),
        "found_by": Column("发现人", lambda h, a: h.found_by.name if h.found_by else ""),
        "found_from": Column("发现单位", lambda h, a: h.found_from.name),
        "found_mode": Column("发现方式", lambda h, a: h.get_found_mode_display()),
        "measure": Column("整改措施", lambda h, a: h.measure),
        "interim_measure": Column("整改前防范措施", lambda h, a: h.interim_measure),
        "plan": Column("应急预案", lambda h, a: h.plan),
        "responsible": Column("整改责任人", _fixer),
        "responsible_post": Column("责任岗位", lambda h, a: h.responsible_post.title if h.responsible_post else ""),
        "money": Column("整改资金（元）", lambda h, a: h.money),
        "due": Column("整改时限", lambda h, a: h.due),
        "overdue_days": Column("逾期天数", lambda h, a: h.overdue_days()),
        "status": Column("状态", lambda h, a: h.get_status_display()),
        "result": Column("整改情况", lambda h, a: h.result),
        "evidence": Column("佐证（件）", lambda h, a: a.evidence.get(h.uid, 0)),
        "applied_on": Column("整改完成日期", lambda h, a: _day(h.applied_at or h.fixed_at)),
        "verified_by": Column("验收人", lambda h, a: _name(h.verified_by, a)),
        "verified_on": Column("验收日期", lambda h, a: _day(h.verified_at)),
        "closed_on": Column("销号日期", lambda h, a: _day(h.closed_at)),
        "close_no": Column("销号编号", lambda h, a: h.close_no),
        "reopens": Column("反弹次数", lambda h, a: h.reopens),
        "legacy": Column("历史遗留", lambda h, a: "是" if h.legacy else ""),
    }  # fmt: skip


COLUMNS = _columns()
