"""One contractor, charge, permit or site as its page draws it: facts, tables, photographs, acts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from weian.foundation.evidence import api as evidence
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Viewer, staff_of
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.ground.works import queries
from weian.ground.works.models import Charge, Contract, Contractor, Permit, Site, StopOrder, Violation
from weian.ground.works.models.violation import Side
from weian.ground.works.pack_schema import contract_kinds, permit_kinds, title_of, violation_kinds
from weian.ground.works.presenters.history import history
from weian.ground.works.presenters.parts import Cell, Table, photos
from weian.ground.works.reach import is_guest
from weian.ground.works.states import Built, Permitted
from weian.kernel import clock
from weian.ui.words import moment

MOST = 50
PERMIT_PHOTOS = {"before": "作业前", "after": "作业后", "scene": "复查"}
EVERY = {"day": "每日", "week": "每周", "month": "每月"}


def contractor(one: Contractor, viewer: Viewer) -> dict[str, Any]:
    check = queries.checks_of([one]).get(one.pk)
    contracts = Contract.objects.filter(contractor=one).order_by("-made_at").values_list("pk", flat=True)[:MOST]
    people_here = list(staff_of(one.party).order_by("sort_key")[:MOST])
    facts = [("统一社会信用代码", one.code or "未填")]
    lead = "还没有要求检查"
    if check is not None:
        lead = f"监督检查{EVERY.get(check.every, '')}一次" + ("" if check.verified else "（默认）")
        facts.append(("检查依据", check.source))
        facts.append(("最近检查", check.last.isoformat() if check.last else "还没有检查过"))
    place_url = reverse("subject", args=[one.subject_id])
    return {
        "title": one.name, "lead": lead, "facts": facts, "due": check.due if check else None, "due_text": "本期检查",
        "late": f"逾期 {check.missed} 期没有检查" if check and check.missed else "",
        "tables": [_contracts(one), _visits(one, viewer), _charges(one), _permits(one),
                   _violations(viewer, contractor=one),
                   Table("人员", ("姓名", "手机"), [(Cell(p.name), Cell(p.masked_phone or "—")) for p in people_here],
                         empty="还没有人能登录。添加后把一次性链接发给他。", key="people")],
        "links": [] if viewer.is_contractor else [
            *_look(one, viewer),
            ("检查频次", place_url, "calendar"), ("导出档案", reverse("contractor-file", args=[one.pk]), "download"),
        ],
        "photos": [], "events": history(one.pk, *contracts),
    }  # fmt: skip


def charge(one: Charge, viewer: Viewer) -> dict[str, Any]:
    hazard = one.hazard
    facts = [
        ("隐患编号", hazard.no), ("状态", hazard.get_status_display()), ("地点", hazard.place or "见描述"),
        ("等级", hazard.get_grade_display() or "未定级"), ("整改要求", hazard.measure or "还没有派发"),
        ("责任人", hazard.responsible.name if hazard.responsible else "还没有派发"),
    ]  # fmt: skip
    # Who may see the contractor need not see its hazards: a ward keeper sees those of the own ward.
    sees = not viewer.is_contractor and hazards.Hazard.objects.visible_to(viewer).filter(pk=hazard.pk).exists()
    own = [("在隐患里验收、销号", reverse("hazard", args=[hazard.pk]), "hazard")] if sees else []
    tables = []
    if hazard.return_reason:
        tables.append(Table("退回理由", ("理由",), [(Cell(hazard.return_reason),)]))
    if hazard.result:
        tables.append(Table("整改情况", ("情况",), [(Cell(hazard.result),)]))
    return {
        "title": hazard.title, "lead": "" if hazard.text == hazard.title else hazard.text, "facts": facts,
        "tables": tables, "links": own,
        "due": None if hazard.status in hazards.STOPPED else hazard.due, "due_text": "整改",
        "photos": photos(hazards.Hazard.audit_kind, [hazard.pk]),
        "events": history(one.pk), "note": f"销号由{one.unit.name}办理。" if viewer.is_contractor else "",
    }  # fmt: skip


def permit(one: Permit, viewer: Viewer) -> dict[str, Any]:
    kind = permit_kinds().get(one.kind)
    held = {item.code: item.text for item in kind.measures} if kind else {}
    done = [code for code in held if code in one.measures] + [code for code in one.measures if code not in held]
    names = people.names_of([uid for uid in (one.approved_by, one.closed_by) if uid])
    told = Unit.objects.filter(pk__in=one.neighbours).values_list("name", flat=True)
    facts = [
        ("作业时间", _window(one)), ("地点", one.subject.name),
        ("谁来做", one.contractor.name if one.contractor else "本单位自己的人"),
        ("作业人", f"{one.worker}　{kind.certificate if kind else ''}"),
        ("证号", f"{one.certificate_no}，有效期至 {one.certificate_until}"),
        ("看护人", one.watcher), ("申请人", one.asked_by.name),
        ("批准人", names.get(one.approved_by, "") if one.approved_by else "—"),
        ("告知科室", "、".join(told) or "没有"),
    ]  # fmt: skip
    if one.recheck_note:
        facts.append(("复查", f"{names.get(one.closed_by, '') if one.closed_by else ''}　{one.recheck_note}"))
    if one.why:
        facts.append(("原因", one.why))
    measures = [(Cell(held.get(code, code)),) for code in done]
    late = ""
    if one.is_recheck_late:
        late = "复查逾期"
    if one.status == Permitted.APPROVED and clock.now() >= one.ends_at:
        late = "时间已过，没有开始"
    return {
        "title": f"{kind.title if kind else one.kind}：{one.subject.name}", "lead": one.work, "facts": facts,
        "steps": _steps(one), "due_text": "满时复查",
        "due": one.recheck_from if one.status == Permitted.ENDED else None,
        "late": late, "tables": [Table("措施", ("已落实",), measures, key="measures")],
        "links": [], "photos": photos(Permit.audit_kind, [one.pk], PERMIT_PHOTOS), "events": history(one.pk),
        "acts_last": one.status == Permitted.ASKED,  # whoever approves reads the measures first
    }  # fmt: skip


def site(one: Site, viewer: Viewer) -> dict[str, Any]:
    owed = queries.visits_owed([one]).get(one.pk)
    orders = list(StopOrder.objects.filter(site=one).order_by("-ordered_at")[:MOST])
    agencies = Unit.objects.filter(pk__in=one.agencies).values_list("name", flat=True)
    facts = [
        ("施工单位", one.contractor.name), ("监理单位", one.supervisor or "未填"),
        ("计划工期", f"{one.starts_on} 至 {one.ends_on}"), ("安全负责人", one.keeper.name),
        ("协同部门", "、".join(agencies) or "没有请"),
    ]  # fmt: skip
    if one.money is not None and not viewer.is_agency:
        facts.append(("合同价", f"{one.money:,.2f} 元"))
    if owed is not None:
        last = f"最近 {moment(owed.last.seen_at)}" if owed.last else "还没有来过"
        facts.append(("建设单位到场", f"{last}，每周一次{'' if owed.kept.claim.verified else '（默认）'}"))
    past = [
        (Cell(one_order.no or "没有文号", url=reverse("stop-order", args=[one_order.pk]) if one_order.no else ""),
         Cell(one_order.reason), Cell(one_order.get_status_display(), tight=True),
         Cell(moment(one_order.ordered_at), tight=True), Cell(moment(one_order.lifted_at) or "—", tight=True))
        for one_order in orders
    ]  # fmt: skip
    return {
        "title": one.name, "lead": one.plan, "facts": facts, "steps": _site_steps(one),
        "stopped": one.standing_order(), "due": owed.until if owed else None, "due_text": "到场检查",
        "tables": [_visits(one, viewer), _permits(site=one, opens=not viewer.is_agency), _violations(viewer, site=one),
                   *([Table("停工令", ("文号", "原因", "状态", "下令", "复工"), past, key="orders")] if past else [])],
        "links": [
            *_look(one, viewer), ("现场和入口标签", reverse("subject", args=[one.subject_id]), "qr"),
        ] if not is_guest(viewer) else [],
        # An agency reads the project; files of its owner are not among what was opened to it.
        "photos": [] if viewer.is_agency else photos(
            StopOrder.audit_kind, [one_order.pk for one_order in orders], {"after": "申请复工"}
        ),
        "events": history(one.pk, *(one_order.pk for one_order in orders)),
    }  # fmt: skip


def _contracts(one: Contractor) -> Table:
    rows = list(Contract.objects.filter(contractor=one).select_related("department").order_by("-starts_on")[:MOST])
    kinds, places = contract_kinds(), registry.titles(uid for row in rows for uid in row.places)
    papers = evidence.attachments_of_many(Contract.audit_kind, [row.pk for row in rows])
    cells = []
    for row in rows:
        state = "有效" if row.is_active() else "未开始" if row.starts_on > clock.today() else "已到期"
        agreement = papers[row.pk][0] if papers[row.pk] else None
        until = row.agreement_until
        cells.append((
            Cell(title_of(kinds, row.kind)), Cell(row.scope),
            Cell("、".join(places.get(uid, "") for uid in row.places) or "没有写"),
            Cell(f"{row.starts_on} 至 {row.ends_on}"), Cell(f"{row.headcount} 人", tight=True),
            Cell(row.department.name if row.department else "—"),
            Cell(f"至 {until}", tight=True, late="" if row.has_agreement() else "没有有效协议",
                 url=reverse("file", args=[agreement.pk]) if agreement else ""),
            Cell("提前终止" if row.ended_on and row.ended_on <= clock.today() else state),
        ))  # fmt: skip
    heads = ("类别", "服务范围", "场所", "合同期", "人数", "归口科室", "安全协议", "状态")
    return Table("合同", heads, cells, empty="还没有登记合同。没有有效的合同，它的人不能申请作业票。", key="contracts")


def _visits(one: Contractor | Site, viewer: Viewer) -> Table:
    rows = list(queries.visits_to(one).select_related("person", "subject")[:MOST])
    cells = [
        (Cell(moment(row.seen_at), tight=True,
              url=_inspection_url(row, viewer)),
         Cell(row.person.name if row.person else "—"), Cell(f"{row.faults} 个问题" if row.faults else "没有问题"),
         Cell("，".join(filter(None, (
             row.subject.name if row.subject_id != one.subject_id else "", row.note, "扫码到场" if row.scanned else "",
         ))) or "—"))
        for row in rows
    ]  # fmt: skip
    return Table("监督检查记录", ("时间", "检查人", "发现", "说明"), cells, empty="还没有检查过。", key="visits")


def _charges(one: Contractor) -> Table:
    rows = Charge.objects.filter(contractor=one).select_related("hazard").order_by("-made_at")[:MOST]
    cells = [
        (Cell(row.hazard.title, url=reverse("charge", args=[row.pk])), Cell(row.hazard.get_status_display()),
         Cell(clock=row.hazard.due) if row.hazard.due and row.hazard.status not in hazards.STOPPED else Cell("—"))
        for row in rows
    ]  # fmt: skip
    return Table("整改事项", ("问题", "状态", "期限"), cells, empty="没有记在它账上的问题。", key="charges")


def _permits(one: Contractor | None = None, site: Site | None = None, *, opens: bool = True) -> Table:
    found = Permit.objects.filter(contractor=one) if one else Permit.objects.filter(site=site)
    kinds = permit_kinds()
    cells = [
        (Cell(title_of(kinds, row.kind), url=reverse("permit", args=[row.pk]) if opens else ""),
         Cell(row.subject.name), Cell(row.work), Cell(moment(row.starts_at), tight=True),
         Cell(row.get_status_display(), tight=True))
        for row in found.select_related("subject").order_by("-made_at")[:MOST]
    ]  # fmt: skip
    return Table("作业票", ("类别", "地点", "内容", "作业起", "状态"), cells, empty="没有作业票。", key="permits")


def _look(one: Contractor | Site, viewer: Viewer) -> list[tuple[str, str, str]]:
    if not viewer.may(May.INSPECT):
        return []
    return [("去检查", f"{reverse('inspection-record')}?subject={one.subject_id}", "inspect")]


def _inspection_url(row: rounds.Visit, viewer: Viewer) -> str:
    """The record itself is the owner's: a link for who works there, and for who made it."""
    inside = row.is_within(viewer.ranges) or row.person_id in viewer.persons
    if row.source_kind != "inspection" or is_guest(viewer) or not inside:
        return ""
    return reverse("inspection", args=[row.source_uid])


def _violations(viewer: Viewer, contractor: Contractor | None = None, site: Site | None = None) -> Table:
    found = Violation.objects.filter(site=site) if site else Violation.objects.filter(contractor=contractor)
    if viewer.is_contractor:  # what the owner answers for is the owner's
        found = found.filter(side=Side.CONTRACTOR, contractor__party=viewer.unit)
    kinds = violation_kinds()
    cells = [
        (Cell(title_of(kinds, row.kind)), Cell(row.text),
         Cell(f"{Side(row.side).label}{'　' + row.person_name if row.person_name else ''}"),
         Cell(moment(row.found_at), tight=True), Cell(f"{row.found_from.title} {row.found_by.name}"))
        for row in found.select_related("found_by", "found_from").order_by("-found_at")[:MOST]
    ]  # fmt: skip
    return Table("违规", ("类别", "情况", "谁的违规", "发现", "发现人"), cells, empty="没有违规。", key="violations")


def _steps(one: Permit) -> list[dict[str, Any]]:
    way = [Permitted.ASKED, Permitted.APPROVED, Permitted.WORKING, Permitted.ENDED, Permitted.CLOSED]
    if one.status not in way:
        way = [Permitted.ASKED, Permitted(one.status)]
    return _way(way, Permitted(one.status))


def _site_steps(one: Site) -> list[dict[str, Any]]:
    return _way(list(Built), Built(one.status))


def _way(way: list[Any], here: Any) -> list[dict[str, Any]]:
    last = way.index(here)
    return [
        {"word": step.label, "progress": 1.0 if at < last or step is way[-1] is here else 0.5 if at == last else 0.0,
         "is_here": at == last, "kind": ""}
        for at, step in enumerate(way)
    ]  # fmt: skip


def _window(one: Permit) -> str:
    """From when until when, in full: the permit is kept for years."""
    begin, end = (at.astimezone(clock.SHANGHAI) for at in (one.starts_at, one.ends_at))
    return f"{begin:%Y-%m-%d %H:%M} 至 {end:{'%H:%M' if end.date() == begin.date() else '%Y-%m-%d %H:%M'}}"
