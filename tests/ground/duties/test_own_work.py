"""What a unit lays on itself is its task, by the same lists, and nobody accepts what he did himself."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.ground.duties.test_judging_pages import titles_of
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock

DUE = date(2026, 12, 31)


def own_paper(viewer: Viewer, **line: object) -> tuple[Document, duties.Spec]:
    """A unit's own plan with one line."""
    spec = duties.Spec(uid=uuid4(), kind="other", title="更换病区灭火器", due=DUE)
    with acting(viewer):
        paper = documents.file_own(
            uid=uuid4(), unit=viewer.unit, kind=Document.Kind.PLAN, title="安全生产工作方案", lines=[spec.title],
            on=clock.today(), by=viewer,
        )  # fmt: skip
        for _ in range(2):
            duties.own_obligations(paper, [duties.OwnLine(spec, **line)], by=viewer)  # type: ignore[arg-type]
    return paper, spec


def owed(viewer: Viewer, *units: Unit) -> list[duties.Owed]:
    with acting(viewer):
        return duties.owed(units)


def test_an_own_line_is_owed_by_the_unit_alone_and_needs_no_signature(cast: Cast) -> None:
    paper, spec = own_paper(cast.officer)
    (one,) = owed(cast.regulator, cast.city, cast.county, cast.hospital, cast.center, cast.city_hospital)
    assert (one.unit, one.obligation.pk, one.due, one.receipt) == (cast.hospital, spec.uid, DUE, None)
    assert one.state == duties.TaskState.STARTED and one.task is None
    mine = client_of(cast.officer).get(reverse("tasks"), {"view": "unit"}).content.decode()
    assert "更换病区灭火器" in mine
    assert client_of(cast.county_regulator).get(paper.get_absolute_url()).status_code == 200
    assert client_of(cast.outsider).get(paper.get_absolute_url()).status_code == 404


def test_a_named_person_has_the_task_at_once_and_is_told(cast: Cast) -> None:
    own_paper(cast.officer, post=cast.keeper.post, person=cast.keeper.person)
    (one,) = owed(cast.officer, cast.hospital)
    assert one.task is not None and one.task.person == cast.keeper.person
    assert "更换病区灭火器" in client_of(cast.keeper).get(reverse("tasks")).content.decode()
    assert titles_of(cast.keeper) == ["转给您办：更换病区灭火器"]


def test_the_desk_accepts_and_not_the_one_who_did_it(cast: Cast) -> None:
    own_paper(cast.officer)
    with acting(cast.officer) as officer:
        task = duties.start(duties.owed([cast.hospital])[0], by=officer)
        assert task.reviewer == cast.hospital
        spec = duties.RecordSpec(kind="other", title="已换", happened_on=clock.today(), text="全部更换。")
        duties.answer(task, duties.record(spec, by=officer), by=officer)
        duties.submit(task, by=officer)
        with pytest.raises(Refused, match="做的人不能自己审核"):
            duties.accept(task, by=officer)
    with acting(cast.officer_2) as other:
        duties.accept(task, by=other)
    assert task.status == duties.TaskState.ACCEPTED


def test_where_one_person_is_all_there_is_the_commission_above_accepts(cast: Cast) -> None:
    own_paper(cast.dentist)
    own_paper(cast.county_regulator)
    with acting(cast.dentist):
        assert duties.reviewer_of(duties.owed([cast.clinic])[0]) == cast.county
    with acting(cast.county_regulator):
        assert duties.reviewer_of(duties.owed([cast.county])[0]) == cast.city


def test_names_and_titles_find_people_of_the_unit_only(cast: Cast) -> None:
    with acting(cast.officer):
        found = duties.people_named(cast.hospital, ["何敏", "护士长", "冯玉", "安全岗", ""])
    assert {name: (one.post, one.person) for name, one in found.items()} == {
        "何敏": (cast.head.post, cast.head.person), "护士长": (cast.head.post, None),
    }  # fmt: skip
