"""A point or a list that was looked at: one act, kept as an inspection with its faults as hazards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.registry import api as registry
from weian.kernel import memo
from weian.portal.phone import reading
from weian.portal.phone.acts import Doing, Done, Kind
from weian.portal.phone.told import moment
from weian.programs.inspections import api as inspections
from weian.programs.inspections.api import Finding, Inspection, Mode

MOST_ANSWERS = 300
UNREAD = "到场已记。这里的检查表有数要读，这次没有读，不算巡查；请按表再查一次。"


def submit(doing: Doing) -> Done:
    """Photos are announced by the answers that they belong to: those of a fault go to its hazard."""
    said, by, arrival = doing.body, doing.by, doing.arrival
    answers = answers_of(said)
    # A clock in doubt is not passed on: the moment of arrival stands, and the arrival keeps the claim.
    times = {} if arrival.doubtful else _times(said, arrival.offset or 0)
    inspection = inspections.submit(
        uid=arrival.uid, by=by, unit=_unit(said, by), mode=_mode(said, by), sheet_ref=reading.text(said, "sheet", 120),
        answers=answers, subject=reading.uid(said.get("subject")), at_scan=_token(said) or None,
        device=str(arrival.line_id), seq=arrival.seq, note=reading.text(said, "note", 2000), **times,
    )  # fmt: skip
    place = registry.subject_of(inspection.subject) if inspection.subject and not inspection.sheet else None
    return Done(
        kind=Inspection.audit_kind, uid=inspection.pk, unit=inspection.unit, url=_url(inspection),
        told={"note": UNREAD} if place and inspections.leaves_out_readings(inspection, place) else {},
        owners=_owners(inspection, answers) if doing.announced else {},
    )  # fmt: skip


def ahead(told: Mapping[UUID, Mapping[str, Any]]) -> None:
    """The places, their labels, and what is here already, for a whole sending."""
    inspections.look_up(told)
    subjects = [uid for body in told.values() if (uid := reading.uid(body.get("subject")))]
    registry.look_up(subjects, [token for body in told.values() if (token := _token(body))])


def _token(said: Mapping[str, Any]) -> str:
    return reading.text(said, "scan", 40)


def _owners(inspection: Inspection, answers: Mapping[str, Any]) -> dict[UUID, tuple[str, UUID]]:
    """Photo → the hazard of the fault that it shows."""
    found = Finding.objects.filter(inspection=inspection, hazard__isnull=False).values_list("item", "hazard")
    return {
        UUID(photo): ("hazard", hazard) for item, hazard in found for photo in answers.get(item, {}).get("photos", ())
    }


def _url(inspection: Inspection) -> str:
    """Where it is read; empty while it has no page."""
    try:
        return reverse("inspection", args=[inspection.pk])
    except NoReverseMatch:
        return ""


def answers_of(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Only what an answer may hold, each of its own kind: the rest is judged by the checklist."""
    raw = said.get("answers")
    if not isinstance(raw, dict):
        return {}
    if len(raw) > MOST_ANSWERS:
        raise Refused("答案比检查表的项目还多，不能登记。请更新页面后重新打开这张表。")
    found = {}
    for code, one in raw.items():
        if isinstance(one, dict):
            value = one.get("v")
            found[code[:40]] = {
                "v": value if isinstance(value, (str, int, float)) else "", "note": reading.text(one, "note", 600),
                "photos": [str(uid) for photo in _list(one.get("photos")) if (uid := reading.uid(photo))],
            }  # fmt: skip
    return found


def _list(value: object) -> list[object]:
    return value[:20] if isinstance(value, list) else []


def _times(said: Mapping[str, Any], offset: int) -> dict[str, Any]:
    began, ended = moment(reading.text(said, "started_at", 40)), moment(reading.text(said, "ended_at", 40))
    ahead = -round(offset / 1000)
    return {"started_at": _sane(began, ended), "ended_at": ended, "clock_offset": ahead} if ended else {}


def _sane(began: datetime | None, ended: datetime) -> datetime:
    """Begun before it ended and not more than half a day: else the clock was moved meanwhile."""
    return began if began and ended - timedelta(hours=12) <= began <= ended else ended


def _unit(said: Mapping[str, Any], by: Viewer) -> Unit:
    uid = reading.uid(said.get("unit")) or reading.uid(said.get("department"))
    if uid is None:
        if by.is_commission:
            raise Refused("请选检查的是哪家机构。")
        return by.reach
    here = Unit.objects.current().under(by.unit).select_related("parent__parent")
    found = memo.once(("unit", by.unit.pk, uid), lambda: here.filter(pk=uid).first(), steady=True)
    if found is None:
        raise Refused("没有这个单位或科室，请重新选。")
    return found


def _mode(said: Mapping[str, Any], by: Viewer) -> str:
    if by.is_commission:
        return Mode.SPOT
    mode = reading.text(said, "mode", 12)
    return mode if mode in (Mode.SELF, Mode.ROUND) else Mode.ROUND if said.get("subject") else Mode.SELF


KINDS = {"inspection.submit": Kind(submit, ahead=ahead)}
