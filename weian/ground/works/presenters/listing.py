"""Lists of works: contractors, what is on their accounts, permits, sites; keyset pages of 50, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse

from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.ground.works import queries
from weian.ground.works.models import Charge, Contract, Contractor, Permit, Site
from weian.ground.works.pack_schema import permit_kinds, title_of
from weian.ground.works.presenters.parts import Cell, Table
from weian.ground.works.reach import is_guest
from weian.kernel import clock, keyset

PAGE, CEILING = 50, 10_000
VIEWS = {"contractors": "承包方", "charges": "整改事项", "permits": "作业票", "sites": "施工项目"}


def views_of(viewer: Viewer) -> list[str]:
    """Which lists a viewer has, the first one first."""
    if viewer.is_agency:
        return ["sites"]
    return ["charges", "permits", "sites", "contractors"] if viewer.is_contractor else list(VIEWS)


def ids(viewer: Viewer, view: str, after: str) -> tuple[list[Any], int]:
    """The uids of one page and one more, asked in the viewer's own scope; and how many there are."""
    found = _MODELS[view].objects.visible_to(viewer)
    total = found.order_by()[: CEILING + 1].count()
    rows = keyset.older(found, after).order_by("-made_at", "-uid").values_list("pk", flat=True)[: PAGE + 1]
    return list(rows), total


def page(viewer: Viewer, view: str, uids: Sequence[Any], total: int) -> dict[str, Any]:
    found = _MODELS[view].objects.filter(pk__in=uids[:PAGE])
    rows = list(found.select_related(*_RELATED[view]).order_by("-made_at", "-uid"))
    key = keyset.key_of(rows[-1].made_at, rows[-1].uid) if len(uids) > PAGE else ""
    return {
        "views": [
            {"url": f"?view={code}", "label": VIEWS[code], "count": None, "is_here": code == view}
            for code in views_of(viewer)
        ],
        "table": _TABLES[view](rows, viewer),
        "foot": {
            "next_url": "?" + urlencode({"view": view, "after": key}) if key else "",
            "total": min(total, CEILING), "total_is_floor": total > CEILING, "shown": len(rows),
        },
    }  # fmt: skip


def _contractors(rows: list[Contractor], viewer: Viewer) -> Table:
    checks = queries.checks_of(rows)
    today = clock.today()
    running = Contract.objects.filter(contractor__in=rows).active().order_by().values("contractor")
    told = {
        uid: (until, agreed)
        for uid, until, agreed in running.annotate(until=Max("ends_on"), agreed=Max("agreement_until")).values_list(
            "contractor", "until", "agreed"
        )
    }
    open_ones = dict(
        Charge.objects.filter(contractor__in=rows, hazard__status__in=hazards.OPEN).order_by()
        .values_list("contractor").annotate(n=Count("pk"))
    )  # fmt: skip
    cells = []
    for row in rows:
        check, (until, agreed) = checks.get(row.pk), told.get(row.pk, (None, None))
        if check is None:
            state = Cell("没有要求")
        elif check.missed:
            state = Cell(late=f"逾期 {check.missed} 期", note=f"最近 {check.last}" if check.last else "还没有检查过")
        else:
            state = Cell(clock=check.due) if check.due else Cell("本期已查")
        cells.append((
            Cell(row.name, url=reverse("contractor", args=[row.pk]),
                 note=row.unit.title if viewer.is_commission else ""),
            Cell(f"至 {until}") if until else Cell(late="没有有效合同"),
            Cell("有效") if agreed and agreed >= today else Cell(late="没有有效协议"),
            state, Cell(str(open_ones.get(row.pk, 0) or "—")),
        ))  # fmt: skip
    return Table(
        "承包方", ("承包方", "合同", "安全协议", "监督检查", "未销号"), cells, empty="还没有登记承包方",
        note="保安、保洁、餐饮、施工、维保、临时用工都在这里登记：合同、场所、每月检查、整改，一家一份档案。",
    )  # fmt: skip


def _charges(rows: list[Charge], viewer: Viewer) -> Table:
    cells = [
        (Cell(row.hazard.title, url=reverse("charge", args=[row.pk]),
              note=row.hazard.place if row.hazard.place != row.contractor.name else ""),
         Cell(row.unit.title if viewer.is_contractor or viewer.is_commission else row.contractor.name),
         Cell(row.hazard.get_status_display()),
         Cell(clock=row.hazard.due) if row.hazard.due and row.hazard.status not in hazards.STOPPED else Cell("—"))
        for row in rows
    ]  # fmt: skip
    whose = "哪家单位" if viewer.is_contractor or viewer.is_commission else "承包方"
    return Table(
        "整改事项", ("问题", whose, "状态", "期限"), cells, empty="没有整改事项",
        note="检查和违规中记到承包方账上的问题列在这里，由承包方上传整改证明，甲方验收销号。",
    )  # fmt: skip


def _permits(rows: list[Permit], viewer: Viewer) -> Table:
    kinds = permit_kinds()
    cells = [
        (Cell(f"{title_of(kinds, row.kind)}　{row.subject.name}",
              url=reverse("permit", args=[row.pk]), note=row.work),
         Cell(row.contractor.name if row.contractor else "本单位"),
         Cell(f"{row.starts_at.astimezone(clock.SHANGHAI):%m-%d %H:%M}"),
         Cell(late="复查逾期") if row.is_recheck_late else Cell(row.get_status_display()))
        for row in rows
    ]  # fmt: skip
    return Table(
        "作业票", ("作业", "谁来做", "作业起", "状态"), cells, empty="还没有作业票",
        note="动火和临时用电先申请、后作业，本单位的人和承包方一样。",
    )  # fmt: skip


def _sites(rows: list[Site], viewer: Viewer) -> Table:
    owed, orders = queries.visits_owed(rows), queries.standing_orders(rows)
    cells = []
    for row in rows:
        due = owed.get(row.pk)
        whose = row.unit.title if viewer.is_commission or is_guest(viewer) else ""
        state = Cell(late="停工") if row.pk in orders else Cell(row.get_status_display())
        why = orders[row.pk].reason if row.pk in orders else ""
        cells.append((
            Cell(row.name, url=reverse("site", args=[row.pk]), note="　".join(filter(None, (whose, why)))),
            Cell(row.contractor.name), state, Cell(clock=due.until) if due else Cell("—"),
        ))  # fmt: skip
    return Table(
        "施工项目", ("项目", "施工单位", "状态", "建设单位到场"), cells, empty="还没有施工项目",
        note="新建、改建、扩建、装修都登记：在建期间每周到场检查，停工令下达后扫入口的标签就看得到。",
    )  # fmt: skip


_MODELS: dict[str, Any] = {"contractors": Contractor, "charges": Charge, "permits": Permit, "sites": Site}
_RELATED = {
    "contractors": ("subject__unit", "unit"), "charges": ("hazard__responsible", "contractor", "unit"),
    "permits": ("subject", "contractor", "unit"), "sites": ("subject__unit", "contractor", "unit"),
}  # fmt: skip
_TABLES: dict[str, Callable[[list[Any], Viewer], Table]] = {
    "contractors": _contractors, "charges": _charges, "permits": _permits, "sites": _sites,
}  # fmt: skip
