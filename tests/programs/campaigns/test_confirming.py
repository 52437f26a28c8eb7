"""Each line is decided by a person of the issuing desk: accepted, corrected, split, dropped, taken up again."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.programs.campaigns.situations import Situations
from weian.foundation.audit.models import Event
from weian.foundation.people.api import Refused
from weian.kernel.transitions import IllegalMove
from weian.programs.campaigns import api
from weian.programs.campaigns.states import PROPOSAL, ProposalState


def test_certain_lines_are_taken_in_one_act_and_one_event(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    sure = campaign.proposals.certain().count()
    with play.acting(cast.regulator) as by:
        assert api.accept_certain(campaign, by=by) == sure > 0
        assert api.accept_certain(campaign, by=by) == 0
    assert set(campaign.proposals.waiting().values_list("sure", flat=True)) == {False}
    (event,) = Event.objects.filter(verb="campaign.certain_accepted")
    assert event.facts["count"] == sure == len(event.facts["proposals"])


def test_accepting_with_a_correction_keeps_what_was_before(play: Situations, cast: Cast) -> None:
    line = play.line(play.read(), "消防水泵房")
    with play.acting(cast.regulator) as by:
        api.accept(line, by=by, changes={"due": date(2026, 12, 18), "evidence": ["record", "photo"]})
    line.refresh_from_db()
    assert (line.status, line.due, line.changed_by) == ("accepted", date(2026, 12, 18), by.actor_uid)
    event = Event.objects.get(verb="proposal.corrected")
    assert event.facts["due"] == {"from": "2026-12-20", "to": "2026-12-18"}


def test_accepting_twice_is_one_event(play: Situations, cast: Cast) -> None:
    line = play.line(play.read(), "消防水泵房")
    with play.acting(cast.regulator) as by:
        api.accept(line, by=by)
        api.accept(line, by=by)
    assert Event.objects.filter(verb="proposal.accepted").count() == 1


def test_a_correction_that_changes_nothing_leaves_no_trace(play: Situations, cast: Cast) -> None:
    line = play.line(play.read(), "消防水泵房")
    with play.acting(cast.regulator) as by:
        assert api.correct(line, {"due": line.due, "text": line.text}, by=by) == []
    assert not Event.objects.filter(verb="proposal.corrected").exists()


def test_several_lines_get_the_same_day_at_once(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    parts = list(campaign.proposals.exclude(composite="").values_list("pk", flat=True))
    with play.acting(cast.regulator) as by:
        assert api.bulk_correct(campaign, parts, {"due": date(2026, 12, 31)}, by=by) == 5
    assert set(campaign.proposals.filter(pk__in=parts).values_list("due", flat=True)) == {date(2026, 12, 31)}


def test_a_bulk_correction_of_nothing_says_so(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="没有选要改成什么"):
        api.bulk_correct(campaign, [], {}, by=by)


def test_splitting_keeps_clause_term_and_people(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    line = play.line(campaign, "消防水泵房")
    with play.acting(cast.regulator) as by:
        made = api.split(line, ["测试消防水泵", "测试排烟送风系统"], by=by)
    assert [one.number for one in made] == [f"{line.order}-1", f"{line.order}-2"]
    assert {(one.clause_id, one.due, one.domain, one.split_of_id, one.status) for one in made} == {
        (line.clause_id, line.due, line.domain, line.pk, "proposed")
    }
    line.refresh_from_db()
    assert line.status == ProposalState.SPLIT
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="已经拆分"):
        api.correct(line, {"title": "改"}, by=by)


def test_a_piece_can_be_split_again_without_taking_a_used_number(play: Situations, cast: Cast) -> None:
    line = play.line(play.read(), "消防水泵房")
    with play.acting(cast.regulator) as by:
        first, _ = api.split(line, ["甲甲甲甲", "乙乙乙乙"], by=by)
        again = api.split(first, ["丙丙丙丙", "丁丁丁丁"], by=by)
    assert [one.part for one in again] == [3, 4]


def test_one_piece_is_no_split(play: Situations, cast: Cast) -> None:
    line = play.line(play.read(), "消防水泵房")
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="至少要有两条"):
        api.split(line, ["只有一条", " "], by=by)
    line.refresh_from_db()
    assert line.status == ProposalState.PROPOSED


def test_dropping_wants_a_reason_and_shows_it(play: Situations, cast: Cast) -> None:
    line = play.line(play.read(), "专项督导")
    with play.acting(cast.regulator) as by:
        with pytest.raises(Refused, match="理由"):
            api.drop(line, reason="  ", by=by)
        api.drop(line, reason="由县级督导，省级方案已有", by=by)
    line.refresh_from_db()
    assert (line.status, line.drop_reason) == ("dropped", "由县级督导，省级方案已有")
    assert Event.objects.get(verb="proposal.dropped").why == "由县级督导，省级方案已有"


def test_a_dropped_line_is_edited_only_after_it_is_taken_up_again(play: Situations, cast: Cast) -> None:
    line = play.line(play.read(), "专项督导")
    with play.acting(cast.regulator) as by:
        api.drop(line, reason="不用", by=by)
        with pytest.raises(Refused, match="改回待确认"):
            api.accept(line, by=by)
        api.reopen(line, by=by)
        api.accept(line, by=by)
    line.refresh_from_db()
    assert (line.status, line.drop_reason, line.dropped_at) == ("accepted", "", None)


@pytest.mark.parametrize("start", list(ProposalState))
@pytest.mark.parametrize("target", list(ProposalState))
def test_lines_move_only_as_the_table_says(
    play: Situations, cast: Cast, start: ProposalState, target: ProposalState
) -> None:
    line = play.line(play.read(), "消防水泵房")
    type(line).objects.filter(pk=line.pk).update(
        status=start, drop_reason="由县级督导" if start == ProposalState.DROPPED else ""
    )
    line.refresh_from_db()
    acts = {
        ProposalState.ACCEPTED: lambda by: api.accept(line, by=by),
        ProposalState.DROPPED: lambda by: api.drop(line, reason="不用", by=by),
        ProposalState.SPLIT: lambda by: api.split(line, ["测试水泵", "测试风机"], by=by),
        ProposalState.PROPOSED: lambda by: api.reopen(line, by=by),
    }
    with play.acting(cast.regulator) as by:
        if PROPOSAL.allowed(start, target) or start == target == ProposalState.ACCEPTED:
            acts[target](by)
            line.refresh_from_db()
            assert line.status == target
        else:
            with pytest.raises((Refused, IllegalMove)):
                acts[target](by)
            line.refresh_from_db()
            assert line.status == start


@pytest.mark.parametrize("who", ["officer", "county_regulator", "outsider", "province_regulator", "commission_leader"])
def test_nobody_but_the_issuing_desk_decides(play: Situations, cast: Cast, who: str) -> None:
    campaign = play.read()
    line = play.line(campaign, "消防水泵房")
    with play.acting(getattr(cast, who)) as by:
        for act in (
            lambda: api.accept(line, by=by), lambda: api.correct(line, {"title": "改"}, by=by),
            lambda: api.split(line, ["甲甲", "乙乙"], by=by), lambda: api.drop(line, reason="不用", by=by),
            lambda: api.accept_certain(campaign, by=by), lambda: api.publish(campaign, by=by),
            lambda: api.set_addressees(campaign, groups=[], named=[], by=by),
            lambda: api.discard(campaign, why="不发", by=by),
        ):  # fmt: skip
            with pytest.raises(Refused):
                act()
    line.refresh_from_db()
    assert line.status == ProposalState.PROPOSED


def test_a_colleague_at_the_same_desk_may_go_on(play: Situations, cast: Cast) -> None:
    line = play.line(play.read(), "消防水泵房")
    with play.acting(cast.regulator_2) as by:
        api.accept(line, by=by)
    line.refresh_from_db()
    assert line.accepted_by == cast.regulator_2.actor_uid
