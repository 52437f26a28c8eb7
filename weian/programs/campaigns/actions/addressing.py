"""Whom the notice goes to: by group, and by name (requirement S0-0.1)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.kernel.actor import Actor
from weian.programs.campaigns import access
from weian.programs.campaigns.models import Addressee, Campaign


def propose_addressees(campaign: Campaign, issuer: Unit) -> None:
    """Addressees as the notice words them; words that name nobody stay for a person (`queries.unknown_words`)."""
    matched = documents.match_addressees(campaign.addressed_to, issuer)
    _replace(campaign, matched.groups, matched.units)


@transaction.atomic
def set_addressees(campaign: Campaign, *, groups: Iterable[str], named: Iterable[UUID], by: Actor) -> int:
    """Send to exactly these groups and named units; returns how many units that is. Raises Refused.

    A unit named singly that also stands in a chosen group is sent one receipt, as part of the group.
    """
    access.check_can_confirm(by, campaign)
    known = {group.code: group for group in documents.groups_for(campaign.issuer)}
    wanted, uids = list(dict.fromkeys(groups)), list(dict.fromkeys(named))
    unknown = [code for code in wanted if code not in known]
    units = list(Unit.objects.addressable().filter(pk__in=uids))
    if unknown or len(units) != len(uids):
        raise Refused("选的发送对象里有已经停用或不存在的单位，请刷新后重新选。")
    if any(unit.pk == campaign.issuer_id for unit in units):
        raise Refused("不能把通知发给本单位自己。")
    with audit.changed(campaign, "campaign.addressed", by=by):
        count = _replace(campaign, [known[code] for code in wanted], units)
        campaign.audit_facts = {"groups": wanted, "named": [str(uid) for uid in uids], "units": count}  # type: ignore[attr-defined]
    return count


def _replace(campaign: Campaign, groups: Iterable[documents.Group], named: Iterable[Unit]) -> int:
    rows: dict[UUID, Addressee] = {}
    for group in groups:
        for unit in group.units:
            rows.setdefault(unit.pk, Addressee(campaign=campaign, unit=unit, via="group", group=group.code))
    for unit in named:
        rows.setdefault(unit.pk, Addressee(campaign=campaign, unit=unit, via="name"))
    rows.pop(campaign.issuer_id, None)
    campaign.addressees.all().delete()
    Addressee.objects.bulk_create(rows.values())
    return len(rows)
