"""配合: names of a notice become agencies of the territory; these act, the lead sees who has not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Receipt
from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import cooperating as gate
from weian.ground.duties import telling
from weian.ground.duties.actions.recording import BadFacts, File
from weian.ground.duties.models import Contribution, Cooperation, Obligation, Transfer
from weian.kernel import clock
from weian.kernel.actor import Actor

_TAKEN = "这个编号已经用过。请刷新页面后重新填写。"


@dataclass(frozen=True)
class Deed:
    """What an agency did; the uid is made by the form, so that sending it twice records it once."""

    uid: UUID
    happened_on: date
    text: str
    files: Sequence[File] = ()


def name_cooperators(obligations: Iterable[Obligation], leads: Iterable[Unit], *, by: Actor) -> list[Cooperation]:
    """Put down who co-operates, under each commission as the lead of its territory; what is there stays as it is.

    A name that means an agency of the territory, and only one, is that agency at once; others wait to be picked.
    Where no commission is among the leads nothing is asked of the database.
    """
    commissions = [one for one in leads if one.kind == org.Kind.COMMISSION]
    asked = [one for one in obligations if one.support] if commissions else []
    if not asked:
        return []
    rows = list(Cooperation.objects.filter(obligation__in=asked).values_list("obligation", "unit", "name", "agency"))
    had, taken = {row[:3] for row in rows}, {(row[0], row[3]) for row in rows if row[3]}
    known = _agencies_of(commissions)
    kinds = org.agency_kinds().values() if known else ()
    made = []
    for lead in commissions:
        for obligation in asked:
            for name in dict.fromkeys(name.strip()[:80] for name in obligation.support if name.strip()):
                if (obligation.pk, lead.pk, name) in had:
                    continue
                agency = meant(name, known.get(lead.region, []), kinds)
                if agency is not None and (obligation.pk, agency.pk) in taken:
                    agency = None
                if agency is not None:
                    taken.add((obligation.pk, agency.pk))
                uid = uuid5(obligation.pk, f"cooperation {lead.pk} {name}")
                one = Cooperation(uid=uid, obligation=obligation, name=name, agency=agency, made_at=clock.now())
                made.append(one.at(lead))
    with transaction.atomic():
        audit.created_all(made, "cooperation.named", by=by, facts=_facts)
        _open(made, by)
    return made


def meant(name: str, known: Sequence[Unit], kinds: Iterable[org.AgencyKind]) -> Unit | None:
    """The agency that a notice calls `name`: by its own name, else the only one of the kind that the name tells."""
    same = [one for one in known if name in (one.name, one.short_name, *one.aliases)]
    kind = org.agency_kind_of(name, kinds)
    found = same or [one for one in known if kind and one.type == kind]
    return found[0] if len(found) == 1 else None


@transaction.atomic
def match_agencies(lead: Unit, *, by: Viewer) -> int:
    """Look again: for names in notices of the commission or sent to it, and for agencies added since.

    Returns how many names are an agency now that were none before.
    """
    sent = Receipt.objects.binding().filter(unit=lead)
    asked = Obligation.objects.filter(Q(issuer=lead) | Q(document__in=sent.values("document"))).exclude(support=[])
    in_force = asked.exclude(status=Obligation.Status.ANNULLED).select_related("document").order_by("-made_at")
    n = sum(one.agency_id is not None for one in name_cooperators(in_force[:500], [lead], by=by))
    waiting = list(Cooperation.objects.led_by(lead).waiting().select_related("obligation", "unit")[:1000])
    known, kinds = list(org.agencies_of(lead)), org.agency_kinds().values()
    for one in waiting:
        gate.check_can_lead(by, one)
        agency = meant(one.name, known, kinds)
        if agency is not None and not _is_there(one, agency):
            pick_agency(one, agency, by=by)
            n += 1
    return n


@transaction.atomic
def pick_agency(one: Cooperation, agency: Unit | None, *, by: Viewer, inside: bool = False) -> None:
    """Say which agency a name means (None with `inside`: a part of the health system). The former sees it no more.

    Raises Refused.
    """
    gate.check_can_lead(by, one)
    if agency is None and not inside:
        raise Refused("请选一个协同部门；不是外部门的，选“本系统内，不用对应”。")
    if agency is not None and not org.agencies_of(by.unit).filter(pk=agency.pk).exists():
        raise Refused("只能选本地同级的协同部门。")
    if agency is not None and agency.pk != one.agency_id and _is_there(one, agency):
        raise Refused(f"{agency.title}已经在这一条里配合，不用再列一次。")
    if one.agency_id and one.contributions.exists() and (agency is None or agency.pk != one.agency_id):
        raise Refused(f"{one.who}已经登记过行动，不能再改成别的部门。")
    before = one.agency
    with audit.changed(one, "cooperation.picked", by=by, facts={"agency": str(agency.pk) if agency else ""}):
        one.agency, one.inside = agency, agency is None
    if before is not None and before != agency:
        org.unshare(before, Cooperation.audit_kind, one.pk, by=by)
    if before != agency:
        _open([one], by)


@transaction.atomic
def contribute(one: Cooperation, deed: Deed, *, by: Viewer) -> Contribution:
    """Keep what the agency did, with its files, in the period in which it happened. Raises Refused, Rejected."""
    gate.check_can_contribute(by, one)
    if not deed.text.strip():
        raise BadFacts({"text": "请写做了什么。"})
    if deed.happened_on > clock.today():
        raise BadFacts({"happened_on": "行动日期在今天以后，请核对。"})
    start = gate.period_of(deed.happened_on).start
    if start < gate.period_of(gate.first_day(one)).start:
        raise BadFacts({"happened_on": "行动日期早于列为配合单位的那一期，请核对。"})
    known: Contribution | None = Contribution.objects.filter(pk=deed.uid).first()
    if known is not None:
        if known.cooperation_id != one.pk or known.by_id != by.person.pk:
            raise Refused(_TAKEN)
        return known
    made = Contribution(
        uid=deed.uid, cooperation=one, period_start=start, happened_on=deed.happened_on, text=deed.text.strip(),
        by=by.person, made_at=clock.now(),
    ).at(one.unit)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(made, "contribution.made", by=by, facts={"cooperation": str(one.pk), "period": str(start)})
    except IntegrityError as double:
        raise Refused(_TAKEN) from double
    for file in deed.files:
        evidence.keep(
            file.upload, by=by, unit=one.unit, owner_kind=Contribution.audit_kind, owner_uid=made.pk, role=file.role,
            source=file.source, uid=file.uid,
        )  # fmt: skip
    return made


@transaction.atomic
def urge_cooperator(one: Cooperation, start: date, *, by: Viewer) -> None:
    """The lead asks an agency for a period in which it did nothing. Raises Refused."""
    gate.check_can_urge(by, one, start)
    with audit.changed(one, "cooperation.urged", by=by, facts={"period": start.isoformat()}) as was:
        if was.urged_on == clock.today() and was.urged_for == start:
            raise Refused("今天已经催过，一天只催一次。")
        one.urged_on, one.urged_for = clock.today(), start
    telling.cooperator_urged(one, gate.word_of(gate.period_of(start)), by)


@transaction.atomic
def transfer(one: Cooperation, text: str, *, uid: UUID, by: Viewer) -> Transfer:
    """Hand a matter to the agency. The same uid again is the same transfer. Raises Refused."""
    gate.check_can_transfer(by, one)
    if not text.strip():
        raise Refused("请写清楚移交什么、请对方做什么。")
    known: Transfer | None = Transfer.objects.filter(pk=uid, cooperation=one).first()
    if known is not None:
        return known
    made = Transfer(uid=uid, cooperation=one, text=text.strip(), by=by.person, made_at=clock.now()).at(one.unit)
    try:
        with transaction.atomic():
            audit.created(made, "transfer.made", by=by, facts={"cooperation": str(one.pk)})
    except IntegrityError as double:
        raise Refused(_TAKEN) from double
    telling.transferred(made)
    return made


@transaction.atomic
def answer_transfer(made: Transfer, text: str, *, by: Viewer) -> None:
    """Raises Refused."""
    gate.check_can_answer_transfer(by, made)
    if not text.strip():
        raise Refused("请写答复。")
    with audit.changed(made, "transfer.answered", by=by) as was:
        if was.answered_at is not None:
            raise Refused("同事刚刚已经答复了。")
        made.answer, made.answered_at, made.answered_by = text.strip(), clock.now(), by.person
    telling.transfer_answered(made)


def _is_there(one: Cooperation, agency: Unit) -> bool:
    return Cooperation.objects.filter(obligation=one.obligation_id, agency=agency).exists()


def _open(made: Iterable[Cooperation], by: Actor) -> None:
    """From now on the agencies see these, and are told, each of all at once."""
    told: dict[Unit, list[Cooperation]] = defaultdict(list)
    for one in made:
        if one.agency is not None:
            told[one.agency].append(one)
    if told:
        opened = ((agency, one.pk) for agency, asked in told.items() for one in asked)
        org.share(Cooperation.audit_kind, opened, by=by, may="act")
    for asked in told.values():
        telling.cooperator_named(asked)


def _agencies_of(leads: Sequence[Unit]) -> dict[int | None, list[Unit]]:
    """The agencies of each commission's territory, by its code; one query."""
    found: dict[int | None, list[Unit]] = defaultdict(list)
    regions = {lead.region for lead in leads if lead.region}
    for one in Unit.objects.current().filter(kind=org.Kind.AGENCY, region__in=regions):
        found[one.region].append(one)
    return found


def _facts(one: Cooperation) -> dict[str, str]:
    return {"obligation": str(one.obligation_id), "name": one.name, "agency": str(one.agency_id or "")}
