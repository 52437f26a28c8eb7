"""Situations of duties: a notice that was issued to the hospital, signed for, answered."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.cast import SINCE, Cast
from tests.conftest import acting
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.documents.reading import read_text
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.viewer import Viewer, viewer_for
from weian.ground.duties import api as duties
from weian.kernel import clock

TEXT = """白鹭县卫生健康局关于做好安全生产工作的通知

县人民医院：

一、压实责任。请抓好落实。
"""


def issued(cast: Cast, *, kind: str = "report", evidence: Any = ("report_text",), **values: Any) -> Document:
    """A county notice with one obligation, sent to the hospital and the clinic."""
    with acting(cast.county_regulator) as regulator:
        document = documents.draft_notice(read_text(TEXT), by=regulator, text=TEXT)
        documents.issue(document, by=regulator, addressees=[cast.hospital, cast.clinic], via="name")
        told = {"title": "报送工作开展情况", **values}
        spec = duties.Spec(uid=uuid4(), kind=kind, evidence=evidence, **told)
        duties.put_obligations(document, [spec], by=regulator)
    return document


def signed(cast: Cast, document: Document) -> None:
    with acting(cast.officer) as officer:
        receipt = documents.receipt_of(document, cast.hospital)
        assert receipt is not None
        documents.sign(receipt, by=officer)


def owed_of(document: Document, unit: Unit) -> duties.Owed:
    (one,) = duties.owed([unit], document=document)
    return one


def plan_spec(*, lines: list[dict[str, Any]]) -> duties.RecordSpec:
    facts = {"approver": "罗建平", "approved_on": clock.today().isoformat(), "lines": lines}
    return duties.RecordSpec(
        kind="plan", title="安全生产工作方案", happened_on=clock.today(), text="方案。", facts=facts
    )


def started(cast: Cast, document: Document) -> duties.Task:
    with acting(cast.officer) as officer:
        if owed_of(document, cast.hospital).state == duties.TaskState.UNSIGNED:
            signed(cast, document)
        return duties.start(owed_of(document, cast.hospital), by=officer)


def answered(cast: Cast, document: Document) -> duties.Task:
    """With a report on record, which is all that `issued` asks for."""
    task = started(cast, document)
    with acting(cast.officer) as officer:
        spec = duties.RecordSpec(kind="report", title="工作开展情况", happened_on=clock.today(), text="已开展自查。")
        duties.answer(task, duties.record(spec, by=officer), by=officer)
    return task


def submitted(cast: Cast, document: Document) -> duties.Task:
    task = answered(cast, document)
    with acting(cast.officer) as officer:
        duties.submit(task, by=officer)
    return task


def returned(cast: Cast, document: Document) -> duties.Task:
    task = submitted(cast, document)
    with acting(cast.county_regulator) as county:
        duties.return_(task, why="请补自查的数字。", by=county)
    return task


def place_of(document: Document, unit: Unit) -> list[Any]:
    """What the address of the task names: obligation and unit."""
    return [duties.Obligation.objects.get(document=document).pk, unit.pk]


COUNTY = 970121


def agency(type_: str, name: str, region: int = COUNTY) -> Viewer:
    """Somebody of an agency, who can sign in."""
    with clock.moved_to(SINCE), audit.acting_as_system("演员表") as system:
        unit = org.add_agency(by=system, type=type_, name=name, region=region)
        person = people.add_person(by=system, unit=unit, name="郑和平")
        post = people.add_post(by=system, unit=unit, title="联络员", post_class="agency")
        people.appoint(person, post, by=system, since=SINCE)
        people.open_account(person, f"agency-{unit.pk.hex[:8]}", by=system)
    viewer = viewer_for(person)
    assert viewer is not None
    return viewer
