"""The working page: words tied to lines, one line open, nothing typed is lost, outsiders see no page."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.programs.campaigns.situations import CITY, DAY, Situations
from weian.kernel import clock
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.presenters.notice_text import shown_text


def page_of(campaign: Campaign) -> str:
    return f"/notices/{campaign.pk}/proposals/"


def fields(line: Proposal, **changes: object) -> dict[str, object]:
    """The form of a line as the browser sends it back."""
    plain = {
        "text": line.text, "title": line.title, "lead": "", "support": "", "due": line.due or "", "every": line.every,
        "evidence": line.evidence, "acceptor": line.acceptor, "to_kinds": line.to_kinds, "kind": line.kind,
        "to_types": line.to_types, "to_grades": line.to_grades, "size": line.size,
        "domain": line.domain, "request_id": str(uuid4()),
    }  # fmt: skip
    return plain | changes


def test_the_text_on_the_page_is_the_text_of_the_notice(play: Situations) -> None:
    campaign = play.read()
    shown = shown_text(campaign, list(campaign.proposals.in_order()), None)
    drawn = "".join(one.text for paragraph in shown for one in paragraph.segments)
    assert "".join(drawn.split()) == "".join(CITY.split())


def test_every_number_in_the_text_is_a_line_once(play: Situations) -> None:
    campaign = play.read()
    lines = list(campaign.proposals.in_order())
    shown = shown_text(campaign, lines, lines[0])
    numbers = [line.number for paragraph in shown for one in paragraph.segments for line in one.numbers]
    assert sorted(numbers, key=int) == [one.number for one in lines if one.spans]
    assert any(one.is_here for paragraph in shown for one in paragraph.segments)


def test_grey_paragraphs_are_those_that_ask_nothing(play: Situations) -> None:
    campaign = play.read()
    shown = shown_text(campaign, list(campaign.proposals.in_order()), None)
    idle = [paragraph.segments[0].text for paragraph in shown if paragraph.is_idle]
    assert any("冬季火灾高发期" in words for words in idle)
    assert not any(segment.role for paragraph in shown if paragraph.is_idle for segment in paragraph.segments)


def test_the_first_doubtful_line_is_open(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    first = campaign.proposals.waiting().filter(sure=False).in_order().first()
    page = client_of(cast.regulator).get(page_of(campaign)).content.decode()
    assert re.search(rf'wa-proposal is-open" id="ask-{first.number}"', page)


def test_accepting_goes_on_to_the_next_that_waits(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    first, second = campaign.proposals.in_order()[:2]
    with clock.moved_to(DAY):
        answer = client_of(cast.regulator).post(f"{page_of(campaign)}{first.pk}/acceptance/", fields(first))
    assert answer.status_code == 302 and answer.headers["Location"] == f"{page_of(campaign)}?open={second.pk}"
    first.refresh_from_db()
    assert first.status == "accepted" and first.changed_by is None


def test_what_htmx_swaps_in_is_what_a_reload_shows(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    first = campaign.proposals.in_order().first()
    client = client_of(cast.regulator)
    swapped = client.post(f"{page_of(campaign)}{first.pk}/acceptance/", fields(first), headers={"HX-Request": "true"})
    reloaded = client.get(swapped.headers["HX-Push-Url"])
    assert swapped.status_code == reloaded.status_code == 200

    def kept(response, part: str) -> str:  # type: ignore[no-untyped-def]
        text = response.content.decode().split(f'id="{part}"')[1].split("</section>")[0]
        text = re.sub(
            r'<div id="issue-said".*?</div></div>|<div id="issue-said" role="status"></div>', "", text, flags=re.S
        )
        return re.sub(r'value="[\w-]{30,70}"| autofocus', "", text)

    assert kept(swapped, "issue-lines") == kept(reloaded, "issue-lines")
    assert kept(swapped, "issue-text") == kept(reloaded, "issue-text")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due": "去年"}, "日期要像 2026-12-20 这样写"), ({"text": " "}, "要写明做什么"),
        ({"to_kinds": []}, "至少选一类单位"),
        ({"to_kinds": ["own", "commission"]}, "不派给下级"),
    ],
)  # fmt: skip
def test_a_wrong_entry_stays_and_is_told_at_its_field(
    play: Situations, cast: Cast, changes: dict[str, object], said: str
) -> None:
    campaign = play.read()
    line = play.line(campaign, "消防水泵房")
    sent = fields(line, title="改过的简称", **changes)
    answer = client_of(cast.regulator).post(f"{page_of(campaign)}{line.pk}/acceptance/", sent)
    page = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 422 and answer.headers["HX-Push-Url"] == "false"
    assert said in page and "改过的简称" in page
    line.refresh_from_db()
    assert line.status == "proposed" and line.title != "改过的简称"


def test_dropping_without_a_reason_says_so_and_keeps_the_line(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    line = play.line(campaign, "消防水泵房")
    answer = client_of(cast.regulator).post(f"{page_of(campaign)}{line.pk}/drop/", {"reason": " "})
    assert answer.status_code == 422 and "舍弃要写理由" in answer.content.decode()


def test_chosen_lines_are_corrected_together(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    chosen = [str(one.pk) for one in campaign.proposals.exclude(composite="")]
    answer = client_of(cast.regulator).post(
        f"{page_of(campaign)}correction/", {"chosen": chosen, "due": "2026-12-31", "to_kinds": "institution"}
    )
    assert answer.status_code == 302
    found = campaign.proposals.filter(pk__in=chosen)
    assert {(str(one.due), tuple(one.to_kinds)) for one in found} == {("2026-12-31", ("institution",))}


def test_choosing_nothing_is_told(play: Situations, cast: Cast) -> None:
    answer = client_of(cast.regulator).post(f"{page_of(play.read())}acceptance/", {})
    assert answer.status_code == 422 and "还没有选条目" in answer.content.decode()


@pytest.mark.parametrize("who", ["officer", "county_regulator", "province_regulator", "outsider", "commission_leader"])
@pytest.mark.parametrize("place", ["", "proposals/", "addressees/", "issuing/"])
def test_a_draft_is_no_page_for_anybody_else(play: Situations, cast: Cast, who: str, place: str) -> None:
    campaign = play.read()
    client = client_of(getattr(cast, who))
    draft, absent = client.get(f"/notices/{campaign.pk}/{place}"), client.get(f"/notices/{uuid4()}/{place}")
    assert draft.status_code == absent.status_code == 404
    assert campaign.title not in client.get("/notices/").content.decode()


def test_the_queries_do_not_grow_with_the_lines(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    client = client_of(cast.regulator)
    client.get(page_of(campaign))
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(campaign))
    with set_up():
        for line in list(campaign.proposals.all()):
            line.pk, line.order = uuid4(), line.order + 100
            line.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        client.get(page_of(campaign))
    assert len(many) == len(few)


def test_reading_in_by_the_page_shows_its_lines(cast: Cast) -> None:
    client, uid = client_of(cast.regulator), uuid4()
    answer = client.post("/notices/new/", {"request_id": uid, "text": CITY})
    assert answer.status_code == 302 and answer.headers["Location"] == f"/notices/{uid}/proposals/"
    again = client.post("/notices/new/", {"request_id": uid, "text": CITY})
    assert again.headers["Location"] == answer.headers["Location"] and Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "请选一个文件"), ({"text": "今天天气很好。"}, "没有"), ({"text": CITY.split("\n")[5]}, "没有"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_kept(cast: Cast, sent: dict[str, str], said: str) -> None:
    answer = client_of(cast.regulator).post("/notices/new/", {"request_id": uuid4(), **sent})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and sent.get("text", "") in page


def test_a_hospital_is_told_that_notices_come_from_above(cast: Cast) -> None:
    answer = client_of(cast.officer).get("/notices/new/")
    assert answer.status_code == 200 and "下发通知" in answer.content.decode()


@pytest.mark.row("S3-2.1e")
def test_where_others_co_operate_one_leads(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    with play.acting(cast.regulator):
        line = campaign.proposals.waiting().in_order().first()
    client = client_of(cast.regulator)
    at = f"{page_of(campaign)}{line.pk}/correction/"
    with clock.moved_to(DAY):
        two = client.post(at, fields(line, lead="规划科、安监科", support="公安"))
        assert two.status_code == 422 and "牵头只能写一个" in two.content.decode()
        client.post(at, fields(line, lead="安监科", support="公安、住房城乡建设"))
    line.refresh_from_db()
    assert [actor["name"] for actor in line.actors if actor["role"] == "support"] == ["公安", "住房城乡建设"]
