"""Acts on hazards: the ground judges them, now, whatever the phone believed when it was without network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard
from weian.ground.registry import api as registry
from weian.kernel import clock
from weian.portal.phone.acts import Doing, Done, Kind
from weian.portal.phone.reading import day, text, uid

NEAR = timedelta(days=2)
MOST_PAIRS = 3


def report(doing: Doing) -> Done:
    """A hazard seen. It stands before its photos have landed; one probably known already asks about it."""
    said, by = doing.body, doing.by
    seen_on = doing.at.astimezone(clock.SHANGHAI).date()
    unit = _unit(said, by)
    hazard = hazards.report(
        uid=doing.arrival.uid, by=by, unit=unit, subject=_subject(said, unit), type=text(said, "type", 40),
        text=text(said, "text", 2000),
        place=text(said, "place", 120), department=_department(said, by), found_on=min(seen_on, clock.today()),
        photos_follow=bool(doing.announced), found_mode=_mode(said, by),
    )  # fmt: skip
    return _told(hazard, pairs=pairs_of(hazard, by))


def pairs_of(hazard: Hazard, viewer: Viewer) -> list[dict[str, str]]:
    """Open hazards of the last days that are probably the same, as far as the person may see them."""
    seen = Hazard.objects.visible_to(viewer).open().filter(unit=hazard.unit_id, found_on__gte=hazard.found_on - NEAR)
    same = Q(pk=None)
    kind = Q(type=hazard.type) | Q(type="") if hazard.type else Q()
    if hazard.subject is not None:
        called = {hazard.place, hazard.subject.name}
        same |= (Q(subject=hazard.subject_id) | Q(subject=None, place__in=called)) & kind
    elif hazard.place:
        same |= Q(place=hazard.place) & kind
    if hazard.text:
        same |= Q(text=hazard.text)
    if hazard.type and hazard.department_id:
        same |= Q(type=hazard.type, department=hazard.department_id)
    found = seen.filter(same).exclude(pk=hazard.pk).order_by("-reported_at")[:MOST_PAIRS]
    return [{"uid": str(one.pk), "no": one.no, "title": one.title, "url": _url(one)} for one in found]


def _on(deed: Callable[[Hazard, Doing], object]) -> Callable[[Doing], Done]:
    """An act on a hazard that is there; what the person may not see looks like what is not there."""

    def do(doing: Doing) -> Done:
        which = uid(doing.body.get("hazard"))
        hazard = Hazard.objects.visible_to(doing.by).select_related("unit").filter(pk=which).first() if which else None
        if hazard is None:
            raise Refused("没有这条隐患，或者它已经不归您的岗位看。请到隐患列表里找。")
        deed(hazard, doing)
        return _told(hazard)

    return do


def _rectify(hazard: Hazard, doing: Doing) -> object:
    return hazards.rectify(hazard, by=doing.by, note=text(doing.body, "note", 2000), photos=_photos(doing, "after"))


def _apply(hazard: Hazard, doing: Doing) -> object:
    """On a phone one act: begin, where nobody has, and ask for verification."""
    if hazard.status in (hazards.Status.ASSIGNED, hazards.Status.RETURNED):
        hazards.rectify(hazard, by=doing.by, note=text(doing.body, "note", 2000))
    return hazards.apply(hazard, by=doing.by, note=text(doing.body, "note", 2000), photos=_photos(doing, "after"))


def _verify(hazard: Hazard, doing: Doing) -> object:
    _check_round(hazard, doing)
    return hazards.verify(hazard, by=doing.by, note=text(doing.body, "note", 1000), photos=_photos(doing, "scene"))


def _return(hazard: Hazard, doing: Doing) -> object:
    _check_round(hazard, doing)
    return hazards.return_(hazard, by=doing.by, why=text(doing.body, "note", 500), photos=_photos(doing, "scene"))


def _fix(hazard: Hazard, doing: Doing) -> object:
    photos = [hazards.Photo(one.file, one.role, one.source, one.uid) for one in doing.photos]
    return hazards.fix_on_the_spot(hazard, text(doing.body, "note", 500), by=doing.by, photos=photos)


def _close(hazard: Hazard, doing: Doing) -> object:
    _check_round(hazard, doing)
    return hazards.close(hazard, by=doing.by)


def _extend(hazard: Hazard, doing: Doing) -> object:
    until = day(doing.body.get("until"))
    if until is None:
        raise Refused("请写明要延到哪一天。")
    why = text(doing.body, "note", 500)
    return hazards.ask_extension(hazard, uid=doing.arrival.uid, by=doing.by, until=until, reason=why)


def _compare(hazard: Hazard, doing: Doing) -> object:
    return hazards.answer_pair(hazard, same=doing.body.get("same") is True, by=doing.by)


def _check_round(hazard: Hazard, doing: Doing) -> None:
    """Who judges has seen what is judged: another application since then is another matter."""
    seen = text(doing.body, "round", 60)
    if seen and seen != round_of(hazard):
        raise Refused("您在手机上看过以后，这条隐患又有了新的整改。请看过最新的整改情况再办。")


def round_of(hazard: Hazard) -> str:
    """Which application for verification stands; empty where there is none."""
    asked = hazard.applied_at or hazard.fixed_at
    return asked.isoformat() if asked else ""


def _photos(doing: Doing, role: str) -> list[hazards.Photo]:
    return [hazards.Photo(one.file, role, one.source, one.uid) for one in doing.photos]


def _told(hazard: Hazard, pairs: list[dict[str, str]] | None = None) -> Done:
    return Done(
        kind=Hazard.audit_kind, uid=hazard.pk, unit=hazard.unit, url=_url(hazard), no=hazard.no, pairs=pairs or [],
        told={"status": hazard.get_status_display(), "title": hazard.title},
    )  # fmt: skip


def _url(hazard: Hazard) -> str:
    return reverse("hazard", args=[hazard.pk])


def _unit(said: Mapping[str, Any], by: Viewer) -> Unit:
    """The own unit; a commission says which of those below it."""
    if not by.is_commission:
        return by.unit
    which = uid(said.get("unit"))
    found = Unit.objects.current().institutions().under(by.unit).filter(pk=which).first() if which else None
    if found is None:
        raise Refused("请选是哪家机构的隐患。")
    return found


def _subject(said: Mapping[str, Any], unit: Unit) -> registry.Subject | None:
    """The point from which it was reported; one that went meanwhile leaves its words."""
    which = uid(said.get("subject"))
    found = registry.subject_of(which) if which else None
    return found if found is not None and found.unit_id == unit.pk else None


def _department(said: Mapping[str, Any], by: Viewer) -> Unit | None:
    which = uid(said.get("department"))
    if which is None:
        return by.reach if by.reach.kind == "department" and "department" not in said else None
    found = Unit.objects.current().under(by.unit).filter(kind="department", pk=which).first()
    if found is None:
        raise Refused("没有这个科室，请重新选。")
    return found


def _mode(said: Mapping[str, Any], by: Viewer) -> str:
    mode = text(said, "mode", 12)
    return mode if by.is_commission and mode in hazards.Mode.values else hazards.Mode.DAILY


KINDS = {
    "hazard.report": Kind(report),
    "hazard.rectify": Kind(_on(_rectify), proof=True),
    "hazard.apply": Kind(_on(_apply), proof=True),
    "hazard.verify": Kind(_on(_verify), proof=True),
    "hazard.return": Kind(_on(_return), proof=True),
    "hazard.fix": Kind(_on(_fix), proof=True),
    "hazard.close": Kind(_on(_close)),
    "hazard.extend": Kind(_on(_extend)),
    "hazard.compare": Kind(_on(_compare)),
}
