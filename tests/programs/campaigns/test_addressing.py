"""Whom a notice goes to: groups, units by name, never the issuer itself, nothing guessed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import client_of
from tests.programs.campaigns.situations import Situations
from weian.foundation.audit.models import Event
from weian.foundation.people.api import Refused
from weian.programs.campaigns import api


def test_groups_and_names_make_one_list_without_doubles(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    with play.acting(cast.regulator) as by:
        count = api.set_addressees(campaign, groups=["level.county"], named=[cast.hospital.pk, cast.county.pk], by=by)
    sent = {one.unit_id: (one.via, one.group) for one in campaign.addressees.all()}
    assert count == 3
    assert sent == {
        cast.county.pk: ("group", "level.county"), cast.neighbour.pk: ("group", "level.county"),
        cast.hospital.pk: ("name", ""),
    }  # fmt: skip
    assert Event.objects.get(verb="campaign.addressed").facts["units"] == 3


def test_the_issuer_is_no_addressee(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    with play.acting(cast.regulator) as by, pytest.raises(Refused, match="本单位自己"):
        api.set_addressees(campaign, groups=[], named=[cast.city.pk], by=by)


def test_a_group_or_unit_that_is_gone_is_refused_and_nothing_changes(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    before = set(campaign.addressees.values_list("unit", flat=True))
    with play.acting(cast.regulator) as by:
        for groups, named in ((["没有这组"], []), ([], [uuid4()])):
            with pytest.raises(Refused, match="刷新后重新选"):
                api.set_addressees(campaign, groups=groups, named=named, by=by)
    assert set(campaign.addressees.values_list("unit", flat=True)) == before


def test_words_that_name_nobody_stay_for_a_person(play: Situations, cast: Cast) -> None:
    page = client_of(cast.regulator).get(f"/notices/{play.read().pk}/proposals/").content.decode()
    assert "原文主送“云泽市康复医院”没有对上单位" in page


def desk(cast: Cast) -> Client:
    return client_of(cast.regulator)


def test_a_search_keeps_what_is_ticked(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    page = desk(cast).post(f"/notices/{campaign.pk}/addressees/", {"group": ["direct"], "q": "白鹭县人民", "find": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="direct" checked' in text and 'value="level.county" checked' not in text
    assert "白鹭县人民医院" in text
    assert campaign.addressees.count() == 3


def test_the_choice_leads_on_to_the_lines(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    answer = desk(cast).post(
        f"/notices/{campaign.pk}/addressees/", {"group": ["direct"], "unit": [str(cast.hospital.pk)], "q": ""}
    )
    assert answer.status_code == 302 and answer.headers["Location"].endswith("/proposals/")
    assert set(campaign.addressees.values_list("unit", flat=True)) == {cast.city_hospital.pk, cast.hospital.pk}
