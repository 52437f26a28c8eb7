"""A unit is chosen by its name where a list of all would be a page that grows with the nation."""

import html
import re
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import client_of, set_up
from weian.foundation.org import api as org
from weian.foundation.tree import choosing
from weian.ground.hazards.models import Hazard
from weian.kernel.actor import System

NEW = "/hazards/new/"
TWIN = "城关医务室"


@pytest.fixture
def many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(choosing, "FEW", 1)
    return cast


def told(cast: Cast, unit: str, who: str = "regulator") -> tuple[int, str, str]:
    """Status, the page, and where the hazard was registered."""
    uid = uuid4()
    data = {"uid": str(uid), "unit": unit, "text": "通道堆物", "place": "一楼", "found_mode": "spot"}
    answer = client_of(getattr(cast, who)).post(NEW, data)
    with set_up():
        at = Hazard.objects.filter(pk=uid).values_list("unit__name", flat=True).first() or ""
    return answer.status_code, html.unescape(answer.content.decode()), at


def test_the_page_holds_no_unit_until_one_types(many: Cast) -> None:
    page = client_of(many.regulator).get(NEW).content.decode()
    assert many.hospital.name not in page
    assert '<datalist id="unit-found"></datalist>' in page and "/units/named/?field=unit" in page


def test_few_are_a_list(cast: Cast) -> None:
    page = client_of(cast.regulator).get(NEW).content.decode()
    assert f">{cast.hospital.name}</option>" in page and "datalist" not in page


@pytest.mark.parametrize("words", ["白鹭县人民医院", " 白鹭县人民 ", "白鹭县人民医院（白鹭县卫生健康局）"])
def test_a_name_or_enough_of_it_is_the_unit(many: Cast, words: str) -> None:
    assert told(many, words)[::2] == (302, "白鹭县人民医院")


def test_a_uid_goes_on_being_taken(many: Cast) -> None:
    assert told(many, str(many.clinic.pk))[::2] == (302, many.clinic.name)


@pytest.mark.parametrize("words", ["没有这个单位", "松坪县中医院", "白鹭县卫生健康局", "\0", "%_%"])
def test_who_is_not_there_not_ours_or_no_institution_is_not_found(many: Cast, words: str) -> None:
    status, page, at = told(many, words, "county_regulator")
    assert (status, at) == (422, "")
    assert "没有找到这个单位" in page or "哪家机构" in page
    assert "通道堆物" in page  # what was written is still there


def test_of_two_with_one_name_the_parent_tells(many: Cast) -> None:
    with set_up():
        for parent in (many.county, many.neighbour):
            org.add_unit(by=System("test"), parent=parent, kind=org.Kind.INSTITUTION, name=TWIN, type="clinic")
    status, page, _ = told(many, TWIN)
    assert status == 422 and "白鹭县卫生健康局的城关医务室" in page and f'value="{TWIN}"' in page
    names = offered(many, TWIN)
    assert names == ["城关医务室（白鹭县卫生健康局）", "城关医务室（松坪县卫生健康局）"]
    for name in names:
        assert told(many, name)[0] == 302


def test_names_are_offered_from_below_alone(many: Cast) -> None:
    assert offered(many, "医院") and set(offered(many, "医院", "county_regulator")) == {"白鹭县人民医院"}
    assert offered(many, "卫生健康") == []  # commissions are nothing that this field takes
    assert set(offered(many, "", "county_regulator")) > {many.hospital.name, many.clinic.name}


def offered(cast: Cast, words: str, who: str = "regulator") -> list[str]:
    asked = {"field": "unit", "unit": words, "kind": "institution"}
    page = client_of(getattr(cast, who)).get("/units/named/", asked).content.decode()
    return re.findall(r'<option value="([^"]*)"></option>', page)


def test_what_was_typed_and_refused_is_shown_by_its_name(many: Cast) -> None:
    answer = client_of(many.regulator).post(NEW, {"uid": str(uuid4()), "unit": str(many.hospital.pk)})
    assert answer.status_code == 422 and f'value="{many.hospital.name}"' in answer.content.decode()
