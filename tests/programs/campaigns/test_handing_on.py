"""A notice that is handed on: what goes down with it, what binds a hospital, from which day its terms run."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.campaigns.situations import Situations
from weian.foundation.documents import api as documents
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import api
from weian.programs.campaigns.models import Campaign

SENT, LATER = "2026-11-02T09:00", "2026-11-12T09:00"
NOTICE = """云泽市卫生健康委员会关于开展冬季消防安全检查的通知

各县（市、区）卫生健康局：

现将有关事项通知如下：

一、报送方案
各医疗卫生机构要在收到通知后10日内制定一份工作方案。
二、开展检查
各县（市、区）卫生健康局要在2026年12月10日前对辖区二级以上医院开展督导检查。
三、开展演练
各医疗卫生机构要在2026年12月20日前组织一次夜间消防疏散演练。

云泽市卫生健康委员会
2026年11月2日
"""


@pytest.fixture
def campaign(play: Situations, cast: Cast) -> Campaign:
    """The city sends it to a county and to its own hospital; the county signs ten days later."""
    made = play.confirmed(NOTICE)
    with clock.moved_to(SENT), acting(cast.regulator) as by:
        api.set_addressees(made, groups=[], named=[cast.county.pk, cast.city_hospital.pk], by=by)
        api.publish(made, by=by)
    with clock.moved_to(LATER), acting(cast.county_regulator) as by:
        documents.sign(documents.receipt_of(made.document, cast.county), by=by)
    return made


def add(cast: Cast, campaign: Campaign, **changes: str) -> None:
    told = {
        "title": "每周报送一次夜间值班表", "why": "本县去年两起火灾都在夜间", "minutes": "20", "every": "P1W",
        "until": "2026-12-31", "to_kinds": ["institution"], "domain": "management", "request_id": str(uuid4()),
    }  # fmt: skip
    with clock.moved_to(LATER):
        answer = client_of(cast.county_regulator).post(f"/notices/{campaign.pk}/additions/", told | changes)
    assert answer.status_code == 302, answer.content.decode()


def forward(cast: Cast, campaign: Campaign) -> None:
    with clock.moved_to(LATER), acting(cast.county_regulator) as by:
        documents.forward(documents.receipt_of(campaign.document, cast.county), by=by, to=[cast.hospital])
    with clock.moved_to(LATER), acting(cast.officer) as by:
        documents.sign(documents.receipt_of(campaign.document, cast.hospital), by=by)


def page(viewer: Viewer, at: str, day: str = LATER) -> str:
    with clock.moved_to(day):
        found = client_of(viewer).get(at)
    assert found.status_code == 200
    return re.sub(r"<[^>]+>|\s", " ", found.content.decode().replace("\u00a0", " "))


@pytest.mark.row("S2-0.2")
def test_the_page_of_forwarding_tells_what_goes_down_beside_the_document(cast: Cast, campaign: Campaign) -> None:
    at = f"/documents/{campaign.document_id}/forwarding/"
    assert "转发的就是文件本身" in page(cast.county_regulator, at)
    add(cast, campaign)
    told = page(cast.county_regulator, at)
    for words in (
        "每周报送一次夜间值班表",
        "本县去年两起火灾都在夜间",
        "许志远",
        "2026-12-31",
        "新增 1 条（本级 1 条）",
    ):
        assert words in told
    # From 11-12 to 12-31 eight weeks are begun.
    assert "8 次，共 160 分钟" in told
    assert re.search(r"文件本身 3 条，每样办一次共约 \d+ 分钟", told)
    assert "每周报送一次夜间值班表" not in page(cast.county_regulator, at, "2027-01-04T09:00")


def test_a_hospital_sees_what_binds_it_and_who_added_what(cast: Cast, campaign: Campaign) -> None:
    add(cast, campaign)
    forward(cast, campaign)
    told = page(cast.officer, f"/notices/{campaign.pk}/").split("对本单位的要求")[1]
    assert "白鹭县卫生健康局新增" in told and "每周报送一次夜间值班表" in told and "去年两起火灾" in told
    assert "夜间消防疏散演练" in told and "督导检查" not in told
    with clock.moved_to(LATER), set_up():
        owed = duties.owed([cast.hospital], document=campaign.document)
    assert f"{len({one.obligation.pk for one in owed})} 条" in told
    # The city's own hospital is not below the county: nobody added anything for it.
    assert "新增" not in page(cast.city_officer, f"/notices/{campaign.pk}/").split("对本单位的要求")[1]
    assert "督导检查" in page(cast.county_regulator, f"/notices/{campaign.pk}/").split("要求")[1]


@pytest.mark.row("S2-0.2")
def test_a_term_from_receipt_runs_where_the_notice_is_received(cast: Cast, campaign: Campaign) -> None:
    forward(cast, campaign)

    def plan(unit) -> duties.Owed:  # type: ignore[no-untyped-def]
        (one,) = [one for one in duties.owed([unit], document=campaign.document) if "方案" in one.obligation.title]
        return one

    with clock.moved_to("2026-11-16T09:00"), set_up():
        direct, forwarded = plan(cast.city_hospital), plan(cast.hospital)
        assert (str(direct.due), direct.overdue) == ("2026-11-12", True)
        assert (str(forwarded.due), forwarded.overdue) == ("2026-11-22", False)
        counts = duties.tasks_counted(campaign.document, cast.city, [direct.obligation], on=clock.today())[
            direct.obligation.pk
        ]
        assert (counts.whole, counts.late) == (2, 1)
        at = duties.url_of(forwarded)
    assert "从本单位收到的 2026-11-12 起算" in page(cast.officer, at)
    assert "2026-11-22 前" in page(cast.officer, f"/notices/{campaign.pk}/")
    # What was begun keeps the term that it had.
    with clock.moved_to(LATER), acting(cast.officer) as by:
        assert str(duties.start(plan(cast.hospital), by=by).due) == "2026-11-22"
