"""验收意见: what a commission says in writing of a rectification that was verified."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import access
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.kinds import PaperKind
from weian.ground.hazards.models import Hazard, Paper
from weian.ground.hazards.overlay import Act
from weian.ground.hazards.papers import issuing
from weian.ground.hazards.states import Status
from weian.kernel.actor import Actor


def check_can_accept(by: Actor, hazard: Hazard) -> Viewer:
    """A commission above, once for each verification; not who had a hand in the rectification."""
    if hazard.status not in (Status.VERIFIED, Status.CLOSED):
        raise Refused("还没有验收，不能出具验收意见。请先在隐患里验收。")
    viewer = access.at_work(by, hazard, May.SUPERVISE_HAZARD)
    if not viewer.supervises(hazard.unit):
        raise Refused(f"验收意见由上级（{access.upper_of(hazard)}）出具。")
    access.check_judges_at_level(viewer, hazard, "出具验收意见")
    if viewer.persons & hazard.fixers():
        raise Refused("参与整改的人不能出具验收意见。请换一位同事。")
    if given(hazard).exists():
        raise Refused("这次验收的意见已经出具，见“文书”。")
    return viewer


def given(hazard: Hazard) -> Any:
    """The paper of the verification that stands; an earlier one, before it was opened again, says nothing of it."""
    return Paper.objects.filter(hazard=hazard, kind=PaperKind.ACCEPTANCE, given_at__gte=hazard.verified_at)


@transaction.atomic
def accept(hazard: Hazard, text: str, *, uid: UUID, by: Actor) -> Paper:
    """Give it out with its number. Raises Refused."""
    earlier: Paper | None = Paper.objects.filter(pk=issuing.key(uid, PaperKind.ACCEPTANCE), hazard=hazard).first()
    if earlier is not None:
        return earlier
    viewer = check_can_accept(by, hazard)
    if not text.strip():
        raise Refused("请写验收意见。")
    said = [("整改情况", hazard.result), ("验收意见", text.strip())]
    made = issuing.give_out(hazard, PaperKind.ACCEPTANCE, said, act=uid, to=hazard.unit.name, by=viewer)
    audit.record(
        "hazard.accepted", kind=Hazard.audit_kind, record=hazard.pk, chain=hazard.audit_chain(), by=by,
        why=text.strip(), facts={"no": made.no},
    )  # fmt: skip
    return made


class AcceptanceForm(ActForm):
    name = "acceptance"
    text = forms.CharField(label="验收意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": self.hazard.verify_note}


ACTS = {
    "acceptance": Act(
        "出具验收意见", check_can_accept, AcceptanceForm,
        lambda hazard, said, by, uid: accept(hazard, said["text"], uid=uid, by=by), "验收意见已出具。",
    ),
}  # fmt: skip
