"""Breaking a task down to persons and days, and asking the level above for help."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.ground.duties.situations import issued, owed_of, place_of, signed
from weian.foundation.documents.models import Document
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.ground.duties.models import Help, Step
from weian.kernel import clock

DAY = "2026-11-23T09:00"
TREE = [
    ("1", "排查", "", ""), ("1.1", "查配电室", "林晓岚", "2026-11-30"), ("1.2", "查病区", "何敏", "2026-12-02"),
    ("2", "整改", "田国栋", "2026-12-05"),
]  # fmt: skip


@pytest.fixture
def document(cast: Cast) -> Document:
    with clock.moved_to(DAY):
        made = issued(cast, due="2026-12-10")
        signed(cast, made)
    return made


def sent(rows: list[tuple[str, str, str, str]]) -> dict[str, list[str]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(("no", "title", "who", "due"))}


def address(document: Document, cast: Cast) -> str:
    obligation, unit = place_of(document, cast.hospital)
    return f"/tasks/{obligation}/{unit}/"


def put(cast: Cast, document: Document, rows: list[tuple[str, str, str, str]]):  # type: ignore[no-untyped-def]
    with clock.moved_to(DAY):
        return client_of(cast.officer).post(address(document, cast) + "steps/", sent(rows))


def progress(cast: Cast, document: Document, who: str = "county_regulator") -> dict[str, str]:
    with clock.moved_to(DAY):
        page = client_of(getattr(cast, who)).get(address(document, cast)).content.decode()
    return dict(re.findall(r'<td class="wa-title">([\d.]+)　.*?data-label="进度">(\d+/\d+)<', page))


@pytest.mark.row("S2-2.2f")
@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("1.2", "查病区", "", "2026-12-02"), "第 1.2 步“查病区”还没有负责人。"),
        (("1.2", "查病区", "何敏", ""), "第 1.2 步“查病区”还没有完成日。"),
        (("1.2", "查病区", "严世昌", "2026-12-02"), "在本单位没有找到"),
        (("1.2", "查病区", "何敏", "2026-12-11"), "晚于任务期限"),
        (("3.1", "查病区", "何敏", "2026-12-02"), "没有上一层的第 3 步"),
    ],
)  # fmt: skip
def test_a_tree_with_an_incomplete_leaf_does_not_stand_and_the_leaf_is_named(
    cast: Cast, document: Document, row: tuple[str, str, str, str], said: str
) -> None:
    answer = put(cast, document, [*TREE[:2], row, TREE[3]])
    page = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 422 and said.replace(" ", "") in page.replace(" ", "") and 'value="查配电室"' in page
    with acting(cast.officer):
        assert not Step.objects.exists()


@pytest.mark.row("S2-2.2f")
def test_a_parent_is_as_far_as_its_children(cast: Cast, document: Document) -> None:
    assert put(cast, document, TREE).status_code == 302
    assert progress(cast, document) == {"1": "0/2", "1.1": "0/1", "1.2": "0/1", "2": "0/1"}
    with acting(cast.officer):
        leaf, parent = Step.objects.get(no="1.2"), Step.objects.get(no="1")
    with clock.moved_to(DAY):
        at = address(document, cast)
        assert client_of(cast.officer).post(f"{at}steps/{parent.pk}/completion/").status_code == 422
        assert client_of(cast.officer).post(f"{at}steps/{leaf.pk}/completion/").status_code == 302
    assert progress(cast, document) == {"1": "1/2", "1.1": "0/1", "1.2": "1/1", "2": "0/1"}
    # Changed later, what is done stays done and may not be taken away.
    assert put(cast, document, [*TREE, ("3", "复查", "林晓岚", "2026-12-08")]).status_code == 302
    assert progress(cast, document)["1"] == "1/2"
    refused = put(cast, document, [TREE[0], TREE[1], TREE[3]])
    assert refused.status_code == 422 and "已经做完，不能去掉或改名" in refused.content.decode()


def test_only_whoever_it_is_for_or_the_desk_says_that_a_step_is_done(cast: Cast, document: Document) -> None:
    put(cast, document, TREE)
    with acting(cast.keeper) as by:
        step = Step.objects.select_related("task__obligation", "person").get(no="1.2")
        with pytest.raises(Refused, match="由何敏负责"):
            duties.finish_step(step, by=by)
    with acting(cast.head) as by:
        duties.finish_step(step, by=by)
        assert Step.objects.get(no="1.2").done_by == by.person.pk


def test_a_request_goes_up_level_by_level_and_the_answer_comes_back(cast: Cast, document: Document) -> None:
    at = address(document, cast)
    with clock.moved_to(DAY):
        told = {"text": "配电室改造没有资金，请协调", "request_id": str(uuid4())}
        for _ in range(2):
            assert client_of(cast.officer).post(f"{at}help/", told).status_code == 302
        with acting(cast.officer):
            asked = Help.objects.get()
        county, city = client_of(cast.county_regulator), client_of(cast.regulator)
        assert "配电室改造没有资金" in county.get("/tasks/help/").content.decode()
        assert "配电室改造没有资金" not in city.get("/tasks/help/").content.decode()
        early = city.post(f"{at}help/{asked.pk}/answer/", {"text": "先等等"})
        assert early.status_code == 422 and "现在由白鹭县" in early.content.decode()
        mute = county.post(f"{at}help/{asked.pk}/answer/", {"text": " "})
        assert mute.status_code == 422 and "请写答复" in mute.content.decode()
        up = county.post(f"{at}help/{asked.pk}/answer/", {"text": "县级没有这笔资金", "up": "1"})
        assert up.status_code == 302
        assert "配电室改造没有资金" in city.get("/tasks/help/").content.decode()
        assert city.post(f"{at}help/{asked.pk}/answer/", {"text": "列入市级改造计划"}).status_code == 302
        assert "配电室改造没有资金" not in city.get("/tasks/help/").content.decode()
        page = client_of(cast.officer).get(at).content.decode()
    assert "列入市级改造计划" in page and "县级没有这笔资金" in page
    assert Message.objects.filter(to=cast.officer.person, text="列入市级改造计划").exists()


def test_help_wants_words_and_is_the_units_own_to_ask(cast: Cast, document: Document) -> None:
    with clock.moved_to(DAY):
        answer = client_of(cast.officer).post(address(document, cast) + "help/", {"text": " "})
        assert answer.status_code == 422 and "请写清楚遇到什么困难" in answer.content.decode()
        with acting(cast.county_regulator) as by, pytest.raises(Refused, match="由该单位提出"):
            duties.ask_help(owed_of(document, cast.hospital), "请协调", uid=uuid4(), by=by)
