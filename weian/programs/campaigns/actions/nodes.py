"""Nodes of the year: a commission enters their days; every unit and leader below then has a check before them.

What units owe is derived (one obligation a node, asked by the nearest commission that knows its days); leaders have a
door each, which a job opens on the first day of the check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.programs.campaigns import access, pack_schema, queries
from weian.programs.campaigns.actions.anchoring import anchor_stage
from weian.programs.campaigns.models import KeyDay, NodeCheck, Stage
from weian.programs.campaigns.pack_schema import KeyNode
from weian.programs.campaigns.states import CampaignState

DOOR = "campaigns.node_check"
PACK = "nodes"  # of `Obligation.pack_item`: the nearest commission asks alone
FAR = timedelta(days=60)  # the longest lead of a node
SOURCE = "市级冬季安全生产通知三（一）"


@dataclass(frozen=True)
class DaySpec:
    """What the desk says of one node; without days it stays 待定."""

    code: str
    first: date | None = None
    last: date | None = None
    lead_days: int | None = None


@transaction.atomic
def set_days(year: int, specs: Sequence[DaySpec], *, by: Viewer) -> list[KeyDay]:
    """Enter the calendar of a year; said again it changes nothing. Raises Refused, and for days that began already."""
    access.check_can_set_days(by)
    return _enter(year, specs, by.unit, by)


@transaction.atomic
def set_fixed(unit: Unit, today: date, *, by: Actor) -> list[KeyDay]:
    """Nodes whose days are the same each year stand without anybody entering them, as soon as they come into sight.

    What the commission said itself, be it that it does not know, is left alone.
    """
    made = []
    for year in (today.year, (today + FAR).year) if (today + FAR).year > today.year else (today.year,):
        said = set(KeyDay.objects.filter(unit=unit, year=year).values_list("code", flat=True))
        fixed = [(code, days) for code, one in pack_schema.key_nodes().items() if (days := one.days_in(year))]
        specs = [
            DaySpec(code, first, last) for code, (first, last) in fixed
            if code not in said and first > today and first <= today + FAR
        ]  # fmt: skip
        made += _enter(year, specs, unit, by) if specs else []
    return made


def _enter(year: int, specs: Sequence[DaySpec], unit: Unit, by: Actor) -> list[KeyDay]:
    nodes = pack_schema.key_nodes()
    document = _paper(year, nodes, unit, by)
    kept = [_set(document, nodes[spec.code], year, spec, by) for spec in specs if spec.code in nodes]
    _ask(document, by)
    _end_stages(kept, unit, by)
    return kept


def _paper(year: int, nodes: dict[str, KeyNode], unit: Unit, by: Actor) -> Document:
    """The arrangement of that year, which all below may read."""
    lines = [f"{one.title}前开展检查，主要负责人和班子成员带头（{SOURCE}）" for one in nodes.values()]
    return documents.file_own(
        uid=uuid5(unit.pk, f"key_days:{year}"), unit=unit, kind=Document.Kind.RULE,
        title=f"{year}年重要时间节点检查安排", lines=lines, on=clock.today(), by=by, issuer_name=unit.name,
    )  # fmt: skip


def _set(document: Document, node: KeyNode, year: int, spec: DaySpec, by: Actor) -> KeyDay:
    first, last, lead = spec.first, spec.last or spec.first, spec.lead_days or node.lead_days
    if last and (first is None or last < first):
        raise Refused(f"“{node.title}”的结束日期早于开始日期，请核对。")
    if first and year not in (first.year, first.year - 1, first.year + 1):
        raise Refused(f"“{node.title}”的日期 {first} 不在 {year} 年前后，请核对。")
    known = KeyDay.objects.filter(unit=document.unit, code=node.code, year=year).first()
    facts = {"node": node.code, "year": year, "first": str(first or ""), "last": str(last or ""), "lead_days": lead}
    if known is None:
        known = KeyDay(
            unit=document.unit, code=node.code, year=year, title=node.title, first=first, last=last, lead_days=lead,
            document=document, entered_at=clock.now(), entered_by=by.actor_uid,
        )  # fmt: skip
        audit.created(known, "key_day.entered", by=by, facts=facts)
    elif (known.first, known.last, known.lead_days) != (first, last, lead):
        if known.has_opened(clock.today()):
            raise Refused(f"“{node.title}”的节前检查 {known.opens} 已经开始，日期不能再改。")
        with audit.changed(known, "key_day.entered", by=by, facts=facts):
            known.first, known.last, known.lead_days = first, last, lead
            known.entered_at, known.entered_by = clock.now(), by.actor_uid
    return known


def _ask(document: Document, by: Actor) -> None:
    """One obligation for each node whose days are known: of the units below, and of the commission itself."""
    order = {code: at for at, code in enumerate(pack_schema.key_nodes())}
    clauses = {clause.order: clause for clause in document.clauses.all()}
    keep, specs = [], []
    for one in KeyDay.objects.filter(document=document).exclude(first=None):
        keep.append(uid := uid_of(one))
        if (due := due_of(one)) < clock.today():
            continue  # entered for the record; nobody can look before what is over
        at = order.get(one.code, 0)
        specs.append(
            duties.Spec(
                uid=uid,
                clause=clauses.get(at),
                kind=duties.AskKind.INSPECTION,
                title=f"{one.year}年{one.title}节前安全检查",
                text=f"依据：{SOURCE}",
                owed_by=duties.OwedBy.UNDER,
                to_kinds=[Kind.COMMISSION, Kind.INSTITUTION],
                pack_item=f"{PACK}.{one.code}_{one.year}",
                starts=one.opens,
                due=due,
                evidence=["record", "photo"],
                domain=pack_schema.GENERAL_DOMAIN,
                minutes=60,
                order=at,
            )
        )
    duties.put_obligations(document, specs, by=by)
    duties.drop_obligations(document, keep=keep, by=by)


def due_of(day: KeyDay) -> date:
    """The day before the node; for one that has begun when it is entered, its last day."""
    assert day.first is not None and day.last is not None
    entered = day.entered_at.astimezone(clock.SHANGHAI).date()
    return day.first - timedelta(days=1) if entered < day.first else day.last


def _end_stages(days: Sequence[KeyDay], unit: Unit, by: Actor) -> None:
    """A stage of the commission's own campaigns that waits for the end of such a node gets its day from here."""
    nodes = pack_schema.key_nodes()
    waiting = Stage.objects.filter(
        campaign__issuer=unit, campaign__status=CampaignState.ISSUED, to_date=None, to_event__endswith="结束"
    ).select_related("campaign__document", "campaign__issuer")
    for stage in waiting:
        event = stage.to_event.translate(_MARKS)
        begins = stage.from_date or stage.campaign.starts
        ends = [
            one.last for one in days
            if one.last and begins and one.last >= begins and any(word in event for word in nodes[one.code].words)
        ]  # fmt: skip
        if ends:
            anchor_stage(stage, to_date=min(ends), by=by)


_MARKS = {ord(mark): None for mark in "“”‘’「」\"'"}


@transaction.atomic
def open_checks(day: KeyDay, *, by: Actor) -> int:
    """A door for each leader below for whom these days hold; once each. Returns how many are new."""
    node = pack_schema.key_nodes().get(day.code)
    if node is None or not day.has_opened(clock.today()) or due_of(day) < clock.today():
        return 0
    fresh = [
        NodeCheck(uid=uuid5(day.pk, str(post.pk)), day=day, post=post, due=due_of(day)).at(home)
        for post, home in queries.leaders_for(day, node)
    ]
    audit.created_all(fresh, "node_check.put", by=by)
    for one in fresh:
        title = f"{day.year}年{day.title}节前带队检查"
        duties.open_task(DOOR, one.pk, unit=one.unit, post=one.post, due=one.due, title=title, by=by)
    return len(fresh)


@transaction.atomic
def note_check(check: NodeCheck, spec: duties.RecordSpec, *, by: Viewer) -> NodeCheck:
    """A leader writes down what they looked at, with a photograph. Sent twice it is one record. Raises Refused,
    BadFacts, Rejected."""
    if check.record == spec.uid:
        return check
    access.check_can_note(by, check)
    if not spec.files:
        raise Refused("还没有现场照片，请至少传一张。")
    made = duties.record(spec, by=by)
    with audit.changed(check, "node_check.done", by=by, facts={"record": str(made.pk)}) as was:
        if was.done_at:
            raise Refused("这次节前检查已经记过了。")
        check.record, check.done_at, check.done_by = made.pk, clock.now(), by.person
    duties.close_door(DOOR, check.pk, by=by)
    return check


def uid_of(day: KeyDay) -> UUID:
    """The obligation that stands for the units' check before these days."""
    return uuid5(day.pk, f"{day.first}:{day.last}:{day.lead_days}")
