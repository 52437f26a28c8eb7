"""固化为长效机制: what a campaign asked goes on after its end, as an obligation that stands until it is annulled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Document
from weian.foundation.people.api import Refused
from weian.ground.duties.due import period_on
from weian.ground.duties.models import Obligation
from weian.kernel import clock
from weian.kernel.actor import Actor

_COPIED = (
    "document", "clause", "issuer", "campaign", "kind", "title", "text", "domain", "owed_by",
    "to_kinds", "to_types", "to_grades", "size", "by_day", "times", "target", "evidence", "acceptor",
    "post_class", "minutes", "lead", "support", "order",
)  # fmt: skip


@transaction.atomic
def end_campaign(document: Document, keep: Mapping[UUID, str], *, by: Actor) -> list[Obligation]:
    """Repeated obligations of the document stop today; those in `keep` (uid → how often) stand from tomorrow on.

    What was due before stays with those who owe it. Raises Refused.
    """
    today = clock.today()
    asked = Obligation.objects.select_for_update().filter(document=document, added_why="", standing_of=None)
    known = {one.pk: one for one in asked.exclude(status=Obligation.Status.ANNULLED)}
    if set(keep) - set(known):
        raise Refused("选的要求里有不属于这项工作的，请刷新页面后重新选。")
    for uid, every in keep.items():
        if period_on(every, "", today) is None:
            raise Refused(f"“{known[uid].title}”要长期做，请选多久一次。")
    asked.filter(~Q(every="") & (Q(until=None) | Q(until__gt=today))).update(until=today)
    made = [_standing(known[uid], every, today + timedelta(days=1)) for uid, every in keep.items()]
    for one in made:
        facts = {"of": str(one.standing_of_id), "starts": str(one.starts), "every": one.every}
        audit.created(one, "obligation.made_standing", by=by, facts=facts)
    return made


def _standing(of: Obligation, every: str, starts: date) -> Obligation:
    same = {name: getattr(of, name) for name in _COPIED}
    if every != of.every:
        same["by_day"] = ""
    return Obligation(
        uid=uuid5(of.pk, "standing"), standing_of=of, starts=starts, every=every, made_at=clock.now(), **same
    )
