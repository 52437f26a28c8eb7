"""A small world with something in every part of every measure."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from tests.cast import Cast
from tests.conftest import acting
from tests.ground.hazards.situations import Situations
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.documents.reading import read_text
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock

SENT_ON = date(2026, 11, 16)
NOW = date(2026, 12, 22)
NOTICE = "云泽市卫生健康委员会关于开展安全生产专项行动的通知\n\n各县卫生健康局：\n\n一、压实责任。请抓好落实。\n"


def notice(cast: Cast, to: list[Unit], *, due: date = date(2026, 11, 27), parts: int = 5) -> Document:
    """A notice of the city with a composite of `parts` parts, issued on 16 November."""
    with clock.moved_to(SENT_ON), acting(cast.regulator) as city:
        document = documents.draft_notice(read_text(NOTICE), by=city, text=NOTICE)
        documents.issue(document, by=city, addressees=to, via="name")
        specs = [
            duties.Spec(
                uid=uuid4(), kind="report", title=f"第 {part} 项", evidence=("report_text",), due=due, composite="five",
                part=part, order=part,
            )
            for part in range(1, parts + 1)
        ]  # fmt: skip
        duties.put_obligations(document, specs, by=city)
    return document


def sign(document: Document, viewer: Viewer, on: date = SENT_ON) -> None:
    with clock.moved_to(on), acting(viewer):
        receipt = documents.receipt_of(document, viewer.unit)
        assert receipt is not None
        documents.sign(receipt, by=viewer)


def hand_in(document: Document, viewer: Viewer, part: int, on: date) -> duties.Task:
    """The unit answers one part with a report and submits it on a day."""
    with clock.moved_to(on), acting(viewer):
        one = next(one for one in duties.owed([viewer.unit], document=document) if one.obligation.part == part)
        task = one.task or duties.start(one, by=viewer)
        spec = duties.RecordSpec(kind="report", title="情况", happened_on=on, text="已开展自查。")
        duties.answer(task, duties.record(spec, by=viewer), by=viewer)
        duties.submit(task, by=viewer)
    return task


def accept(task: Any, viewer: Viewer, on: date) -> None:
    with clock.moved_to(on), acting(viewer):
        duties.accept(duties.Task.objects.get(pk=task.pk), by=viewer)


def exempt(document: Document, unit: Unit, part: int, viewer: Viewer, on: date) -> None:
    with clock.moved_to(on), acting(viewer):
        one = next(one for one in duties.owed([unit], document=document) if one.obligation.part == part)
        duties.exempt(one, why="本单位没有这类场所", by=viewer)


def hazards_of_all_kinds(cast: Cast) -> Situations:
    """Eight at the hospital: every status but grading, one major; each step a day after the last from 16 November."""
    play = Situations(cast)
    for status in ("reported", "assigned", "fixed", "applied", "verified", "closed", "reopened"):
        play.at(hazards.Status(status))
    play.assigned("major")
    return play


def hazard_of(cast: Cast, viewer: Viewer, unit: Unit, on: date) -> None:
    """One more, found at another unit on a day."""
    with clock.moved_to(on), acting(viewer):
        hazards.report(uid=uuid4(), by=viewer, unit=unit, text="灭火器过期", place="大厅")


def everything(cast: Cast) -> Document:
    """Eight hazards at the hospital, one at the center, one at the city's hospital; and a notice in all stages.

    Hospital: 5 of 5 accepted, the first a working day late. Center: parts 1 and 2 accepted, 3 handed in, 4 exempted,
    5 begun. Clinic: has not signed. City's hospital: signed, nothing done.
    """
    hazards_of_all_kinds(cast)
    hazard_of(cast, cast.center_officer, cast.center, NOW)
    hazard_of(cast, cast.city_officer, cast.city_hospital, NOW)
    document = notice(cast, [cast.hospital, cast.center, cast.clinic, cast.city_hospital])
    for viewer in (cast.officer, cast.center_officer, cast.city_officer):
        sign(document, viewer)
    days = {1: date(2026, 11, 30)}
    for part in range(1, 6):
        task = hand_in(document, cast.officer, part, days.get(part, date(2026, 11, 25)))
        accept(task, cast.county_regulator, date(2026, 12, 1))
    for part in (1, 2, 3):
        task = hand_in(document, cast.center_officer, part, date(2026, 11, 26))
        if part < 3:
            accept(task, cast.county_regulator, date(2026, 12, 1))
    exempt(document, cast.center, 4, cast.county_regulator, date(2026, 12, 1))
    with clock.moved_to(date(2026, 12, 1)), acting(cast.center_officer) as officer:
        duties.start(
            next(one for one in duties.owed([cast.center], document=document) if one.obligation.part == 5), by=officer
        )
    return document
