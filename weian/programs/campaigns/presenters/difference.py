"""各级新增: what each level below the issuer added to the document, and how far a unit's own plan answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns.forms import RenewalForm, WhyForm
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.presenters import words

_HAPPENED = {"addition.made": "新增", "addition.renewed": "续期", "addition.withdrawn": "撤回"}


@dataclass(frozen=True)
class Added:
    """One addition: what, why, minutes each time, until when, and what happened to it."""

    obligation: duties.Obligation
    meta: str
    state: str
    is_in_force: bool
    events: list[dict[str, Any]]
    is_mine: bool
    renewal: RenewalForm | None = None
    withdrawal: WhyForm | None = None


@dataclass(frozen=True)
class Level:
    """What one unit added. `minutes` counts what is in force, done once."""

    unit: Unit
    rows: list[Added]
    minutes: int
    share: int


@dataclass(frozen=True)
class Difference:
    """`lines` and `minutes` are those of the document itself."""

    lines: int
    minutes: int
    levels: list[Level] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """A unit's own plan, clause by clause."""

    unit: Unit
    rows: list[duties.MappedClause]
    word: str
    url: str

    @property
    def lacking(self) -> int:
        return sum(not row.how for row in self.rows)


def of_campaign(
    campaign: Campaign, viewer: Viewer, *, refused: tuple[UUID, RenewalForm | WhyForm] | None = None
) -> Difference:
    """Additions of the levels above the viewer's unit, of itself, and of those below it; in a few queries."""
    asked = duties.Obligation.objects.filter(
        document=campaign.document_id, standing_of=None, owed_by=duties.OwedBy.ADDRESSEES
    )
    own = list(asked.filter(added_why="").exclude(status="annulled").values_list("minutes", flat=True))
    minutes = sum(one or 0 for one in own)
    added = list(asked.exclude(added_why="").filter(_near(viewer.unit)).select_related("issuer", "document", "clause"))
    events = _events([one.pk for one in added])
    types = {code: one.name for code, one in org.unit_types().items()}
    units = {one.issuer_id: one.issuer for one in added}
    levels = []
    for unit in sorted(units.values(), key=lambda one: one.pos):
        mine = sorted((one for one in added if one.issuer_id == unit.pk), key=lambda one: one.made_at)
        rows = [_added(one, viewer, events.get(one.pk, []), types, refused) for one in mine]
        load = sum(row.obligation.minutes or 0 for row in rows if row.is_in_force)
        levels.append(Level(unit, rows, load, round(100 * load / minutes) if minutes else 0))
    return Difference(len(own), minutes, levels)


def plan_of(campaign: Campaign, unit: Unit) -> Plan | None:
    """How the unit's plan answers the document; None where no plan is asked of it. Within the viewer's sight."""
    asked = [
        one for one in duties.owed([unit], document=campaign.document, with_posts=False)
        if duties.CLAUSE_MAP in one.obligation.evidence
    ]  # fmt: skip
    if not asked:
        return None
    one = asked[0]
    records = [answer.record for answer in one.task.answers.select_related("record")] if one.task else []
    return Plan(unit, duties.mapped_clauses(one.obligation, records), one.word, duties.url_of(one))


def _near(unit: Unit) -> Q:
    above = Q(issuer__pos__lte=unit.pos, issuer__end__gte=unit.end)
    return above | Q(issuer__pos__gte=unit.pos, issuer__pos__lt=unit.end)


def _added(
    one: duties.Obligation, viewer: Viewer, events: list[dict[str, Any]], types: Mapping[str, str], refused: Any
) -> Added:  # fmt: skip
    is_mine = one.issuer_id == viewer.unit.pk and viewer.may(people.May.FORWARD_NOTICE) and one.status != "annulled"
    form = refused[1] if refused and refused[0] == one.pk else None
    renewal = form if isinstance(form, RenewalForm) else RenewalForm(auto_id=f"renew-{one.pk}-%s")
    withdrawal = form if isinstance(form, WhyForm) else WhyForm(auto_id=f"withdraw-{one.pk}-%s")
    meta = [words.receivers(one, types), words.term(one), f"每次约 {one.minutes} 分钟"]
    return Added(
        one, " · ".join(filter(None, meta)), _state(one), _is_in_force(one), events, is_mine,
        renewal if is_mine else None, withdrawal if is_mine else None,
    )  # fmt: skip


def _state(one: duties.Obligation) -> str:
    if _is_in_force(one):
        return "有效，待复核" if one.under_review else "有效"
    if one.status == duties.Obligation.Status.ANNULLED:
        return "已撤回"
    return "已失效" if one.lapsed(clock.today()) else "上级文件已废止，待复核"


def _is_in_force(one: duties.Obligation) -> bool:
    gone = one.status == duties.Obligation.Status.ANNULLED or one.lapsed(clock.today())
    return not gone and one.document.status != documents.DocumentStatus.ANNULLED


def _events(uids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    found = list(audit.Event.objects.filter(record__in=uids, verb__in=_HAPPENED).order_by("at", "seq"))
    actors = people.who((one.actor, one.post) for one in found)
    told: dict[UUID, list[dict[str, Any]]] = {}
    for one in found:
        what = _HAPPENED[one.verb]
        if one.verb == "addition.renewed":
            what += f"到 {one.facts['to']}"
        told.setdefault(one.record, []).append(
            {"at": one.at, "what": what, "who": str(actors[one.actor, one.post]), "why": one.why}
        )
    return told
