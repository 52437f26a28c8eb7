"""Somebody is away: who stands in gets the work of the post, signs 代某某, and is no second person for themselves."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties import situations as tasks
from tests.ground.hazards.situations import Situations, photo
from weian.foundation.inbox.models import Message
from weian.foundation.people import api as people
from weian.foundation.people.models import Appointment
from weian.foundation.people.viewer import Viewer, appointments_of
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock

URL = reverse("deputies")


def deputy(away: Viewer, by: Viewer, first: str, last: str) -> Viewer:
    """`by` stands in for `away`, as named by the one who goes."""
    days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    with acting(away):
        people.name_deputy(away.appointment, by.person, **days, by=away)
    with clock.moved_to(first):
        return next(Viewer(one) for one in appointments_of(by.person) if one.stands_in_for_id == away.person.pk)


def test_work_falls_to_the_deputy_as_well_and_is_signed_on_behalf(cast: Cast) -> None:
    given = Situations(cast)
    with clock.moved_to("2026-11-16"):
        said = {
            "held": cast.head.appointment.pk, "deputy": cast.keeper.person.pk, "first": "2026-11-17",
            "last": "2026-12-01",
        }  # fmt: skip
        assert client_of(cast.head).post(URL, said).status_code == 302
        assert "苗春雨" in client_of(cast.head).get(URL).content.decode()
    hazard = given.assigned(who=cast.head)
    with clock.moved_to(given.day):
        assert Message.objects.filter(to=cast.keeper.person, title__startswith="请整改隐患").exists()
        held = appointments_of(cast.keeper.person)
        standing_in = next(Viewer(one) for one in held if one.stands_in_for_id == cast.head.person.pk)
        with acting(standing_in):
            assert [one.pk for one in hazards.falling_to(standing_in, limit=5)] == [hazard.pk]
        with acting(cast.keeper) as keeper:
            assert hazards.falling_to(keeper, limit=5) == []  # in the own post it is not theirs
    with given.step(standing_in):
        hazards.rectify(hazard, by=standing_in, note="清理中")
        hazards.apply(hazard, by=standing_in, note="已清", photos=[photo("after")])
        page = client_of(standing_in).get(reverse("hazard", args=[hazard.pk])).content.decode()
        assert "苗春雨（代何敏）" in page and "护士长（代何敏）" in page
    with clock.moved_to("2026-12-02"):
        assert [one.deputy for one in appointments_of(cast.keeper.person)] == [False]


@pytest.mark.row("S1-16f")
def test_the_rule_of_two_holds_for_who_stands_in(cast: Cast) -> None:
    with clock.moved_to("2026-11-16"):
        document = tasks.issued(cast, acceptor="own_desk")
        task = tasks.submitted(cast, document)  # made by the officer
        maker_for_another = deputy(cast.director, cast.officer, "2026-11-16", "2026-11-30")
        of_maker = deputy(cast.officer, cast.keeper, "2026-11-16", "2026-11-30")
        for refused in (of_maker, maker_for_another):
            with acting(refused), pytest.raises(people.Refused, match="做的人不能自己审核"):
                duties.accept(task, by=refused)
        free = deputy(cast.officer_2, cast.pharmacist, "2026-11-16", "2026-11-30")
        with acting(free):
            duties.accept(task, by=free)
            assert task.status == duties.TaskState.ACCEPTED
            page = client_of(free).get(duties.url_of_task(task)).content.decode()
            assert "沈月华（代田国栋）" in page


def test_a_fixers_deputy_verifies_nothing_of_theirs(cast: Cast) -> None:
    given = Situations(cast)
    hazard = given.applied()  # put right by the pharmacist
    with clock.moved_to(given.day):
        other = deputy(cast.officer, cast.pharmacist, given.day.isoformat(), "2026-12-30")
        with acting(other), pytest.raises(people.Refused, match="参与了这条隐患的整改"):
            hazards.verify(hazard, by=other)


def test_who_may_name_whom(cast: Cast) -> None:
    with clock.moved_to("2026-11-16"):
        days = {"first": "2026-11-17", "last": "2026-11-20"}
        mine = {"held": cast.keeper.appointment.pk, **days}
        keeper = client_of(cast.keeper)
        for wrong in (
            {**mine, "deputy": cast.keeper.person.pk},  # oneself
            {**mine, "deputy": cast.outsider_officer.person.pk},  # of another unit
            {**mine, "deputy": cast.head.person.pk, "last": "2026-11-16"},
            {**mine, "deputy": cast.head.person.pk, "held": cast.director.appointment.pk},  # not theirs to give
        ):
            assert keeper.post(URL, wrong).status_code == 422
        assert not Appointment.objects.filter(deputy=True).exists()
        # Who is ill cannot press a button: the desk names somebody, and ends it when they are back.
        desk = client_of(cast.officer)
        assert desk.post(URL, {**mine, "deputy": cast.head.person.pk}).status_code == 302
        made = Appointment.objects.get(deputy=True)
        assert client_of(cast.outsider_officer).post(reverse("deputy-ending", args=[made.pk])).status_code == 404
        assert desk.post(reverse("deputy-ending", args=[made.pk])).status_code == 302
    with clock.moved_to("2026-11-18"), set_up():
        assert people.deputies_of([cast.keeper.person.pk]) == {}
    assert "只有一个人" in client_of(cast.dentist).get(URL).content.decode()
    assert client_of(cast.system_admin).get(URL).status_code == 404


def test_who_is_away_themselves_stands_in_for_nobody(cast: Cast) -> None:
    with clock.moved_to("2026-11-16"):
        deputy(cast.keeper, cast.head, "2026-11-18", "2026-11-24")
        said = {"held": cast.officer.appointment.pk, "deputy": cast.keeper.person.pk}
        refused = client_of(cast.officer).post(URL, said | {"first": "2026-11-24", "last": "2026-11-30"})
        assert refused.status_code == 422
        assert "苗春雨自己 2026-11-18 至 2026-11-24 由何敏代理" in refused.content.decode().replace("\u00a0", " ")
        back = client_of(cast.officer).post(URL, said | {"first": "2026-11-25", "last": "2026-11-30"})
        assert back.status_code == 302
