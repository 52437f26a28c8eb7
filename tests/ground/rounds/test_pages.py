"""巡查 on the screen and in the morning: what is mine, what was missed and whose it is, how units and sites stand."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from tests.ground.rounds.test_rounds import REGISTERED, look
from weian.foundation.audit import api as audit
from weian.foundation.inbox.models import Message
from weian.foundation.ladder import api as ladder
from weian.foundation.ladder.actions.climbing import climb_units
from weian.foundation.people.viewer import Viewer
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.ground.rounds import api as rounds
from weian.ground.rounds.models import Visit
from weian.kernel import clock


def page(viewer: Viewer, address: str, now: str) -> str:
    with clock.moved_to(now):
        answer = client_of(viewer).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def morning(cast: Cast, now: str) -> None:
    with clock.moved_to(now), audit.acting_as_system("逾期督办") as system:
        climb_units([cast.county, cast.hospital], by=system)


def heard(viewer: Viewer) -> str:
    found = Message.objects.filter(to=viewer.person, kind="digest").values_list("text", flat=True)
    return "；".join(found)


@pytest.mark.row("S2-2.1e")
def test_the_morning_list_names_the_chemical_point_and_its_keeper(place: Places, cast: Cast) -> None:
    with clock.moved_to(REGISTERED):
        store = place.chemical()
    look(store, cast.pharmacist, "2026-11-22 10:00")
    missed = page(cast.director, "/rounds/missed/?day=2026-11-22", "2026-11-24 08:00")
    assert "没有缺查" in missed
    missed = page(cast.director, "/rounds/missed/", "2026-11-24 08:00")
    assert all(word in missed for word in ("易制毒试剂柜", "缺查", "药剂科主任", "沈月华", "日常排查机制"))
    morning(cast, "2026-11-24 07:30")
    assert "缺查：易制毒试剂柜（药剂科 药剂科主任）" in heard(cast.director)
    assert "易制毒试剂柜" in heard(cast.pharmacist)
    assert "缺查" not in heard(cast.county_regulator)
    morning(cast, "2026-11-24 13:30")  # told once
    assert heard(cast.director).count("易制毒试剂柜") == 1


@pytest.mark.row("S3-2.4c")
def test_the_unit_heads_morning_list_shows_the_place_and_the_county_its_rate(place: Places, cast: Cast) -> None:
    with clock.moved_to(REGISTERED):
        kitchen, pump = place.kitchen(), place("fire_pump", "水泵房")
    look(pump, cast.officer, "2026-11-23 09:00")
    morning(cast, "2026-11-24 07:30")
    assert "职工食堂厨房" in heard(cast.director)
    assert "水泵房" not in heard(cast.director)
    look(kitchen, cast.officer, "2026-11-23 22:00", scanned=False, received="2026-11-24 08:00")
    day = page(cast.officer, "/rounds/day/?day=2026-11-23", "2026-11-24 09:00")
    assert "缺查，已补录" in day
    assert "50%" in day
    county = page(cast.county_regulator, "/rounds/units/?day=2026-11-23", "2026-11-24 09:00")
    assert "50%" in county
    assert "底数不清" in county
    month = page(cast.officer, "/rounds/month/?day=2026-11-24", "2026-11-24 09:00")
    assert "补" in month


@pytest.mark.row("S4-5h")
def test_a_site_without_a_patrol_is_seen_next_morning_by_its_head_and_by_the_county(place: Places, cast: Cast) -> None:
    with clock.moved_to(REGISTERED):
        site = place("cabin_hospital", "体育馆方舱", post=cast.officer.post)
        point = place("patrol_point", "西侧出口", parent=site, tags=["epidemic"], post=cast.officer.post)
    look(point, cast.officer, "2026-11-23 09:00")
    morning(cast, "2026-11-24 07:30")
    for who in (cast.director, cast.officer, cast.county_regulator):
        assert "体育馆方舱" in heard(who)
        assert "西侧出口" not in heard(who)
    look(site, cast.officer, "2026-11-23 23:00", scanned=False, received="2026-11-24 08:00")
    sites = page(cast.county_regulator, "/rounds/sites/", "2026-11-24 09:00")
    assert "体育馆方舱" in sites
    assert "1/2 缺巡" in sites
    assert "体育馆方舱" not in page(cast.outsider, "/rounds/sites/", "2026-11-24 09:00")


@pytest.mark.row("S0-2.1d")
def test_the_county_hears_and_sees_that_a_site_was_not_checked_for_eight_days(place: Places, cast: Cast) -> None:
    with clock.moved_to("2026-11-01 08:00"):
        site = place("designated_hospital", "发热楼")
    look(site, cast.county_regulator, "2026-11-10 10:00", scanned=False)
    look(site, cast.officer, "2026-11-16 10:00")
    assert "超期" not in page(cast.county_regulator, "/rounds/sites/", "2026-11-17 09:00")
    morning(cast, "2026-11-17 07:30")
    assert "监管部门检查超期" not in heard(cast.county_regulator)
    morning(cast, "2026-11-18 07:30")
    assert "发热楼：监管部门检查超期" in heard(cast.county_regulator)
    sites = page(cast.county_regulator, "/rounds/sites/", "2026-11-18 09:00")
    assert "超期 1\u00a0天" in sites
    assert "11-10\u00a010:00" in sites


def test_my_points_are_on_my_page_and_the_desk_begins_at_its_day(place: Places, cast: Cast) -> None:
    with clock.moved_to(REGISTERED):
        place.chemical()
        place.kitchen()
    found = page(cast.pharmacist, "/rounds/mine/", "2026-11-23 09:00")
    assert "易制毒试剂柜" in found
    assert "职工食堂厨房" not in found
    assert client_of(cast.officer).get("/rounds/")["Location"] == "/rounds/day/"
    assert client_of(cast.county_regulator).get("/rounds/")["Location"] == "/rounds/units/"
    assert client_of(cast.pharmacist).get("/rounds/day/").status_code == 404


def test_whoever_scans_a_point_notes_it_with_one_press_and_nobody_does_without_the_label(
    place: Places, cast: Cast
) -> None:
    point = place("guard_point", "北门")
    with acting(cast.officer) as by:
        label = registry.issue(point, by=by)
    client = client_of(cast.keeper)
    assert "到了，没有问题" in client.get(f"/q/{label.token}/", follow=True).content.decode()
    assert "到了，没有问题" not in client.get(f"/places/{point.pk}/").content.decode()
    key = str(uuid4())
    for _ in range(2):
        said = {"request_id": key, "scan": label.token}
        assert "到场" in client.post(f"/rounds/at/{point.pk}/visit/", said, follow=True).content.decode()
    assert client.post(f"/rounds/at/{point.pk}/visit/", {"request_id": key, "scan": "ABCDEFGH2345"}).status_code == 404
    with acting(cast.keeper):
        assert Visit.objects.get().scanned


def test_what_is_told_later_needs_its_reason_and_stands_on_the_page_of_the_place(place: Places, cast: Cast) -> None:
    kitchen = place.kitchen()
    client = client_of(cast.officer)
    address = f"/rounds/at/{kitchen.pk}/later/"
    said = {"uid": str(uuid4()), "at": "2026-11-01T09:00", "doer": "own", "note": ""}
    assert client.post(address, said).status_code == 422
    assert client.post(address, {**said, "note": "查了", "at": "2099-01-01T09:00"}).status_code == 422
    done = client.post(address, {**said, "note": "手机没电，手写登记"}, follow=True).content.decode()
    assert "手写登记" in done
    assert "没有扫码" in done


def test_a_unit_sets_its_own_frequency_and_sees_all_sources(cast: Cast) -> None:
    client = client_of(cast.officer)
    said = {"uid": str(uuid4()), "mark": "kitchen", "every": "shift", "times": "1", "doer": "own", "basis": "院发 9 号"}
    done = client.post("/rounds/rules/", said, follow=True).content.decode()
    assert "院发" in done
    assert "日巡查制度" in done
    refused = client.post("/rounds/rules/", {**said, "uid": str(uuid4()), "doer": "upper", "every": "night"})
    assert refused.status_code == 422


def test_a_frequency_of_one_place_names_the_place(place: Places, cast: Cast) -> None:
    kitchen = place.kitchen()
    with acting(cast.officer) as by:
        rounds.ask_for(uid=uuid4(), by=by, unit=cast.hospital, every="day", subject=kitchen, basis="院发 9 号")
    own = client_of(cast.officer).get("/rounds/rules/").content.decode().partition("本级加严的")[2]
    assert "职工食堂厨房" in own.partition("加严一条")[0]


@pytest.mark.row("S3-2.2k")
def test_an_incomplete_patrol_counts_against_the_guard_contractor(place: Places, cast: Cast) -> None:
    with clock.moved_to("2026-11-23 07:50"):
        guards = place("contractor", "平安保安公司", fields={"service": "保安"})
        route = place.route(3, contractor=guards)
    with set_up():
        points = list(Subject.objects.filter(pk__in=route.stops).order_by("name"))
    for number, point in enumerate(points[:2]):
        look(point, cast.officer, f"2026-11-23 09:{number:02d}")
    found = page(cast.officer, f"/places/{guards.pk}/", "2026-11-23 16:30")
    assert "缺查" in found
    assert "不完整" in found
    day = page(cast.officer, "/rounds/day/?day=2026-11-23", "2026-11-23 16:30")
    assert "2/3" in day
    assert "平安保安公司" in day


def test_pages_of_a_commission_cost_the_same_for_two_units_as_for_one(
    place: Places, cast: Cast, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    with clock.moved_to(REGISTERED):
        for number in range(20):
            place("fire_pump", f"P{number}")
            place("fire_pump", f"C{number}", by=cast.center_officer, unit=cast.center)
        place("cabin_hospital", "方舱")
    client = client_of(cast.county_regulator)
    with clock.moved_to("2026-11-24 09:00"):
        for address in ("/rounds/units/?day=2026-11-23", "/rounds/sites/"):
            client.get(address)
            with django_assert_max_num_queries(22):
                assert client.get(address).status_code == 200


def test_the_climber_is_registered_once(cast: Cast) -> None:
    assert [one.kind for one in ladder.climbers()].count("round") == 1
