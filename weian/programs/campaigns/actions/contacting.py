"""Handing the contact of a campaign over: changed once, every task of the campaign shows the new one (S2-4.4e)."""

from __future__ import annotations

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.programs.campaigns import access
from weian.programs.campaigns.models import Campaign, Contact


@transaction.atomic
def hand_over_contact(campaign: Campaign, *, name: str, phone: str, mail: str, why: str, by: Actor) -> Contact:
    """From now on this person answers for the campaign. Who it was before stays in the history. Raises Refused."""
    access.check_can_list(by, campaign)
    if not name.strip():
        raise Refused("请写联系人的姓名。")
    if not (phone.strip() or mail.strip()):
        raise Refused("电话和信箱至少写一个，下级才找得到人。")
    if not why.strip():
        raise Refused("请写为什么换联系人，如“岗位调整”。")
    made = Contact(
        campaign=campaign, name=name.strip(), phone=phone.strip(), mail=mail.strip(), why=why.strip(), since=clock.now()
    )
    audit.created(made, "contact.handed_over", by=by, why=why.strip(), facts={"campaign": str(campaign.pk)})
    with audit.changed(campaign, "campaign.contact_changed", by=by, facts={"contact": str(made.pk)}):
        if not campaign.contact_history.exclude(pk=made.pk).exists():
            _keep_first(campaign)
        campaign.contacts = [made.told]
    return made


def _keep_first(campaign: Campaign) -> None:
    """What the notice itself said stands first in the history."""
    for one in campaign.contacts:
        phones, mails = one.get("phones") or [""], one.get("mails") or [""]
        if phones[0] or mails[0]:
            Contact.objects.create(
                campaign=campaign, name=(one.get("name") or one.get("text") or "原联系人")[:60], phone=phones[0][:40],
                mail=mails[0][:120], why="通知原文", since=campaign.read_at,
            )  # fmt: skip
