"""Somebody is away from a day to a day and names who stands in: 代某某 is written beside everything done meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.people.models import Appointment, Person
from weian.foundation.people.queries import colleagues
from weian.foundation.people.roles import SEPARATED, May
from weian.foundation.people.viewer import Refused, Viewer
from weian.kernel import clock

LONGEST = timedelta(days=366)
# The three administrators are separated persons by rule; nobody stands in for one of them by a click.
NEVER = SEPARATED


@transaction.atomic
def name_deputy(held: Appointment, deputy: Person, *, first: date, last: date, by: Viewer) -> Appointment:
    """`deputy` holds the post beside its holder from `first` to `last`, both counted. Raises Refused."""
    check_can_name(by, held)
    _check_person(held, deputy, by)
    if last < first or first < clock.today():
        raise Refused("日期要从今天起，止日不能早于起日。")
    _check_there(deputy, first, last)
    if last - first > LONGEST:
        raise Refused("代理一次最长一年。更久的请由管理员改任职。")
    again = Appointment.objects.filter(person=deputy, post=held.post).filter(
        Q(valid_to=None) | Q(valid_to__gt=first), valid_from__lte=last
    )
    if again.exists():
        raise Refused(f"{deputy.name}在这段时间里已经在这个岗位上。")
    made = Appointment(
        person=deputy, post=held.post, deputy=True, stands_in_for=held.person, valid_from=first,
        valid_to=last + timedelta(days=1),
    )  # fmt: skip
    made.save(force_insert=True)
    facts = {
        "person": str(deputy.uid), "post": str(held.post_id), "for": str(held.person_id), "since": first.isoformat(),
        "until": last.isoformat(),
    }  # fmt: skip
    audit.record("deputy.named", kind="appointment", record=made.uid, chain=held.post.unit_id, by=by, facts=facts)
    return made


@transaction.atomic
def end_deputy(standing_in: Appointment, *, by: Viewer) -> None:
    """They are back: from today on nobody stands in; what was not begun yet never begins. Raises Refused."""
    check_can_name(by, standing_in)
    locked = Appointment.objects.select_for_update().get(pk=standing_in.pk)
    today = clock.today()
    if locked.valid_to is None or locked.valid_to <= today:
        return
    # Never an empty interval: what began today still holds today, what had not begun is over on its first day.
    locked.valid_to = max(today, locked.valid_from + timedelta(days=1))
    if locked.valid_from > today:
        locked.valid_from, locked.valid_to = today - timedelta(days=1), today
    locked.save(update_fields=["valid_from", "valid_to"])
    audit.record(
        "deputy.ended", kind="appointment", record=locked.uid, chain=locked.post.unit_id, by=by,
        facts={"on": today.isoformat()},
    )  # fmt: skip


def check_can_name(by: Viewer, held: Appointment) -> None:
    """One's own post, or as the unit's desk any of its posts: who is ill cannot press a button."""
    away = held.stands_in_for_id or held.person_id
    if by.person.pk == away and by.stands_in_for is None:
        return
    if not (by.may(May.ROUTE_TASKS) and Viewer(held).unit.pk == by.unit.pk):
        raise Refused("代理人由本人或本单位安全管理人员指定。")


def _check_there(deputy: Person, first: date, last: date) -> None:
    """Who is away in these days, with somebody standing in for them, stands in for nobody."""
    away = Appointment.objects.filter(stands_in_for=deputy, valid_from__lte=last, valid_to__gt=first)
    if one := away.select_related("person").order_by("valid_from").first():
        back = one.valid_to - timedelta(days=1) if one.valid_to else last
        raise Refused(f"{deputy.name}自己 {one.valid_from} 至 {back} 由{one.person.name}代理，请另选一位同事。")


def _check_person(held: Appointment, deputy: Person, by: Viewer) -> None:
    if held.post.post_class in NEVER:
        raise Refused("三员岗位不能临时代理，请由管理员改任职。")
    if held.stands_in_for_id:
        raise Refused("代理人不能再找人代理。")
    if deputy.pk == held.person_id:
        raise Refused("不能由自己代理自己，请另选一位同事。")
    if not colleagues(by.unit).filter(pk=deputy.pk).exists():
        raise Refused(f"{deputy.name}不是本单位在岗的人，不能代理。")
