"""更正地点: where it is, said anew after the report. What was said before, by whom and why, stays in the trace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import access, pack_schema, telling
from weian.ground.hazards.actions.reporting import place_of, title_of
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard, Pair
from weian.ground.hazards.overlay import Act
from weian.ground.hazards.pairing.actions import pair
from weian.ground.hazards.pairing.finding import earlier_like
from weian.ground.hazards.states import Status
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.kernel.actor import Actor


def check_can_correct(by: Actor, hazard: Hazard) -> Viewer:
    """Whoever found it, until it is graded; the desk of the unit, until it is closed."""
    viewer = access.person_of(by)
    if not hazard.is_open:
        raise Refused("已经销号的隐患不再改地点；如果又出现了，请先重开。")
    if hazard.found_by_id in viewer.persons and hazard.status == Status.REPORTED:
        return viewer
    if viewer.supervises(hazard.unit):
        raise Refused(f"定级以后地点由{hazard.unit.name}的安全管理人员更正。")
    return access.at_work(by, hazard, May.GRADE_HAZARD)


@transaction.atomic
def correct(hazard: Hazard, *, subject: Subject | None, place: str, why: str, by: Actor) -> Hazard:
    """Say where it is, by key and in words; one found there already is then asked about. Raises Refused."""
    check_can_correct(by, hazard)
    words, subject = place_of(hazard.unit, place.strip(), subject)
    if not words:
        raise Refused("请选场所点位，或者写明在哪里。")
    if not why.strip():
        raise Refused("请写明为什么要改地点。")
    if (words, subject and subject.pk) == (hazard.place, hazard.subject_id):
        raise Refused("地点和原来一样，没有改。")
    facts = {"from": _called(hazard.place, hazard.subject), "to": _called(words, subject)}
    with audit.changed(hazard, "hazard.place_corrected", by=by, why=why.strip(), facts=facts):
        kind = pack_schema.types().get(hazard.type)
        if hazard.title == title_of(hazard.text, kind.title if kind else "", hazard.place):
            hazard.title = title_of(hazard.text, kind.title if kind else "", words)
        hazard.place, hazard.subject = words, subject
        earlier = None if hazard.has(Mark.PAIR) else earlier_like(hazard)
        if earlier is not None and Pair.objects.filter(hazard=hazard, earlier=earlier).exists():
            earlier = None  # asked and answered
        if earlier is not None:
            hazard.mark(Mark.PAIR)
    if earlier is not None:
        pair(hazard, earlier, by=by)
    telling.place_corrected(hazard)
    return hazard


def _called(place: str, subject: Subject | None) -> str:
    name = subject.name if subject else ""
    return name if place in ("", name) else f"{name} {place}".strip()


class PlaceForm(ActForm):
    name = "place"
    subject = forms.ModelChoiceField(
        Subject.objects.none(), label="场所点位", required=False, empty_label="没有登记的地方"
    )
    place = forms.CharField(
        label="地点", required=False, max_length=120, help_text="选了场所点位的，可以只写更细的位置。"
    )
    why = forms.CharField(label="更正理由", max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["subject"]
        choices.queryset = registry.subjects_of(self.hazard.unit).exclude(kind=registry.Kind.PARTY)
        named = self.hazard.subject is not None and self.hazard.place == self.hazard.subject.name
        self.initial = {"subject": self.hazard.subject_id, "place": "" if named else self.hazard.place}


ACTS = {
    "place": Act(
        "更正地点", check_can_correct, PlaceForm,
        lambda hazard, said, by, uid: correct(
            hazard, subject=said["subject"], place=said["place"], why=said["why"], by=by
        ),
        "地点已更正，原来写的留在经过里。",
    ),
}  # fmt: skip
