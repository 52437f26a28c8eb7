"""Sending down: one document, one receipt per unit, one obligation per accepted line; or nothing at all."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.campaigns.situations import DAY, PROVINCE, Situations
from weian.foundation.audit.models import Event
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Receipt
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import api as duties
from weian.ground.duties.models import Obligation, Task
from weian.kernel import clock
from weian.programs.campaigns import api
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.states import CampaignState


def test_every_unit_gets_one_receipt_by_the_way_it_was_addressed(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    with play.acting(cast.regulator):
        got = {one.unit_id: one.via for one in Receipt.objects.filter(document=campaign.document)}
    assert got == {
        cast.county.pk: "group", cast.neighbour.pk: "group", cast.city_hospital.pk: "group", cast.hospital.pk: "name",
    }  # fmt: skip


def test_every_accepted_line_becomes_one_obligation_that_rests_on_its_clause(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    lines = {one.pk: one for one in campaign.proposals.accepted()}
    obligations = list(Obligation.objects.filter(document=campaign.document))
    assert len(obligations) == len(lines) > 20
    for one in obligations:
        line = lines[one.uid]
        assert (one.clause_id, one.title, one.due, one.every, one.domain) == (
            line.clause_id, line.title, line.due, line.every, line.domain,
        )  # fmt: skip
        assert (one.campaign, one.issuer_id, one.evidence) == (campaign.pk, cast.city.pk, line.evidence)
    assert [one.part for one in obligations if one.composite] == [1, 2, 3, 4, 5]
    assert not Task.objects.exists()


def accepted(campaign: Campaign, unit: Unit, parts: int) -> None:
    """So many parts of the composite were accepted at `unit`."""
    with set_up(), clock.moved_to("2026-12-20T09:00"):
        for one in Obligation.objects.filter(campaign=campaign.pk, composite="five_ones", part__lte=parts):
            now = clock.now()
            Task(obligation=one, status="accepted", due=one.due, started_at=now, accepted_at=now).at(unit).save()


@pytest.mark.row("S0-2.0b")
def test_four_of_five_is_not_finished_and_the_sum_counts_only_units_with_all_five(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    accepted(campaign, cast.hospital, 4)
    accepted(campaign, cast.city_hospital, 5)
    page = client_of(cast.regulator).get(f"/notices/{campaign.pk}/").content.decode()
    rows = dict(re.findall(r'<td class="wa-title">(.*?)</td>.*?data-label="五个一">(.*?)&ensp;', page))
    assert rows == {
        "白鹭县卫生健康局": "0/5", "松坪县卫生健康局": "0/5", "白鹭县人民医院": "4/5", "云泽市第一人民医院": "5/5",
    }  # fmt: skip
    assert re.search(r"1 家</a>全部完成，共 4\xa0家，余 3\xa0家|1 家</a>全部完成，共 4&nbsp;家，余 3&nbsp;家", page)


def test_each_part_of_each_unit_is_a_cell_that_opens_its_task_and_the_unit_sees_which_is_missing(
    play: Situations, cast: Cast
) -> None:
    campaign = play.published()
    accepted(campaign, cast.hospital, 2)
    at, words = f"/notices/{campaign.pk}/", ["方案", "会议", "检查", "培训", "督导"]
    with set_up():
        parts = {one.part: one for one in Obligation.objects.filter(campaign=campaign.pk, composite="five_ones")}
        returned = Task(obligation=parts[3], status="returned", due=parts[3].due, started_at=clock.now())
        returned.at(cast.hospital).save()

    def cells(viewer: Viewer, address: str, day: str) -> list[list[tuple[str, str, str]]]:
        with clock.moved_to(day):
            page = client_of(viewer).get(address).content.decode()
        found = re.findall(r'<span class="wa-parts">(.*?)</span></a></span>', page, re.DOTALL)
        return [re.findall(r'href="([^"]+)".*?>(\w+) <b aria-hidden="true">(\w)</b>', one) for one in found]

    def row(cell: list[tuple[str, str, str]]) -> list[str]:
        return [f"{word}{sign}" for _, word, sign in cell]

    of_hospital = ["方案完", "会议完", "检查退", "培训未", "督导未"]
    early, late = "2026-12-20T09:00", "2027-06-01T09:00"
    shown = cells(cast.regulator, at, early)
    assert [row(one) for one in shown if one[0][2] == "完"] == [of_hospital]
    assert len(shown) == 4 and all([word for _, word, _ in one] == words for one in shown)
    for one in shown:
        assert all(client_of(cast.regulator).get(url).status_code == 200 for url, _, _ in one[:1])
    assert [row(one) for one in cells(cast.officer, at, early)] == [of_hospital] * 2  # its row, and its own line
    assert row(cells(cast.regulator, at, late)[0]) == [f"{word}逾" for word in words]
    task = f"/tasks/{parts[4].pk}/{cast.hospital.pk}/"
    assert row(cells(cast.officer, task, early)[0]) == of_hospital
    with clock.moved_to(early):
        page = client_of(cast.officer).get(task).content.decode()
    assert "还缺：一次全面检查、一次全员培训、一次专项督导" in page and page.count('aria-current="true"') >= 1


@pytest.mark.row("S2-3.0")
def test_an_end_that_hangs_on_an_event_is_unknown_and_closes_no_task(play: Situations, cast: Cast) -> None:
    by = cast.province_regulator
    campaign = play.confirmed(PROVINCE, by=by)
    with play.acting(by):
        api.publish(campaign, by=by)
    with clock.moved_to("2029-01-01T09:00"):
        page = client_of(by).get(f"/notices/{campaign.pk}/").content.decode()
        with acting(by):
            owed = duties.owed([cast.city], document=campaign.document)
    assert page.count("待定") >= 2 and "两会" in page
    assert owed and all(one.is_open for one in owed)


def test_commissions_and_hospitals_owe_what_applies_to_them(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    with play.acting(cast.regulator):
        owed = duties.owed([cast.county, cast.city_hospital], document=campaign.document)
    of_county = {one.obligation.title for one in owed if one.unit == cast.county}
    of_hospital = {one.obligation.title for one in owed if one.unit == cast.city_hospital}
    assert any("明查暗访" in title for title in of_county) and not any("明查暗访" in title for title in of_hospital)
    assert any("配电室" in title for title in of_hospital) and not any("配电室" in title for title in of_county)


def test_publishing_again_changes_nothing(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    with play.acting(cast.regulator) as by:
        api.publish(campaign, by=by)
        assert Receipt.objects.filter(document=campaign.document).count() == 4
    assert Event.objects.filter(verb="campaign.issued").count() == 1


def test_a_line_that_waits_holds_everything_back(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="还有 26 条待确认"):
        api.publish(campaign, by=by)
    assert not Receipt.objects.exists() and not Obligation.objects.exists()


def test_without_addressees_nothing_goes_out(play: Situations, cast: Cast) -> None:
    campaign = play.confirmed()
    campaign.addressees.all().delete()
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="还没有选发送对象"):
        api.publish(campaign, by=by)


def test_a_unit_that_has_ended_meanwhile_is_named_and_nothing_goes_out(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    Unit.objects.filter(pk=cast.hospital.pk).update(ended_on="2026-11-01")
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="白鹭县人民医院已经停用"):
        api.publish(campaign, by=by)
    with play.acting(cast.regulator):
        assert not Receipt.objects.exists() and not Obligation.objects.exists()
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.CONFIRMING


def test_what_went_out_is_not_edited_any_more(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    line = play.line(campaign, "消防水泵房")
    with play.acting(cast.regulator) as by:
        for act in (
            lambda: api.correct(line, {"title": "改"}, by=by), lambda: api.drop(line, reason="不用", by=by),
            lambda: api.set_addressees(campaign, groups=["direct"], named=[], by=by),
            lambda: api.discard(campaign, why="不发", by=by),
        ):  # fmt: skip
            with pytest.raises(Refused, match="已下发"):
                act()


def test_a_county_forwards_and_its_units_owe_the_same(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    with play.acting(cast.county_regulator) as by:
        receipt = documents.receipt_of(campaign.document, cast.county)
        documents.sign(receipt, by=by)
        documents.forward(receipt, by=by, to=[cast.center])
        owed = duties.owed([cast.center], document=campaign.document)
    lines = [one for one in campaign.proposals.accepted() if "institution" in one.to_kinds]
    expected = [one for one in lines if not one.to_types or cast.center.type in one.to_types]
    assert {one.obligation.uid for one in owed} == {one.pk for one in expected}


def test_a_dropped_line_is_owed_by_nobody_and_its_reason_stays(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    line = play.line(campaign, "专项督导")
    with play.acting(cast.regulator) as by:
        api.drop(line, reason="由县级督导", by=by)
        play.countersigned(campaign)
        api.publish(campaign, by=by)
    assert not Obligation.objects.filter(pk=line.pk).exists()
    assert "由县级督导" in client_of(cast.regulator).get(f"/notices/{campaign.pk}/").content.decode()


def test_what_the_issuer_does_itself_is_its_own_task_and_owed_by_nobody_below(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    line = play.line(campaign, "屋面积雪")
    with play.acting(cast.regulator) as by:
        api.correct(line, {"to_kinds": ["own"]}, by=by)
        play.countersigned(campaign)
        api.publish(campaign, by=by)
        owed = duties.owed([cast.city, cast.county, cast.city_hospital], document=campaign.document)
    assert [one.unit for one in owed if one.obligation.pk == line.pk] == [cast.city]
    assert [one.obligation.pk for one in owed if one.unit == cast.city] == [line.pk]
    assert line.title in client_of(cast.regulator).get("/tasks/?view=unit").content.decode()


def test_giving_up_wants_a_reason(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    client = client_of(cast.regulator)
    refused = client.post(f"/notices/{campaign.pk}/discarding/", {"why": ""})
    assert refused.status_code == 422 and "请写理由" in refused.content.decode()
    assert client.post(f"/notices/{campaign.pk}/discarding/", {"why": "并入省里的方案"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.DISCARDED
    assert Event.objects.get(verb="campaign.discarded").why == "并入省里的方案"


def test_the_last_step_tells_what_will_happen_and_does_it(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    client = client_of(cast.regulator)
    with clock.moved_to(DAY):
        page = client.get(f"/notices/{campaign.pk}/issuing/").content.decode().replace("\u00a0", " ")
        answer = client.post(f"/notices/{campaign.pk}/issuing/", {"request_id": str(uuid4())})
    assert "发给 4 家，要求 26 条" in page
    assert answer.status_code == 302
    campaign.refresh_from_db()
    assert campaign.status == CampaignState.ISSUED


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("regulator", True), ("commission_leader", True), ("province_regulator", True), ("county_regulator", True),
        ("officer", True), ("city_officer", True), ("center_officer", False), ("other_regulator", False),
        ("outsider_officer", False), ("system_admin", False),
    ],
)  # fmt: skip
def test_the_page_is_there_for_those_who_got_it_and_those_above(
    play: Situations, cast: Cast, who: str, sees: bool
) -> None:
    campaign = play.published()
    client = client_of(getattr(cast, who))
    assert client.get(f"/notices/{campaign.pk}/").status_code == (200 if sees else 404)
    assert (campaign.title in client.get("/notices/").content.decode()) is sees


@pytest.mark.row("S0-0.1")
def test_the_issuer_sees_which_named_hospital_has_not_signed(play: Situations, cast: Cast) -> None:
    campaign = play.published()
    for who, unit in (("county_regulator", "county"), ("outsider", "neighbour"), ("city_officer", "city_hospital")):
        with play.acting(getattr(cast, who)) as by:
            documents.sign(documents.receipt_of(campaign.document, getattr(cast, unit)), by=by)
    with clock.moved_to("2026-11-25T09:00"):
        page = client_of(cast.regulator).get(f"/notices/{campaign.pk}/").content.decode().replace("\u00a0", " ")
    late = page.split("逾期未签收 1 家")[1].split("</p>")[0]
    assert "白鹭县人民医院" in late and "云泽市第一人民医院" not in late


def test_the_figures_count_what_would_be_sent(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    lines = list(campaign.proposals.accepted())
    to_commissions = sum("commission" in one.to_kinds for one in lines)
    to_institutions = sum("institution" in one.to_kinds for one in lines)
    page = client_of(cast.regulator).get(f"/notices/{campaign.pk}/issuing/").content.decode()
    assert f"<dt>任务</dt><dd>{2 * to_commissions + 2 * to_institutions}</dd>" in page
    with play.acting(cast.regulator) as by:
        api.publish(campaign, by=by)
        owed = duties.owed([cast.county, cast.neighbour, cast.city_hospital, cast.hospital], document=campaign.document)
    assert len(owed) == 2 * to_commissions + 2 * to_institutions


def test_a_split_line_goes_out_as_its_pieces(play: Situations, cast: Cast) -> None:
    campaign = play.addressed()
    line = play.line(campaign, "消防水泵房")
    with play.acting(cast.regulator) as by:
        pieces = api.split(line, ["测试消防水泵", "测试排烟送风系统"], by=by)
        for piece in pieces:
            api.accept(Proposal.objects.get(pk=piece.pk), by=by)
        play.countersigned(campaign)
        api.publish(campaign, by=by)
    sent = set(Obligation.objects.filter(document=campaign.document).values_list("uid", flat=True))
    assert {piece.pk for piece in pieces} <= sent and line.pk not in sent
