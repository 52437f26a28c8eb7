"""One message a person and morning instead of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from weian.foundation.inbox.models import Digest, Message, Preference
from weian.foundation.people.viewer import Viewer
from weian.kernel import clock

# What a line of a digest may be, in the order in which it is told.
GROUPS = {"late": "已逾期", "today": "今天到期", "soon": "快到期", "raised": "督办到您"}
# A digest names so many things in words and keeps so many; the pages show all.
NAMED, KEPT = 8, 300


@dataclass(frozen=True)
class Line:
    """One thing in a digest."""

    group: str
    title: str


def prefer(at_once: bool, *, by: Viewer) -> None:
    """How the person wants to be reminded from now on."""
    Preference.objects.update_or_create(person=by.person, defaults={"at_once": at_once, "set_at": clock.now()})


def wants_at_once(people: Iterable[UUID]) -> set[UUID]:
    """Those of the people who want every reminder at once."""
    return set(Preference.objects.filter(person__in=set(people), at_once=True).values_list("person", flat=True))


@transaction.atomic
def digest(day: date, wanted: Mapping[UUID, Mapping[str, Line]]) -> int:
    """Put lines into the digests of a morning; the first ones make its message, later ones renew it.

    Lines have keys: the same again changes nothing. Returns how many digests changed.
    """
    known = {
        one.person_id: one
        for one in Digest.objects.select_for_update(of=["self"])
        .filter(day=day, person__in=wanted)
        .select_related("message")
    }
    fresh, messages, changed = [], [], 0
    for person, lines in sorted(wanted.items()):
        one = known.get(person)
        told = {**(one.lines if one else {}), **{key: asdict(line) for key, line in lines.items()}}
        told = dict(list(told.items())[:KEPT])
        if not told or (one is not None and told == one.lines):
            continue
        changed += 1
        if one is None:
            message = Message(to_id=person, kind="digest", url=reverse("home"), made_at=clock.now(), **_words(told))
            messages.append(message)
            fresh.append(Digest(person_id=person, day=day, lines=told, message=message))
            continue
        one.lines = told
        one.save(update_fields=["lines"])
        Message.objects.filter(pk=one.message_id).update(**_words(told), made_at=clock.now(), read_at=None)
    Message.objects.bulk_create(messages)
    Digest.objects.bulk_create(fresh)
    return changed


def _words(lines: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    counts = Counter(one["group"] for one in lines.values())
    order = list(GROUPS)
    ordered = sorted(lines.values(), key=lambda one: order.index(one["group"]))
    named = [f"{GROUPS[one['group']]}：{one['title']}" for one in ordered[:NAMED]]
    more = f"；等 {len(ordered)} 件" if len(ordered) > NAMED else ""
    heads = "，".join(f"{word} {counts[group]} 件" for group, word in GROUPS.items() if counts[group])
    return {"title": f"今日汇总：{heads}", "text": "；".join(named) + more}
