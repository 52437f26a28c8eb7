"""维保到场 and 外包检查: who works here from outside is named, and somebody of the unit signs beside them."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from weian.foundation.people.api import Refused
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.programs.inspections import api
from weian.programs.inspections.models import Signature


def served(cast: Cast) -> registry.Subject:
    places = Places(cast)
    party = places("contractor", "安远消防维保公司", fields={"service": "消防设施维保"})
    return places("kitchen", "职工食堂厨房", fields={"fuel": "管道天然气"}, contractor=party)


@pytest.mark.row("S0-2.7d")
def test_a_monthly_visit_without_a_counter_signed_report_is_missed_and_with_one_it_is_done(cast: Cast) -> None:
    with clock.moved_to("2026-09-15T08:00"):
        kitchen = served(cast)
        with acting(cast.officer) as by:
            rounds.ask_for(uid=uuid4(), by=by, unit=cast.hospital, every="month", doer="maintainer", subject=kitchen)
    with clock.moved_to("2026-11-10T10:00"):
        what = {"unit": cast.hospital, "mode": "upkeep", "subject": kitchen.pk, "note": "更换喷头两只"}
        with acting(cast.officer) as by:
            with pytest.raises(Refused, match="维保人员姓名"):
                api.submit(uid=uuid4(), by=by, **what)
            api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="round", subject=kitchen.pk, note="自己看过")
            one = api.submit(uid=uuid4(), by=by, outside_signer="邹师傅", **what)
        with set_up():
            hands = {(row.side, row.name or row.person.name) for row in Signature.objects.filter(inspection=one)}
        assert hands == {("unit", "林晓岚"), ("outside", "邹师傅")} and one.outside == "安远消防维保公司"
        shown = client_of(cast.officer).get(f"/inspections/{one.pk}/").content.decode()
        assert "邹师傅" in shown and "安远消防维保公司" in shown
    with clock.moved_to("2026-12-02T08:00"), acting(cast.officer):
        upkeep = {
            moment.month: [
                state for due, state in _states(kitchen, moment.date()) if due.kept.claim.doer == "maintainer"
            ]
            for moment in (datetime(2026, 10, 15), datetime(2026, 11, 15))
        }  # fmt: skip
    assert [str(one) for one in upkeep[10]] == ["missed"] and [str(one) for one in upkeep[11]] == ["done"]


def _states(subject: registry.Subject, day):  # type: ignore[no-untyped-def]
    return [(one.due, one.judged.state) for one in rounds.rounds_of(subject.unit, day) if one.subject.pk == subject.pk]


def test_who_is_looked_at_is_named(cast: Cast) -> None:
    with acting(cast.officer) as by, pytest.raises(Refused, match="哪一家外包"):
        api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="contractor", note="看过")
