"""Places on the screen: the tree, the form of each type, labels that lead there, Excel with an answer at each cell."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from tests.trust.world import plain
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.registry.models import Label, Subject
from weian.kernel.sheets import write_sheet

HEADS = ["名称", "类型", "编号", "位于", "科室", "责任岗位", "名录", "登记项"]


@pytest.fixture
def officer(cast: Cast) -> Client:
    return client_of(cast.officer)


def sheet(*rows: list[str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("places.xlsx", write_sheet("场所点位", HEADS, rows))


def test_the_register_shows_what_stands_in_what_and_narrows_by_list(place: Places, cast: Cast, officer: Client) -> None:
    building = place("building", "门诊楼")
    place.kitchen(parent=building)
    place("room", "门卫室")
    page = officer.get("/places/").content.decode()
    assert page.index("门诊楼") < page.index("　<a href") < page.index("职工食堂厨房")
    assert "消防安全重点部位" in page
    narrowed = officer.get("/places/?tag=fire_key_place").content.decode()
    assert "职工食堂厨房" in narrowed
    assert "门卫室" not in narrowed
    assert 'type="hidden" name="tag" value="fire_key_place"' in narrowed  # a search stays within it
    assert "没有符合这些条件" in officer.get("/places/?q=无此处").content.decode()


def test_the_form_asks_what_the_type_asks_and_keeps_what_was_typed(cast: Cast, officer: Client) -> None:
    page = officer.get("/places/new/?type=kitchen").content.decode()
    assert "燃料" in page
    assert 'value="fire_key_place"' in page
    said = {"uid": str(uuid4()), "type": "kitchen", "name": "职工食堂厨房", "tags": ["key_place", "fire_key_place"]}
    refused = officer.post("/places/new/", said)
    assert refused.status_code == 422
    assert "职工食堂厨房" in refused.content.decode()
    done = officer.post("/places/new/", {**said, "f_fuel": "电"}, follow=True)
    assert "已登记职工食堂厨房" in done.content.decode()
    with acting(cast.officer):
        made = Subject.objects.get()
        assert made.fields == {"fuel": "电"}
    changed = officer.post(f"/places/{made.pk}/change/", {**said, "name": "营养食堂", "f_fuel": "电"}, follow=True)
    assert "营养食堂" in changed.content.decode()
    assert "修改：名称" in changed.content.decode()


def test_a_route_is_written_as_its_points_one_a_line(place: Places, cast: Cast, officer: Client) -> None:
    place("guard_point", "北门", code="P-1")
    place("guard_point", "车库")
    said = {"uid": str(uuid4()), "type": "guard_route", "name": "夜间路线", "stops": "车库\nP-1\n塔吊"}
    assert "“塔吊”没有登记" in officer.post("/places/new/", said).content.decode()
    officer.post("/places/new/", {**said, "stops": "车库\nP-1"})
    with acting(cast.officer):
        route = Subject.objects.get(kind="route")
        assert [one.name for one in registry.stops_of(route)] == ["车库", "北门"]
    assert "车库\nP-1" in officer.get(f"/places/{route.pk}/change/").content.decode()


def test_a_scan_leads_to_the_place_after_signing_in_and_tells_nobody_else_anything(
    place: Places, cast: Cast, officer: Client
) -> None:
    kitchen = place.kitchen()
    with acting(cast.officer) as by:
        label = registry.issue(kitchen, by=by)
    for token in (label.token, "ABCDEFGH2345"):
        answer = Client().get(f"/q/{token}/")
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next=/q/{token}/"
    page = officer.get(f"/q/{label.token}/", follow=True)
    assert "已在现场扫码" in page.content.decode()
    assert "已在现场扫码" not in officer.get(f"/places/{kitchen.pk}/?scan=ABCDEFGH2345").content.decode()
    stranger = client_of(cast.outsider_officer)
    found, absent = (stranger.get(f"/q/{token}/") for token in (label.token, "ABCDEFGH2345"))
    assert found.status_code == absent.status_code == 404
    assert plain(found).replace(label.token, "") == plain(absent).replace("ABCDEFGH2345", "")


def test_a_label_that_was_replaced_says_so_to_those_who_may_know_the_place(
    place: Places, cast: Cast, officer: Client
) -> None:
    kitchen = place.kitchen()
    with acting(cast.officer) as by:
        old = registry.issue(kitchen, by=by)
    printed = officer.post(f"/places/{kitchen.pk}/label/", follow=True).content.decode()
    assert "<svg" in printed
    ended = officer.get(f"/q/{old.token}/")
    assert ended.status_code == 410
    assert "换发新标签" in ended.content.decode()
    assert client_of(cast.outsider).get(f"/q/{old.token}/").status_code == 404
    with set_up():
        token = Label.objects.get(revoked_at=None).shown.lower()
    assert officer.get(f"/places/code/?code={token}", follow=True).status_code == 200
    assert officer.get("/places/code/?code=zzzz").status_code == 422


def test_sheets_print_a_code_for_every_place_and_make_those_that_are_missing(
    place: Places, cast: Cast, officer: Client
) -> None:
    place.kitchen(parent=place("building", "门诊楼"))
    assert "给没有的都发上" in officer.get("/places/labels/").content.decode()
    page = officer.post("/places/labels/", follow=True).content.decode()
    assert page.count("的二维码") == 2
    assert "给没有的都发上" not in page
    assert client_of(cast.keeper).get("/places/labels/").status_code == 404


def test_an_import_takes_all_or_nothing_and_answers_at_each_cell(cast: Cast, officer: Client) -> None:
    rows = [
        ["门诊楼", "楼栋", "B1", "", "", "", "", "地上层数=五"],
        ["配电室", "变配电室", "E1", "B1", "保卫科", "安全管理员", "用电重点部位", ""],
        ["灶间", "厨房", "K1", "没有的楼", "", "", "", "燃料=煤"],
        ["塔吊", "吊车", "", "", "", "", "", ""],
    ]
    answer = officer.post("/places/import/", {"file": sheet(*rows)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "一行都没有写入" in page
    for column, said in (("登记项", "地上层数"), ("位于", "没有的楼"), ("类型", "吊车")):
        assert column in page
        assert said in page
    with acting(cast.officer):
        assert not Subject.objects.exists()
    rows[0][7], rows[2][3], rows[2][7] = "地上层数=5", "门诊楼", "燃料=电"
    done = officer.post("/places/import/", {"file": sheet(*rows), "partial": "on"}).content.decode()
    assert "其余 3" in done
    with acting(cast.officer):
        power = Subject.objects.select_related("parent", "post", "department").get(code="E1")
        assert power.parent is not None
        assert (power.parent.name, power.type, power.tags) == ("门诊楼", "power_room", ["electric"])
        assert power.post == cast.officer.post or power.department == cast.security
        assert Subject.objects.get(code="B1").fields == {"storeys": 5}
    again = officer.post("/places/import/", {"file": sheet(rows[0])})
    assert "已经登记过" in again.content.decode()


def test_a_commission_sees_its_units_and_keeps_the_register_of_one_that_needs_help(place: Places, cast: Cast) -> None:
    place("building", "门诊楼")
    county = client_of(cast.county_regulator)
    page = county.get("/places/").content.decode()
    assert "白鹭县人民医院" in page
    assert "底数不清" in page
    assert "松坪县中医院" not in page
    assert "门诊楼" in county.get(f"/places/?unit={cast.hospital.pk}").content.decode()
    assert county.get(f"/places/?unit={cast.neighbour_hospital.pk}").status_code == 404
    said = {"uid": str(uuid4()), "type": "clinic_room", "name": "诊室", "unit": str(cast.clinic.pk)}
    assert county.post("/places/new/", said).status_code == 302


def test_a_place_goes_out_of_use_with_a_reason_and_comes_back_on_its_page(
    place: Places, cast: Cast, officer: Client
) -> None:
    kitchen = place.kitchen()
    assert officer.post(f"/places/{kitchen.pk}/retirement/", {"why": ""}).status_code == 422
    assert (
        "今天起停用" in officer.post(f"/places/{kitchen.pk}/retirement/", {"why": "停业"}, follow=True).content.decode()
    )
    assert "职工食堂厨房" in officer.get("/places/?view=retired").content.decode()
    assert "恢复使用" in officer.post(f"/places/{kitchen.pk}/resumption/", follow=True).content.decode()
    assert client_of(cast.keeper).post(f"/places/{kitchen.pk}/retirement/", {"why": "x"}).status_code == 404


def test_a_large_register_costs_no_more_questions(
    place: Places, cast: Cast, officer: Client, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for number in range(40):
        place("room", f"R{number}")
    officer.get("/places/")
    with django_assert_max_num_queries(16):
        assert "R39" in officer.get("/places/").content.decode()


def test_the_page_of_a_place_offers_to_report_and_shows_what_is_open_there(
    place: Places, cast: Cast, officer: Client
) -> None:
    kitchen = place.kitchen()
    page = officer.get(f"/places/{kitchen.pk}/").content.decode()
    assert "报隐患" in page
    assert "这里的在办隐患" not in page
    with acting(cast.officer) as by:
        hazards.report(uid=uuid4(), by=by, unit=cast.hospital, text="软管老化", place=kitchen.name)
        hazards.report(uid=uuid4(), by=by, unit=cast.hospital, text="别处的事", place="车库")
    page = officer.get(f"/places/{kitchen.pk}/").content.decode()
    assert "软管老化" in page
    assert "别处的事" not in page
