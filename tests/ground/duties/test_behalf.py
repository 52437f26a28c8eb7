"""代录: the commission above writes for a small unit; it counts for the unit, which says whether it is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties import situations
from tests.ground.hazards.situations import photo
from weian.foundation.documents import api as documents
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock


@pytest.fixture
def colleague(cast: Cast) -> Viewer:
    """Another regulator of the county, who can judge what the first wrote down."""
    with set_up():
        person = people.add_person(by=cast.system_admin, unit=cast.county, name="卢静")
        people.appoint(person, people.posts_of(cast.county)[0], by=cast.system_admin, since=clock.today())
        people.open_account(person, "county-2", by=cast.system_admin)
    found = people.viewer_for(person)
    assert found is not None
    return found


def written(cast: Cast) -> duties.Task:
    """The county regulator wrote for the clinic what it did, and handed it in."""
    document = situations.issued(cast)
    with acting(cast.dentist) as dentist:
        receipt = documents.receipt_of(document, cast.clinic)
        assert receipt is not None
        documents.sign(receipt, by=dentist)
    with acting(cast.county_regulator) as by:
        task = duties.start(situations.owed_of(document, cast.clinic), by=by)
        spec = duties.RecordSpec(kind="report", title="诊所自查", happened_on=clock.today(), text="查了插座和氧气瓶。")
        duties.answer(task, duties.record(spec, by=by, unit=cast.clinic), by=by)
        duties.submit(task, by=by)
    return task


def of_clinic(cast: Cast) -> duties.Behalf:
    with acting(cast.dentist):
        found: duties.Behalf = duties.Behalf.objects.select_related("unit").get(unit=cast.clinic)
    return found


def page(answer, status: int = 200) -> str:  # type: ignore[no-untyped-def]
    assert answer.status_code == status
    return str(answer.content.decode().replace("\u00a0", " "))


def test_it_is_marked_with_who_and_counts_for_the_clinic_which_confirms_it_by_one_press(
    cast: Cast, colleague: Viewer
) -> None:
    task = written(cast)
    where = f"/tasks/{task.obligation_id}/{task.unit_id}/"
    dentist = client_of(cast.dentist)
    assert "许志远代录" in page(dentist.get("/"))
    listed = page(dentist.get("/tasks/behalf/"))
    assert "诊所自查" in listed and "待康宁口腔诊所确认" in listed
    assert "查了插座和氧气瓶。" in listed  # what is said to be so is read where it is confirmed
    assert "替康宁口腔诊所记下" in page(client_of(cast.county_regulator).get(f"{where}records/"))
    with acting(cast.dentist):
        assert duties.Record.objects.get(title="诊所自查").unit_id == cast.clinic.pk
    assert "等康宁口腔诊所确认" in page(client_of(colleague).post(f"{where}acceptance/", {"note": ""}), 422)
    assert dentist.post(f"/tasks/behalf/{of_clinic(cast).pk}/confirmation/").status_code == 302
    assert "曹立新已确认属实" in page(client_of(colleague).get(where))
    assert "代录" not in page(dentist.get("/"))
    # Who wrote it does not judge it; a colleague does.
    assert "做的人不能自己审核" in page(client_of(cast.county_regulator).post(f"{where}acceptance/", {"note": ""}), 422)
    assert client_of(colleague).post(f"{where}acceptance/", {"note": ""}).status_code == 302


def test_an_objection_takes_it_out_of_the_task_and_brings_the_task_back(cast: Cast, colleague: Viewer) -> None:
    task = written(cast)
    dentist, at = client_of(cast.dentist), f"/tasks/behalf/{of_clinic(cast).pk}/objection/"
    assert "请写哪里不对" in page(dentist.post(at, {"why": " "}), 422)
    assert dentist.post(at, {"why": "没有查过氧气瓶"}).status_code == 302
    with acting(cast.dentist):
        task.refresh_from_db()
        assert task.status == duties.TaskState.RETURNED and "没有查过氧气瓶" in task.return_reason
        assert not task.answers.exists()
    assert "曹立新有异议：没有查过氧气瓶" in page(client_of(cast.county_regulator).get("/tasks/behalf/"))
    assert "刚刚已经答复" in page(dentist.post(at.replace("objection", "confirmation")), 422)


def test_what_nobody_confirms_shows_after_five_days_and_can_then_be_judged(cast: Cast, colleague: Viewer) -> None:
    task = written(cast)
    with clock.moved_by(timedelta(days=6)):
        assert "逾期未确认" in page(client_of(cast.county_regulator).get("/tasks/behalf/"))
        with acting(colleague) as by:
            duties.accept(task, by=by)


def test_what_waits_stands_first_however_much_was_answered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = duties.RecordSpec(kind="report", title="已答复的", happened_on=clock.today(), text="x")
    with acting(cast.county_regulator) as by:
        duties.record(spec, by=by, unit=cast.clinic)
    with acting(cast.dentist) as dentist:
        duties.confirm(duties.Behalf.objects.select_related("unit").get(title="已答复的"), by=dentist)
    with acting(cast.county_regulator) as by:
        duties.record(replace(spec, uid=uuid4(), title="还等着的"), by=by, unit=cast.clinic)
    monkeypatch.setattr("weian.ground.duties.presenters.behalf.MOST", 1)
    listed = page(client_of(cast.dentist).get("/tasks/behalf/"))
    assert "还等着的" in listed and "已答复的" not in listed


def test_only_the_commission_above_writes_and_only_for_small_units(cast: Cast) -> None:
    spec = duties.RecordSpec(kind="report", title="代写", happened_on=clock.today(), text="x")
    with acting(cast.county_regulator) as by, pytest.raises(Refused, match="不是小型机构"):
        duties.mark("record", uuid4(), "x", unit=cast.hospital, by=by)
    with acting(cast.county_regulator) as by:
        assert duties.record(spec, by=by, unit=cast.clinic).by_id == by.person.pk
    with acting(cast.officer) as by, pytest.raises(Refused, match="由该单位的人办理"):
        duties.mark("record", uuid4(), "x", unit=cast.clinic, by=by)


def test_a_hazard_written_for_a_clinic_is_its_own_and_not_verified_by_who_wrote_it(
    cast: Cast, colleague: Viewer
) -> None:
    county = client_of(cast.county_regulator)
    form = {"uid": str(uuid4()), "text": "诊室插座松动", "unit": str(cast.clinic.pk), "found_mode": "spot"}
    assert "不是小型机构" in page(
        county.post("/hazards/new/", form | {"unit": str(cast.hospital.pk), "on_behalf": "on"}), 422
    )
    done = county.post("/hazards/new/", form | {"on_behalf": "on"})
    assert done.status_code == 302
    assert "待康宁口腔诊所确认" in page(county.get(done["Location"]))
    with acting(cast.dentist) as dentist:
        hazard = hazards.Hazard.objects.get(pk=form["uid"])
        assert hazard.found_from_id == cast.clinic.pk and not hazard.found_by_upper
        hazards.grade(hazard, "general", by=dentist)
        hazards.fix_on_the_spot(hazard, "换了插座", by=dentist, photos=[photo("before"), photo("after")])
    with acting(cast.county_regulator) as by, pytest.raises(Refused, match="您代录的"):
        hazards.verify(hazard, by=by)
    with acting(colleague) as by:
        hazards.verify(hazard, by=by)
