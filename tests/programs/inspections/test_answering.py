"""The same fact is typed once: a self-check on record answers what a notice asks, one press, no second photographs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties.situations import issued, owed_of, place_of, signed
from tests.ground.hazards.situations import photo
from tests.programs.campaigns.situations import CITY, DAY
from tests.programs.campaigns.situations import Situations as Campaigns
from weian.foundation.audit.models import Event
from weian.foundation.people.api import Refused
from weian.ground.checklists import api as checklists
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import api as campaigns
from weian.programs.campaigns.rehearsing.forecast import forecast
from weian.programs.inspections import api
from weian.programs.inspections.models import Inspection


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_ROOT = tmp_path


def asked(cast: Cast, **values: Any) -> Any:
    document = issued(cast, kind="inspection", evidence=("record", "photo"), **values)
    signed(cast, document)
    return document


def self_check(cast: Cast, *, days_ago: int = 1, **what: Any) -> Inspection:
    with acting(cast.officer) as by:
        began = clock.now() - timedelta(days=days_ago, minutes=50)
        return api.submit(
            uid=uuid4(), by=by, unit=cast.hospital, mode="self", note="全院走了一遍", started_at=began,
            ended_at=began + timedelta(minutes=50), **what,
        )  # fmt: skip


def task_page(cast: Cast, document: Any) -> str:
    page = client_of(cast.officer).get(reverse("task", args=place_of(document, cast.hospital)))
    assert page.status_code == 200
    return re.sub(r"[\s\u00a0]+", " ", page.content.decode())


def press(cast: Cast, document: Any, uid: str, who: Any = None) -> Any:
    where = reverse("task-recorded", args=place_of(document, cast.hospital))
    return client_of(who or cast.officer).post(where, {"recorded": uid}, follow=True)


def offered(page: str) -> list[str]:
    return re.findall(r'name="recorded" value="([0-9a-f-]+)"', page)


def test_a_self_check_with_photographs_answers_a_notice_with_one_press(cast: Cast) -> None:
    visit = self_check(cast, photos=[photo("before")])
    document = asked(cast)
    page = task_page(cast, document)
    assert "自查：白鹭县人民医院" in page and "凭据有了：过程记录、现场照片" in page
    assert reverse("inspection", args=[visit.pk]) in page
    (uid,) = offered(page)
    for _ in range(2):
        answer = press(cast, document, uid)
        assert answer.status_code == 200 and "凭据齐了" in answer.content.decode()
    with set_up():
        record = duties.Record.objects.get()
        assert (record.source_uid, record.facts["places"], record.took) == (visit.pk, "白鹭县人民医院", 50)
        assert record.answers.count() == 1
        assert Event.objects.filter(record=record.pk, verb="record.made").count() == 1
    with acting(cast.officer) as by:
        duties.submit(owed_of(document, cast.hospital).task, by=by)
    shown = task_page(cast, document)
    assert "看原始记录" in shown and "wa-pair" in shown
    # What one notice was answered with answers the next: the same record, not a second one.
    second = asked(cast)
    press(cast, second, uid)
    with set_up():
        assert duties.Record.objects.get().answers.count() == 2


def test_what_the_visit_does_not_bring_is_named_and_still_asked_for(cast: Cast) -> None:
    self_check(cast)
    document = asked(cast)
    page = task_page(cast, document)
    assert "凭据有了：过程记录" in page and "还缺：现场照片" in page
    answer = press(cast, document, offered(page)[0])
    assert "还没有现场照片" in answer.content.decode()
    with acting(cast.officer) as by, pytest.raises(Refused, match="现场照片"):
        duties.submit(owed_of(document, cast.hospital).task, by=by)


def test_only_own_checks_of_the_time_are_offered_and_only_to_the_unit(cast: Cast) -> None:
    self_check(cast, days_ago=40)
    with acting(cast.officer) as by:
        api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="spot", note="抽查")
    with acting(cast.outsider_officer) as by:
        api.submit(uid=uuid4(), by=by, unit=cast.neighbour_hospital, mode="self", note="别家的自查")
    document = asked(cast)
    assert offered(task_page(cast, document)) == []
    visit = self_check(cast)
    (uid,) = offered(task_page(cast, document))
    above = client_of(cast.county_regulator)
    assert offered(above.get(reverse("task", args=place_of(document, cast.hospital))).content.decode()) == []
    for who, said, code in (
        (cast.county_regulator, uid, 422), (cast.officer, str(visit.pk), 422), (cast.officer, "x", 422),
    ):  # fmt: skip
        assert press(cast, document, said, who).status_code == code
    with set_up():
        assert not duties.Record.objects.exists()


def test_the_rehearsal_counts_what_is_on_record_already_once_for_each_unit(cast: Cast) -> None:
    play = Campaigns(cast)
    campaign = play.read(CITY)
    with play.acting(cast.regulator) as by:
        campaigns.set_addressees(campaign, groups=["direct"], named=[cast.hospital.pk], by=by)
    with clock.moved_to(DAY):
        for days_ago in (3, 2):
            self_check(cast, days_ago=days_ago)
        by_list = self_check(cast)
    with set_up():
        by_list.sheet = checklists.pack_sheets()["nine_rules"].ref
        by_list.save(update_fields=["sheet"])
    with play.acting(cast.regulator):
        lines = {one.title: one.answered for one in forecast(campaign).lines}
        told = {one.title: one for one in campaign.proposals.filter(kind="inspection")}
    general = {title for title, one in told.items() if one.domain == "management" and one.part != 5 and not one.every}
    fire = {title for title, one in told.items() if one.domain == "fire"}
    assert general and fire
    # A check by a list of fire safety answers what is asked of fire; none answers what a superior must lead.
    for title, one in told.items():
        applies = "institution" in (one.to_kinds or ["institution"])
        assert lines[title] == int(title in general | fire and applies), title
