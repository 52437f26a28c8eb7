"""Which checklists are offered where one has to be chosen, and in what order."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.conftest import client_of
from tests.ground.checklists.test_building import ITEM, _made
from tests.ground.registry.situations import Places
from weian.kernel import clock

pytestmark = pytest.mark.django_db


def groups(page: str) -> dict[str, str]:
    """The lists of the choice, by group in their order."""
    return dict(re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', page, re.S))


def test_a_list_that_a_county_made_for_hospitals_is_there_when_it_goes_to_one(cast: Cast) -> None:
    client = client_of(cast.county_regulator)
    at = _made(client, "县里查医院")
    head = {"title": "县里查医院", "kinds": ["institution"], "purposes": ["inspect"], "score": "items", "light": "no"}
    assert client.post(at + "head/", head).status_code == 302
    client.post(at + "sections/s1/items/", ITEM)
    assert client.post(at + "publication/", {"note": ""}).status_code == 302
    offered = groups(client.get("/inspections/record/").content.decode())
    assert next(iter(offered)) == "本级和上级制定的" and "县里查医院" in offered["本级和上级制定的"]
    planned = groups(client.get("/inspections/new/").content.decode())
    assert "县里查医院" in planned["本级和上级制定的"] and "酒精等消毒液存放点检查" not in "".join(planned.values())
    pack = client.get("/m/pack/").json()
    assert "县里查医院" in [one["title"] for one in pack["sheets"].values()]
    # The hospital looks at itself with others; what is for inspections from above comes last.
    offered = groups(client_of(cast.officer).get("/inspections/record/").content.decode())
    assert "县里查医院" in offered["上级检查用的"] and list(offered)[-1] == "上级检查用的"


def test_lists_for_places_that_a_hospital_has_come_before_those_for_places_it_has_not(cast: Cast) -> None:
    with clock.moved_to("2026-11-20 08:00"):
        Places(cast).kitchen()
        offered = groups(client_of(cast.officer).get("/inspections/record/").content.decode())
    assert "厨房检查" in offered["本单位有的部位"] and "高压氧舱检查" in offered["没有登记的部位"]
    order = list(offered)
    assert order.index("整个单位") < order.index("本单位有的部位") < order.index("没有登记的部位")
