"""A small world with something in every part of every measure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.hazards.situations import Situations
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.documents.reading import read_text
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.kernel.actor import System

SENT_ON = date(2026, 11, 16)
NOW = date(2026, 12, 20)
FIVE = ("plan", "meeting", "inspection", "training", "report")
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
        return duties.submit(task, by=viewer) or task


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
