"""A draw of units and inspectors: the rules of the list, two parties, what comes out, and that nobody changes it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from scripts import verify_draw
from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.experts.situations import OFFICE, WITNESS, Situations
from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.experts import api as experts
from weian.ground.experts.models import Assignment
from weian.ground.experts.visited import _sources
from weian.kernel import clock


def units_of(draw: experts.Draw) -> list[Unit]:
    return [Unit.objects.get(pk=key) for key in draw.result["units"]]


@pytest.mark.row("S4-4d")
def test_only_types_and_grades_of_the_pool_are_drawn_so_many_from_each_county_and_the_seed_is_kept(
    cast: Cast, play: Situations
) -> None:
    play.institutions(cast.county, 4)
    small = play.institutions(cast.county, 1, "special_hospital", grade="一级甲等")
    play.institutions(cast.county, 2, "nursery")
    play.institutions(cast.neighbour, 3, "community_center")
    draw = play.drawn(pool="grassroots", groups={str(cast.county.pk): 3, str(cast.neighbour.pk): 2})
    with set_up():
        drawn = units_of(draw)
        assert len(drawn) == 5 and draw.seed and list(experts.verify(draw.record())) == []
        for unit in drawn:
            assert unit.type in ("township_center", "community_center") or unit.grade.startswith("一级")
        assert [sum(home.holds(one) for one in drawn) for home in (cast.county, cast.neighbour)] == [3, 2]
        listed = {one["key"] for one in draw.paper["units"]}
        assert str(small[0].pk) in listed and str(cast.center.pk) in listed
        assert not listed & {str(cast.hospital.pk), str(cast.clinic.pk), str(cast.neighbour_hospital.pk)}


@pytest.mark.row("S4-4d")
def test_a_pool_is_narrowed_to_types_and_levels(cast: Cast, play: Situations) -> None:
    play.institutions(cast.county, 2)
    low = play.institutions(cast.county, 1, "community_center", level="township")
    asked = {"pool": "grassroots", "groups": {"": 9}}
    assert {one.type for one in units_of(play.drawn(**asked, types=("township_center",)))} == {"township_center"}
    assert units_of(play.drawn(**asked, levels=("township",))) == low


@pytest.mark.row("S4-4d")
def test_the_next_round_leaves_out_whom_the_last_one_visited_and_says_so(cast: Cast, play: Situations) -> None:
    units = play.institutions(cast.county, 5)
    asked = {"pool": "grassroots", "groups": {"": 3}}
    first = play.drawn(**asked)
    second = play.drawn(**asked, after=first, left_out={str(units[0].pk): "正在迁建"})
    with set_up():
        assert not set(first.result["units"]) & set(second.result["units"])
        said = {one["key"]: one["out"] for one in second.paper["units"]}
    assert {said[key] for key in first.result["units"] if key != str(units[0].pk)} == {"上一轮已抽到：基层抽查"}
    assert said[str(units[0].pk)] == "正在迁建"


def test_what_others_visited_a_while_ago_is_left_out_where_somebody_knows(cast: Cast, play: Situations) -> None:
    units = play.institutions(cast.county, 2)
    source = lambda keys, since: {units[0].pk: clock.today()} if units[0].pk in keys else {}  # noqa: E731
    experts.visited_source(source)
    try:
        draw = play.drawn(pool="grassroots", groups={"": 9})
        both = play.drawn(pool="grassroots", groups={"": 9}, skip_visited=False)
    finally:
        _sources.remove(source)
    assert str(units[0].pk) not in draw.result["units"] and str(units[1].pk) in draw.result["units"]
    assert "检查过" in next(one["out"] for one in draw.paper["units"] if one["key"] == str(units[0].pk))
    assert str(units[0].pk) in both.result["units"]


def test_the_longer_a_unit_was_not_drawn_the_more_it_weighs(cast: Cast, play: Situations) -> None:
    play.institutions(cast.county, 3)
    first = play.drawn(pool="grassroots", groups={"": 2})
    second = play.listed(pool="grassroots", groups={"": 2}, weights=experts.RESTED)
    weights = {one["key"]: one["weight"] for one in second.paper["units"]}
    assert {weights[key] for key in first.result["units"]} == {1}
    assert {weight for key, weight in weights.items() if key not in first.result["units"]} == {10}


def test_both_commit_before_the_list_is_frozen_and_both_tell_after(cast: Cast, play: Situations) -> None:
    play.institutions(cast.county, 3)
    draw = play.prepared(pool="grassroots", groups={"": 1})
    assert draw.root == "" and draw.paper is None
    with acting(cast.regulator) as by:
        with pytest.raises(Refused, match="等见证方"):
            experts.tell(draw, OFFICE, by=by)
        with pytest.raises(Refused, match="由见证方罗思远承诺"):
            experts.commit(draw, WITNESS, by=by)
    late = play.institutions(cast.county, 1, "community_center")[0]
    with acting(cast.commission_leader) as by:
        with pytest.raises(Refused, match="至少 12 个字"):
            experts.commit(draw, "太短", by=by)
        experts.commit(draw, WITNESS, by=by)
        assert draw.root and str(late.pk) in {one["key"] for one in draw.paper["units"]}
        with pytest.raises(Refused, match="已经承诺过"):
            experts.commit(draw, WITNESS, by=by)
        with pytest.raises(Refused, match="对不上"):
            experts.tell(draw, WITNESS + "！", by=by)
        experts.tell(draw, WITNESS, by=by)
        assert draw.seed == "", "one secret alone draws nothing"
        with pytest.raises(Refused, match="等另一方"):
            experts.tell(draw, WITNESS, by=by)
    with acting(cast.regulator_2) as by, pytest.raises(Refused, match="各自亮出"):
        experts.tell(draw, OFFICE, by=by)
    with acting(cast.regulator) as by:
        experts.tell(draw, OFFICE, by=by)
    assert len(draw.result["units"]) == 1
    with set_up():
        verbs = sorted(one.verb for one in audit.history(draw.pk))
        facts = {one.verb: one.facts for one in audit.history(draw.pk)}
    told = ["draw.told", "draw.told"]
    assert verbs == ["draw.drawn", "draw.listed", "draw.opened", "draw.prepared", "draw.published", *told]
    assert facts["draw.listed"]["root"] == draw.root and "secret" not in str(facts)


def test_a_commitment_made_outside_is_taken_so_that_the_server_learns_the_secret_last(
    cast: Cast, play: Situations
) -> None:
    play.institutions(cast.county, 1)
    draw = play.prepared(pool="grassroots", groups={"": 1})
    outside = verify_draw.digest("commitment", str(draw.pk), "witness", WITNESS)
    with acting(cast.commission_leader) as by:
        with pytest.raises(Refused, match="不能和组织方的一样"):
            experts.commit(draw, draw.office_commitment, by=by)
        experts.commit(draw, outside, by=by)
        experts.tell(draw, WITNESS, by=by)
    assert draw.witness_secret == WITNESS


def test_whoever_organizes_cannot_witness_and_others_than_the_commission_do_not_draw(
    cast: Cast, play: Situations
) -> None:
    for viewer, witness, said in (
        (cast.regulator, cast.regulator.person, "另一位"),
        (cast.regulator, cast.county_regulator.person, "另一位"),
        (cast.regulator, cast.audit_admin.person, "另一位"),
        (cast.officer, cast.director.person, "职责"),
        (cast.commission_leader, cast.regulator.person, "职责"),
    ):
        with acting(viewer) as by, pytest.raises(Refused, match=said):
            experts.prepare(experts.DrawSpec(uuid4(), "抽查", "units", witness, OFFICE), by=by)


def test_what_cannot_be_drawn_is_said_before_anybody_commits(cast: Cast, play: Situations) -> None:
    with pytest.raises(Refused, match="一家也没有"):
        play.prepared(pool="care", groups={"": 2})
    with pytest.raises(Refused, match="专家库里没有"):
        play.prepared("both", pool="all", groups={"": 2}, needs={"fire": 1})


def test_both_are_drawn_at_once_and_nobody_goes_to_their_own_unit_or_where_they_keep_away(
    cast: Cast, play: Situations
) -> None:
    """双随机. Of three firemen one works at the hospital, one keeps away from the county, one is full."""
    home = play.expert("甲", employer=cast.hospital, room=9)
    away = play.expert("乙", room=9)
    full = play.expert("丙", room=1)
    play.expert("丁", term_from=clock.today().replace(year=2021), term_to=clock.today().replace(year=2022))
    play.expert("戊", kind="official", specialities=[], room=9)
    with acting(cast.regulator) as by:
        experts.recuse(away, cast.county, "夫妻关系", uid=uuid4(), by=by)
    draw = play.drawn("both", pool="hospitals", groups={"": 9}, needs={"fire": 1, "@official": 1})
    with set_up():
        teams = {Unit.objects.get(pk=unit): set(team) for unit, team in draw.result["teams"].items()}
        assert len(teams) == 3
        assert str(home.pk) not in teams[cast.hospital] and str(away.pk) not in teams[cast.hospital]
        assert sum(str(full.pk) in team for team in teams.values()) <= 1
        out = {one["out"] for one in draw.paper["people"]}
        assert out == {"", "不在任期内"}
        sent = Assignment.objects.filter(draw=draw)
        assert {(str(one.target_id), str(one.expert_id)) for one in sent} == {
            (str(unit.pk), one) for unit, team in teams.items() for one in team
        }
        assert "夫妻" not in str(draw.record()["result"]) and "甲" not in str(draw.record()["paper"]["people"])
        free = experts.experts_for("fire", cast.hospital, cast.regulator)
        assert home not in free and away not in free
    with acting(cast.regulator) as by:
        result = experts.drawn(draw.pk, by)
        assert result is not None and len(result.units) == 3
        assert result.teams and {one.person.name for one in result.teams[cast.hospital.pk]} <= {"丙", "戊"}
    with acting(cast.outsider) as by:
        assert experts.drawn(draw.pk, by) is None


def test_the_same_expert_does_not_go_to_the_same_place_twice_in_a_year_and_a_voided_draw_sends_nobody(
    cast: Cast, play: Situations
) -> None:
    play.expert("甲", room=1)
    named = {"units": (str(cast.hospital.pk),), "needs": {"fire": 1}}
    first = play.drawn("teams", **named)
    assert first.result["lacking"] == {}
    with pytest.raises(Refused, match="还有余量"):
        play.prepared("teams", **named)
    with acting(cast.regulator) as by:
        with pytest.raises(Refused, match="写理由"):
            experts.void(first, " ", by=by)
        experts.void(first, "专家出差", by=by)
        pool = experts.Pool(**named)
        spec = experts.DrawSpec(uuid4(), "再抽", "teams", play.witness, OFFICE, pool, instead_of=first)
        with pytest.raises(Refused, match="重抽要写理由"):
            experts.prepare(spec, by=by)
    again = play.drawn("teams", **named, instead_of=first, why="专家出差")
    assert again.result["lacking"] == {} and again.instead_of_id == first.pk
    with set_up():
        kept = experts.Draw.objects.get(pk=first.pk)
    assert kept.result and kept.void_reason == "专家出差"


def test_nothing_that_a_draw_rests_on_can_be_changed_even_by_sql(cast: Cast, play: Situations) -> None:
    play.institutions(cast.county, 3)
    draw = play.drawn(pool="grassroots", groups={"": 1})
    for change in (
        "seed = 'x'", "result = '{}'", "paper = '{}'", "root = 'x'", "witness_secret = 'x'", "pool = '{}'",
        "office_commitment = 'x'", "drawn_at = made_at",
    ):  # fmt: skip
        with set_up(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE experts_draw SET {change} WHERE uid = %s", [draw.pk])
    for table in ("experts_draw", "experts_opened"):
        with set_up(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE uid = %s", [draw.pk])


def test_a_sealed_draw_leaves_no_trace_below_until_it_is_opened(cast: Cast, play: Situations) -> None:
    play.institutions(cast.county, 3)
    draw = play.drawn(pool="grassroots", groups={"": 1}, sealed=True)
    for viewer in (cast.county_regulator, cast.center_officer, cast.outsider):
        with acting(viewer) as by:
            assert not experts.OpenedDraw.objects.visible_to(by).exists()
            assert not experts.Draw.objects.exists()
    with acting(cast.regulator) as by:
        experts.open_(draw, by=by)
        with pytest.raises(Refused, match="已经公开"):
            experts.open_(draw, by=by)
    with acting(cast.center_officer) as by:
        opened = experts.OpenedDraw.objects.visible_to(by).get()
        assert list(experts.verify(opened.record)) == [] == list(verify_draw.faults(opened.record))
        assert opened.record["result"]["units"] and UUID(opened.record["paper"]["draw"]) == draw.pk
    with acting(cast.other_regulator) as by:
        assert not experts.OpenedDraw.objects.visible_to(by).exists()
