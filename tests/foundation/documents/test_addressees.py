"""The words under 主送 become groups and units; nothing is guessed where two fit."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.foundation.documents import situations as given
from weian.foundation.documents import api as documents
from weian.foundation.org.api import add_unit
from weian.foundation.org.models import Unit
from weian.kernel.actor import System


def match(words: list[str], unit: Unit) -> documents.Matched:
    with set_up():
        return documents.match_addressees(words, unit)


def names(units: list[Unit]) -> set[str]:
    return {unit.name for unit in units}


@pytest.mark.parametrize(
    ("words", "sender", "codes"),
    [
        (["各县（市、区）卫生健康局、委直属各单位"], "city", ["level.county", "direct"]),
        (["各县（市、区）卫生健康局", "委直属各单位"], "city", ["level.county", "direct"]),
        (["各县(市、区)卫健局"], "city", ["level.county"]),
        (["各县（市、区）卫生健康行政部门"], "city", ["level.county"]),
        (["各市（州）卫生健康委员会，委直属各单位"], "province", ["level.city"]),
        (["市直各医疗卫生单位"], "city", ["direct"]),
        (["委属各单位"], "city", ["direct"]),
        (["辖区各医疗卫生机构"], "county", ["all"]),
        (["各医疗机构"], "county", ["all"]),
        (["全县各级各类医疗机构"], "county", ["all"]),
        (["各医院、卫生院（社区卫生服务中心）"], "county", ["kind.医院", "type.community_center"]),
        (["各 诊 所"], "county", ["type.clinic"]),
    ],
)
def test_groups_are_recognised(cast: Cast, words: list[str], sender: str, codes: list[str]) -> None:
    found = match(words, getattr(cast, sender))
    assert [group.code for group in found.groups] == codes and found.units == []


def test_groups_hold_the_units_that_they_name(cast: Cast) -> None:
    with set_up():
        groups = {group.code: names(group.units) for group in documents.groups_for(cast.city)}
    assert groups["level.county"] == {"白鹭县卫生健康局", "松坪县卫生健康局"}
    assert groups["direct"] == {"云泽市第一人民医院"}
    assert groups["all"] >= {"云泽市第一人民医院", "白鹭县人民医院", "康宁口腔诊所", "松坪县中医院"}
    assert "level.city" not in groups and "type.nursery" not in groups  # empty groups are not offered


def test_a_single_hospital_elsewhere_is_found_by_the_end_of_its_name(cast: Cast) -> None:
    tumour = given.provincial_hospital(cast, "云岭省肿瘤医院")
    found = match(["各县（市、区）卫生健康局、肿瘤医院"], cast.city)
    assert found.units == [tumour] and [group.code for group in found.groups] == ["level.county"]


def test_the_hospital_near_the_sender_is_meant_before_one_farther_away(cast: Cast) -> None:
    given.provincial_hospital(cast, "临海第一人民医院")
    assert match(["第一人民医院"], cast.city).units == [cast.city_hospital]


def test_two_that_fit_are_asked_about(cast: Cast) -> None:
    given.provincial_hospital(cast, "云岭省东湖肿瘤医院")
    given.provincial_hospital(cast, "云岭省西山肿瘤医院")
    found = match(["肿瘤医院"], cast.city)
    assert found.units == [] and found.unknown == ["肿瘤医院"]
    assert names(found.candidates["肿瘤医院"]) == {"云岭省东湖肿瘤医院", "云岭省西山肿瘤医院"}


def test_words_that_mean_nothing_here_are_told(cast: Cast) -> None:
    found = match(["各位同志", "火星医院", ""], cast.city)
    assert found.unknown == ["各位同志", "火星医院"] and found.groups == [] and found.candidates == {}


@pytest.mark.row("S1-0.2")
def test_a_unit_with_two_names_gets_one_copy_by_whichever_it_is_addressed(cast: Cast) -> None:
    with set_up():
        both = add_unit(
            by=System("布景"), parent=cast.county, kind="institution", level="county", type="community_center",
            name="白鹭县河东街道社区卫生服务中心", aliases=["白鹭县河东卫生院"],
        )  # fmt: skip
    addressed = {
        "as community centre": ["各社区卫生服务中心"], "as township centre": ["各卫生院"],
        "by one name": ["白鹭县河东街道社区卫生服务中心"], "by the other": ["白鹭县河东卫生院"],
        "by every name": [
            "各医院、卫生院（社区卫生服务中心），局属各单位", "白鹭县河东卫生院", "白鹭县河东街道社区卫生服务中心",
        ],
    }  # fmt: skip
    for number, words in enumerate(addressed.values(), 1):
        text = given.NOTICE.replace("12号", f"{number}号")
        with acting(cast.county_regulator):
            document = documents.draft_notice(given.read_text(text), by=cast.county_regulator, text=text)
            found = documents.match_addressees(words, cast.county)
            units = [unit for group in found.groups for unit in group.units] + found.units
            documents.issue(document, by=cast.county_regulator, addressees=units)
            got = [one for one in documents.receipts_of(document, cast.county_regulator) if one.unit == both]
        assert len(got) == 1 and found.unknown == []
