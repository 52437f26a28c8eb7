"""A drawn result becomes a plan: which units are visited, who goes to each, and how long it stays hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, PostClass, Refused, Viewer
from weian.foundation.people.models import Appointment, Person
from weian.foundation.people.roles import grants
from weian.ground.experts import api as experts
from weian.kernel import clock, keyset
from weian.programs.inspections.kinds import SEALED, Mode
from weian.programs.inspections.models import Plan

GONE = "这次抽取已经作废，或者不是本单位抽的，不能再用。请重新打开“安排检查”。"
MOST_OFFERED = 10
# Whoever plans inspections of a unit goes for it in a cross-check.
_GOING = [one for one in PostClass if May.PLAN_INSPECTION in grants(one)]


@dataclass(frozen=True)
class Taken:
    """The result as a plan takes it: units to be visited, who was sent to each, and who of them is an expert."""

    draw: experts.Draw
    units: list[Unit]
    sent: dict[UUID, list[Person]]
    experts: frozenset[UUID]
    pairs: bool

    @property
    def hidden(self) -> bool:
        return _hides(self.draw)

    @property
    def mode(self) -> Mode | None:
        """What the draw says of how one goes; None where it says nothing."""
        if self.hidden:
            return Mode.SECRET
        return Mode.CROSS if self.pairs else None


def offered(viewer: Viewer) -> list[experts.Draw]:
    """What the office drew last and may plan by."""
    return experts.draws_for_plan(viewer, limit=MOST_OFFERED)


def taken(uid: UUID, viewer: Viewer) -> Taken | None:
    """The result of one of the office's own draws; None where it is voided, of another office or not there."""
    found = experts.drawn(uid, viewer)
    if found is None or found.draw.unit_id != viewer.unit.pk:
        return None
    if not found.pairs:
        going = {unit: [one.person_id for one in team] for unit, team in found.teams.items()}
        rated = {one.person_id for team in found.teams.values() for one in team if one.kind == one.Kind.EXPERT}
        return Taken(found.draw, found.units, _people(going), frozenset(rated), pairs=False)
    units = [to for _, to in found.pairs]
    # What is not opened is not for the paired units to know: the office goes itself.
    members = {} if _hides(found.draw) else _members([one for one, _ in found.pairs])
    going = {to.pk: members.get(one.pk, []) for one, to in found.pairs}
    return Taken(found.draw, units, _people(going), frozenset(), pairs=True)


def check_hidden(of: Taken, mode: str) -> None:
    """What was drawn under seal is planned under seal, until it is opened. Raises Refused."""
    if of.hidden and mode not in SEALED:
        raise Refused("这次抽取还没有向下级公开，只能安排暗访或四不两直。要明着去，请先公开抽取结果。")


def check_drawn(of: Taken, units: Sequence[Unit]) -> None:
    """A plan of a draw holds only what was drawn; fewer is allowed, as it may be done in parts. Raises Refused."""
    known = {one.pk for one in of.units}
    if strange := [one.name for one in units if one.pk not in known]:
        raise Refused(f"{'、'.join(strange[:5])}不在这次抽取的结果里。要另加单位，请另安排一次检查。")


def planning_of(draw: UUID, viewer: Viewer) -> experts.Planning:
    """For the page of a draw: plans made of it, as far as the viewer sees them, and where one is made."""
    seen = Plan.objects.visible_to(viewer).filter(draw=draw).order_by("made_at", "uid")[:MOST_OFFERED]
    plans = [(reverse("inspection-plan", args=[one.pk]), "密封的检查" if one.sealed else one.title) for one in seen]
    may = viewer.may(May.PLAN_INSPECTION)
    return experts.Planning(plans, f"{reverse('inspection-new')}?draw={draw}" if may else "")


def planned(draw: object, viewer: Viewer, *, but: object = None) -> list[str]:
    """Plans made of a draw, as far as the viewer sees them, in words; `but` one, which may be the same sent again."""
    keys = [keyset.uid(draw), keyset.uid(but)]
    if keys[0] is None:
        return []
    made = Plan.objects.visible_to(viewer).filter(draw=keys[0]).exclude(pk=keys[1]).order_by("made_at", "uid")
    return [_called(one) for one in made[:MOST_OFFERED]]


def _called(one: Plan) -> str:
    day = one.made_at.astimezone(clock.SHANGHAI).date()
    return f"{'密封的检查' if one.sealed else f'“{one.title}”'}（{day:%Y-%m-%d}）"


def _hides(draw: experts.Draw) -> bool:
    return draw.sealed and draw.opened_at is None


def _members(units: Sequence[Unit]) -> dict[UUID, list[UUID]]:
    """Persons who inspect for each unit, by the posts that they hold today."""
    held = Appointment.objects.on(clock.today()).filter(
        post__reach__in=units, post__post_class__in=_GOING, post__ended_on=None
    )
    members: dict[UUID, list[UUID]] = {}
    for unit, person in held.order_by("person__sort_key", "uid").values_list("post__reach", F("person")):
        members.setdefault(unit, []).append(person)
    return members


def _people(going: dict[UUID, list[UUID]]) -> dict[UUID, list[Person]]:
    """Those who are still there, with the unit that names them."""
    uids = {uid for team in going.values() for uid in team}
    known = {one.pk: one for one in Person.objects.filter(pk__in=uids, left_on=None).select_related("unit")}
    return {unit: [known[uid] for uid in dict.fromkeys(team) if uid in known] for unit, team in going.items()}
