"""适用于: a line that names institutions of a type, a grade or a size binds those alone, from the words to the task."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.campaigns.situations import DAY, Situations
from tests.programs.campaigns.test_lines_of_a_notice import FOLDER, composites, drafted, entries
from tests.programs.campaigns.test_working_page import fields, page_of
from weian.foundation.documents import api as documents
from weian.foundation.org import api as org
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import api, pack_schema
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.rehearsing.forecast import forecast

__all__ = ["composites", "drafted"]  # fixtures
HOSPITALS = ["general_hospital", "tcm_hospital", "special_hospital", "mch_hospital"]
NOTICE = """云泽市卫生健康委员会关于加强夜间安全的通知
云卫发〔2026〕36号
各县（市、区）卫生健康局，委直属各单位，各医疗卫生机构：
一、夜间巡查
住院部每2小时巡查一次。设有消防控制室的单位要严格执行24小时双人值班。
二、专项检查
三级医院要在12月20日前开展一次专项检查。各医疗卫生机构要在12月25日前开展一次自查。
云泽市卫生健康委员会
2026年11月20日
"""


@pytest.mark.parametrize(
    ("words", "types", "grades", "size", "asked"),
    [
        ("三级医院要每月检查一次。", HOSPITALS, ["三级"], "", ""),
        ("二级及以上医疗机构要每月检查一次。", [], ["三级", "二级"], "", ""),
        ("二级以上综合医院要每月检查一次。", ["general_hospital"], ["三级", "二级"], "", ""),
        ("疾控机构、血站要每月检查一次。", ["cdc", "blood_station"], [], "", ""),
        ("各县局和血站要每月检查一次。", ["blood_station"], [], "", ""),
        ("设有消防控制室的单位要每月检查一次。", [], [], "full", "没有全部登记"),
        ("小型医疗机构要每月检查一次。", [], [], "light", "轻量模式"),
        ("住院部每2小时巡查一次。", [*HOSPITALS, "township_center"], [], "", "没有全部登记"),
        ("血站和其他医疗机构要每月检查一次。", [], [], "", "没有收窄"),
        ("三级医院和血站要每月检查一次。", [*HOSPITALS, "blood_station"], [], "", "等级或大小不一样"),
        ("各医疗机构要每月检查一次。", [], [], "", ""),
        ("二级实验室要每月检查一次。", [], [], "", ""),
    ],
)
def test_what_the_subject_names_is_what_the_line_binds(
    drafted, words: str, types: list[str], grades: list[str], size: str, asked: str
) -> None:  # type: ignore[no-untyped-def]
    line = drafted(f"关于检查的通知\n各单位：\n一、检查\n{words}\n")[0]
    assert (sorted(line.to_types), line.to_grades, line.size) == (sorted(types), grades, size)
    doubts = [one for one in line.doubts if "适用于" in one or "没有按它收窄" in one]
    assert bool(doubts) == bool(asked) and asked in "".join(doubts)


def test_what_stands_under_a_heading_about_one_type_asks_before_it_binds_that_type(drafted) -> None:  # type: ignore[no-untyped-def]
    text = "关于检查的通知\n各单位：\n一、托育机构安全\n（一）每日开展晨检。\n二、医院用电\n（一）每日检查配电室。\n"
    nursery, power = drafted(text)
    assert nursery.to_types == ["nursery"] and "标题" in "".join(nursery.doubts)
    assert power.to_types == []


def test_every_entry_names_types_that_there_are(cast: Cast) -> None:
    """A mistyped code would bind nobody."""
    found = entries("scope", pack_schema.Scope, FOLDER.parent / "bound")
    with acting(cast.regulator):
        known = set(org.unit_types())
    assert {code for one in found.values() for code in one.to_types} <= known
    assert all(one.to_types or one.to_grades or one.size for one in found.values())


@pytest.fixture
def campaign(play: Situations, cast: Cast) -> Campaign:
    """To the county hospital (grade three), the clinic, the center and another hospital without a grade."""
    with set_up():
        org.classify(cast.hospital, type="general_hospital", grade="三级甲等", by=cast.system_admin)
    made = play.confirmed(NOTICE)
    named = [cast.hospital.pk, cast.clinic.pk, cast.center.pk, cast.city_hospital.pk, cast.county.pk]
    with play.acting(cast.regulator) as by:
        api.set_addressees(made, groups=[], named=named, by=by)
    return made


def owing(cast: Cast, campaign: Campaign, words: str) -> set[str]:
    with clock.moved_to(DAY), set_up():
        units = [cast.hospital, cast.clinic, cast.center, cast.city_hospital, cast.county]
        found = duties.owed(units, document=campaign.document)
    return {one.unit.name for one in found if words in one.obligation.text}


def test_the_clinic_owes_no_round_of_wards_and_the_rehearsal_counts_what_is_owed(
    play: Situations, cast: Cast, campaign: Campaign
) -> None:
    with play.acting(cast.regulator) as by:
        told = {one.title: one for one in forecast(campaign).lines}
        play.countersigned(campaign)
        api.publish(campaign, by=by)
    county, city = cast.hospital.name, cast.city_hospital.name
    assert owing(cast, campaign, "住院部") == {county, city}
    assert owing(cast, campaign, "消防控制室") == {county, city, cast.center.name}
    assert owing(cast, campaign, "三级医院") == {county}
    assert len(owing(cast, campaign, "自查")) == 4
    for words in ("住院部", "消防控制室", "三级医院", "自查"):
        line = next(one for title, one in told.items() if str(play.line(campaign, words).pk) == one.uid)
        assert line.units == len(owing(cast, campaign, words)), words
    # The city's hospital has no grade on record: left out of 三级医院, and said.
    assert next(one for one in told.values() if one.uid == str(play.line(campaign, "三级医院").pk)).unsorted == 1


def test_a_person_sees_and_changes_whom_a_line_binds(play: Situations, cast: Cast, campaign: Campaign) -> None:
    line, client = play.line(campaign, "三级医院"), client_of(cast.regulator)
    with clock.moved_to(DAY):
        page = client.get(f"{page_of(campaign)}?line={line.pk}").content.decode()
        assert "三级；综合医院、中医医院、专科医院、妇幼保健院" in page
        at = f"{page_of(campaign)}{line.pk}/correction/"
        refused = client.post(at, fields(line, to_kinds=["commission"]))
        assert refused.status_code == 422 and "要有医疗卫生机构" in refused.content.decode()
        client.post(at, fields(line, to_types=["clinic"], to_grades=[], size="light"))
    line.refresh_from_db()
    assert (line.to_types, line.to_grades, line.size) == (["clinic"], [], "light")
    with play.acting(cast.regulator) as by:
        play.countersigned(campaign)
        api.publish(campaign, by=by)
    assert owing(cast, campaign, "三级医院") == {cast.clinic.name}


def test_an_addition_binds_the_types_that_it_names(play: Situations, cast: Cast, campaign: Campaign) -> None:
    with play.acting(cast.regulator) as by:
        play.countersigned(campaign)
        api.publish(campaign, by=by)
    with play.acting(cast.county_regulator) as by:
        documents.sign(documents.receipt_of(campaign.document, cast.county), by=by)
    told = {
        "title": "每周查一次病区", "why": "夜间无人", "minutes": "20", "every": "P1W", "until": "2026-12-31",
        "to_kinds": ["institution"], "to_types": HOSPITALS, "domain": "management", "request_id": str(uuid4()),
    }  # fmt: skip
    with clock.moved_to(DAY):
        client = client_of(cast.county_regulator)
        assert client.post(f"/notices/{campaign.pk}/additions/", told).status_code == 302
        page = client.get(f"/notices/{campaign.pk}/difference/").content.decode()
    assert "医疗卫生机构（综合医院、中医医院、专科医院、妇幼保健院）" in page
    assert owing(cast, campaign, "查一次病区") == {cast.hospital.name}
