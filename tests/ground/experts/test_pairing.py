"""Cross-check: nobody checks itself, nor whom it checked last time, nor each other; who disputes is heard above."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.experts.situations import Situations
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Refused
from weian.ground.experts import api as experts
from weian.ground.experts.pack_schema import term
from weian.kernel import clock


@pytest.mark.row("S4-4c")
def test_of_nine_counties_none_checks_itself_and_no_pair_is_that_of_the_last_round(
    cast: Cast, play: Situations
) -> None:
    members = [cast.county, cast.neighbour, *play.counties(7)]
    last, all_before = None, set()
    for at in range(4):
        draw = play.paired(members, after=last if at % 2 else None)  # named or not, what stands is barred
        pairs = draw.result["pairs"]
        assert len(pairs) == 9 == len(set(pairs.values()))
        before = last.result["pairs"] if last else {}
        for one, to in pairs.items():
            assert one != to and pairs[to] != one
            assert before.get(one) != to and before.get(to) != one, "nor the last pair turned round"
        assert list(experts.verify(draw.record())) == []
        assert all_before.isdisjoint(pairs.items()) and "released" not in draw.paper, "nor any pair of a round before"
        all_before |= set(pairs.items())
        last = draw
    with acting(cast.regulator) as by:
        taken = experts.drawn(draw.pk, by)
    assert taken is not None
    assert {(str(a.pk), str(b.pk)) for a, b in taken.pairs} == set(pairs.items())


def test_what_cannot_be_paired_is_refused_with_the_units_that_are_in_each_others_way(
    cast: Cast, play: Situations
) -> None:
    a, b, c, d = cast.county, cast.neighbour, *play.counties(2)
    with pytest.raises(Refused, match="至少要 3 家"):
        play.prepared("pairs", units=(str(a.pk), str(b.pk)))
    far = [(str(one.pk), str(other.pk), "路远") for one, other in ((a, b), (a, c), (b, c))]
    with pytest.raises(Refused, match=r"这 \d 家只能去第1县卫生健康局这 1 家"):
        play.prepared("pairs", units=tuple(str(one.pk) for one in (a, b, c, d)), kept_apart=tuple(far))
    # Three in a circle have one other circle, which is the first turned round.
    first = play.paired([a, b, c])
    with pytest.raises(Refused, match="反向"):
        play.prepared("pairs", units=tuple(first.result["pairs"]), after=first)
    again = play.paired([a, b, c], after=first, turn_back=True)
    assert again.result["pairs"] == {to: one for one, to in first.result["pairs"].items()}


def test_where_all_rounds_leave_no_pairing_the_oldest_is_released_and_the_list_says_so(
    cast: Cast, play: Situations
) -> None:
    members = [cast.county, cast.neighbour, *play.counties(1)]
    first = play.paired(members, title="第一轮")
    voided = play.paired(members, after=first, turn_back=True, title="作废的一轮")
    with acting(cast.regulator) as by:
        experts.void(voided, why="名单有误", by=by)
    second = play.paired(members, turn_back=True, title="第二轮")
    assert second.result["pairs"] == voided.result["pairs"], "what was voided bars nothing"
    with pytest.raises(Refused, match="反向"):
        play.prepared("pairs", units=tuple(first.result["pairs"]))  # the last round is never released
    form = client_of(cast.regulator).get("/draws/new/?what=pairs").content.decode()
    assert re.search(rf'value="{second.pk}" selected', form)
    third = play.paired(members, turn_back=True, title="第三轮")
    assert third.result["pairs"] == first.result["pairs"]
    assert [one["draw"] for one in third.paper["released"]] == [str(first.pk)]
    assert list(experts.verify(third.record())) == []
    page = client_of(cast.regulator).get(third.get_absolute_url()).content.decode()
    assert "放开了的轮次" in page and "第一轮（" in page
    sent = {
        "uid": str(uuid4()), "title": "第四轮", "members": list(first.result["pairs"]), "after": str(third.pk),
        "turn_back": "on", "witness": str(play.witness.pk), "secret": "山高水长松柏常青二〇二六",
    }  # fmt: skip
    assert client_of(cast.regulator).post("/draws/new/?what=pairs", sent).status_code == 302


@pytest.mark.row("S4-4c")
def test_a_disputed_pairing_goes_to_the_office_above_within_days_and_another_rules(
    cast: Cast, play: Situations
) -> None:
    draw = play.paired([cast.county, cast.neighbour, *play.counties(1)])
    with acting(cast.county_regulator) as by:
        assert Message.objects.filter(to=by.person, title__contains="互检配对已抽出").exists()
        opened = experts.OpenedDraw.objects.visible_to(by).get()
        with pytest.raises(Refused, match="写明理由"):
            experts.take_stand(opened, agreed=False, text="", uid=uuid4(), by=by)
        uid = uuid4()
        stand = experts.take_stand(opened, agreed=False, text="两县正在合并", uid=uid, by=by)
        assert experts.take_stand(opened, agreed=False, text="两县正在合并", uid=uid, by=by) == stand
        with pytest.raises(Refused, match="表过态"):
            experts.take_stand(opened, agreed=True, text="", uid=uuid4(), by=by)
        with pytest.raises(Refused, match="由组织单位"):
            experts.rule(stand, upheld=False, ruling="照常", by=by)
    assert (stand.due - clock.today()).days == term("ruling").amount == 5
    with acting(cast.outsider) as by:
        opened = experts.OpenedDraw.objects.visible_to(by).get()
        assert experts.take_stand(opened, agreed=True, text="", uid=uuid4(), by=by).agreed
        assert experts.Stand.objects.count() == 1, "nobody sees what others say"
    with acting(cast.officer) as by, pytest.raises(Refused, match="不在这次配对里"):
        experts.take_stand(opened, agreed=True, text="", uid=uuid4(), by=by)
    with acting(cast.regulator) as by:
        assert Message.objects.filter(to=by.person, title__contains="有异议").exists()
        seen = experts.Stand.objects.select_related("draw").get(agreed=False)
        experts.rule(seen, upheld=True, ruling="重抽", by=by)
        with pytest.raises(Refused, match="裁定过"):
            experts.rule(seen, upheld=True, ruling="重抽", by=by)
        experts.void(draw, "异议成立", by=by)
    with acting(cast.county_regulator) as by:
        assert Message.objects.filter(to=by.person, title__contains="异议已裁定：成立").exists()


def test_units_that_are_not_paired_have_nothing_to_say(cast: Cast, play: Situations) -> None:
    play.institutions(cast.county, 1)
    draw = play.drawn(pool="grassroots", groups={"": 1})
    with set_up():
        opened = experts.OpenedDraw.objects.get(pk=draw.pk)
    with acting(cast.county_regulator) as by, pytest.raises(Refused, match="只有互检配对"):
        experts.take_stand(opened, agreed=True, text="", uid=uuid4(), by=by)
