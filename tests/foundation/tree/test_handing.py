"""What a unit leads or awaits goes over with it: campaigns that run, visits to come, plans of an office."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.foundation.tree.test_acts import ask, fresh, whole
from tests.foundation.tree.test_carrying import again
from tests.ground.works.situations import Situations as Works
from tests.programs.campaigns.situations import CITY
from tests.programs.campaigns.situations import Situations as Campaigns
from tests.programs.inspections.situations import Situations as Visits
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.people.api import Refused
from weian.ground.works import api as works
from weian.programs.campaigns import api as campaigns
from weian.programs.inspections import api as inspections
from weian.programs.inspections.models import Inspection, Plan


def test_a_campaign_goes_on_under_the_successor_of_its_commission(cast: Cast) -> None:
    play = Campaigns(cast)
    light = CITY.replace(
        "每2小时巡查1次", "每日巡查1次"
    )  # nobody of the county could countersign the load of the other
    draft, running = play.read(by=cast.county_regulator), play.confirmed(light, by=cast.county_regulator)
    with play.acting(cast.county_regulator) as county:
        campaigns.set_addressees(running, groups=[], named=[cast.hospital.pk], by=county)
        campaigns.publish(running, by=county)
    with set_up():
        assert "未结束的专项行动 2 项" in [str(one) for one in org.left_open(fresh(cast.county))]
    ask("merge", cast.county, cast.regulator, other=cast.neighbour)
    now = again(cast.outsider)
    for one in (draft, running):
        with play.acting(now):
            mine = campaigns.visible_to(now).get(pk=one.pk)
            assert mine.issuer_id == now.unit.pk and mine.document.issuer_id == cast.county.pk
            # Whoever leads it now ends it, or decides that it is not issued.
            if mine.status == "issued":
                campaigns.close(mine, by=now)
            else:
                campaigns.discard(mine, why="已并入本局的通知", by=now)
        with set_up():
            assert "campaign.taken_over" in [event.verb for event in audit.history(one.pk)]
    whole()


def test_visits_to_come_go_to_the_successor_once_and_a_sealed_one_stays_unknown(cast: Cast) -> None:
    play = Visits(cast)
    both = play.spec(title="两家都查", units=[cast.hospital, cast.center])
    with acting(play.by):
        plan = inspections.plan(both, by=play.by)
    open_one, sealed = play.planned(), play.planned("secret")
    with pytest.raises(Refused) as refusal:
        ask("close", cast.hospital, cast.county_regulator)
    assert "未办结检查 2 次" in str(refusal.value)
    ask("merge", cast.hospital, cast.regulator, other=cast.center)
    with set_up():
        assert {one.status for one in Inspection.objects.filter(plan=plan, target=cast.center)} == {"planned"}
        assert Inspection.objects.get(plan=plan, target=cast.hospital).status == "cancelled"
        for one in (open_one, sealed):
            assert Inspection.objects.get(pk=one.pk).target_id == cast.center.pk
        assert Inspection.objects.get(pk=sealed.pk).unit_id == play.by.unit.pk
        events = [event for event in audit.history(sealed.pk) if event.verb == "inspection.taken_over"]
        assert [event.chain for event in events] == [play.by.unit.pk]
    with acting(again(cast.center_officer)) as officer:
        assert not Inspection.objects.visible_to(officer).filter(pk=sealed.pk).exists()
    with acting(again(play.by)) as by:
        started = inspections.start(Inspection.objects.get(pk=sealed.pk), by=by, why_no_code="没有标签")
        assert started.unit_id == cast.center.pk
    whole()


def test_the_plans_of_an_office_go_to_its_successor_but_not_in_the_middle_of_a_visit(cast: Cast) -> None:
    play = Visits(cast, by=cast.county_regulator)
    waiting = play.planned(title="还没有去")
    signed = play.started(title="办结了", units=[cast.center])
    with acting(play.by):
        inspections.finish(signed, by=play.by)
    with acting(cast.center_officer) as officer:
        inspections.sign(signed, by=officer)
    with acting(play.by):
        inspections.close(Inspection.objects.select_related("office").get(pk=signed.pk), by=play.by)
    going = play.started(title="正在查", units=[cast.center])
    with pytest.raises(Refused, match="还没有办结"):
        ask("merge", cast.county, cast.regulator, other=cast.neighbour)
    with acting(play.by):
        inspections.finish(going, by=play.by)
    with acting(again(cast.center_officer)) as officer:
        inspections.sign(Inspection.objects.get(pk=going.pk), by=officer)
    ask("merge", cast.county, cast.regulator, other=cast.neighbour)
    with set_up():
        assert Plan.objects.get(pk=waiting.plan_id).unit_id == cast.neighbour.pk
        assert Inspection.objects.get(pk=waiting.pk).office_id == cast.neighbour.pk
        assert Inspection.objects.get(pk=signed.pk).office_id == cast.county.pk  # history
    # What was signed and not closed is closed by the successor, in its name and with its number.
    now = again(cast.outsider)
    with acting(now):
        visit = Inspection.objects.select_related("office", "target", "unit").get(pk=going.pk)
        assert inspections.close(visit, by=now).status == "closed"
        papers = [paper.no for paper in inspections.Instrument.objects.filter(inspection=going)]
    assert papers and all(no.startswith(cast.neighbour.title) for no in papers)
    whole()


def test_a_visited_unit_does_not_go_before_its_visit_is_closed(cast: Cast) -> None:
    one = Visits(cast).signed()
    with pytest.raises(Refused, match="还没有办结（已签字）"):
        ask("merge", cast.hospital, cast.regulator, other=cast.center)
    with acting(cast.regulator) as by:
        inspections.close(one, by=by)
    ask("merge", cast.hospital, cast.regulator, other=cast.center)
    whole()


def test_contractors_and_what_hangs_on_them_go_to_the_successor(cast: Cast) -> None:
    play = Works(cast)
    cleaner, permit = play.cleaner, play.asked()
    ask("merge", cast.hospital, cast.regulator, other=cast.center)
    officer = again(cast.officer)
    with acting(officer):
        now = works.Contractor.objects.visible_to(officer).get(pk=cleaner.pk)
        assert now.unit_id == officer.unit.pk == cast.center.pk
        assert works.Contract.objects.get(contractor=now).unit_id == cast.center.pk
        assert works.Permit.objects.get(pk=permit.pk).unit_id == cast.center.pk
    with set_up():
        assert "contractor.taken_over" in [event.verb for event in audit.history(cleaner.pk)]
    whole()
