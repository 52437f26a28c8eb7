"""施工现场: the owner's weekly visit, 停工 that everybody sees who scans the entry, agencies that read and add."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from tests.ground.works.situations import Situations, agency, shot
from tests.ground.works.test_contractors import rows
from weian.foundation.people.api import Refused
from weian.ground.hazards.models import Hazard
from weian.ground.registry.models import Label
from weian.ground.rounds import api as rounds
from weian.ground.works import api as works
from weian.ground.works import queries
from weian.ground.works.states import Permitted, Stopped
from weian.kernel import clock


def stopped(play: Situations) -> works.StopOrder:
    with acting(play.cast.officer) as by:
        return works.stop(play.site, uid=uuid4(), by=by, reason="临边没有防护")


def order_of(play: Situations) -> works.StopOrder:
    with set_up():
        return works.StopOrder.objects.select_related("site__contractor__party", "unit__parent").get(site=play.site.pk)


@pytest.mark.row("S3-2.9c")
@pytest.mark.row("S0-2.5d")
def test_while_work_is_stopped_no_permit_is_given_until_another_person_lifts_the_order(play: Situations) -> None:
    cast, builder = play.cast, play.person(play.builder)
    at_site = {"subject": play.site.subject, "contractor": play.builder}
    waiting, running = play.asked(builder, **at_site), play.approved(builder, **at_site)
    stopped(play)
    assert "现在不能申请" in client_of(builder).get("/works/permits/new/").content.decode(), (
        "said before the form is filled"
    )
    with pytest.raises(Refused, match="正在停工"):
        play.asked(builder, **at_site)
    with pytest.raises(Refused, match="正在停工"):  # nor elsewhere in the house
        play.asked(builder, contractor=play.builder)
    with acting(cast.officer_2) as by, pytest.raises(Refused, match="正在停工"):
        works.approve(works.Permit.objects.select_related("unit", "site", "contractor").get(pk=waiting.pk), by=by)
    assert play.fresh(works.Permit, running.pk).status == Permitted.HALTED
    order = order_of(play)
    with acting(builder):
        with pytest.raises(Refused, match="附整改后的照片"):
            works.ask_resume(order, by=builder, answer="已装护栏")
        works.ask_resume(order, by=builder, answer="已装护栏", photos=shot("after"))
    with acting(cast.officer) as by:
        works.refuse_resume(order, by=by, why="东侧还缺")
    with acting(cast.officer_2) as by:
        works.ask_resume(order, by=by, answer="东侧已补", photos=shot("after"))
        with pytest.raises(Refused, match="另一个人同意"):
            works.lift(order, by=by)
    with acting(cast.officer) as by:
        works.lift(order, by=by)
    assert order_of(play).status == Stopped.LIFTED
    assert play.asked(builder, **at_site).status == Permitted.ASKED


def test_an_order_has_a_number_of_its_offices_series_and_is_printed_as_it_was_given(play: Situations) -> None:
    cast, builder = play.cast, play.person(play.builder)
    first = stopped(play)
    assert first.no == f"{cast.hospital.title}停工〔2026〕1号"
    with acting(builder):
        works.ask_resume(order_of(play), by=builder, answer="已装护栏", photos=shot("after"))
    with acting(cast.officer_2) as by:
        works.lift(order_of(play), by=by)
    with acting(cast.county_regulator) as by:  # a series of its own
        above = works.stop(play.fresh(works.Site, play.site.pk), uid=uuid4(), by=by, reason="塔吊未检测 2 台")
        again = works.stop(play.fresh(works.Site, play.site.pk), uid=above.pk, by=by, reason="塔吊未检测 2 台")
    assert above.no == again.no == f"{cast.county.title}停工〔2026〕1号"
    with set_up():
        works.Site.objects.filter(pk=play.site.pk).update(name="改了名的项目")
    page = client_of(cast.officer).get(f"/works/orders/{above.pk}/").content.decode()
    for word in (
        above.no,
        "“门诊楼扩建”由长河建设工程有限公司施工",
        "2026年11月16日09:00",
        "塔吊未检测",
        cast.county.name,
    ):
        assert word in page
    for viewer in (builder, cast.county_regulator):
        reply = client_of(viewer).get(f"/works/orders/{above.pk}/docx/")
        assert reply.status_code == 200 and reply.content[:2] == b"PK"
    assert client_of(cast.officer).get(f"/works/orders/{first.pk}/pdf/").content[:4] == b"%PDF"
    stranger = play.person(play.contractor("安盾保安服务有限公司"), name="别家")
    for viewer in (cast.outsider, stranger):
        assert client_of(viewer).get(f"/works/orders/{above.pk}/").status_code == 404
    assert above.no in client_of(builder).get(f"/works/sites/{play.site.pk}/").content.decode()


@pytest.mark.row("S3-2.9c")
@pytest.mark.row("S0-2.5a")
def test_a_week_without_the_owners_visit_while_building_is_overdue(play: Situations) -> None:
    cast, site = play.cast, play.site
    owed = lambda: queries.visits_owed([_with(site)]).get(site.pk)  # noqa: E731
    with acting(cast.officer), clock.moved_to("2026-11-23 20:00"):
        assert owed().overdue_days == 0 and owed().until == date(2026, 11, 23)
    with acting(cast.officer), clock.moved_to("2026-11-24 08:00"):
        assert owed().overdue_days == 1 and owed().kept.claim.verified is False
        rounds.note_visit(uid=uuid4(), subject=site.subject, at=clock.now(), by=cast.officer)
        assert owed().overdue_days == 0
    with acting(cast.officer) as by, clock.moved_to("2026-12-20 08:00"):
        assert owed().overdue_days > 0
        works.finish_site(_with(site), by=by)
        assert owed() is None  # nothing is owed of what is finished


def _with(site: works.Site) -> works.Site:
    return works.Site.objects.select_related("subject__unit", "unit").get(pk=site.pk)


@pytest.mark.row("S3-2.9c")
def test_the_housing_department_reads_the_site_and_adds_findings(play: Situations) -> None:
    cast, housing, other = play.cast, agency(), agency("松坪县住房和城乡建设局")
    site = play.site
    found = works.Found(kind="height", subject=site.subject, site=site, text="三层临边没有护栏")
    with acting(housing), pytest.raises(Refused, match="请它配合的项目"):
        works.find(found, uid=uuid4(), by=housing)
    with acting(cast.officer) as by:
        works.invite(site, housing.unit, by=by)
    with acting(housing):
        (seen,) = works.Site.objects.visible_to(housing)
        (made,) = works.find(found, uid=uuid4(), by=housing, photos=shot("before"))
    assert seen.pk == site.pk and made.found_from_id == housing.unit.pk
    assert rows(housing, "works_site") == [site.pk] and rows(other, "works_site") == []
    assert rows(housing, "works_contract") == [] and rows(housing, "hazards_hazard") == []
    hazard = play.fresh(Hazard, made.hazard_id)
    assert hazard.found_by_id == housing.person.pk and hazard.found_mode == "joint"
    builder = play.person(play.builder)
    assert rows(builder, "hazards_hazard") == [hazard.pk]


@pytest.mark.row("S3-2.9c")
def test_scanning_the_entry_says_that_work_is_stopped(play: Situations) -> None:
    site = play.site
    builder = play.person(play.builder)
    with set_up():
        token = Label.objects.get(subject=site.subject_id).token
    people = (play.cast.keeper, builder)

    def scanned(who):  # type: ignore[no-untyped-def]
        answer = client_of(who).get(f"/q/{token}/", follow=True)
        assert answer.status_code == 200, who.person.name
        return answer.content.decode()

    assert all("不准进场施工" not in scanned(who) for who in people)
    stopped(play)
    for who in people:
        text = scanned(who)
        assert "停工" in text and "不准进场施工" in text and "临边没有防护" in text
    stranger = play.person(play.cleaner, "马师傅")
    assert client_of(stranger).get(f"/q/{token}/").status_code == 404
