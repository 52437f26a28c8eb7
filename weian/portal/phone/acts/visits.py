"""A visit that was planned, made where there is no network: begun at the door, and handed in as one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.urls import reverse

from weian.foundation.people.api import Confirmed, Refused, Way
from weian.ground.hazards.api import Photo
from weian.portal.phone import reading
from weian.portal.phone.acts import Doing, Done, Kind
from weian.portal.phone.acts.inspections import answers_of
from weian.portal.phone.told import moment
from weian.programs.inspections import api as inspections
from weian.programs.inspections.api import Finding, FindingSpec, Inspection, Status

MOST_FINDINGS, MOST_TALKS = 60, 200
BEGUN = "组里的人已经开始了这次检查。"
MORE = "组里别人也记了问题，对方没有看到；答复异议以后请对方在系统里看全部再确认。"
UNSIGNED = "还没有被检查单位的人手写的签名。请对方在手机上签，或者选“以后在系统里签”。"
NOT_ALL = "组里别人也记了问题，对方签的不是全部，这次签字没有算。请对方在系统里看全部问题再签。"


def opened(doing: Doing) -> Done:
    """A sealed plan was read; whoever did leaves a name, for the moment at which it was read."""
    with inspections.at_hand(reading.uid(doing.body.get("visit")), doing.by) as one:
        assert one.plan is not None
        if one.sealed:
            inspections.open_seal(one.plan, by=doing.by, at=doing.at)
        return Done(kind=Inspection.audit_kind, uid=one.pk)


def start(doing: Doing) -> Done:
    """Somebody of the team stood at the door. Of two who say so the second is told that it has begun."""
    said, arrival = doing.body, doing.arrival
    with inspections.at_hand(reading.uid(said.get("visit")), doing.by) as one:
        if one.status == Status.STARTED:
            return _told(one, BEGUN)
        inspections.start(
            one, by=doing.by, code=reading.text(said, "code", 40), why_no_code=reading.text(said, "why", 200),
            started_at=doing.at, device=str(arrival.line_id), seq=arrival.seq,
        )  # fmt: skip
        return _told(one)


def report(doing: Doing) -> Done:
    """Answers, findings and talks of one of the team; and, where the visit is over, what the inspected side said.

    All of it or nothing: what is refused goes back to the phone as it was.
    """
    said, by = doing.body, doing.by
    photos = {one.uid: Photo(one.file, one.role, one.source, one.uid) for one in doing.photos}
    with inspections.at_hand(reading.uid(said.get("visit")), by) as one:
        specs = [_spec(one, told, photos, doing) for told in _list(said, "findings", MOST_FINDINGS)]
        _fill(one, said, photos, doing)
        for spec in specs:
            inspections.find(one, spec, by=by)
        for talk in _list(said, "talks", MOST_TALKS):
            if key := reading.uid(talk.get("uid")):
                inspections.ask_staff(one, _yes_or_no(talk.get("answers")), uid=key, by=by)
        note = ""
        if said.get("finish") is True:
            # Signed where nobody could be asked again; the signatures say so.
            signing = replace(doing, by=replace(by, confirmed=Confirmed(Way.PHONE)))
            inspections.finish(one, by=signing.by, ended_at=_when(said.get("ended_at"), doing))
            note = _exchanged(one, said, photos, signing)
        return _told(one, note)


def _exchanged(one: Inspection, said: Mapping[str, Any], photos: Mapping[UUID, Photo], doing: Doing) -> str:
    """What the inspected side said on the spot; a sentence where it does not count."""
    word, text = reading.text(said, "word", 12), reading.text(said, "text", 500)
    if not word:
        return ""
    if one.sealed:
        raise Refused("密封的检查，结果先审核，不当场给被检查单位签字。请不带签字再交一次。")
    if word == "refused":
        inspections.note_refusal(one, by=doing.by, why=text)
        return ""
    drawn = _drawn(said, photos)
    if word not in ("signed", "objected") or drawn is None:
        raise Refused(UNSIGNED)
    name, title = reading.text(said, "name", 40), reading.text(said, "post", 80)
    there = set(Finding.objects.filter(inspection=one).values_list("pk", flat=True))
    saw_all = there == {reading.uid(uid) for uid in _strings(said.get("seen"))}
    if word == "objected":
        inspections.take_objections(one, _objections(said), drawn, by=doing.by, name=name, title=title)
        return "" if saw_all else MORE
    if not saw_all:
        return NOT_ALL
    inspections.take_signature(one, drawn, by=doing.by, name=name, title=title, text=text)
    return ""


def _drawn(said: Mapping[str, Any], photos: Mapping[UUID, Photo]) -> Photo | None:
    """The hand of the inspected side: no signature that answers an item of the checklist."""
    answers = {uid for told in answers_of(said).values() for uid in told["photos"]}
    hands = (photo for photo in photos.values() if photo.role == "signature" and str(photo.uid) not in answers)
    return next(hands, None)


def _objections(said: Mapping[str, Any]) -> dict[UUID, str]:
    """To which findings the inspected side objects, and why."""
    told = {reading.uid(one.get("finding")): reading.text(one, "text", 500) for one in _list(
        said, "objections", MOST_FINDINGS
    )}  # fmt: skip
    return {uid: text for uid, text in told.items() if uid is not None}


def _fill(one: Inspection, said: Mapping[str, Any], photos: Mapping[UUID, Photo], doing: Doing) -> None:
    """Answers of several of the team stand side by side; of one item the later."""
    answers, note = answers_of(said), reading.text(said, "note", 2000)
    of_answers = [photos[UUID(uid)] for told in answers.values() for uid in told["photos"] if UUID(uid) in photos]
    if not answers and not note:
        return
    before, words = inspections.answers_of(one)
    if note and words and note not in words:
        note = f"{words}\n{note}"
    inspections.fill(one, {**before, **answers}, by=doing.by, note=note or words, photos=of_answers)


def _spec(one: Inspection, told: Mapping[str, Any], photos: Mapping[UUID, Photo], doing: Doing) -> FindingSpec:
    key = reading.uid(told.get("uid"))
    if key is None:
        raise Refused("有一个问题没有编号。请更新页面后再交一次。")
    plain: dict[str, Any] = {
        "uid": key, "text": reading.text(told, "text", 2000), "place": reading.text(told, "place", 120),
        "type": reading.text(told, "type", 40), "item": reading.text(told, "item", 80),
        "method": reading.text(told, "method", 8) or "look",
        "severity": reading.text(told, "severity", 10) or "general",
        "clause": inspections.clause_of(one, reading.uid(told.get("clause"))),
        "basis": reading.text(told, "basis", 200),
        "photos": [photos[uid] for uid in map(reading.uid, _strings(told.get("photos"))) if uid and uid in photos],
        "found_at": _when(told.get("found_at"), doing),
    }  # fmt: skip
    who, measure = inspections.responsible(reading.uid(told.get("responsible"))), reading.text(told, "measure", 1000)
    if told.get("way") == "fixed":
        if not measure:
            raise Refused("请写一句当场怎么改的。")
        return FindingSpec(**plain, fixed=measure, fixer=who)
    return FindingSpec(
        **plain, responsible=who, due=reading.day(told.get("due")), measure=measure, money=_money(told.get("money")),
        at_once=told.get("at_once") is not False, interim_measure=reading.text(told, "interim_measure", 1000),
        plan=reading.text(told, "plan", 1000),
    )  # fmt: skip


def _when(claimed: object, doing: Doing) -> datetime:
    """When it was done, as far as the phone's clock is believed, and never after the whole was kept."""
    found = moment(claimed) if isinstance(claimed, str) else None
    if found is None or doing.arrival.doubtful:
        return doing.at
    return min(found + timedelta(milliseconds=doing.arrival.offset or 0), doing.at)


def _told(one: Inspection, note: str = "") -> Done:
    told = {"status": one.get_status_display()} | ({"note": note} if note else {})
    return Done(
        kind=Inspection.audit_kind, uid=one.pk, unit=one.unit, url=reverse("inspection", args=[one.pk]), told=told
    )


def _list(said: Mapping[str, Any], name: str, most: int) -> Sequence[Mapping[str, Any]]:
    found = said.get(name)
    rows = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    if len(rows) > most:
        raise Refused(f"一次最多交 {most} 条，现在 {len(rows)} 条。请分几次交。")
    return rows


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _yes_or_no(value: object) -> dict[str, bool]:
    return {str(code)[:40]: right is True for code, right in value.items()} if isinstance(value, dict) else {}


def _money(value: object) -> Decimal | None:
    """Yuan as typed; None for what is no amount, which the five elements then ask for."""
    try:
        found = Decimal(str(value).strip()) if isinstance(value, (str, int)) and str(value).strip() else None
    except InvalidOperation:
        return None
    return found.quantize(Decimal("0.01")) if found is not None and 0 <= found < Decimal(10**12) else None


KINDS = {
    "visit.open": Kind(opened),
    "visit.start": Kind(start),
    "visit.report": Kind(report, proof=True),
}
