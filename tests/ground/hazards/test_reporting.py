"""A report is one thing however often it arrives; a finding is fixed on the spot or has a name and a day."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import acting, client_of
from tests.ground.hazards.situations import photo
from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards import pack_schema
from weian.ground.hazards.api import Hazard, Photo, Status
from weian.kernel import clock


def test_the_same_report_twice_is_one_hazard_and_one_event(play, cast):
    uid, file_uid = uuid4(), uuid4()
    said = {"uid": uid, "unit": cast.hospital, "text": "门锁闭", "place": "二楼"}
    with play.step(cast.keeper) as keeper:
        first = hazards.report(by=keeper, photos=[Photo(photo("before").file, uid=file_uid)], **said)
        again = hazards.report(by=keeper, photos=[Photo(photo("before").file, uid=file_uid)], **said)
        assert first == again
        assert Hazard.objects.count() == 1
        assert len(audit.history(uid)) == 1
        assert len(evidence.attachments_of("hazard", uid)) == 1


def test_the_same_uid_with_other_words_or_from_another_person_is_refused(play, cast):
    uid = uuid4()
    with play.step(cast.keeper) as keeper:
        hazards.report(uid=uid, by=keeper, unit=cast.hospital, text="门锁闭")
        with pytest.raises(Refused, match="已经登记过别的内容"):
            hazards.report(uid=uid, by=keeper, unit=cast.hospital, text="灯不亮")
    with play.step(cast.head) as other, pytest.raises(Refused, match="已经登记过别的内容"):
        hazards.report(uid=uid, by=other, unit=cast.hospital, text="门锁闭")


def test_a_uid_of_a_place_that_cannot_be_seen_is_refused_without_saying_why(play, cast):
    hazard = play.reported()
    with play.step(cast.outsider_officer) as outsider, pytest.raises(Refused, match="已经登记过别的内容"):
        hazards.report(uid=hazard.uid, by=outsider, unit=cast.neighbour_hospital, text="药库通道堆放货架")


def test_a_repeat_after_grading_still_returns_the_hazard(play, cast):
    uid = uuid4()
    said = {"uid": uid, "unit": cast.hospital, "text": "门锁闭", "found_on": play.day}
    with play.step(cast.keeper) as keeper:
        hazard = hazards.report(by=keeper, **said)
    with play.step(cast.officer) as officer:
        hazards.grade(hazard, "large", by=officer)
    with play.step(cast.keeper) as keeper:
        assert hazards.report(by=keeper, **said).status == Status.GRADED


@pytest.mark.parametrize("one", [{"text": "门锁闭"}, {"type": "exit_locked"}, {"photos": [1]}])
def test_one_of_photo_sentence_and_type_is_enough(play, cast, one):
    if "photos" in one:
        one = {"photos": [photo("before")]}
    with play.step(cast.keeper) as keeper:
        hazard = hazards.report(uid=uuid4(), by=keeper, unit=cast.hospital, place="二楼", **one)
    assert hazard.title
    assert hazard.no.startswith("YX-2026-")


def test_a_report_without_anything_is_refused(play, cast):
    with play.step(cast.keeper) as keeper, pytest.raises(Refused, match="有一样就行"):
        hazards.report(uid=uuid4(), by=keeper, unit=cast.hospital, text="  ", place="二楼")


def test_numbers_run_per_institution_without_gaps_after_a_refusal(play, cast):
    with play.step(cast.keeper) as keeper:
        first = hazards.report(uid=uuid4(), by=keeper, unit=cast.hospital, text="甲")
        with pytest.raises(evidence.Rejected), transaction.atomic():
            bad = photo("before")
            bad.file.file.truncate(10)
            hazards.report(uid=uuid4(), by=keeper, unit=cast.hospital, text="乙", photos=[bad])
        second = hazards.report(uid=uuid4(), by=keeper, unit=cast.hospital, text="丙")
    with play.step(cast.dentist) as dentist:
        other = hazards.report(uid=uuid4(), by=dentist, unit=cast.clinic, text="丁")
    assert [first.no, second.no, other.no] == ["YX-2026-00001", "YX-2026-00002", "YX-2026-00001"]


def test_nobody_reports_for_a_unit_outside_their_own(play, cast):
    with play.step(cast.keeper) as keeper, pytest.raises(Refused, match="不在白鹭县人民医院的范围内"):
        hazards.report(uid=uuid4(), by=keeper, unit=cast.clinic, text="门锁闭")
    with play.step(cast.system_admin) as admin, pytest.raises(Refused, match="没有“登记隐患”的职责"):
        hazards.report(uid=uuid4(), by=admin, unit=cast.hospital, text="门锁闭")


@pytest.mark.row("S0-2.4b")
def test_a_finding_is_fixed_on_the_spot_or_has_a_person_and_a_deadline_and_there_is_no_third_way(play, cast):
    said = {"grade": "general", "unit": cast.hospital, "text": "防火门常开", "found_mode": "self"}
    with play.step(cast.officer) as officer:
        for third in (
            {},
            {"fixed": " "},
            {"elements": play.elements(due=None)},
            {"elements": play.elements(responsible=None)},
            {"fixed": "关上了", "elements": play.elements()},
        ):
            with pytest.raises(Refused), transaction.atomic():
                hazards.record_finding(uid=uuid4(), by=officer, **said, **third)
        assert Hazard.objects.count() == 0
        both = [photo("before"), photo("after")]
        spot = hazards.record_finding(uid=uuid4(), by=officer, fixed="关上了", photos=both, **said)
        dated = hazards.record_finding(uid=uuid4(), by=officer, elements=play.elements(), **said)
    assert (spot.status, spot.on_the_spot, spot.due) == (Status.FIXED, True, spot.found_on)
    assert (dated.status, dated.on_the_spot) == (Status.ASSIGNED, False)
    with play.step(cast.director) as director:
        hazards.verify(spot, by=director)
        hazards.close(spot, by=director)
    assert spot.status == Status.CLOSED


def test_the_database_refuses_the_third_way_too(play, cast):
    hazard = play.graded()
    with (
        audit.acting_as_system("绕过动作"),
        pytest.raises(IntegrityError, match="named_and_dated"),
        transaction.atomic(),
    ):
        Hazard.objects.filter(pk=hazard.pk).update(status=Status.RECTIFYING)


@pytest.mark.parametrize(
    ("shown", "lacking"), [((), "整改前、整改后"), (("before",), "整改后"), (("after",), "整改前")]
)
def test_fixing_on_the_spot_is_shown_by_a_photo_before_and_one_after(play, cast, shown, lacking):
    hazard = play.reported()
    with play.step(cast.keeper) as keeper:
        with pytest.raises(Refused, match=f"还缺{lacking}照片"), transaction.atomic():
            hazards.fix_on_the_spot(hazard, "搬走", by=keeper, photos=[photo(role) for role in shown])
        hazards.fix_on_the_spot(hazard, "搬走", by=keeper, photos=[photo("before"), photo("after")])
    assert hazard.status == Status.FIXED


def test_a_major_hazard_is_not_settled_on_the_spot(play, cast):
    hazard = play.graded("major")
    with play.step(cast.keeper) as keeper, pytest.raises(Refused, match="重大隐患不能当场改正了事"):
        hazards.fix_on_the_spot(hazard, "搬走", by=keeper, photos=[photo("before"), photo("after")])


def test_the_finding_counts_at_its_department_and_its_unit_holds_the_chain(play, cast):
    hazard = play.reported()
    assert (hazard.org_pos, hazard.region) == (cast.pharmacy.pos, cast.hospital.region)
    with acting(cast.officer):
        assert audit.history(hazard.uid)[0].chain == cast.hospital.uid


def test_a_day_to_come_is_no_day_of_finding(play, cast):
    with play.step(cast.keeper) as keeper, pytest.raises(Refused, match="不能晚于今天"):
        hazards.report(uid=uuid4(), by=keeper, unit=cast.hospital, text="甲", found_on=clock.today().replace(year=2030))


@pytest.mark.row("S2-2.0")
def test_what_is_of_no_kind_is_recordable_as_other_with_a_word_on_what_it_is(cast):
    client, sent = client_of(cast.keeper), {"uid": str(uuid4()), "type": "other"}
    refused = client.post("/hazards/m/new/", sent)
    assert refused.status_code == 422
    assert "选“其他”的，请写一句是什么问题" in refused.content.decode()
    assert client.post("/hazards/m/new/", {**sent, "text": "地下室排水沟盖板缺失"}).status_code == 302
    with audit.acting_as_system("看结果"):
        assert Hazard.objects.get(pk=sent["uid"]).text == "地下室排水沟盖板缺失"


def test_a_hazard_of_a_storage_point_stands_on_the_second_line_of_defence(play, cast):
    by_type = play.reported(type="chemical_store", text="防冻措施失效")
    by_domain = play.reported(text="防泄漏托盘缺失", domain="hazmat")
    assert {by_type.line, by_domain.line} == {"hazmat"}
    assert pack_schema.lines()["hazmat"].order == 2
    assert play.reported(text="走廊灯不亮").line == ""
