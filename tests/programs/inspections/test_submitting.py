"""One act: a self-check, a round or a spot check comes in, from the desk or late from a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.hazards.situations import photo
from tests.ground.registry.situations import Places
from weian.foundation.audit.models import Event
from weian.foundation.people.api import Refused, Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards.models import Hazard
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding, Inspection


def sent(**changed: Any) -> dict[str, Any]:
    found = api.Found(uid=uuid4(), text="应急灯不亮", place="三病区走廊", type="exit_sign", severity="general")
    return {"uid": uuid4(), "mode": "round", "note": "走了一遍", "findings": [found], **changed}


def given(cast: Cast, by: Viewer, **what: Any) -> Inspection:
    with acting(by):
        return api.submit(**{"by": by, "unit": cast.hospital, **what})


def test_a_round_is_kept_with_its_finding_and_the_hazard_that_it_became(cast: Cast) -> None:
    one = given(cast, cast.keeper, unit=cast.ward, **sent())
    with set_up():
        hazard = Hazard.objects.get(source_uid=one.pk)
        finding = Finding.objects.get(inspection=one)
        assert (hazard.title, hazard.found_mode, hazard.department) == ("应急灯不亮", "patrol", cast.ward)
        assert (finding.hazard, finding.severity, finding.domain) == (hazard, "general", "fire")
        assert one.org_pos == finding.org_pos == hazard.org_pos == cast.ward.pos
        assert Event.objects.filter(record=one.pk, chain=cast.hospital.pk).count() == 1


def test_the_same_sent_again_is_one_inspection_and_one_hazard(cast: Cast) -> None:
    what = sent(photos=[photo("before")])
    first = given(cast, cast.keeper, unit=cast.ward, **what)
    for _ in range(2):
        assert given(cast, cast.keeper, unit=cast.ward, **{**what, "photos": [photo("before")]}).pk == first.pk
    with set_up():
        assert Inspection.objects.filter(pk=first.pk).count() == Finding.objects.count() == 1
        assert Hazard.objects.filter(source_uid=first.pk).count() == 1


def test_under_the_same_uid_another_content_or_another_person_is_refused(cast: Cast) -> None:
    what = sent()
    given(cast, cast.keeper, unit=cast.ward, **what)
    for who, other in ((cast.keeper, {**what, "note": "别的"}), (cast.head, what), (cast.outsider_officer, what)):
        unit = cast.neighbour_hospital if who is cast.outsider_officer else cast.ward
        with pytest.raises(Refused, match="已经登记过别的内容"):
            given(cast, who, **{**other, "unit": unit, "findings": []})


def test_one_bad_thing_keeps_nothing(cast: Cast) -> None:
    bad = [*sent()["findings"], api.Found(uid=uuid4(), text="灯", type="nosuch")]
    what = sent(findings=bad)
    with pytest.raises(Refused, match="隐患类别"):
        given(cast, cast.keeper, unit=cast.ward, **what)
    with set_up():
        assert not Inspection.objects.filter(pk=what["uid"]).exists() and not Hazard.objects.exists()


def test_a_device_whose_clock_runs_ahead_does_not_find_tomorrow(cast: Cast) -> None:
    with clock.moved_to("2026-11-20T23:30:00"):
        ahead = clock.now() + timedelta(days=3)
        one = given(cast, cast.keeper, started_at=ahead, ended_at=ahead, clock_offset=3 * 86400 + 3600, **sent())
        with set_up():
            assert str(Hazard.objects.get(source_uid=one.pk).found_on) == "2026-11-20"
    assert one.started_at == ahead


@pytest.mark.parametrize(
    ("who", "mode", "unit", "said"),
    [
        ("county_regulator", "self", "hospital", "由白鹭县人民医院自己做"),
        ("county_regulator", "spot", "neighbour_hospital", "不在白鹭县卫生健康局的范围内"),
        ("keeper", "round", "clinic", "由康宁口腔诊所自己做"),
        ("commission_leader", "spot", "city_hospital", "没有“开展检查”的职责"),
        ("county_regulator", "special", "hospital", "要先安排"),
        ("county_regulator", "secret", "hospital", "要先安排"),
    ],
)
def test_who_may_inspect_whom(cast: Cast, who: str, mode: str, unit: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        given(cast, getattr(cast, who), unit=getattr(cast, unit), **sent(mode=mode, findings=[]))
    with set_up():
        assert not Inspection.objects.exists()


def test_what_a_commission_finds_by_a_spot_check_is_verified_by_it(cast: Cast) -> None:
    one = given(cast, cast.county_regulator, **sent(mode="spot"))
    with set_up():
        hazard = Hazard.objects.get(source_uid=one.pk)
        assert hazard.found_by_upper and hazard.found_mode == "spot"


def sheet_of(cast: Cast) -> checklists.Sheet:
    """Any sheet of content with a faultable item that knows its hazard type and its basis."""
    return next(
        one for one in checklists.pack_sheets().values()
        if any(item.can_fail and item.kind == "pass" and item.hazard_type and str(item.basis) for item in one.items)
    )  # fmt: skip


def answered(sheet: checklists.Sheet, bad: str = "") -> dict[str, Any]:
    """All as it should be, but for one item."""
    right: dict[str, Any] = {}
    for item in sheet.items:
        value = item.low if item.low is not None else item.high
        fine = {"pass": "pass", "reading": str(value), "text": "有", "signature": "苗春雨", "photo": "na"}
        told = fine.get(item.kind, next((one.code for one in item.choices if not one.fault), "na"))
        photos = [str(uuid4())] if item.photo == "always" or item.kind == "photo" else []
        right[item.code] = {"v": told, "note": "", "photos": photos}
    if bad:
        right[bad] = {"v": "fail", "note": "第三个", "photos": [str(uuid4())]}
    return right


def test_an_answer_that_is_a_fault_becomes_a_hazard_with_its_items_type_and_basis(cast: Cast) -> None:
    sheet = sheet_of(cast)
    bad = next(one for one in sheet.items if one.kind == "pass" and one.hazard_type and str(one.basis))
    one = given(cast, cast.officer, uid=uuid4(), mode="self", sheet_ref=sheet.ref, answers=answered(sheet, bad.code))
    with set_up():
        hazard, finding = Hazard.objects.get(source_uid=one.pk), Finding.objects.get(inspection=one)
    assert hazard.type == bad.hazard_type and str(bad.basis) in hazard.text and "第三个" in hazard.text
    assert (finding.item, finding.severity, finding.basis) == (bad.code, bad.severity, str(bad.basis))
    assert one.score is not None and one.score < 100


def test_answers_that_do_not_fit_the_checklist_are_refused_with_the_item(cast: Cast) -> None:
    sheet = sheet_of(cast)
    short = dict(list(answered(sheet).items())[1:])
    for answers, said in ((short, "还有 1 项没有填"), ({**answered(sheet), "nosuch": {"v": "pass"}}, "换了版本")):
        with pytest.raises(Refused, match=said):
            given(cast, cast.officer, uid=uuid4(), mode="self", sheet_ref=sheet.ref, answers=answers)
    with pytest.raises(Refused, match="没有这张检查表"):
        given(cast, cast.officer, uid=uuid4(), mode="self", sheet_ref="pack:gone@1", answers={})


def test_a_round_at_a_point_answers_its_round_and_a_label_of_elsewhere_is_refused(cast: Cast) -> None:
    places = Places(cast)
    kitchen, store = places.kitchen(), places.chemical()
    with acting(cast.officer) as by:
        label, other = registry.issue(kitchen, by=by), registry.issue(store, by=by)
        what = {"uid": uuid4(), "mode": "round", "subject": kitchen.pk, "unit": cast.hospital, "by": by}
        with pytest.raises(Refused, match="不是这个点位的"):
            api.submit(at_scan=other.token, **what)
        with pytest.raises(Refused, match="没有这个场所点位"):
            api.submit(**{**what, "subject": uuid4()})
        one = api.submit(at_scan=label.token, **what)
    with set_up():
        visit = rounds.Visit.objects.get(source_uid=one.pk)
    assert (visit.subject_id, visit.scanned, visit.faults) == (kitchen.pk, True, 0) and one.scanned
