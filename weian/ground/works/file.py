"""One file per contractor (S0-2.6c): contracts, inspections with their answers, findings, permits."""

from __future__ import annotations

from collections.abc import Iterator

from weian.foundation.documents.paper import Column, Heading, Kind, Paper, Para, Table, Text, marked
from weian.foundation.documents.paper.model import Block
from weian.foundation.org import api as org
from weian.foundation.people import api as people
from weian.ground.hazards import api as hazards
from weian.ground.works import queries, records
from weian.ground.works.models import Charge, Contract, Contractor, Permit, Violation
from weian.ground.works.pack_schema import contract_kinds, permit_kinds, title_of, violation_kinds
from weian.kernel import clock

MOST = 2_000


def paper_of(contractor: Contractor) -> Paper:
    """All that is on record, oldest first, as it stands now."""
    return Paper(
        title=f"{contractor.name}监督检查档案", doc_no="", issuer=contractor.unit.name, addressees=[],
        blocks=[*_contracts(contractor), *_inspections(contractor), *_hazards(contractor), *_permits(contractor),
                *_violations(contractor)],
        signature=contractor.unit.name, date=clock.today(), demo=org.is_demo(),
    )  # fmt: skip


def _contracts(contractor: Contractor) -> Iterator[Block]:
    yield Heading(1, "一、合同和安全生产管理协议")
    kinds = contract_kinds()
    rows = [
        [
            _said(title_of(kinds, one.kind)), _said(one.scope),
            _day(f"{one.starts_on} 至 {one.ends_on}"), _said(f"{one.headcount} 人"),
            _day(str(one.agreement_until) if one.agreement_until else "没有协议"),
            _said(f"{one.ended_on} 提前终止：{one.end_why}" if one.ended_on else "—"),
        ]
        for one in Contract.objects.filter(contractor=contractor).order_by("starts_on")
    ]  # fmt: skip
    heads = ("类别", "服务范围", "合同期", "人数", "协议有效期至", "备注")
    yield _table(heads, rows) if rows else Para("没有登记合同。")


def _inspections(contractor: Contractor) -> Iterator[Block]:
    yield Heading(1, "二、监督检查记录")
    visits = list(queries.visits_to(contractor).reverse()[:MOST])
    told = {
        kind: records.read(kind, [one.source_uid for one in visits if one.source_kind == kind and one.source_uid])
        for kind in {one.source_kind for one in visits if one.source_kind}
    }
    names = people.names_of([one.person_id for one in visits if one.person_id])
    if not visits:
        yield Para("还没有检查记录。")
    for one in visits:
        record = told.get(one.source_kind, {}).get(one.source_uid) if one.source_uid else None
        day = one.seen_at.astimezone(clock.SHANGHAI)
        who = names.get(one.person_id, "") if one.person_id else ""
        title = f"{record.title}　{record.sheet}" if record else one.note or "到场检查"
        if one.subject_id != contractor.subject_id:
            title = f"{one.subject.name}　{title}"
        yield Heading(2, f"{day:%Y-%m-%d %H:%M}　{who}　{title}")
        score = f"，得分 {record.score}" if record and record.score else ""
        yield Para(marked(f"发现问题 {one.faults} 条{score}。{record.note if record else ''}"))
        if record and record.lines:
            yield _table(("检查项", "结果"), [[_said(item), _said(said)] for item, said in record.lines])


def _hazards(contractor: Contractor) -> Iterator[Block]:
    yield Heading(1, "三、问题和整改")
    rows = [
        [
            _said(one.hazard.no), _said(one.hazard.title), _day(str(one.hazard.found_on)),
            _day(str(one.hazard.due or "未定")), _said(hazards.Status(one.hazard.status).label),
            _said(one.hazard.result or "—"),
        ]
        for one in Charge.objects.filter(contractor=contractor).select_related("hazard").order_by("made_at")[:MOST]
    ]  # fmt: skip
    heads = ("编号", "问题", "发现", "期限", "状态", "整改情况")
    yield _table(heads, rows) if rows else Para("没有记在账上的问题。")


def _permits(contractor: Contractor) -> Iterator[Block]:
    yield Heading(1, "四、作业票")
    kinds = permit_kinds()
    found = Permit.objects.filter(contractor=contractor).select_related("subject").order_by("made_at")[:MOST]
    rows = [
        [
            _said(title_of(kinds, one.kind)), _said(one.subject.name), _said(one.work),
            _day(f"{one.starts_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"), _said(one.worker),
            _said(one.get_status_display()),
        ]
        for one in found
    ]  # fmt: skip
    yield _table(("类别", "地点", "内容", "作业起", "作业人", "状态"), rows) if rows else Para("没有作业票。")


def _violations(contractor: Contractor) -> Iterator[Block]:
    yield Heading(1, "五、违规")
    kinds = violation_kinds()
    found = Violation.objects.filter(contractor=contractor, side="contractor").select_related("subject")
    rows = [
        [
            _said(title_of(kinds, one.kind)), _said(one.subject.name), _said(one.text),
            _said(one.person_name or "—"), _day(f"{one.found_at.astimezone(clock.SHANGHAI):%Y-%m-%d}"),
        ]
        for one in found.order_by("found_at")[:MOST]
    ]  # fmt: skip
    yield _table(("类别", "地点", "情况", "违规人", "发现"), rows) if rows else Para("没有违规。")


def _table(heads: tuple[str, ...], rows: list[list[Text]]) -> Table:
    return Table([Column(head) for head in heads], rows)


def _said(text: str) -> Text:
    return Text(text, Kind.QUOTED)


def _day(text: str) -> Text:
    return Text(text, Kind.DATE)
