"""The search box finds what the viewer may see anyway; a neighbour finds nothing, not even that it exists."""

from __future__ import annotations

import re

import pytest

from tests.conftest import client_of
from tests.foundation.documents.situations import issued
from tests.ground.hazards.situations import Situations

ROLES = (
    "officer", "pharmacist", "keeper", "county_regulator", "regulator", "province_regulator", "head", "outsider",
    "outsider_officer", "city_officer", "other_regulator", "system_admin",
)  # fmt: skip


@pytest.fixture
def play(cast, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Situations(cast)


def found(viewer, words):
    """Titles by group."""
    answer = client_of(viewer).get("/search/", {"q": words})
    assert answer.status_code == 200
    page = answer.content.decode().replace("\u00a0", " ")
    return {
        re.search(r"<h2[^>]*>(.*?)</h2>", section)[1]: re.findall(
            r'<div class="wa-wait"><div>(?:<a [^>]*>)?(.*?)(?:</a>)?<p>', section
        )
        for section in re.findall(r'<section class="wa-group".*?</section>', page, re.DOTALL)
    }


def test_hazards_are_found_by_words_number_and_place_in_reach_only(cast, play):
    hazard = play.reported(text="药库通道堆放货架", place="药库东侧")
    for words in ("堆放货架", hazard.no, "药库东"):
        seen = {role for role in ROLES if "隐患" in found(getattr(cast, role), words)}
        assert seen == {"officer", "pharmacist", "keeper", "county_regulator", "regulator", "province_regulator"}, words


def test_a_neighbour_gets_the_very_page_of_somebody_who_looks_for_nothing(cast, play):
    play.reported(text="药库通道堆放货架")
    client = client_of(cast.outsider)
    told = [client.get("/search/", {"q": words}).content.decode() for words in ("堆放货架", "堆放不存")]
    plain = [re.sub(r"堆放..|csrf[^>]*|X-CSRFToken[^>]*", "", page) for page in told]
    assert plain[0] == plain[1] and "没有找到" in told[0]


def test_documents_and_clauses_open_for_who_got_them(cast):
    document = issued(cast, cast.county)
    groups = found(cast.county_regulator, "消防安全整治")
    assert document.title in groups["文件"]
    assert any("消防自查" in clause for clause in found(cast.county_regulator, "消防自查")["条款"])
    for role in ("outsider", "other_regulator", "system_admin"):
        groups = found(getattr(cast, role), "消防自查")
        assert "文件" not in groups and "条款" not in groups, role


def test_units_and_people_are_found_by_initials_within_the_own_unit(cast):
    assert found(cast.county_regulator, "blxrm")["单位"] == ["白鹭县人民医院"]
    assert "单位" not in found(cast.outsider, "blxrm")
    assert found(cast.officer, "mcy")["人员"] == ["苗春雨"]
    assert "人员" not in found(cast.outsider_officer, "mcy")


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "'", '"><script>', "隐" * 500])
def test_odd_words_do_no_harm(cast, words):
    answer = client_of(cast.officer).get("/search/", {"q": words})
    assert answer.status_code == 200 and "<script>" not in answer.content.decode().split("<body", 1)[1].replace(
        '<script type="module"', ""
    )
