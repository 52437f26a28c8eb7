from __future__ import annotations

from itertools import pairwise

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.kernel.sheets import write_sheet

HEADS = ["单位名称", "上级单位", "类型", "层级", "床位数", "统一社会信用代码"]


def sheet(*rows: list[object]) -> bytes:
    return write_sheet("单位", HEADS, rows)


def names() -> set[str]:
    with set_up():
        return set(Unit.objects.values_list("name", flat=True))


def test_units_come_in_with_parents_in_any_order_and_lie_inside_them(cast: Cast) -> None:
    data = sheet(
        ["大杨树镇卫生院", "新设县卫生健康局", "卫生院", "", 40, ""],
        ["新设县卫生健康局", "云泽市卫生健康委员会", "卫生健康行政部门", "县级", "", ""],
        ["市疾控中心", "云泽市卫生健康委员会", "疾控中心", "", "", "12970100MB0000001X"],
    )
    with acting(cast.regulator):
        done = org.import_units(data, under=cast.city, by=cast.regulator)
    assert done.result.errors == [] and len(done.units) == 3
    with set_up():
        county = Unit.objects.get(name="新设县卫生健康局")
        clinic = Unit.objects.get(name="大杨树镇卫生院")
        assert cast.city.pos < county.pos < clinic.pos < clinic.end <= county.end <= cast.city.end
        assert (clinic.type, clinic.beds, clinic.level) == ("township_center", 40, "county")
        siblings = sorted(Unit.objects.filter(parent=cast.city).values_list("pos", "end"))
    assert all(left[1] <= right[0] for left, right in pairwise(siblings))


def test_units_come_in_though_the_unit_above_is_full(cast: Cast) -> None:
    with set_up():
        Unit.objects.filter(pk=cast.clinic.pk).update(end=cast.clinic.pos + 1)
    with acting(cast.county_regulator):
        rows = [[f"第{n}分院", "康宁口腔诊所" if n < 3 else "第0分院", "诊所", "", "", ""] for n in range(5)]
        done = org.import_units(sheet(*rows), under=cast.county, by=cast.county_regulator)
    assert done.result.errors == [] and len(done.units) == 5
    with set_up():
        for unit in Unit.objects.filter(pk__in=[one.pk for one in done.units]).select_related("parent"):
            assert unit.parent is not None and unit.parent.pos < unit.pos < unit.end <= unit.parent.end
        siblings = sorted(Unit.objects.filter(parent=cast.clinic).values_list("pos", "end"))
    assert all(left[1] <= right[0] for left, right in pairwise(siblings))


def test_one_bad_cell_and_nothing_is_written(cast: Cast) -> None:
    before = names()
    data = sheet(
        ["好的诊所", "白鹭县卫生健康局", "诊所", "", "", ""],
        ["坏的诊所", "没有这个局", "诊所", "", "", ""],
        ["另一个", "白鹭县卫生健康局", "飞船", "", "", ""],
        ["好的诊所", "白鹭县卫生健康局", "诊所", "", "多", ""],
    )
    with acting(cast.regulator):
        done = org.import_units(data, under=cast.city, by=cast.regulator)
    assert {(error.row, error.column) for error in done.result.errors} == {
        (4, "上级单位"), (5, "类型"), (6, "床位数"),
    }  # fmt: skip
    assert names() == before


def test_a_unit_of_somebody_else_is_no_parent_and_not_even_named(cast: Cast) -> None:
    with acting(cast.county_regulator):
        done = org.import_units(
            sheet(["插进来的诊所", "松坪县卫生健康局", "诊所", "", "", ""]), under=cast.county, by=cast.county_regulator
        )
    assert [error.message for error in done.result.errors] == ["没有找到这个单位，或它不归您管。"]


def test_parents_in_a_circle_are_told_and_refused(cast: Cast) -> None:
    data = sheet(["甲卫生院", "乙卫生院", "卫生院", "", "", ""], ["乙卫生院", "甲卫生院", "卫生院", "", "", ""])
    with acting(cast.regulator):
        done = org.import_units(data, under=cast.city, by=cast.regulator)
    assert {error.message for error in done.result.errors} == {"上下级绕成了圈。"}


def test_the_page_gives_the_annotated_workbook_back(cast: Cast) -> None:
    client = client_of(cast.regulator)
    file = SimpleUploadedFile("单位.xlsx", sheet(["坏的诊所", "没有这个局", "诊所", "", "", ""]))
    answer = client.post("/accounts/units/import/", {"file": file, "at": str(cast.city.uid)})
    assert answer.status_code == 422
    assert "没有找到这个单位" in answer.content.decode() and "标好错的表" in answer.content.decode()


def test_a_file_that_is_no_workbook_is_refused_in_words(cast: Cast) -> None:
    file = SimpleUploadedFile("单位.xlsx", b"not a workbook")
    answer = client_of(cast.regulator).post("/accounts/units/import/", {"file": file, "at": str(cast.city.uid)})
    assert answer.status_code == 422 and "不是 Excel" in answer.content.decode().replace("\xa0", " ")


def test_only_those_who_manage_units_find_the_page(cast: Cast) -> None:
    assert client_of(cast.keeper).get("/accounts/units/").status_code == 404
    page = client_of(cast.regulator).get("/accounts/units/")
    assert page.status_code == 200 and "白鹭县卫生健康局" in page.content.decode()
    outside = client_of(cast.outsider).get(f"/accounts/units/?at={cast.hospital.uid}")
    assert outside.status_code == 404
