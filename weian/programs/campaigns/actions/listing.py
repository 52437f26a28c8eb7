"""Named lists of a campaign, such as 三张清单: the issuer names them and says which line stands in which (S1-2b)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.kernel.actor import Actor
from weian.programs.campaigns import access
from weian.programs.campaigns.models import Campaign, TaskList

MOST = 12
LONGEST = 60


@transaction.atomic
def set_lists(campaign: Campaign, names: Sequence[str], lines: Mapping[UUID, str], *, by: Actor) -> list[TaskList]:
    """Have exactly these lists, in this order; `lines` says the list of each line by name, others stand in none.

    Raises Refused.
    """
    access.check_can_list(by, campaign)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if len(wanted) > MOST or any(len(name) > LONGEST for name in wanted):
        raise Refused(f"最多 {MOST} 张清单，每张名称最多 {LONGEST} 个字。")
    strange = sorted(set(lines.values()) - set(wanted) - {""})
    if strange:
        raise Refused(f"没有“{strange[0]}”这张清单，请先写上它的名称。")
    with audit.changed(campaign, "campaign.listed", by=by, facts={"lists": wanted, "lines": len(lines)}):
        campaign.task_lists.exclude(name__in=wanted).delete()
        kept = {one.name: one for one in campaign.task_lists.all()}
        for order, name in enumerate(wanted, 1):
            one = kept.setdefault(name, TaskList(campaign=campaign, name=name))
            one.order = order
            one.save()
        campaign.proposals.update(task_list=None)
        for name in wanted:
            uids = [uid for uid, chosen in lines.items() if chosen == name]
            campaign.proposals.filter(pk__in=uids).update(task_list=kept[name])
    return [kept[name] for name in wanted]
