"""一次专项督导 (S0-2.0g): which units a visit counts for as led by a superior; a unit that looks at itself has none.

A visit about what the content keeps apart from production safety is none either, and what one found of it beside the
rest is not counted (S3-2.2a).
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import PostClass, Viewer, institution_of
from weian.foundation.people.models import Appointment
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.programs.inspections.kinds import FROM_ABOVE, OWN
from weian.programs.inspections.models import Finding, Inspection
from weian.programs.inspections.states import ENDED

LEADERS = (PostClass.DIRECTOR, PostClass.DEPUTY, PostClass.SOLE)


def units_of(one: Inspection) -> list[Unit]:
    """Whose duty of such a visit it fulfils: the visited unit's, and that of the commission which led it; inside a unit
    its own, where its leaders went to a department."""
    home = institution_of(one.target)
    if one.mode in OWN or one.status not in ENDED or not Inspection.objects.safety().filter(pk=one.pk).exists():
        return []
    if one.office_id != home.pk:
        return [home, *([one.office] if one.office.kind == Kind.COMMISSION else [])]
    return [home] if one.org_pos != home.pos and _led_by_leader(one, home) else []


def note(one: Inspection, *, by: Viewer) -> None:
    """The visit has come to its end: what asks for one is done by it."""
    units = units_of(one)
    if not units:
        return
    rows = Finding.objects.filter(inspection=one, dropped=False).exclude(domain__in=hazards.domains_apart())
    visit = duties.Led(
        uid=one.pk, title=f"{one.office.title}{one.get_mode_display()}：{institution_of(one.target).title}",
        on=day_of(one), places=one.target.title, found=rows.count(), fixed=rows.exclude(fixed="").count(),
        text=one.note,
    )  # fmt: skip
    duties.note_led(visit, units, by=by)


def has_been_led(unit: Unit, since: date) -> bool:
    """Whether such a visit was made to its end since a day."""
    rows = Inspection.objects.safety().filter(status__in=ENDED, started_at__date__gte=since, mode__in=FROM_ABOVE)
    from_above = rows.filter(target__pos__gte=unit.pos, target__pos__lt=unit.end).exclude(office=unit)
    if unit.kind == Kind.COMMISSION:
        # Of a commission: somebody above came to it, or it went to a unit itself.
        return rows.filter(Q(target=unit) | Q(office=unit)).exclude(office=F("target")).exists()
    inside = rows.filter(office=unit, org_pos__gt=unit.pos, org_pos__lt=unit.end).select_related("target")
    return from_above.exists() or any(_led_by_leader(one, unit) for one in inside.order_by("-started_at")[:50])


def day_of(one: Inspection) -> date:
    return (one.started_at or one.made_at).astimezone(clock.SHANGHAI).date()


def _led_by_leader(one: Inspection, home: Unit) -> bool:
    held = Appointment.objects.on(day_of(one)).filter(person__in=one.team, post__post_class__in=LEADERS)
    return held.filter(post__reach=home).exists()
