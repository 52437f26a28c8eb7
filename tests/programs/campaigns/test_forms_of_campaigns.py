"""Forms of campaigns out of the packs: 七道防线, 百日攻坚, 要点, seasons."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.programs.campaigns.situations import Situations
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import api, forms_of

SEVEN = """云泽市卫生健康委员会关于筑牢“七道防线”做好冬季安全生产工作的通知

各县（市、区）卫生健康局，委直属各单位：

一、总体要求。各单位要筑牢“七道防线”。
（一）涉疫场所安全。各医院要对发热门诊检查1次。
（二）危险化学品安全。各医院要建立危险化学品台账。各医院要对储存场所检查1次。
（三）用电用气用油安全。各医院要对配电室检查1次。
（四）消防安全。各医院要组织1次消防演练。
（五）建筑施工安全。各医院要对在建工地检查1次。
（六）重点部位安全。各医院要对锅炉房检查1次。

云泽市卫生健康委员会
2026年11月23日
"""


def test_seven_defences_stand_in_clauses_of_their_own_and_each_unit_shows_how_many_hold(
    play: Situations, cast: Cast
) -> None:
    campaign = play.confirmed(SEVEN)
    lines = [one for one in campaign.proposals.in_order() if one.composite == "seven_defences"]
    by_part = {part: [one for one in lines if one.composite_part == part] for part in range(1, 8)}
    assert all(by_part.values()) and len(by_part[2]) == 2
    (missing,) = by_part[6]
    assert missing.title == "第三方服务防线" and "按内容包补上" in missing.doubts[0]
    with play.acting(cast.regulator) as by:
        api.set_addressees(campaign, groups=[], named=[cast.city_hospital.pk], by=by)
        api.publish(campaign, by=by)

    def cell() -> str:
        page = client_of(cast.regulator).get(f"/notices/{campaign.pk}/").content.decode()
        (found,) = re.findall(r'data-label="七道防线" class="wa-num">(.*?)</td>', page)
        return str(found)

    assert cell() == "0/7"
    for line, expected in ((by_part[2][0], "0/7"), (by_part[2][1], "1/7"), (by_part[4][0], "2/7")):
        with set_up(), clock.moved_to("2026-12-01T09:00"):
            now = clock.now()
            duties.Task(
                obligation_id=line.pk, status="accepted", due=line.due, started_at=now, accepted_at=now
            ).at(cast.city_hospital).save()  # fmt: skip
        assert cell() == expected


@pytest.mark.parametrize(
    ("title", "form", "ends"),
    [
        ("关于开展医疗机构消防安全百日攻坚行动的通知", "hundred_days", date(2027, 2, 8)),
        ("2027年全市卫生健康系统安全生产工作要点", "yearly_points", date(2027, 12, 31)),
        ("关于做好今冬明春火灾防控工作的通知", "winter_spring", date(2027, 3, 31)),
        ("安全生产专项整治三年行动方案", "three_years", date(2028, 12, 31)),
        ("关于做好汛期安全生产工作的通知", "summer", date(2027, 9, 15)),
        ("关于报送人员名单的通知", None, None),
    ],
)
def test_the_title_tells_the_form_and_the_form_the_end(
    title: str, form: str | None, ends: date | None, db: None
) -> None:
    found = forms_of.form_named_in(title)
    assert (found.code if found else None) == form
    assert forms_of.end_of(found, date(2026, 11, 1), title) == ends
