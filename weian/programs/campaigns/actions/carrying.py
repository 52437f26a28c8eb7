"""结转: lines that were not finished by all go into the draft of the next year's plan, with where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.programs.campaigns import access
from weian.programs.campaigns.models import Campaign, Proposal

_COPIED = (
    "kind", "title", "text", "every", "by_day", "times", "who", "target", "actors", "evidence", "acceptor", "domain",
    "to_kinds", "to_types", "to_grades", "size", "minutes", "composite", "composite_part",
)  # fmt: skip


@transaction.atomic
def carry_over(into: Campaign, source: Campaign, lines: Iterable[UUID], *, by: Viewer) -> list[Proposal]:
    """Put lines of an earlier campaign of the same issuer into a draft; each waits to be decided like any other.

    Its term moves by a year. A line is carried into the same draft once. Raises Refused.
    """
    access.check_can_confirm(by, into)
    if source.issuer_id != into.issuer_id or not source.was_issued:
        raise Refused("只能结转本单位以前下发的工作。")
    chosen = list(source.proposals.accepted().filter(pk__in=list(lines)).in_order().select_related("campaign"))
    if not chosen:
        raise Refused("还没有选要结转的条目。")
    had = set(into.proposals.exclude(carried_from=None).values_list("carried_from", flat=True))
    clause = into.document.clauses.order_by("order").first()
    last = into.proposals.aggregate(last=Max("order"))["last"] or 0
    made = []
    for one in chosen:
        if one.pk in had or clause is None:
            continue
        last += 1
        row = Proposal(
            uid=uuid5(into.pk, f"carried {one.pk}"), campaign=into, order=last, clause=clause, carried_from=one,
            sure=False, doubts=[_doubt(one, source)], due=_next_year(one.due), **{n: getattr(one, n) for n in _COPIED},
        )  # fmt: skip
        audit.created(row, "proposal.carried", by=by, facts={"from": str(one.pk), "campaign": str(source.pk)})
        made.append(row)
    return made


def _doubt(one: Proposal, source: Campaign) -> str:
    return f"结转自《{source.title}》第 {one.number} 条，还有单位没有完成；请核对期限和对象。"


def _next_year(due: date | None) -> date | None:
    """The same day a year later; 29 February becomes the 28th."""
    if due is None:
        return None
    try:
        return due.replace(year=due.year + 1)
    except ValueError:
        return due.replace(year=due.year + 1, day=28)
