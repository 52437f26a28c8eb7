"""Places, points and routes: registered once, on several lists, fenced, kept through changes of units."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.registry.situations import Places
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.foundation.tree.actions.acts import Ground, merge, move
from weian.ground.registry import api as registry
from weian.ground.registry.models import Label, Subject
from weian.kernel import clock


def test_a_kitchen_stands_on_the_list_of_seven_and_on_the_list_of_eight_at_once(place: Places, cast: Cast) -> None:
    kitchen = place.kitchen()
    assert {"key_place", "fire_key_place"} <= set(kitchen.tags)
    assert kitchen.marks[0] == "kitchen"
    with set_up():
        assert audit.history(kitchen.uid)[0].verb == "subject.added"


def test_the_lists_name_seven_and_eight_types(cast: Cast) -> None:
    tags = registry.place_tags()
    assert len(tags["key_place"].types) == 7
    assert len(tags["fire_key_place"].types) == 8
    known = registry.subject_types()
    assert all(code in known for tag in tags.values() for code in tag.types)


def test_what_a_type_asks_for_is_asked_for_at_its_field(place: Places, cast: Cast) -> None:
    with pytest.raises(registry.Wrong) as wrong:
        place("kitchen", "厨房")
    assert wrong.value.errors == {"field.fuel": "厨房的“燃料”还没有填。"}
    with pytest.raises(registry.Wrong) as wrong:
        place("radiation_source", "后装机房", fields={"source_no": "NB000001"})
    assert "责任岗位" in wrong.value.errors["post"]


def test_the_same_registration_sent_twice_is_one_place(cast: Cast) -> None:
    uid = uuid4()
    with acting(cast.officer) as by:
        first = registry.add(uid=uid, by=by, unit=cast.hospital, type="room", name="302 室")
        again = registry.add(uid=uid, by=by, unit=cast.hospital, type="room", name="302 室")
        assert first == again
        assert Subject.objects.count() == 1
        with pytest.raises(Refused, match="别的场所"):
            registry.add(uid=uid, by=by, unit=cast.hospital, type="room", name="303 室")


def test_a_number_names_one_place_of_a_unit(place: Places, cast: Cast) -> None:
    place("room", "配药间", code="A-1")
    with pytest.raises(registry.Wrong) as wrong:
        place("room", "更衣室", code="A-1")
    assert "A-1" in wrong.value.errors["code"]
    place("room", "更衣室", code="A-1", by=cast.center_officer, unit=cast.center)


def test_nobody_keeps_the_register_of_another_unit_and_a_keeper_none(place: Places, cast: Cast) -> None:
    with pytest.raises(Refused, match="范围"):
        place("room", "302 室", by=cast.outsider_officer)
    with pytest.raises(Refused, match="维护场所点位"):
        place("room", "302 室", by=cast.keeper)


def test_a_place_cannot_lie_in_itself_nor_in_another_unit(place: Places, cast: Cast) -> None:
    building = place("building", "门诊楼")
    floor = place("floor", "一层", parent=building)
    with acting(cast.officer) as by, pytest.raises(registry.Wrong, match="自己里面"):
        registry.change(building, by=by, parent=floor)
    elsewhere = place("building", "业务楼", by=cast.center_officer, unit=cast.center)
    with pytest.raises(registry.Wrong, match="本单位"):
        place("floor", "二层", parent=elsewhere)


def test_the_past_keeps_the_lists_that_a_place_was_on(place: Places, cast: Cast) -> None:
    with clock.moved_to("2026-11-02 08:00"):
        store = place("room", "杂物间", tags=["fire_key_place"])
    with clock.moved_to("2026-11-05 15:00"), acting(cast.officer) as by:
        registry.change(store, by=by, tags=[])
    with clock.moved_to("2026-11-08 15:00"), acting(cast.officer) as by:
        registry.retire(store, by=by, why="拆除")
        store.refresh_from_db()
        morning = clock.now().replace(hour=0)
        assert store.marks_at(morning - timedelta(days=5)) == {"room", "fire_key_place"}
        assert store.marks_at(morning) == {"room"}
        assert store.marks_at(clock.now()) == frozenset()
        assert not registry.subjects_of(cast.hospital).in_use(clock.today() + timedelta(days=1)).exists()


def test_a_place_goes_out_of_use_only_empty_and_with_a_reason_and_comes_back(place: Places, cast: Cast) -> None:
    building = place("building", "旧病房楼")
    room = place("room", "101 室", parent=building)
    with acting(cast.officer) as by:
        with pytest.raises(Refused, match="里面还有在用"):
            registry.retire(building, by=by, why="拆除")
        with pytest.raises(Refused, match="为什么停用"):
            registry.retire(room, by=by, why=" ")
        registry.retire(room, by=by, why="改造")
        registry.resume(room, by=by)
        assert room.valid_to is None
        assert "room" in room.marks_at(clock.now())


def test_a_new_label_ends_the_old_one_and_a_foreign_one_leads_nowhere(place: Places, cast: Cast) -> None:
    kitchen = place.kitchen()
    with acting(cast.officer) as by:
        first = registry.issue(kitchen, by=by)
        second = registry.issue(kitchen, by=by)
        assert registry.by_token(first.token, by) is None
        assert registry.by_token(second.token, by) == kitchen
        assert registry.by_token(second.shown.lower(), by) == kitchen
        assert registry.is_label_of(second.token, kitchen)
        assert not registry.is_label_of(first.token, kitchen)
    with acting(cast.outsider_officer) as other:
        assert registry.by_token(second.token, other) is None
    with acting(cast.keeper) as keeper:  # a corridor's label is for everybody who works there
        assert registry.by_token(second.token, keeper) == kitchen
        with pytest.raises(Refused):
            registry.issue(kitchen, by=keeper)


def test_labels_for_all_that_have_none_leave_those_that_hang(place: Places, cast: Cast) -> None:
    kitchen, room = place.kitchen(), place("room", "302 室")
    with acting(cast.officer) as by:
        held = registry.issue(kitchen, by=by)
        made = registry.issue_missing([kitchen, room], by=by)
        assert [one.subject for one in made] == [room]
        registry.revoke(made[0], by=by, why="撕毁")
        assert registry.by_token(made[0].token, by) is None
        assert registry.by_token(held.token, by) == kitchen


def test_a_keeper_looks_after_the_ward_and_an_officer_after_what_is_named_hers(place: Places, cast: Cast) -> None:
    ward = place("extinguisher_point", "三病区护士站", department=cast.ward)
    own = place("fire_control", "消防控制室", post=cast.officer.post)
    place("room", "302 室")
    with acting(cast.keeper) as keeper:
        assert list(registry.points_for(keeper)) == [ward]
    with acting(cast.officer) as officer:
        assert list(registry.points_for(officer)) == [own]


def test_places_go_along_when_a_unit_moves_and_with_their_labels_when_it_is_merged(place: Places, cast: Cast) -> None:
    kitchen = place.kitchen(department=cast.ward)
    with acting(cast.officer) as by:
        label = registry.issue(kitchen, by=by)
    with acting(cast.regulator) as by:
        move(cast.hospital, cast.neighbour, by=by, ground=Ground(on=clock.today(), why="调整隶属"))
    with acting(cast.county_regulator) as before:
        assert registry.by_token(label.token, before) is None
    with acting(cast.outsider) as now:
        assert registry.by_token(label.token, now) == kitchen
    with acting(cast.regulator) as by:
        fresh = type(cast.hospital).objects.get(pk=cast.hospital.pk)
        into = type(cast.hospital).objects.get(pk=cast.neighbour_hospital.pk)
        merge(fresh, into, by=by, ground=Ground(on=clock.today(), why="并入"))
    with acting(type(cast)().outsider_officer) as heir:
        found = registry.by_token(label.token, heir)
        assert found is not None
        assert found.unit == heir.unit
        assert Label.objects.get(pk=label.pk).is_valid
