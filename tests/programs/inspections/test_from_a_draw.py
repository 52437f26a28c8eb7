"""What was drawn by lot becomes a plan: those units and no other, each with those who were drawn for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.experts.situations import Situations
from weian.foundation.org.models import Unit
from weian.ground.experts import api as experts
from weian.kernel import clock
from weian.programs.inspections.models import Inspection, Plan

NEW = "/inspections/new/"


def filled(client: Client, draw: experts.Draw) -> dict[str, Any]:
    """The form as the page fills it in, with days and methods said."""
    page = client.get(f"{NEW}?draw={draw.pk}")
    assert page.status_code == 200
    form, today = page.context["form"], clock.today()
    names = [name for name in form.fields if form[name].value() is not None]
    told = {name: form[name].value() for name in names}
    return told | {"first_day": today, "last_day": today + timedelta(days=9)}


def sent(client: Client, told: dict[str, Any]) -> str:
    answer = client.post(f"{NEW}?draw={told['draw']}", told, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200, text
    return text


def visits(draw: experts.Draw) -> dict[Unit, Inspection]:
    with set_up():
        return {one.target: one for one in Inspection.objects.filter(plan__draw=draw.pk).select_related("target")}


def test_a_drawn_result_becomes_a_plan_with_exactly_those_units_and_whom_the_lot_sent_to_each(cast: Cast) -> None:
    play = Situations(cast)
    for name in ("甲专家", "乙专家"):
        play.expert(name, room=1)
    units = play.institutions(cast.county, 1)
    draw = play.drawn("both", pool="grassroots", groups={str(cast.county.pk): 2}, needs={"fire": 1})
    client = client_of(cast.regulator)
    assert f'href="?draw={draw.pk}"' in client.get(NEW).content.decode()
    assert f"{NEW}?draw={draw.pk}" in client.get(f"/draws/{draw.pk}/").content.decode()
    told = filled(client, draw) | {"mode": "special"}
    left = next(one for one in (*units, cast.clinic, cast.center) if str(one.pk) not in draw.result["units"])
    refused = client.post(NEW, told | {"units": f"{told['units']}\n{left.name}"})
    assert refused.status_code == 422 and "不在这次抽取的结果里" in refused.content.decode()
    page = sent(client, told)
    assert "随机抽取" in page and f"/draws/{draw.pk}/" in page
    made = visits(draw)
    assert {str(one.pk) for one in made} == set(draw.result["units"])
    with set_up():
        persons = {str(one.pk): one.person_id for one in experts.Expert.objects.all()}
        plan = Plan.objects.get(draw=draw.pk)
    for unit, one in made.items():
        lot = [persons[key] for key in draw.result["teams"][str(unit.pk)]]
        assert len(lot) == 1 and (one.team, one.experts) == (lot, lot)
    assert f"/inspections/plans/{plan.pk}/" in client.get(f"/draws/{draw.pk}/").content.decode()
    # The hospital reads the draw that was opened to it, and nothing of the plan.
    below = client_of(cast.officer).get(f"/draws/{draw.pk}/").content.decode()
    assert "基层抽查" in below and str(plan.pk) not in below and NEW not in below


def test_pairs_become_a_cross_check_in_which_each_side_goes_to_the_other(cast: Cast) -> None:
    play = Situations(cast)
    third = play.counties(1)[0]
    draw = play.paired([cast.county, cast.neighbour, third])
    client = client_of(cast.regulator)
    told = filled(client, draw)
    assert told["mode"] == "cross"
    sent(client, told)
    made = {str(unit.pk): one for unit, one in visits(draw).items()}
    assert set(made) == set(draw.result["pairs"].values())
    own = [cast.regulator.person.pk]
    members = {cast.county: cast.county_regulator, cast.neighbour: cast.outsider}
    for unit, member in members.items():
        assert made[draw.result["pairs"][str(unit.pk)]].team == [*own, member.person.pk]
    assert made[draw.result["pairs"][str(third.pk)]].team == own, "nobody is known to inspect for it"
    # Planned twice: said on the form, refused until it is meant; the same sent again is no second one.
    assert "已经安排过" not in sent(client, told)
    second = filled(client, draw)
    assert f"已有：“{draw.title}”（" in client.get(f"{NEW}?draw={draw.pk}").content.decode()
    refused = client.post(NEW, second)
    assert refused.status_code == 422 and "按这次抽取已经安排过检查" in refused.content.decode()
    with set_up():
        plan = Plan.objects.get(draw=draw.pk)
    sent(client, second | {"again": "on"})
    with set_up():
        assert Plan.objects.filter(draw=draw.pk).count() == 2
    # Whoever goes to one county reads the plan, and opens the visit of its own.
    member = client_of(cast.outsider)
    page = member.get(f"/inspections/plans/{plan.pk}/").content.decode()
    for key, one in made.items():
        at = f"/inspections/{one.pk}/"
        known = cast.outsider.person.pk in one.team or key == str(cast.neighbour.pk)
        assert (at in page) == known and member.get(at).status_code == (200 if known else 404)


def test_what_was_drawn_under_seal_goes_into_a_sealed_plan_and_is_seen_by_its_maker_alone(cast: Cast) -> None:
    play = Situations(cast)
    draw = play.drawn("units", title="丹霞密抽", sealed=True, units=(str(cast.hospital.pk),), groups={"": 1})
    client = client_of(cast.regulator)
    told = filled(client, draw)
    assert told["mode"] == "secret"
    refused = client.post(NEW, told | {"mode": "special"})
    assert refused.status_code == 422 and "还没有向下级公开" in refused.content.decode()
    assert refused.context["form"].errors.keys() == {"mode"}
    assert "已密封" in sent(client, told)
    with set_up():
        plan = Plan.objects.get(draw=draw.pk)
    assert plan.sealed and [*visits(draw)] == [cast.hospital]
    own = client.get(f"/draws/{draw.pk}/").content.decode()
    assert f"/inspections/plans/{plan.pk}/" in own and "密封的检查" in own
    colleague = client_of(cast.regulator_2).get(f"/draws/{draw.pk}/").content.decode()
    assert "丹霞密抽" in colleague and str(plan.pk) not in colleague and "密封的检查" not in colleague
    for below in (cast.officer, cast.county_regulator):
        there = client_of(below)
        assert there.get(f"/draws/{draw.pk}/").status_code == 404
    assert "丹霞密抽" not in there.get(NEW).content.decode()
    with acting(cast.regulator) as by:
        experts.open_(experts.Draw.objects.get(pk=draw.pk), by=by)
    # Opened to the hospital, the draw still says nothing of what was planned by it.
    there = client_of(cast.officer).get(f"/draws/{draw.pk}/").content.decode()
    assert "丹霞密抽" in there and str(plan.pk) not in there and "密封的检查" not in there


def test_a_voided_draw_is_not_offered_and_that_of_another_office_looks_like_not_there(cast: Cast) -> None:
    play = Situations(cast)
    draw = play.drawn("units", units=(str(cast.hospital.pk),), groups={"": 1})
    client = client_of(cast.regulator)
    told = filled(client, draw)
    # Above, the province reads the draw; it is no result of its own.
    above = client_of(cast.province_regulator)
    assert above.get(f"/draws/{draw.pk}/").status_code == 200
    assert str(draw.pk) not in above.get(NEW).content.decode()
    for key in (draw.pk, uuid4(), "x"):
        assert above.get(f"{NEW}?draw={key}").status_code == 404
    assert client_of(cast.other_regulator).get(f"{NEW}?draw={draw.pk}").status_code == 404
    smuggled = above.post(NEW, told | {"uid": uuid4(), "team": [cast.province_regulator.person.pk]})
    assert smuggled.status_code == 422 and "不是本单位抽的" in smuggled.content.decode()
    with acting(cast.regulator) as by:
        experts.void(experts.Draw.objects.get(pk=draw.pk), "名单有误", by=by)
    assert str(draw.pk) not in client.get(NEW).content.decode()
    assert client.get(f"{NEW}?draw={draw.pk}").status_code == 404
    late = client.post(NEW, told)
    assert late.status_code == 422 and "已经作废" in late.content.decode()
    assert "白鹭县人民医院" in late.content.decode(), "nothing typed is lost"
    assert visits(draw) == {}
