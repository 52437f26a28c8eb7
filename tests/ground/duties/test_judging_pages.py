"""Handing in, accepting, returning, exempting, handing on: each an address, each told to whom it concerns."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties.situations import answered, issued, owed_of, place_of, returned, signed, started, submitted
from weian.foundation.audit import api as audit
from weian.foundation.inbox.models import Message
from weian.foundation.people.viewer import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock


def titles_of(viewer: Viewer) -> list[str]:
    with set_up():
        return list(Message.objects.filter(to=viewer.person, kind="task").values_list("title", flat=True))


def status_of(task: duties.Task) -> str:
    with set_up():
        return duties.Task.objects.get(pk=task.pk).status


def test_a_task_goes_up_and_comes_back_and_everybody_is_told_with_a_way_to_it(cast: Cast) -> None:
    document = issued(cast)
    task = answered(cast, document)
    place = place_of(document, cast.hospital)
    here = reverse("task", args=place)
    officer, county = client_of(cast.officer), client_of(cast.county_regulator)
    assert officer.post(reverse("task-submission", args=place)).url == here
    assert titles_of(cast.county_regulator) == ["白鹭县人民医院提交待审核：报送工作开展情况"]
    county.post(reverse("task-return", args=place), {"why": "请补自查的数字。"})
    assert status_of(task) == "returned" and "请补自查的数字。" in officer.get(here).content.decode()
    officer.post(reverse("task-submission", args=place))
    county.post(reverse("task-acceptance", args=place), {"note": "可以。"})
    assert status_of(task) == "accepted"
    assert sorted(titles_of(cast.officer)) == ["审核通过：报送工作开展情况", "退回，请补办：报送工作开展情况"]
    with set_up():
        assert set(Message.objects.filter(kind="task").values_list("url", flat=True)) == {here}
    assert titles_of(cast.outsider) == titles_of(cast.city_officer) == []


def test_pressing_twice_is_one_act_and_one_message(cast: Cast) -> None:
    document = issued(cast)
    task = answered(cast, document)
    place = place_of(document, cast.hospital)
    for _ in range(2):
        assert client_of(cast.officer).post(reverse("task-submission", args=place)).status_code == 302
    for _ in range(2):
        assert client_of(cast.county_regulator).post(reverse("task-acceptance", args=place)).status_code == 302
    with set_up():
        verbs = [event.verb for event in audit.history(task.pk)]
        times = Message.objects.get(to=cast.county_regulator.person, kind="task").times
    assert verbs.count("task.submitted") == verbs.count("task.accepted") == 1 and times == 1


def test_a_refused_handing_in_says_what_is_missing_and_tells_nobody(cast: Cast) -> None:
    document = issued(cast)
    task = started(cast, document)
    page = client_of(cast.officer).post(reverse("task-submission", args=place_of(document, cast.hospital)))
    assert page.status_code == 422 and "还没有任何记录" in page.content.decode()
    assert status_of(task) == "started" and titles_of(cast.county_regulator) == []


def test_a_return_without_a_reason_is_refused_at_the_field(cast: Cast) -> None:
    document = issued(cast)
    task = submitted(cast, document)
    page = client_of(cast.county_regulator).post(
        reverse("task-return", args=place_of(document, cast.hospital)), {"why": "  "}
    )
    assert page.status_code == 422 and 'id="return-why-error"' in page.content.decode()
    assert status_of(task) == "submitted"


@pytest.mark.parametrize(
    ("who", "sentence"), [("officer", "审核"), ("regulator", "由白鹭县卫生健康局审核"), ("commission_leader", "职责")]
)
def test_only_the_next_commission_above_accepts(cast: Cast, who: str, sentence: str) -> None:
    document = issued(cast)
    task = submitted(cast, document)
    for act in ("acceptance", "return"):
        page = client_of(getattr(cast, who)).post(
            reverse(f"task-{act}", args=place_of(document, cast.hospital)), {"why": "理由"}
        )
        assert page.status_code == 422 and sentence in page.content.decode()
    assert status_of(task) == "submitted"


def test_where_the_unit_reviews_itself_another_person_does_it(cast: Cast) -> None:
    document = issued(cast, acceptor="own_desk")
    task = submitted(cast, document)
    place = place_of(document, cast.hospital)
    page = client_of(cast.officer).get(reverse("task", args=place))
    assert "做的人不能自己审核" in page.content.decode()
    assert client_of(cast.officer).post(reverse("task-acceptance", args=place)).status_code == 422
    assert client_of(cast.officer_2).post(reverse("task-acceptance", args=place)).status_code == 302
    assert status_of(task) == "accepted"


def test_an_exemption_needs_a_commission_and_a_reason_that_the_unit_reads(cast: Cast) -> None:
    document = issued(cast)
    place = place_of(document, cast.hospital)
    address = reverse("task-exemption", args=place)
    assert client_of(cast.officer).post(address, {"why": "不想办"}).status_code == 422
    assert client_of(cast.county_regulator).post(address, {"why": ""}).status_code == 422
    assert client_of(cast.county_regulator).post(address, {"why": "没有这类设备。"}).status_code == 302
    page = client_of(cast.officer).get(reverse("task", args=place)).content.decode()
    assert "豁免" in page and "没有这类设备。" in page
    assert titles_of(cast.officer) == ["豁免，不用办了：报送工作开展情况"]


def test_the_desk_hands_a_task_on_within_the_unit_and_the_post_is_told(cast: Cast) -> None:
    document = issued(cast)
    signed(cast, document)
    place = place_of(document, cast.hospital)
    address = reverse("task-handover", args=place)
    assert client_of(cast.pharmacist).post(address, {"post": str(cast.pharmacist.post.pk)}).status_code == 404
    foreign = client_of(cast.officer).post(address, {"post": str(cast.outsider_officer.post.pk)})
    assert foreign.status_code == 422
    for _ in range(2):
        assert client_of(cast.officer).post(address, {"post": str(cast.pharmacist.post.pk)}).status_code == 302
    assert client_of(cast.pharmacist).get(reverse("task", args=place)).status_code == 200
    assert titles_of(cast.pharmacist) == ["转给您办：报送工作开展情况"]
    county = client_of(cast.county_regulator).post(address, {"post": str(cast.officer.post.pk)})
    assert county.status_code == 422


def test_starting_twice_makes_one_task(cast: Cast) -> None:
    document = issued(cast)
    signed(cast, document)
    for _ in range(2):
        answer = client_of(cast.officer).post(reverse("task-start", args=place_of(document, cast.hospital)))
        assert answer.status_code == 302
    with set_up():
        assert duties.Task.objects.count() == 1


def test_what_a_unit_handed_in_is_reviewed_on_one_page_without_losing_ones_place(cast: Cast) -> None:
    documents = [issued(cast), issued(cast), issued(cast)]
    tasks = [submitted(cast, document) for document in documents]
    client, page_url = client_of(cast.county_regulator), reverse("task-review", args=[cast.hospital.pk])
    page = client.get(page_url)
    assert [card["task"] for card in page.context["cards"]] == tasks and "已开展自查。" in page.content.decode()
    places = [place_of(document, cast.hospital) for document in documents]
    first = client.post(reverse("task-acceptance", args=places[0]), {"from": "review"})
    assert first.status_code == 302 and first.url == page_url
    refused = client.post(reverse("task-return", args=places[1]), {"from": "review", "why": ""})
    assert refused.status_code == 422
    assert [card["task"] for card in refused.context["cards"]] == tasks[1:]
    assert [card["give_back"]["open"] for card in refused.context["cards"]] == [True, False]
    assert client.post(reverse("task-return", args=places[1]), {"from": "review", "why": "补照片。"}).url == page_url
    last = client.post(reverse("task-acceptance", args=places[2]), {"from": "review"}, follow=True)
    assert last.redirect_chain[-1][0] == reverse("tasks") + "?view=review"
    assert [status_of(task) for task in tasks] == ["accepted", "returned", "accepted"]


def test_many_submissions_of_a_unit_are_one_line_in_the_inbox(cast: Cast) -> None:
    for _ in range(3):
        submitted(cast, issued(cast))
    with set_up():
        [message] = Message.objects.filter(to=cast.county_regulator.person, kind="task")
    assert message.times == 3


def test_routing_is_proposed_corrected_once_and_remembered(cast: Cast) -> None:
    document = issued(cast, domain="hazmat")
    signed(cast, document)
    client, page_url = client_of(cast.officer), reverse("routing")
    row = next(row for row in client.get(page_url).context["rows"] if row["domain"] == "hazmat")
    assert row["title"] == "危险化学品" and row["chosen"] == str(cast.pharmacist.post.pk) and not row["kept"]
    answer = client.post(reverse("route", args=["hazmat"]), {"hazmat-post": str(cast.keeper.post.pk)})
    assert answer.status_code == 302
    row = next(row for row in client.get(page_url).context["rows"] if row["domain"] == "hazmat")
    assert row["chosen"] == str(cast.keeper.post.pk) and row["kept"]
    with acting(cast.officer):
        one = owed_of(document, cast.hospital)
        assert one.post is not None and one.post.pk == cast.keeper.post.pk


def test_routing_refuses_posts_of_others_unknown_domains_and_people_without_the_duty(cast: Cast) -> None:
    officer = client_of(cast.officer)
    foreign = officer.post(reverse("route", args=["hazmat"]), {"hazmat-post": str(cast.outsider_officer.post.pk)})
    assert foreign.status_code == 422 and "请重新选" in foreign.content.decode()
    assert officer.post(reverse("route", args=["nothing"]), {"nothing-post": str(uuid4())}).status_code == 404
    for who in (cast.keeper, cast.commission_leader, cast.system_admin):
        assert client_of(who).get(reverse("routing")).status_code == 404
        assert client_of(who).post(reverse("route", args=["hazmat"]), {}).status_code == 404


def test_a_late_task_says_so_to_both_sides_even_after_it_was_returned_and_accepted(cast: Cast) -> None:
    with clock.moved_to(date(2022, 12, 5)):
        document = issued(cast, due=date(2023, 1, 10))
        signed(cast, document)
    place = place_of(document, cast.hospital)
    with clock.moved_to(date(2023, 1, 12)):
        returned(cast, document)
    with clock.moved_to(date(2023, 2, 20)):
        client_of(cast.officer).post(reverse("task-submission", args=place))
        client_of(cast.county_regulator).post(reverse("task-acceptance", args=place))
        for who in (cast.officer, cast.county_regulator):
            page = client_of(who).get(reverse("task", args=place)).content.decode()
            assert re.search(r"迟报\s?2\s?个工作日", page)
