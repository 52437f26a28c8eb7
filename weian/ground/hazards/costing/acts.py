"""资金和成因: what was approved and spent, and why it came about. Estimated money stands with the five elements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from weian.foundation.audit import api as audit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import access
from weian.ground.hazards.criteria.schema import cause_rule, root_causes
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.overlay import Act
from weian.ground.hazards.states import Status
from weian.kernel.actor import Actor

_NOT_YET = (Status.REPORTED, Status.GRADED, Status.MERGED)


def check_can_account(by: Actor, hazard: Hazard) -> Viewer:
    """Whoever puts it right and the unit's desk, from the assignment on until after the closing."""
    if hazard.status in _NOT_YET:
        raise Refused("派发以后再登记资金和成因。")
    viewer = access.person_of(by)
    if viewer.supervises(hazard.unit):
        raise Refused(f"资金和成因由{hazard.unit.name}登记。")
    if hazard.responsible_id in viewer.persons:
        return viewer
    return access.at_work(by, hazard, May.ASSIGN_HAZARD)


def account(
    hazard: Hazard, *, by: Actor, approved: Decimal | None = None, spent: Decimal | None = None,
    causes: Sequence[str] = (), cause: str = "",
) -> Hazard:  # fmt: skip
    """Keep what was approved and spent (yuan), and the causes by the list of the packs and in words. Raises Refused."""
    viewer = check_can_account(by, hazard)
    if any(one is not None and one < 0 for one in (approved, spent)):
        raise Refused("金额不能小于 0。")
    if approved != hazard.money_approved and not viewer.may(May.ASSIGN_HAZARD):
        raise Refused("批准资金由有派发职责的人登记。")
    known = root_causes()
    if set(causes) - set(known):
        raise Refused("没有这个成因类别，请重新选。")
    facts = {"approved": str(approved or ""), "spent": str(spent or ""), "causes": [known[one] for one in causes]}
    with audit.changed(hazard, "hazard.accounted", by=by, why=cause.strip(), facts=facts):
        hazard.money_approved, hazard.money_spent = approved, spent
        hazard.causes, hazard.cause = list(causes), cause.strip()
    return hazard


class AccountForm(ActForm):
    name = "account"
    approved = forms.DecimalField(label="批准资金（元）", required=False, max_digits=14, decimal_places=2)
    spent = forms.DecimalField(label="已用资金（元）", required=False, max_digits=14, decimal_places=2)
    causes = forms.MultipleChoiceField(label="成因", required=False, widget=forms.CheckboxSelectMultiple)
    cause = forms.CharField(
        label="为什么会出现", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["causes"]
        choices.choices = list(root_causes().items())
        if (asked := cause_rule(self.hazard.grade)) is not None:
            choices.help_text = asked.words
        self.initial = {
            "approved": self.hazard.money_approved, "spent": self.hazard.money_spent, "causes": self.hazard.causes,
            "cause": self.hazard.cause,
        }  # fmt: skip


ACTS = {
    "account": Act(
        "资金和成因", check_can_account, AccountForm,
        lambda hazard, said, by, uid: account(
            hazard, by=by, approved=said["approved"], spent=said["spent"], causes=said["causes"], cause=said["cause"]
        ),
        "已记资金和成因。",
    ),
}  # fmt: skip
