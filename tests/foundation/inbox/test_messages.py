"""A message is its receiver's alone, arrives with the act that it tells of, and leads to it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import client_of
from weian.foundation.inbox import api as inbox
from weian.foundation.inbox.models import Message
from weian.foundation.org.api import Kind
from weian.foundation.people import api as people
from weian.foundation.people.viewer import Viewer
from weian.kernel import clock


def send(viewer: Viewer, title: str = "任务被退回", **more: object) -> Message:
    inbox.send([viewer.person], kind="test", title=title, **more)  # type: ignore[arg-type]
    return Message.objects.filter(to=viewer.person).order_by("-made_at").first()  # type: ignore[return-value]


def test_only_the_receiver_sees_it(cast: Cast) -> None:
    message = send(cast.officer)
    url = reverse("messages")
    assert message.title in client_of(cast.officer).get(url).content.decode()
    for other in (cast.officer_2, cast.director, cast.regulator, cast.outsider):
        assert message.title not in client_of(other).get(url).content.decode()
        assert client_of(other).post(reverse("message-open", args=[message.uid])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_opening_marks_it_and_leads_to_its_page(cast: Cast) -> None:
    message = send(cast.officer, url="/messages/?view=unread")
    answer = client_of(cast.officer).post(reverse("message-open", args=[message.uid]))
    assert (answer.status_code, answer["Location"]) == (302, "/messages/?view=unread")
    assert inbox.unread_count(cast.officer) == 0


def test_a_reference_leads_to_the_page_of_its_kind(cast: Cast) -> None:
    uid = uuid4()
    assert send(cast.officer, link=("document", uid)).url == reverse("document", args=[uid])
    assert send(cast.director, link=("kind-without-a-page", uid)).url == ""


def test_looking_does_not_mark(cast: Cast) -> None:
    message = send(cast.officer)
    client = client_of(cast.officer)
    client.get(reverse("messages"))
    assert client.get(reverse("message-open", args=[message.uid])).status_code == 405
    assert inbox.unread_count(cast.officer) == 1


def test_all_can_be_marked_at_once_but_only_ones_own(cast: Cast) -> None:
    for title in "甲乙丙":
        send(cast.officer, title)
    send(cast.director)
    assert client_of(cast.officer).post(reverse("messages-read")).status_code == 302
    assert (inbox.unread_count(cast.officer), inbox.unread_count(cast.director)) == (0, 1)


def test_unread_lines_of_one_key_are_one_line_with_a_count(cast: Cast) -> None:
    for number in range(3):
        message = send(cast.officer, f"第 {number + 1} 次催办", digest_key="task:1")
    assert (Message.objects.count(), message.times, message.title) == (1, 3, "第 3 次催办")
    inbox.mark_read(message, by=cast.officer)
    send(cast.officer, "又催办", digest_key="task:1")
    assert Message.objects.count() == 2 and inbox.unread_count(cast.officer) == 1


def test_a_post_means_whoever_holds_it_today(cast: Cast) -> None:
    with clock.moved_to("2026-03-02"):
        people.end_appointment(cast.officer.appointment, by=cast.director, on=clock.today(), why="调离")
        people.appoint(cast.officer_2.person, cast.officer.post, by=cast.director)
        inbox.send([cast.officer.post], kind="test", title="给岗位")
    assert [one.to_id for one in Message.objects.filter(title="给岗位")] == [cast.officer_2.person.pk]


def test_one_person_reached_twice_gets_one_line(cast: Cast) -> None:
    assert inbox.send([cast.officer.person, cast.officer.post, cast.officer.person.pk], kind="test", title="一次") == 1


def test_a_units_letters_go_to_its_safety_desk(cast: Cast) -> None:
    inbox.send_to_desk([cast.hospital, cast.clinic, cast.county], kind="test", title="来文")
    got = set(Message.objects.filter(title="来文").values_list("to", flat=True))
    assert got == {one.person.pk for one in (cast.officer, cast.officer_2, cast.dentist, cast.county_regulator)}
    assert cast.hospital.kind == Kind.INSTITUTION


def test_a_message_of_an_act_that_failed_never_arrives(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send(cast.officer)
        _ = 1 / 0
    assert inbox.unread_count(cast.officer) == 0


@pytest.mark.parametrize("url", ["https://example.invalid/", "//example.invalid/", "javascript:alert(1)"])
def test_a_message_cannot_lead_out_of_the_product(cast: Cast, url: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        send(cast.officer, url=url)


def test_a_long_list_comes_in_pages_without_gaps(cast: Cast) -> None:
    with clock.moved_to("2026-03-02"):  # all at one moment: the uid decides the order
        for number in range(53):
            send(cast.officer, f"消息{number}")
    client, url = client_of(cast.officer), reverse("messages")
    first = client.get(url)
    rest = client.get(url + first.context["foot"]["next_url"])
    seen = [row.pk for row in (*first.context["rows"], *rest.context["rows"])]
    assert len(seen) == 53 and len(set(seen)) == 53 and rest.context["foot"]["next_url"] == ""


def test_mangled_addresses_show_the_page(cast: Cast) -> None:
    client = client_of(cast.officer)
    for query in ("?after=x", "?after=2026-01-01T00:00:00_y", "?view=?"):
        assert client.get(reverse("messages") + query).status_code == 200
    assert client.post(reverse("message-open", args=[uuid4()])).status_code == 404
