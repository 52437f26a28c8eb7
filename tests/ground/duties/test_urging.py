"""催办: who sent it or stands above asks for what is missing; logged, shown, told, at most once a day."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.documents import situations as papers
from tests.ground.duties.situations import issued, owed_of, place_of, signed, submitted
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.inbox.models import Message
from weian.foundation.ladder import api as ladder
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.kernel.actor import System


def test_one_press_for_the_chosen_units_reminds_them_and_stands_at_their_receipts(cast: Cast) -> None:
    ninth = papers.provincial_hospital(cast, "云岭省第九医院")
    with clock.moved_to("2026-03-20T10:00"):
        document = papers.issued(cast, cast.county, cast.city_hospital, ninth)
        papers.sign(document, cast.city_officer)
        client, urging = client_of(cast.regulator), reverse("receipts-urging", args=[document.pk])
        page = client.get(document.get_absolute_url()).content.decode()
        for unit in (cast.county, ninth):
            assert f'value="{unit.pk}" form="urge"' in page
        assert f'value="{cast.city_hospital.pk}" form="urge"' not in page
        chosen = {"unit": [str(one.pk) for one in (cast.county, ninth, cast.city_hospital)]}
        answer = papers.said(client.post(urging, chosen, follow=True))
        assert "已催办2家" in answer and "云泽市第一人民医院已经签收，不用催" in answer and "周秉文催办" in answer
        again = papers.said(client.post(urging, chosen, follow=True))
        assert "今天已经催过，一天只催一次" in again and "已催办" not in again
    told = Message.objects.filter(kind="receipt.urged")
    assert {one.to for one in told} == {cast.county_regulator.person}
    for unit in (cast.county, ninth):
        event = audit.history(papers.receipt(document, unit).pk)[0]
        assert (event.verb, event.actor, event.chain) == ("receipt.urged", cast.regulator.person.pk, unit.pk)
    with clock.moved_to("2026-03-21T10:00"):
        client = client_of(cast.regulator)
        assert "已催办1家" in papers.said(client.post(urging, {"unit": [str(ninth.pk)]}, follow=True))
    # What a person asked for does not spare the reminder of the clock.
    with clock.moved_to("2026-03-25T08:30"), set_up():
        ladder.climb()
        for unit in (cast.county, ninth):
            assert audit.history(papers.receipt(document, unit).pk)[0].verb == "receipt.reminded"
        assert list(audit.faults()) == []


@pytest.mark.parametrize("who", ["officer", "outsider", "county_regulator"])
def test_nobody_urges_for_a_document_that_is_not_theirs_to_follow_up(cast: Cast, who: str) -> None:
    document = papers.issued(cast, cast.county, cast.neighbour, cast.hospital)
    by = getattr(cast, who)
    answer = client_of(by).post(reverse("receipts-urging", args=[document.pk]), {"unit": [str(cast.neighbour.pk)]})
    assert answer.status_code == 302
    assert not Message.objects.filter(kind="receipt.urged").exists()
    assert papers.receipt(document, cast.neighbour).urged_at is None


def test_receipts_are_paged_forward_and_back(cast: Cast) -> None:
    from weian.foundation.org.api import add_unit

    with set_up():
        for n in range(60):
            add_unit(
                by=System("布景"), parent=cast.county, kind="institution", level="county", type="clinic",
                name=f"诊所{n:02}",
            )  # fmt: skip
        units = [one for group in documents.groups_for(cast.county) if group.code == "all" for one in group.units]
    document = papers.issued(cast, *units, by=cast.county_regulator, text=papers.NOTICE.replace("市", "县"))
    client = client_of(cast.county_regulator)
    first = client.get(document.get_absolute_url()).context["receipts"]
    assert len(first["rows"]) == 50 and not first["foot"]["previous_url"]
    second = client.get(first["foot"]["next_url"]).context["receipts"]
    assert len(second["rows"]) == len(units) - 50 and not second["foot"]["next_url"]
    back = client.get(second["foot"]["previous_url"]).context["receipts"]
    assert [one["receipt"].pk for one in back["rows"]] == [one["receipt"].pk for one in first["rows"]]
    assert back["foot"]["next_url"] and not back["foot"]["previous_url"]


def test_an_open_task_is_urged_once_a_day_and_its_page_says_by_whom(cast: Cast) -> None:
    with clock.moved_to("2026-03-20T10:00"):
        document = issued(cast, due=clock.today())
        signed(cast, document)
        task, urging = (reverse(name, args=place_of(document, cast.hospital)) for name in ("task", "task-urging"))
        client = client_of(cast.county_regulator)
        assert f'action="{urging}"' in client.get(task).content.decode()
        assert f'action="{urging}"' not in client_of(cast.officer).get(task).content.decode()
        assert client.post(urging).status_code == 302
        refused = client.post(urging)
        assert refused.status_code == 422 and "今天已经催过" in refused.content.decode()
    with clock.moved_to("2026-03-24T10:00"):
        assert client_of(cast.county_regulator).post(urging)["Location"] == task
        assert "03-24白鹭县卫生健康局许志远，共2次" in papers.said(client_of(cast.officer).get(task))
    with set_up():
        rows = list(duties.Urging.objects.all())
        assert {audit.history(row.pk)[0].verb for row in rows} == {"task.urged"} and len(rows) == 2
        told = Message.objects.filter(kind="task", title="催办：报送工作开展情况")
        assert {one.to for one in told} == {cast.officer.person, cast.officer_2.person}
        assert told.filter(text__contains="1 项已经逾期", to=cast.officer.person).count() == 1


def test_what_is_done_or_handed_in_is_not_urged(cast: Cast) -> None:
    document = issued(cast)
    submitted(cast, document)
    with acting(cast.county_regulator) as by, pytest.raises(Refused, match="不用催白鹭县人民医院"):
        duties.urge([owed_of(document, cast.hospital)], by=by)


def test_a_hospital_does_not_urge_anybody(cast: Cast) -> None:
    document = issued(cast)
    with acting(cast.officer) as by, pytest.raises(Refused, match="没有“下发通知”的职责"):
        duties.urge([owed_of(document, cast.hospital)], by=by)


def test_one_press_for_many_units_asks_some_to_sign_and_others_for_their_tasks(cast: Cast) -> None:
    with clock.moved_to("2026-03-20T10:00"):
        document = issued(cast, due=clock.today())
        signed(cast, document)
        client, urging = client_of(cast.county_regulator), reverse("tasks-urging", args=[document.pk])
        chosen = {"unit": [str(cast.hospital.pk), str(cast.clinic.pk)]}
        answer = papers.said(client.post(urging, chosen, follow=True))
        assert "已催办：催签收1家，催任务1家1项。" in answer
        assert "没有可以催办的" in papers.said(client.post(urging, chosen, follow=True))
        assert "还没有选择要催办的单位" in papers.said(client.post(urging, {}, follow=True))
    assert papers.receipt(document, cast.clinic).urged_on(clock.today()) is False
    with clock.moved_to("2026-03-20T15:00"):
        assert papers.receipt(document, cast.clinic).urged_on(clock.today())
