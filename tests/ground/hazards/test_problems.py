"""检测评估: every problem of a report is a hazard, new or 已有, before the report is accepted."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.ground.hazards.models import Hazard, Problem
from weian.kernel import clock

DAY = "2026-11-16T09:00"
PROBLEMS = [
    "三层两个喷头被遮挡",
    "水泵房压力表失灵",
    "防火卷帘下堆物",
    "应急照明不足",
    "报警主机故障点 4 个",
    "常闭门常开",
]


def adopted(cast, *packs):
    for pack in packs:
        assert client_of(cast.regulator).post(f"/tasks/standing/{pack}/adoption/").status_code == 302


def owed(cast, item, unit=None):
    with set_up():
        return next(one for one in duties.owed([unit or cast.hospital]) if one.obligation.pack_item == item)


def reported(cast, item, problems, by=None, **facts):
    """The officer hands in the report of a yearly test; who returns it is the record."""
    by, one, uid = by or cast.officer, owed(cast, item), uuid4()
    with acting(by):
        task = duties.start(one, by=by)
        told = {"provider": "云岭检测公司", "qualification": "消防技术服务 88 号", "conclusion": "基本合格", **facts}
        report = duties.File(SimpleUploadedFile("report.txt", "检测报告".encode()))
        spec = duties.RecordSpec(
            kind="measurement", title="年度检测", happened_on=clock.today(), uid=uid, files=[report],
            facts={**told, "problems": problems},
        )  # fmt: skip
        duties.answer(task, duties.record(spec, by=by), by=by)
        duties.submit(task, by=by)
    return task, uid


@pytest.mark.row("S3-2.4h")
def test_six_problems_are_six_hazards_or_declared_before_acceptance_and_the_assessment_stays_open(play, cast):
    with audit.acting_as_system("评级") as by:
        org.classify(cast.hospital, type="general_hospital", grade="二级甲等", by=by)
    had = play.reported(text="报警主机有故障点", type="fire_facility")
    with clock.moved_to(DAY):
        adopted(cast, "fire_tests")
        task, record = reported(cast, "fire_tests.facility", PROBLEMS)
        with acting(cast.officer_2) as by, pytest.raises(Refused, match="6 个问题还有 6 个没有登记"):
            duties.accept(task, by=by)
        officer, at = client_of(cast.officer), f"/hazards/problems/{record}/"
        assert f'href="{at}"' in officer.get(f"/tasks/records/{record}/").content.decode()
        for order in (1, 2, 3, 4, 6):
            assert officer.post(at, {"order": str(order), "place": "三层"}).status_code == 302
        with acting(cast.officer_2) as by, pytest.raises(Refused, match="还有 1 个没有登记"):
            duties.accept(task, by=by)
        assert officer.post(at, {"order": "5", "hazard": str(had.pk)}).status_code == 302
        page = officer.get(at).content.decode()
        assert "已有" in page and had.no in page
        with acting(cast.officer_2) as by:
            duties.accept(task, by=by)
        assert owed(cast, "fire_tests.facility").state == duties.TaskState.ACCEPTED
        assert owed(cast, "fire_tests.assessment").is_open
    with set_up():
        made = Hazard.objects.filter(source_kind="record", source_uid=record)
        assert {one.text for one in made} == set(PROBLEMS) - {PROBLEMS[4]}
        assert {(one.domain, one.found_mode) for one in made} == {("fire", "self")}
        assert Problem.objects.filter(record=record, had_already=True).get().hazard_id == had.pk


@pytest.mark.row("S4-6c")
def test_with_only_the_fire_test_the_electrical_one_is_open(cast):
    with clock.moved_to(DAY):
        adopted(cast, "spring_tests")
        task, _ = reported(cast, "spring_tests.fire", [])
        with acting(cast.officer_2) as by:
            duties.accept(task, by=by)
        assert not owed(cast, "spring_tests.fire").is_open
        assert owed(cast, "spring_tests.electric").is_open
        assert owed(cast, "spring_tests.electric", cast.clinic).is_open  # all units, the small ones too
        page = client_of(cast.officer).get("/hazards/tests/").content.decode().replace("\u00a0", " ")
        assert "年度消防检测" in page and "云岭检测公司" in page and "2027-11-16 前有效" in page
        assert "还没有报告" in page


@pytest.mark.row("S3-2.5c")
def test_without_a_valid_assessment_each_gas_place_shows_that(cast):
    with clock.moved_to(DAY):
        gas = Places(cast)("gas_point", "食堂燃气间", fields={"gas": "管道天然气"})
        assert "gas" in gas.tags
        adopted(cast, "gas_assessment")

        def word():
            page = client_of(cast.officer).get("/hazards/tests/").content.decode()
            return "未评估" in page[page.index("食堂燃气间") :]

        assert word()
        facts = {"conclusion": "合格", "method": "GB 50028", "next_on": "2027-05-01"}
        task, _ = reported(cast, "gas_assessment.pipes", ["立管锈蚀"], **facts)
        assert word()  # handed in is not accepted
        with acting(cast.officer_2) as by, pytest.raises(Refused, match="1 个问题还有 1 个没有登记"):
            duties.accept(task, by=by)
        client_of(cast.officer).post(f"/hazards/problems/{_record_of(task)}/", {"order": "1"})
        with acting(cast.officer_2) as by:
            duties.accept(task, by=by)
        assert not word()
    with clock.moved_to("2027-05-02T09:00"):
        assert word()  # its term is over


def test_a_report_without_who_made_it_is_not_handed_in(cast):
    with clock.moved_to(DAY):
        adopted(cast, "spring_tests")
        with pytest.raises(Refused, match="由哪家机构检测评估"):
            reported(cast, "spring_tests.fire", [], provider="")


def _record_of(task) -> UUID:
    with set_up():
        return task.answers.get().record_id
