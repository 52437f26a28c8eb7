"""Hazards know their place by key: from whose page they come, by a check there, or by a name that one place has."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Mark
from weian.kernel import clock
from weian.oversight.watch.reading import compared_at
from weian.portal.phone.acts.hazards import pairs_of
from weian.programs.inspections import api as inspections


@pytest.fixture
def place(play, cast) -> Places:
    with clock.moved_to(play.day):
        yield Places(cast)


def test_a_report_from_the_page_of_a_place_carries_its_key_and_one_in_words_where_they_name_just_one(
    play, cast, place
) -> None:
    kitchen, first, second = place.kitchen(), place("room", "库房"), place("room", "库房")
    keeper = client_of(cast.keeper)
    (at,) = {one for one in keeper.get(f"/places/{kitchen.pk}/").content.decode().split('"') if "/hazards/new/" in one}
    assert str(kitchen.pk) in at
    page = keeper.get(at).content.decode()
    assert f'value="{kitchen.pk}" selected' in page
    said = {"uid": str(uuid4()), "text": "排烟罩积油", "subject": str(kitchen.pk), "place": "灶台上方"}
    assert keeper.post("/hazards/new/", said).status_code == 302
    with set_up():
        made = Hazard.objects.get(pk=said["uid"])
    assert (made.subject_id, made.place) == (kitchen.pk, "灶台上方")
    record = keeper.get(f"/hazards/{made.pk}/").content.decode()
    assert f'href="/places/{kitchen.pk}/"' in record and "灶台上方" in record
    with acting(cast.county_regulator) as by:
        by_words = hazards.report(uid=uuid4(), by=by, unit=cast.hospital, text="地面湿滑", place="职工食堂厨房")
        vague = hazards.report(uid=uuid4(), by=by, unit=cast.hospital, text="堆物", place="库房")
        with pytest.raises(Refused, match="职工食堂厨房不是"):
            hazards.report(uid=uuid4(), by=by, unit=cast.center, text="堆物", subject=kitchen)
        sent = {"uid": uuid4(), "by": by, "unit": cast.hospital, "text": "灯不亮", "subject": first}
        assert hazards.report(**sent).pk == hazards.report(**sent).pk
        with pytest.raises(Refused, match="已经登记过别的内容"):
            hazards.report(**{**sent, "subject": second})
    assert (by_words.subject_id, vague.subject_id) == (kitchen.pk, None)


def test_the_page_of_a_place_tells_what_is_open_there_how_it_was_and_what_came_back(play, cast, place) -> None:
    kitchen, other = place.kitchen(), place("room", "库房")
    closed = play.closed(type="wiring", place="灶台边", subject=kitchen)
    play.day += timedelta(days=30)
    again = play.reported(type="wiring", place="配电箱", subject=kitchen)
    elsewhere = play.reported(type="wiring", place="灶台边", subject=other)
    assert again.marks == [Mark.PAIR] and elsewhere.marks == []  # the key says where, whatever the words
    with play.step(cast.officer) as by:
        hazards.answer_pair(again, same=True, by=by)
    with clock.moved_to(play.day):
        page = client_of(cast.officer).get(f"/places/{kitchen.pk}/").content.decode()
        assert f"/hazards/{again.pk}/" in page and f"/hazards/{closed.pk}/" in page
        assert "反复出现 1 条" in page.replace("\xa0", " ") and f"/hazards/{elsewhere.pk}/" not in page
        desk = client_of(cast.officer)
        listed = desk.get("/hazards/", {"place": str(kitchen.pk)}).content.decode()
        assert f"/hazards/{again.pk}/" in listed and f"/hazards/{elsewhere.pk}/" not in listed
        assert "职工食堂厨房" in listed
        stranger = client_of(cast.outsider_officer).get("/hazards/", {"place": str(kitchen.pk)}).content.decode()
        assert "职工食堂厨房" not in stranger


def test_what_was_told_in_words_before_the_place_was_registered_is_found_with_it(play, cast, place) -> None:
    old = play.reported(type="wiring", place="职工食堂厨房", department=None)
    kitchen = place.kitchen()
    new = play.reported(type="wiring", place="灶台", department=None, subject=kitchen)
    assert old.subject_id is None and new.marks == [Mark.PAIR]
    with clock.moved_to(play.day):
        assert f"/hazards/{old.pk}/" in client_of(cast.officer).get(f"/places/{kitchen.pk}/").content.decode()
        with acting(cast.officer) as by:
            twin = hazards.report(uid=uuid4(), by=by, unit=cast.hospital, type="wiring", subject=kitchen)
            assert {one["uid"] for one in pairs_of(twin, by)} == {str(old.pk), str(new.pk)}


def test_a_check_of_a_place_gives_its_key_to_all_that_it_found_there(play, cast, place) -> None:
    kitchen = place.kitchen()
    found = [
        inspections.Found(uid=uuid4(), text="灶台漏气", type="wiring"),
        inspections.Found(uid=uuid4(), text="门口堵塞", place="食堂门外", type="wiring"),
    ]
    with acting(cast.officer) as by:
        inspections.submit(
            uid=uuid4(), by=by, unit=cast.hospital, mode="self", subject=kitchen.pk, note="看过", findings=found
        )
    with set_up():
        assert dict(Hazard.objects.values_list("text", "subject")) == {"灶台漏气": kitchen.pk, "门口堵塞": None}


def test_the_ledger_of_places_exports_the_place_by_name_number_and_type(play, cast, place) -> None:
    kitchen = place.kitchen(code="K-1")
    hazard = play.reported(place="灶台", subject=kitchen)
    with clock.moved_to(play.day):
        file = client_of(cast.officer).post("/hazards/ledgers/place_ledger/export/")
    row = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()[-1]
    assert {hazard.no, "职工食堂厨房", "K-1", "厨房", "灶台"} <= set(row)


def test_one_thing_at_one_place_found_twice_is_counted_once_by_its_key(play, cast, place) -> None:
    kitchen = place.kitchen()
    play.reported(type="wiring", place="灶台左", subject=kitchen)
    with play.step(cast.county_regulator) as by:
        hazards.report(uid=uuid4(), by=by, unit=cast.hospital, type="wiring", place="配电箱", subject=kitchen)
    with set_up():
        told = compared_at(cast.hospital, play.day - timedelta(days=30)).estimate
    assert (told.own, told.other, told.both) == (1, 1, 1)


def test_a_place_is_corrected_for_a_reason_by_the_finder_until_it_is_graded_and_by_the_desk_until_it_is_closed(
    play, cast, place
) -> None:
    kitchen, store = place.kitchen(), place("room", "库房")
    there = play.graded(type="wiring", subject=kitchen)
    hazard = play.reported(type="wiring", text="", place="库房门口", department=None)
    at = f"/hazards/{hazard.pk}/"
    with clock.moved_to(play.day):
        keeper = client_of(cast.keeper)
        assert "更正地点" in keeper.get(at).content.decode()
        refused = keeper.post(f"{at}place/", {"subject": str(kitchen.pk), "why": ""})
        assert refused.status_code == 422 and "更正理由" in refused.content.decode()
        assert keeper.post(f"{at}place/", {"subject": str(kitchen.pk), "why": "选错了"}).status_code == 302
    with set_up():
        now = Hazard.objects.get(pk=hazard.pk)
        assert (now.subject_id, now.place) == (kitchen.pk, "职工食堂厨房")
        # It is asked about what is known there, and is called after where it is.
        assert now.marks == [Mark.PAIR] and now.pairs.get().earlier_id == there.pk
        assert now.title.startswith("职工食堂厨房")
        told = next(one for one in audit.history(hazard.pk) if one.verb == "hazard.place_corrected")
        assert (told.why, told.facts["from"], told.facts["to"]) == ("选错了", "库房门口", "职工食堂厨房")
    with clock.moved_to(play.day):
        page = client_of(cast.officer).get(at).content.decode()
        assert "由“库房门口”改为“职工食堂厨房”" in page
        assert f"/hazards/{hazard.pk}/" in client_of(cast.officer).get(f"/places/{kitchen.pk}/").content.decode()
    with play.step(cast.officer) as by:
        hazards.grade(hazard, "general", by=by)
    for who, said in ((cast.keeper, "没有“隐患定级”的职责"), (cast.county_regulator, "由白鹭县人民医院的安全管理人员")):
        with play.step(who) as by, pytest.raises(Refused, match=said):
            hazards.correct_place(hazard, subject=store, place="", why="再改", by=by)
    with play.step(cast.officer_2) as by:
        with pytest.raises(Refused, match="和原来一样"):
            hazards.correct_place(hazard, subject=kitchen, place="", why="再改", by=by)
        hazards.correct_place(hazard, subject=None, place="门卫室", why="到现场看过", by=by)
    assert (hazard.subject_id, hazard.place) == (None, "门卫室")
    with play.step(cast.officer) as by, pytest.raises(Refused, match="已经销号"):
        hazards.correct_place(play.closed(), subject=store, place="", why="再改", by=by)
