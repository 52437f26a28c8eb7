"""While a campaign runs and when it ends: stages, lists, contact, seasons, years, what stays, what is carried on."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.campaigns.situations import CITY, DAY, PROVINCE, Situations
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import api
from weian.programs.campaigns.models import Campaign, Contact
from weian.programs.campaigns.states import CampaignState


def page(viewer, address: str) -> str:  # type: ignore[no-untyped-def]
    answer = client_of(viewer).get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " "))


def finish(  # type: ignore[no-untyped-def]
    line, unit: Unit, *, due: date | None, period: date | None = None, late: int = 0, status: str = "accepted"
) -> None:
    """The unit did it and it was accepted; or it was exempted."""
    with set_up():
        now = clock.now()
        duties.Task(
            obligation_id=line.pk, status=status, due=due, period_start=period, started_at=now, submitted_at=now,
            accepted_at=now, late_days=late,
        ).at(unit).save()  # fmt: skip


# --- stages -------------------------------------------------------------------------------------------------------


@pytest.mark.row("S2-3.0")
def test_tasks_wait_for_the_event_and_follow_its_day(play: Situations, cast: Cast) -> None:
    by = cast.province_regulator
    campaign = play.read(PROVINCE, by=by)
    last = campaign.stages.last()
    line = play.line(campaign, "总结")
    with play.acting(by):
        api.correct(line, {"due": None, "due_event": last.to_event}, by=by)
        api.accept_chosen(campaign, list(campaign.proposals.waiting().values_list("pk", flat=True)), by=by)
        api.set_addressees(campaign, groups=[], named=[cast.city.pk], by=by)
        api.publish(campaign, by=by)
    at = f"/tasks/{line.pk}/{cast.city.pk}/"
    with clock.moved_to("2029-01-01T09:00"):
        assert "期限待定" in page(by, at)
        with acting(by):
            one = duties.one_owed(duties.Obligation.objects.get(pk=line.pk), cast.city)
            assert one is not None and one.is_open and one.due is None and not one.overdue
    with clock.moved_to("2027-03-01T09:00"):
        answer = client_of(by).post(f"/notices/{campaign.pk}/stages/{last.pk}/dates/", {"to_date": "2027-03-12"})
        assert answer.status_code == 302
        assert "2027-03-12" in page(by, at)
    with clock.moved_to("2027-03-16T09:00"), acting(by):
        one = duties.one_owed(duties.Obligation.objects.get(pk=line.pk), cast.city)
        assert one is not None and one.due == date(2027, 3, 12) and one.overdue


@pytest.mark.row("S2-3.0")
def test_a_term_from_the_notice_on_has_its_day_when_it_goes_out_and_an_event_is_entered_later(
    play: Situations, cast: Cast
) -> None:
    told = "各单位收到通知后5个工作日内将联系人报我委。各单位供暖季开始前组织一次锅炉房检查。"
    campaign = play.read(f"关于供暖安全的通知\n各单位：\n一、有关要求\n{told}\n白鹭市卫生健康委员会\n2026年11月23日\n")
    soon, event = play.line(campaign, "联系人"), play.line(campaign, "锅炉房")
    with play.acting(cast.regulator) as by:
        api.accept_chosen(campaign, list(campaign.proposals.waiting().values_list("pk", flat=True)), by=by)
        api.set_addressees(campaign, groups=[], named=[cast.hospital.pk], by=by)
        assert "下发之日起算" in page(by, f"/notices/{campaign.pk}/issuing/")
        api.publish(campaign, by=by)
    assert duties.Obligation.objects.get(pk=soon.pk).due == date(2026, 11, 30)  # five working days after a Monday
    assert duties.Obligation.objects.get(pk=event.pk).due is None
    client, at = client_of(cast.regulator), f"/notices/{campaign.pk}/"
    assert "等日期的条目" in page(cast.regulator, at) and "等日期的条目" not in page(cast.officer, at)
    sent = {"event": event.due_event, "day": ""}
    assert client.post(f"{at}events/", sent).status_code == 422
    assert client_of(cast.officer).post(f"{at}events/", sent | {"day": "2026-12-01"}).status_code in (403, 404, 422)
    assert client.post(f"{at}events/", sent | {"day": "2026-12-01"}).status_code == 302
    assert duties.Obligation.objects.get(pk=event.pk).due == date(2026, 12, 1)
    assert "等日期的条目" not in page(cast.regulator, at)
    again = client.post(f"{at}events/", sent | {"day": "2026-12-02"})
    assert again.status_code == 422 and "没有条目在等这个日期" in again.content.decode()


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("收到通知后5个工作日内", "2027-01-05"), ("印发之日起10日内", "2027-01-07"), ("印发后一个月内", "2027-01-28"),
        ("接到通知后24小时内", "2026-12-29"), ("春节前", None),
    ],
)  # fmt: skip
def test_days_off_do_not_count_in_a_term_of_working_days(words: str, last: str | None) -> None:
    found = duties.counted_from(words, date(2026, 12, 28))  # New Year's Day lies between
    assert (found.isoformat() if found else None) == last


# --- lists --------------------------------------------------------------------------------------------------------


@pytest.mark.row("S1-2b")
def test_a_finished_line_counts_alike_in_its_list_and_in_the_campaign(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    accepted = campaign.proposals.accepted().in_order()
    lines = [one for one in accepted if one.to_kinds == ["institution"] and not one.every][:3]
    names = ["问题清单", "责任清单", "整改清单"]
    client, at = client_of(cast.regulator), f"/notices/{campaign.pk}/lists/"
    told = {f"list_{line.pk}": name for line, name in zip(lines, names, strict=True)}
    assert client.post(at, {"names": "\n".join(names)} | told).status_code == 302

    def figures() -> tuple[dict[str, str], str]:
        text = page(cast.regulator, at)
        whole = re.search(r"已完成 (\d+)/\d+\s家次", text)
        assert whole
        heads = re.findall(r"<h2>(\S+?)</h2><span>.*?</span><span class=\"wa-aside\">(\d+)/\d+\s家次", text)
        return dict(heads), whole[1]

    before, total = figures()
    assert [before[name] for name in names] == ["0", "0", "0"] and total == "0"
    finish(lines[1], cast.hospital, due=lines[1].due)
    after, total = figures()
    assert [after[name] for name in names] == ["0", "1", "0"]
    assert total == "1" == str(sum(int(number) for number in after.values()))
    shown = page(cast.regulator, f"/notices/{campaign.pk}/")
    assert "责任清单</a>　1/" in shown and "全部条目 1/" in shown
    owed = re.search(r"全部条目 1/(\d+)", shown)
    assert owed
    # What somebody need not do is no longer owed, and not done either: in the lists and in the unit's row.
    finish(lines[2], cast.hospital, due=lines[2].due, status="exempted")
    after, total = figures()
    assert [after[name] for name in names] == ["0", "1", "0"] and total == "1"
    assert f"全部条目 1/{int(owed[1]) - 1}" in page(cast.regulator, f"/notices/{campaign.pk}/")


def test_names_of_lists_are_the_issuers_own_and_a_struck_list_lets_its_lines_go(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    line = campaign.proposals.accepted().first()
    with play.acting(cast.regulator) as by:
        api.set_lists(campaign, ["甲", "乙"], {line.pk: "乙"}, by=by)
        api.set_lists(campaign, ["丙", "甲"], {line.pk: ""}, by=by)
    line.refresh_from_db()
    assert line.task_list is None and [one.name for one in campaign.task_lists.all()] == ["丙", "甲"]
    with play.acting(cast.county_regulator) as by, pytest.raises(Refused, match="由云泽市"):
        api.set_lists(campaign, ["丁"], {}, by=by)
    answer = client_of(cast.county_regulator).post(f"/notices/{campaign.pk}/lists/", {"names": "丁"})
    assert answer.status_code == 422 and "由云泽市" in answer.content.decode()


# --- contact ------------------------------------------------------------------------------------------------------


@pytest.mark.row("S2-4.4e")
def test_a_contact_changed_once_is_new_on_every_task_and_the_old_one_stays_in_the_history(
    play: Situations, cast: Cast
) -> None:
    campaign = play.published()
    lines = [one for one in campaign.proposals.accepted() if "institution" in one.to_kinds][:3]
    tasks = [f"/tasks/{line.pk}/{cast.hospital.pk}/" for line in lines]
    assert all("0970-5551234" in page(cast.officer, at) for at in tasks)
    told = {"name": "孟凡星", "phone": "0970-5559999", "mail": "meng@wsjk.yunze.example", "why": "岗位调整"}
    with clock.moved_to(DAY):
        assert client_of(cast.regulator).post(f"/notices/{campaign.pk}/contact/", told).status_code == 302
    for at in tasks:
        text = page(cast.officer, at)
        assert "孟凡星" in text and "0970-5559999" in text and "meng@wsjk.yunze.example" in text
        assert "0970-5551234" not in text
    history = page(cast.officer, f"/notices/{campaign.pk}/").split("以前的联系人")[1]
    assert "0970-5551234" in history and "岗位调整" in history


def test_a_contact_nobody_can_reach_is_refused(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    answer = client_of(cast.regulator).post(f"/notices/{campaign.pk}/contact/", {"name": "孟凡星", "why": "调整"})
    assert answer.status_code == 422 and "电话和信箱至少写一个" in answer.content.decode()
    assert client_of(cast.county_regulator).post(
        f"/notices/{campaign.pk}/contact/", {"name": "某", "phone": "1", "why": "换"}
    ).status_code == 422  # fmt: skip
    assert not Contact.objects.exists()


# --- seasons ------------------------------------------------------------------------------------------------------

SEASON = """云泽市卫生健康委员会关于做好今冬明春火灾防控工作的通知

各县（市、区）卫生健康局：

一、排查火灾隐患。各医疗机构每月至少对配电室检查1次。
二、加强宣传。各单位要组织一次消防宣传。

云泽市卫生健康委员会
2026年11月1日
"""


@pytest.mark.row("S2-2.2a")
def test_the_end_of_the_year_does_not_close_a_season(play: Situations, cast: Cast) -> None:
    campaign = play.confirmed(SEASON)
    with play.acting(cast.regulator) as by:
        api.set_addressees(campaign, groups=[], named=[cast.city_hospital.pk], by=by)
        api.publish(campaign, by=by)
    campaign.refresh_from_db()
    assert (campaign.form, campaign.starts, campaign.ends) == ("winter_spring", date(2026, 11, 1), date(2027, 3, 31))
    for day, month in (("2026-12-31T23:00", 12), ("2027-01-01T00:30", 1), ("2027-03-31T23:00", 3)):
        with clock.moved_to(day):
            text = page(cast.regulator, f"/notices/{campaign.pk}/")
            assert "冬春季防控" in text and "2027-03-31" in text and CampaignState.ISSUED.label in text
            with acting(cast.city_officer):
                open_ones = [
                    one for one in duties.owed([cast.city_hospital], document=campaign.document) if one.is_open
                ]
            assert {one.period_start.month for one in open_ones if one.period_start} >= {month}
            assert any(one.obligation.every == "" for one in open_ones)


# --- the end ------------------------------------------------------------------------------------------------------


@pytest.mark.row("S1-9f")
def test_five_of_twenty_lines_stand_from_the_next_day_with_their_source(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    with play.acting(cast.regulator) as by:
        accepted = list(campaign.proposals.accepted().in_order())
        for one in accepted[20:]:
            api.drop(one, reason="并入年度计划", by=by)
        play.countersigned(campaign)
        api.publish(campaign, by=by)
    lines = [one for one in campaign.proposals.accepted().in_order() if "institution" in one.to_kinds]
    assert campaign.proposals.accepted().count() == 20
    chosen = lines[:5]
    told = {"standing": [str(one.pk) for one in chosen]} | {f"every_{one.pk}": "P1M" for one in chosen}
    with clock.moved_to("2027-01-11T09:00"):
        form = page(cast.regulator, f"/notices/{campaign.pk}/closure/")
        assert form.count('name="standing"') == 20
        assert client_of(cast.regulator).post(f"/notices/{campaign.pk}/closure/", told).status_code == 302

    def standing(day: str) -> list[duties.Owed]:
        with clock.moved_to(day), acting(cast.officer):
            owed = duties.owed([cast.hospital], document=campaign.document)
            return [one for one in owed if one.obligation.is_standing]

    assert standing("2027-01-11T23:00") == []
    begun = standing("2027-01-12T00:10")
    assert sorted(one.obligation.title for one in begun) == sorted(one.title for one in chosen)
    assert all(one.is_open for one in begun) and duties.Obligation.objects.exclude(standing_of=None).count() == 5
    with clock.moved_to("2027-01-12T00:10"):
        text = page(cast.officer, duties.url_of(begun[0]))
        assert "长效机制" in text and f"由《{campaign.document.title}》固化，2027-01-12 起长期有效" in text
        whole = page(cast.regulator, f"/notices/{campaign.pk}/")
        assert "长效机制" in whole and 'data-label="五个一">0/5&ensp;<' in whole
        # What was asked every month or week and not chosen stopped on the day of the end.
        with acting(cast.officer):
            rest = [one for one in duties.owed([cast.hospital], document=campaign.document) if one.obligation.every]
    assert all(one.obligation.is_standing or (one.due and one.due <= date(2027, 1, 11)) for one in rest)


THREE_YEARS = """云泽市卫生健康委员会关于印发医疗机构安全生产专项整治三年行动方案的通知

各县（市、区）卫生健康局，委直属各单位：

一、压实责任。各医疗机构每年至少开展1次全员培训。
二、排查隐患。各医疗机构每年至少开展1次全面检查。
三、应急准备。各医疗机构每年至少组织1次应急演练。

云泽市卫生健康委员会
2026年1月10日
"""


@pytest.mark.row("S4-1a")
def test_three_years_are_comparable_and_what_stands_goes_on_with_its_source(play: Situations, cast: Cast) -> None:
    with clock.moved_to("2026-01-12T09:00"), acting(cast.regulator) as by:
        campaign = api.read_notice(by=by, uid=uuid4(), text=THREE_YEARS)
        assert (campaign.form, campaign.ends) == ("three_years", date(2028, 12, 31))
        assert [one.name for one in campaign.task_lists.all()] == ["问题隐患清单", "制度措施清单", "重点任务清单"]
        api.accept_chosen(campaign, list(campaign.proposals.waiting().values_list("pk", flat=True)), by=by)
        api.set_addressees(campaign, groups=[], named=[cast.city_hospital.pk, cast.hospital.pk], by=by)
        api.publish(campaign, by=by)
    lines = list(campaign.proposals.accepted().in_order())
    assert [one.every for one in lines] == ["P1Y"] * 3
    for year, done in ((2026, 1), (2027, 2), (2028, 3)):
        with clock.moved_to(f"{year}-12-20T09:00"):
            for number, line in enumerate(lines[:done]):
                finish(
                    line,
                    cast.hospital,
                    due=date(year, 12, 31),
                    period=date(year, 1, 1),
                    late=int(number == year - 2026),
                )
    with clock.moved_to("2028-12-31T09:00"):
        told = {"standing": [str(lines[0].pk), str(lines[1].pk)], f"every_{lines[0].pk}": "P1Y"}
        told[f"every_{lines[1].pk}"] = "P6M"
        assert client_of(cast.regulator).post(f"/notices/{campaign.pk}/closure/", told).status_code == 302
    with clock.moved_to("2029-08-01T09:00"):
        text = page(cast.regulator, f"/notices/{campaign.pk}/years/")
        with acting(cast.officer):
            open_ones = [one for one in duties.owed([cast.hospital], document=campaign.document) if one.is_open]
        after = [one for one in open_ones if one.period_start and one.period_start.year == 2029]
        label = page(cast.officer, duties.url_of(after[0]))
    rows = re.findall(r'wa-title">(\d+) 年</td><td>(\S+?)</td>.*?>(\d+)<.*?>(\d+)<.*?>(\S+%)<.*?>(\d+)<', text)
    assert rows == [
        ("2026", "专项行动", "6", "1", "16.7%", "1"), ("2027", "专项行动", "6", "2", "33.3%", "1"),
        ("2028", "专项行动", "6", "3", "50%", "1"), ("2029", "长效机制", "6", "0", "0%", "0"),
    ]  # fmt: skip
    assert {one.obligation.standing_of_id for one in after} == {lines[0].pk, lines[1].pk}
    assert f"由《{campaign.document.title}》固化" in label


def test_what_becomes_permanent_needs_a_cadence(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    line = campaign.proposals.accepted().first()
    answer = client_of(cast.regulator).post(f"/notices/{campaign.pk}/closure/", {"standing": [str(line.pk)]})
    assert answer.status_code == 422 and "请选多久一次" in answer.content.decode()
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.ISSUED


# --- carried over -------------------------------------------------------------------------------------------------


def test_what_was_not_finished_by_all_goes_into_the_next_plan_once(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    lines = [one for one in campaign.proposals.accepted().in_order() if one.to_kinds == ["institution"] and one.due][:2]
    for unit in (cast.hospital, cast.city_hospital):
        finish(lines[0], unit, due=lines[0].due)
    draft = play.read(CITY.replace("34号", "3号").replace("2026年11月23日", "2027年11月23日"))
    at, client = f"/notices/{draft.pk}/carrying/", client_of(cast.regulator)
    offered = page(cast.regulator, f"{at}?from={campaign.pk}")
    assert str(lines[1].pk) in offered and str(lines[0].pk) not in offered
    part = campaign.proposals.accepted().exclude(composite="").in_order().first()
    for _ in range(2):
        chosen = [str(lines[1].pk), str(part.pk)]
        assert client.post(at, {"from": str(campaign.pk), "line": chosen}).status_code == 302
    carried, again = draft.proposals.exclude(carried_from=None).order_by("composite")
    assert (again.composite, again.composite_part) == (part.composite, part.composite_part) == ("five_ones", 1)
    assert (carried.carried_from_id, carried.title, carried.status) == (lines[1].pk, lines[1].title, "proposed")
    assert carried.due == lines[1].due.replace(year=lines[1].due.year + 1)
    assert f"结转自《{campaign.title}》第 {lines[1].number} 条" in page(
        cast.regulator, f"/notices/{draft.pk}/proposals/?open={carried.pk}"
    )


def test_nothing_is_carried_from_another_issuers_work(play: Situations, cast: Cast, db: None) -> None:
    theirs = play.confirmed(PROVINCE, by=cast.province_regulator)
    with play.acting(cast.province_regulator) as by:
        api.set_addressees(theirs, groups=[], named=[cast.city.pk], by=by)
        api.publish(theirs, by=by)
    draft = play.read()
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="本单位以前"):
        api.carry_over(draft, Campaign.objects.get(pk=theirs.pk), [theirs.proposals.first().pk], by=by)
