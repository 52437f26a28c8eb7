"""From level to level: own plans that leave nothing out, additions with a reason and an end."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.campaigns.situations import PROVINCE, Situations
from weian.foundation.documents import api as documents
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import api
from weian.programs.campaigns.models import Campaign

FIRST_DAY = "2026-10-26T09:00"


@pytest.fixture
def campaign(play: Situations, cast: Cast) -> Campaign:
    """The province's plan with its stages, at two cities and a county under one of them; the city has signed."""
    made = play.confirmed(PROVINCE, by=cast.province_regulator)
    with clock.moved_to(FIRST_DAY):
        with acting(cast.province_regulator) as by:
            api.set_addressees(made, groups=[], named=[cast.city.pk, cast.other_city.pk, cast.county.pk], by=by)
            api.publish(made, by=by)
        with acting(cast.regulator) as by:
            documents.sign(documents.receipt_of(made.document, cast.city), by=by)
    return made


def plan_of(campaign: Campaign, unit) -> duties.Owed:  # type: ignore[no-untyped-def]
    (one,) = [one for one in duties.owed([unit], document=campaign.document) if "clause_map" in one.obligation.evidence]
    return one


def filled_in(page: str, *, but: str = "", how: str = "kept") -> dict[str, str]:
    """All clauses of the form answered, but the one with that label."""
    rows = re.findall(r'name="map_how_([0-9a-f-]+)" aria-label="([^"]+)对照"', page)
    assert len(rows) >= 8
    return {f"map_how_{uid}": how for uid, label in rows if label != but}


def file_plan(cast: Cast, campaign: Campaign, *, but: str = "") -> tuple[int, str, str]:
    """The city writes its plan and hands it in: status, page and address of the task."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(cast.regulator)
    with acting(cast.regulator):
        at = duties.url_of(plan_of(campaign, cast.city))
    form = client.get(f"{at}records/").content.decode()
    told = {
        "title": "云泽市实施方案", "happened_on": "2026-10-26", "approver": "罗思远", "approved_on": "2026-10-26",
        "line_what": "检查医用氧", "line_who": "周秉文", "line_due": "2026-11-20", "request_id": str(uuid4()),
        "papers": SimpleUploadedFile("plan.txt", "云泽市实施方案全文".encode()),
    }  # fmt: skip
    kept = client.post(f"{at}records/", told | filled_in(form, but=but))
    assert kept.status_code == 302, kept.content.decode()
    answer = client.post(f"{at}submission/", {"request_id": str(uuid4())})
    return answer.status_code, answer.content.decode(), at


@pytest.mark.row("S2-0.2")
def test_a_city_plan_that_leaves_a_clause_out_is_not_taken_and_the_clause_is_named(
    cast: Cast, campaign: Campaign
) -> None:
    with clock.moved_to(FIRST_DAY):
        status, page, at = file_plan(cast, campaign, but="二（三）")
        assert status == 422 and "还缺上级文件的二（三）。" in page
        client = client_of(cast.regulator)
        form = client.get(f"{at}records/").content.decode()
        # The second record says what was missing, in the city's own words; the first one stays.
        (uid,) = re.findall(r'name="map_how_([0-9a-f-]+)" aria-label="二（三）对照"', form)
        more = {
            "title": "补充方案", "happened_on": "2026-10-26", "approver": "罗思远", "approved_on": "2026-10-26",
            f"map_text_{uid}": "每季度委托检测一次医用氧", "request_id": str(uuid4()),
        }  # fmt: skip
        assert client.post(f"{at}records/", more).status_code == 302
        assert client.post(f"{at}submission/", {"request_id": str(uuid4())}).status_code == 302
        task = client.get(at).content.decode()
        difference = client_of(cast.province_regulator).get(
            f"/notices/{campaign.pk}/difference/?unit={cast.city.pk}"
        ).content.decode()  # fmt: skip
    assert "每季度委托检测一次医用氧" in task and f'/documents/clauses/{uid}/">二（三）' in task
    assert "每季度委托检测一次医用氧" in difference and f'/documents/clauses/{uid}/">二（三）' in difference


@pytest.mark.row("S2-0.2")
def test_detailing_wants_words_and_what_was_typed_stays(cast: Cast, campaign: Campaign) -> None:
    with clock.moved_to(FIRST_DAY):
        client = client_of(cast.regulator)
        with acting(cast.regulator):
            at = duties.url_of(plan_of(campaign, cast.city))
        form = client.get(f"{at}records/").content.decode()
        answer = client.post(f"{at}records/", {"title": "我的方案", **filled_in(form, how="detailed")})
    page = answer.content.decode()
    assert answer.status_code == 422 and "二（三）选了细化，请写本级怎么做。" in page
    assert 'value="我的方案"' in page and page.count("selected>细化") >= 8


@pytest.mark.row("S2-3.1")
def test_filed_of_addressees_is_counted_below_each_unit_and_the_upper_level_takes_or_returns(
    cast: Cast, campaign: Campaign
) -> None:
    address = f"/notices/{campaign.pk}/arrangements/"

    def told(day: str) -> dict[str, list[str]]:
        with clock.moved_to(day):
            page = client_of(cast.province_regulator).get(address).content.decode().replace("\u00a0", " ")
        rows = re.findall(r'<td class="wa-title">.*?">(.*?)</a></td>(.*?)</tr>', page)
        return {name: re.findall(r">([^<>]+)</(?:td|span)>", rest) for name, rest in rows}

    city, other = cast.city.title, cast.other_city.title
    assert told("2026-11-10T23:00") == {city: ["0/2", "0", "0"], other: ["0/1", "0", "0"]}
    assert told("2026-11-11T00:30") == {
        city: ["0/2", "0", "0", "逾期未报 2 家"], other: ["0/1", "0", "0", "逾期未报"],
    }  # fmt: skip
    with clock.moved_to(FIRST_DAY):
        assert file_plan(cast, campaign)[0] == 302
        with acting(cast.province_regulator) as by:
            duties.return_(plan_of(campaign, cast.city).task, why="请写明分工。", by=by)
    assert told("2026-11-11T00:30")[city] == ["1/2", "0", "1", "逾期未报 1 家"]
    with clock.moved_to("2026-11-02T09:00"):
        with acting(cast.regulator) as by:
            duties.submit(plan_of(campaign, cast.city).task, by=by)
        with acting(cast.province_regulator) as by:
            duties.accept(plan_of(campaign, cast.city).task, by=by)
    assert told("2026-11-11T00:30")[city] == ["1/2", "1", "0", "逾期未报 1 家"]


def test_who_has_not_filed_is_late_on_the_next_day(cast: Cast, campaign: Campaign) -> None:
    with clock.moved_to("2026-11-11T09:00"), acting(cast.regulator):
        assert plan_of(campaign, cast.city).overdue


# --- additions ----------------------------------------------------------------------------------------------------


def added(cast: Cast, campaign: Campaign, **changes: str):  # type: ignore[no-untyped-def]
    told = {
        "title": "每周报送一次值班表", "why": "本市去年两起火灾都在夜间", "minutes": "20", "every": "P1W",
        "until": "2026-12-31", "to_kinds": ["commission", "institution"], "domain": "management",
        "request_id": str(uuid4()),
    }  # fmt: skip
    with clock.moved_to(FIRST_DAY):
        return client_of(cast.regulator).post(f"/notices/{campaign.pk}/additions/", told | changes)


def owes_addition(campaign: Campaign, cast: Cast, day: str) -> set[str]:
    with clock.moved_to(day), set_up():
        units = [cast.city, cast.other_city, cast.county, cast.hospital]
        return {one.unit.name for one in duties.owed(units, document=campaign.document) if one.obligation.is_addition}


def test_an_addition_binds_those_below_who_have_the_document_until_its_day(cast: Cast, campaign: Campaign) -> None:
    assert added(cast, campaign).status_code == 302
    assert owes_addition(campaign, cast, "2026-12-31T09:00") == {cast.county.name}
    assert owes_addition(campaign, cast, "2027-01-01T09:00") == set()
    with clock.moved_to(FIRST_DAY):
        page = client_of(cast.county_regulator).get(f"/notices/{campaign.pk}/difference/").content.decode()
    for words in ("云泽市卫生健康委员会新增", "每周报送一次值班表", "本市去年两起火灾都在夜间", "2026-12-31", "周秉文"):
        assert words in page
    assert "20 分钟" in page.replace("\u00a0", " ")


def test_only_renewal_with_a_reason_keeps_an_addition(cast: Cast, campaign: Campaign) -> None:
    added(cast, campaign)
    one = duties.Obligation.objects.exclude(added_why="").get()
    client, at = client_of(cast.regulator), f"/notices/{campaign.pk}/additions/{one.pk}/renewal/"
    with clock.moved_to("2027-01-04T09:00"):
        refused = client.post(at, {"until": "2027-03-31", "why": ""})
        assert refused.status_code == 422 and "已失效" in refused.content.decode()
        assert client.post(at, {"until": "2027-03-31", "why": "两会期间仍要夜查"}).status_code == 302
        page = client.get(f"/notices/{campaign.pk}/difference/").content.decode()
    assert "续期到 2027-03-31" in page and "两会期间仍要夜查" in page
    assert owes_addition(campaign, cast, "2027-01-04T09:00") == {cast.county.name}
    with acting(cast.county_regulator) as by, pytest.raises(Refused, match="由云泽市"):
        duties.renew_addition(one, until=date(2028, 1, 1), why="再续", by=by)


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"why": ""}, "为什么新增"), ({"minutes": "0"}, "分钟"), ({"until": "2026-10-01"}, "已经过去"),
     ({"due": "2027-02-01"}, "晚于失效日")],
)  # fmt: skip
def test_an_addition_tells_why_how_long_and_until_when(
    cast: Cast, campaign: Campaign, changes: dict[str, str], said: str
) -> None:
    answer = added(cast, campaign, **changes)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not duties.Obligation.objects.exclude(added_why="").exists()


def test_who_has_not_got_the_document_adds_nothing(cast: Cast, campaign: Campaign) -> None:
    spec = duties.Spec(uid=uuid4(), kind="other", title="新增", minutes=10)
    for who, said in (("county_regulator", "还没有签收"), ("outsider", "没有发给本单位"), ("officer", "职责")):
        with acting(getattr(cast, who)) as by, pytest.raises(Refused, match=said):
            duties.add_below(campaign.document, spec, why="想加", until=date(2027, 1, 1), by=by)


def test_what_is_taken_back_is_owed_no_more(cast: Cast, campaign: Campaign) -> None:
    added(cast, campaign)
    one = duties.Obligation.objects.exclude(added_why="").get()
    with clock.moved_to(FIRST_DAY):
        at = f"/notices/{campaign.pk}/additions/{one.pk}/withdrawal/"
        assert client_of(cast.regulator).post(at, {"why": "并入每月报送"}).status_code == 302
    assert owes_addition(campaign, cast, FIRST_DAY) == set()


# --- loss of force ------------------------------------------------------------------------------------------------


@pytest.mark.row("S0-0.2")
def test_when_the_notice_loses_force_its_additions_and_plans_are_flagged_and_nobody_is_urged(
    cast: Cast, campaign: Campaign
) -> None:
    added(cast, campaign)
    at = f"/notices/{campaign.pk}/"

    def shown(viewer: Viewer, address: str) -> str:
        page = client_of(viewer).get(address).content.decode()
        return re.sub(r"<[^>]+>|\s", "", page[page.index("<main") :])

    with clock.moved_to(FIRST_DAY):
        assert file_plan(cast, campaign)[0] == 302
        before = shown(cast.province_regulator, at)
        assert "选云泽市" not in before and "已废止" not in before
        assert 'data-wa-pick aria-label="选' in client_of(cast.province_regulator).get(at).content.decode()
        with acting(cast.province_regulator) as by:
            marked = documents.annul(campaign.document, by=by, why="已被新方案代替")
            assert "云泽市实施方案" in {one.document.title for one in marked}
    with clock.moved_to("2026-11-25T09:00"):
        page = client_of(cast.province_regulator).get(at).content.decode()
        assert ">已废止</a>" in page and "data-wa-pick aria-label" not in page and "催办</button>" not in page
        assert "已废止" in shown(cast.province_regulator, "/notices/")
        difference = shown(cast.regulator, f"{at}difference/?unit={cast.city.pk}")
        assert "每周报送一次值班表上级文件已废止，待复核" in difference
        assert "云泽市卫生健康委员会的方案对照" in difference and difference.count("待复核") > 5
        assert "条依据的文件已废止，待复核" in shown(cast.regulator, "/")
        with acting(cast.province_regulator) as by:
            begun = duties.owed([cast.city], document=campaign.document)
            assert [one.state for one in begun] == [duties.TaskState.SUBMITTED]
            assert duties.owed([cast.county], document=campaign.document) == []
            duties.return_(begun[0].task, why="请补", by=by)
            (open_,) = duties.owed([cast.city], document=campaign.document)
            with pytest.raises(Refused, match="已经废止"):
                duties.urge([open_], by=by)
