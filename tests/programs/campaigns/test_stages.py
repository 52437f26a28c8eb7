"""Stages; an end that hangs on an event is 待定 until the issuer enters its day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.programs.campaigns.situations import PROVINCE, Situations
from weian.foundation.people.api import Refused, asks
from weian.programs.campaigns import access, api
from weian.programs.campaigns.models import Campaign
from weian.programs.campaigns.presenters.stages import shown_stages


@pytest.fixture
def campaign(play: Situations, cast: Cast) -> Campaign:
    return play.read(PROVINCE, by=cast.province_regulator)


def test_an_unknown_end_is_shown_as_unknown_and_is_never_over(campaign: Campaign) -> None:
    last = shown_stages(campaign, date(2029, 1, 1))[-1]
    assert (last.ends, last.position, last.event) == ("待定", "now", last.stage.to_event)


@pytest.mark.parametrize(
    ("today", "positions"),
    [
        (date(2026, 10, 1), ["before", "before", "before"]), (date(2026, 11, 10), ["now", "before", "before"]),
        (date(2026, 11, 11), ["after", "now", "before"]), (date(2027, 3, 1), ["after", "after", "now"]),
    ],
)  # fmt: skip
def test_a_stage_lasts_through_its_last_day(campaign: Campaign, today: date, positions: list[str]) -> None:
    assert [one.position for one in shown_stages(campaign, today)] == positions


def test_entering_the_day_ends_stage_and_campaign(play: Situations, cast: Cast, campaign: Campaign) -> None:
    last = campaign.stages.last()
    with play.acting(cast.province_regulator) as by:
        api.anchor_stage(last, to_date=date(2027, 3, 12), by=by)
    campaign.refresh_from_db()
    assert campaign.ends == date(2027, 3, 12)
    assert shown_stages(campaign, date(2027, 3, 13))[-1].position == "after"


def test_a_written_date_is_not_moved(play: Situations, cast: Cast, campaign: Campaign) -> None:
    with play.acting(cast.province_regulator) as by, pytest.raises(Refused, match="写明的日期不能"):
        api.anchor_stage(campaign.stages.first(), to_date=date(2026, 12, 1), by=by)


def test_an_end_before_the_beginning_is_refused(play: Situations, cast: Cast, campaign: Campaign) -> None:
    with play.acting(cast.province_regulator) as by, pytest.raises(Refused, match="早于开始日期"):
        api.anchor_stage(campaign.stages.last(), to_date=date(2027, 1, 1), by=by)


def test_only_the_issuer_enters_it(play: Situations, cast: Cast, campaign: Campaign) -> None:
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="云岭省"):
        api.anchor_stage(campaign.stages.last(), to_date=date(2027, 3, 12), by=by)


def test_a_campaign_with_an_unknown_end_cannot_be_closed(cast: Cast, campaign: Campaign) -> None:
    allowed, why = asks(access.check_can_close, cast.province_regulator, campaign)
    assert not allowed and "待定" in why
