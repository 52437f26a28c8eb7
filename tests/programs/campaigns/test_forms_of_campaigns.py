"""Forms of campaigns out of the packs: 七道防线, 百日攻坚, 要点, seasons."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.programs.campaigns.situations import Situations
from weian.foundation.documents.reading import read_text
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import api, forms_of, outlines
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.pack_schema import CampaignOutline, OutlineClause
from weian.programs.campaigns.proposing import Tables, draft_all

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
        (found,) = re.findall(r'data-label="七道防线">(.*?)&ensp;', page)
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


def test_every_form_can_be_looked_at_and_its_draft_asks_for_what_the_page_shows(play: Situations, cast: Cast) -> None:
    client = client_of(cast.regulator)
    with clock.moved_to("2026-11-22T09:00"):
        listed = client.get("/notices/forms/").content.decode()
        codes = re.findall(r'href="/notices/forms/(\w+)/"', listed)
        assert {"five_ones", "seven_defences", "three_stages", "hundred_days", "yearly_points", "three_years"} < {
            *codes
        }
        pages = {code: client.get(f"/notices/forms/{code}/").content.decode() for code in codes}
        begun = {code: client.get(f"/notices/new/?form={code}").context["form"].initial["text"] for code in codes}
    assert pages["five_ones"].count("五个一 ") == 5 and "方案文件" in pages["five_ones"]
    assert "要做的 22" in pages["yearly_points"].replace("\u00a0", " ")
    assert "全国“两会”结束" in pages["three_stages"] and "待定" in pages["three_stages"]
    for code, text in begun.items():
        reading = read_text(text)
        assert not reading.warnings and all(f">{stage.name}<" in pages[code] for stage in reading.stages)
        drafts = draft_all(reading, Tables.in_force(cast.regulator.unit))
        assert drafts and all(one.title in pages[code] for one in drafts)
        assert all(one.due or one.due_event or one.every for one in drafts), code
        form = forms_of.form_named_in(reading.title)
        assert form is None or form.code == code, "the notice that is begun from a form is of that form"


def test_a_campaign_begun_from_a_form_has_its_stages_and_its_last_day(play: Situations, cast: Cast) -> None:
    client = client_of(cast.regulator)
    with clock.moved_to("2026-11-22T09:00"):
        form = client.get("/notices/new/?form=hundred_days").context["form"]
        sent = {"request_id": str(form.initial["request_id"]), "text": form.initial["text"]}
        emptied = client.post("/notices/new/?form=hundred_days", sent | {"text": " "})
        answer = client.post("/notices/new/?form=hundred_days", sent)
    assert emptied.status_code == 422 and "没有可以读的通知全文" in emptied.content.decode()
    with play.acting(cast.regulator):
        campaign = Campaign.objects.get(pk=sent["request_id"])
        days = [(one.name, one.from_date, one.to_date) for one in campaign.stages.all()]
        sent_to = campaign.addressees.count()
    assert answer.status_code == 302 and campaign.form == "hundred_days" and sent_to
    assert (campaign.starts, campaign.ends) == (date(2026, 11, 22), date(2027, 3, 1))
    assert days[1] == ("集中攻坚阶段", date(2026, 12, 2), date(2027, 2, 19)) and len(days) == 3


def test_a_draft_may_have_more_than_ten_heads() -> None:
    clause = OutlineClause(heading="消防", text="各医院要对配电室检查1次。")
    outline = CampaignOutline.model_validate({
        "code": "long", "title": "长", "about": "长", "days": 90, "subject": "关于长的通知", "clauses": [clause] * 9,
        "blocks": [{"heading": "重点", "items": [clause]}] * 3,
        "stages": [{"name": f"第{number}段", "text": "开展。", "days": 9} for number in range(10)],
        "basis": [{"source": "默认"}],
    })  # fmt: skip
    today = date(2026, 11, 23)
    text = outlines.text_of(outline, outlines.span_of(outline, None, today), issuer="云泽市卫健委", to=[], today=today)
    assert "\n十二、消防\n" in text and "\n十三、实施步骤\n" in text and "\n（十）第9段" in text
    assert len(read_text(text).clauses) >= 13


def test_whoever_issues_no_notices_may_read_the_forms_and_is_told_who_begins_one(cast: Cast, db: None) -> None:
    page = client_of(cast.officer).get("/notices/forms/hundred_days/").content.decode()
    assert 'aria-disabled="true"' in page and "notices/new" not in page
    assert client_of(cast.regulator).get("/notices/forms/nothing/").status_code == 404
