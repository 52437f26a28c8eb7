"""Whoever was drawn answers within a day; else another goes, by the same lot, and never into their own unit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.experts.situations import Situations
from weian.foundation.inbox.models import Message
from weian.foundation.people.models import Account
from weian.foundation.people.viewer import viewer_for
from weian.ground.experts import api as experts
from weian.ground.experts import jobs
from weian.ground.experts.models import Assignment
from weian.kernel import clock


def sent(draw: experts.Draw) -> list[Assignment]:
    with set_up():
        rows = Assignment.objects.filter(draw=draw, ended_at=None)
        return list(rows.select_related("expert__person", "target", "instead_of"))


def drawn(cast: Cast, play: Situations) -> experts.Draw:
    return play.drawn("teams", units=(str(cast.hospital.pk),), needs={"fire": 1})


@pytest.mark.row("S4-5c")
def test_without_an_answer_in_a_day_another_is_drawn_and_nobody_of_the_unit_itself_is_offered(
    cast: Cast, play: Situations
) -> None:
    for name in ("甲", "乙"):
        play.expert(f"{name}专家")
    play.expert("本院专家", employer=cast.hospital)
    draw = drawn(cast, play)
    (first,) = sent(draw)
    assert first.answer_by - first.made_at == timedelta(hours=24)
    with clock.moved_to(first.made_at + timedelta(hours=23)):
        assert jobs.draw_again(0) == 0
    with clock.moved_to(first.made_at + timedelta(hours=25)):
        assert jobs.draw_again(0) == 1
        (second,) = sent(draw)
        assert second.instead_of == first and {first.expert.person.name, second.expert.person.name} == {
            "甲专家",
            "乙专家",
        }
        page = client_of(cast.regulator).get(draw.get_absolute_url()).content.decode()
        assert "24 小时没有答复" in page and second.expert.person.name in page
        with acting(cast.regulator) as by:
            taken = experts.drawn(draw.pk, by)
            assert [one.pk for one in taken.teams[cast.hospital.pk]] == [second.expert_id], "a plan takes who goes now"
    with clock.moved_to(first.made_at + timedelta(hours=50)):
        assert jobs.draw_again(0) == 1
        assert sent(draw) == [], "only the hospital's own is left: not offered"
    with acting(cast.regulator) as by:
        assert Message.objects.filter(to=by.person, title__contains="没有别的专家可派").exists()
    assert list(experts.verify(draw.record())) == [], "what was drawn stays as it was drawn"


@pytest.mark.row("S4-5c")
def test_the_expert_answers_on_a_page_of_their_own(cast: Cast, play: Situations) -> None:
    with set_up():
        person = Account.objects.get(username="city_officer").person
    other = play.expert("备选专家")
    expert = play.expert("姚静", person=person, employer=cast.city_hospital)
    with acting(cast.regulator) as by:
        experts.recuse(other, cast.hospital, "亲属", uid=expert.pk, by=by)
    draw = drawn(cast, play)
    (one,) = sent(draw)
    assert one.expert == expert
    page, mine = f"/draws/assignments/{one.pk}/", client_of(viewer_for(person))
    assert cast.hospital.name in mine.get(page).content.decode()
    assert client_of(cast.officer).get(page).status_code == 404
    assert mine.post(page, {"goes": "no", "why": ""}).status_code == 422
    assert mine.post(page, {"goes": "yes"}).status_code == 302
    with clock.moved_to(one.made_at + timedelta(hours=30)):
        assert jobs.draw_again(0) == 0
    assert [each.accepted for each in sent(draw)] == [True]
