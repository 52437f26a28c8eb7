"""自查及集中督查阶段: who checked themselves, who was supervised, hazards by field; without a self-check it is late."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.campaigns.situations import PROVINCE, Situations
from tests.programs.inspections.situations import Situations as Visits
from weian.foundation.ladder import api as ladder
from weian.kernel import clock
from weian.programs.campaigns import api
from weian.programs.inspections import api as inspections
from weian.programs.inspections.found import Found


@pytest.mark.row("S2-3.2")
def test_a_unit_without_a_self_check_at_the_end_of_the_stage_is_overdue(cast: Cast, play: Situations) -> None:
    campaign = play.confirmed(PROVINCE, by=cast.province_regulator)
    units = [cast.hospital, cast.center, cast.city_hospital]
    with play.acting(cast.province_regulator) as by:
        api.set_addressees(campaign, groups=[], named=[one.pk for one in units], by=by)
        api.publish(campaign, by=by)
        stage = campaign.stages.get(name__contains="自查")
    page = f"/notices/{campaign.pk}/stages/{stage.pk}/"
    with clock.moved_to("2026-12-05T10:00"), acting(cast.officer) as by:
        found = [
            Found(uid=uuid4(), text="配电箱前堆物", type="wiring"),
            Found(uid=uuid4(), text="门锁", type="exit_locked"),
        ]
        inspections.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="self", note="自查过", findings=found)
    with clock.moved_to("2026-12-15T10:00"):
        Visits(cast, cast.county_regulator).closed()
    with clock.moved_to("2027-01-31T18:00"):
        shown = client_of(cast.province_regulator).get(page).content.decode()
        assert "1/3" in shown and "逾期" not in shown, "the last day is still one"
    with clock.moved_to("2027-02-10T08:00"):
        client = client_of(cast.province_regulator)
        shown = client.get(page).content.decode()
        assert page in client.get(f"/notices/{campaign.pk}/").content.decode()
        assert shown.count("1/3") == 2, "one checked itself, one was supervised"
        assert re.search(r"逾期 2.{1,6}家", shown)
        rows = dict(
            re.findall(r'<td class="wa-title"><a [^>]*>([^<]*)<.a><.td><td data-label="自查">(.*?)</td>', shown)
        )
        assert f"/inspections/?unit={cast.hospital.pk}" in shown
        assert rows[cast.hospital.name] == "2026-12-05" and "逾期" in rows[cast.center.name]
        fields = re.findall(r'<td class="wa-title">([^<]*)</td><td class="wa-num" data-label="发现">(\d+)', shown)
        assert sum(int(number) for _, number in fields) == 3 and len(fields) > 1, (
            "two found by itself, one by the county"
        )
        assert late() == {cast.center.name, cast.city_hospital.name}
        with acting(cast.center_officer) as by:
            inspections.submit(uid=uuid4(), by=by, unit=cast.center, mode="self", note="补查")
    with clock.moved_to("2027-02-11T08:00"):
        assert late() == {cast.city_hospital.name}, "what is made up climbs no further"


def late() -> set[str]:
    ladder.climb()
    with set_up():
        rungs = ladder.Rung.objects.standing().filter(kind="stage_self_check")
        return set(rungs.values_list("unit__name", flat=True))
