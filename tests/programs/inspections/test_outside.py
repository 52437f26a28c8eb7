"""维保到场 and 外包检查: who works here from outside is named, and somebody of the unit signs beside them."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from tests.ground.works.situations import Situations as Works
from tests.programs.inspections.situations import Situations
from weian.foundation.ladder import api as ladder
from weian.foundation.people.api import Refused
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.ground.works import api as works
from weian.kernel import clock
from weian.programs.inspections import api
from weian.programs.inspections.found import Found
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


@pytest.mark.row("S0-2.7d")
def test_without_a_counter_signed_report_both_sides_are_late_and_what_only_the_maintainer_knew_is_shown(
    cast: Cast,
) -> None:
    with clock.moved_to("2026-09-15T08:00"):
        maintainer = Works(cast).contractor("安远消防维保公司")
        with set_up():
            party = registry.Subject.objects.get(pk=maintainer.subject_id)
        kitchen = Places(cast)("kitchen", "职工食堂厨房", fields={"fuel": "管道天然气"}, contractor=party)
        with acting(cast.officer) as by:
            rounds.ask_for(uid=uuid4(), by=by, unit=cast.hospital, every="month", doer="maintainer", subject=kitchen)
    with clock.moved_to("2026-10-20T08:00"):
        assert late() == set(), "the first whole month is not over"
    with clock.moved_to("2026-11-12T08:00"):
        with set_up():
            company = maintainer.party.name
        assert late() == {cast.hospital.name, company}
        shown = client_of(cast.officer).get("/inspections/upkeep/").content.decode()
        assert (
            "2026-10-31 到期，逾期" in shown
            and "/inspections/upkeep/" in client_of(cast.officer).get("/inspections/").content.decode()
        )
        what = {"unit": cast.hospital, "subject": kitchen.pk}
        found = [Found(uid=uuid4(), text=f"第{at}处", type=type_) for at, type_ in enumerate(("wiring", "gas_alarm"))]
        with acting(cast.officer) as by:
            api.submit(
                uid=uuid4(), by=by, mode="round", findings=[Found(uid=uuid4(), text="线", type="wiring")], **what
            )
            api.submit(uid=uuid4(), by=by, mode="upkeep", outside_signer="邹师傅", findings=found, **what)
        shown = client_of(cast.officer).get("/inspections/upkeep/").content.decode()
        assert "只有维保单位发现的 1" in shown.replace("\xa0", " ").replace("&nbsp;", " ") and "33" in shown
    with clock.moved_to("2026-11-13T08:00"):
        assert late() == set(), "made up: both are rid of it"


def late() -> set[str]:
    ladder.climb()
    with set_up():
        rungs = ladder.Rung.objects.standing().filter(kind="upkeep")
        return set(rungs.values_list("unit__name", flat=True))


def _states(subject: registry.Subject, day):  # type: ignore[no-untyped-def]
    return [(one.due, one.judged.state) for one in rounds.rounds_of(subject.unit, day) if one.subject.pk == subject.pk]


def test_who_is_looked_at_is_named(cast: Cast) -> None:
    with acting(cast.officer) as by, pytest.raises(Refused, match="哪一家外包"):
        api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="contractor", note="看过")


@pytest.mark.row("S0-2.6c")
def test_what_a_walked_visit_finds_at_a_site_stands_on_its_builders_record_without_a_second_entry(cast: Cast) -> None:
    """The county plans a visit of the hospital and walks it; one finding lies in the building project, one does not."""
    works_play, play = Works(cast), Situations(cast)
    site = works_play.site
    crane = works_play.places("room", "塔吊操作间", parent=site.subject)
    there = [play.finding(place=site.name, text="临边没有护栏"), play.fixed(place=crane.name, text="门没有锁")]
    play.closed(*there, play.finding(place="食堂", text="油烟管道没有清洗"))
    with acting(cast.officer):
        charged = {one.hazard.title for one in works.Charge.objects.select_related("hazard")}
        assert charged == {"临边没有护栏", "门没有锁"}
        assert {one.contractor_id for one in works.Charge.objects.all()} == {works_play.builder.pk}
    shown = client_of(cast.officer).get(f"/works/contractors/{works_play.builder.pk}/").content.decode()
    assert "临边没有护栏</a>" in shown and "油烟管道没有清洗</a>" not in shown
    assert "油烟管道没有清洗</option>" in shown and "临边没有护栏</option>" not in shown, (
        "what is charged is not offered"
    )
