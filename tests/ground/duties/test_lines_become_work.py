"""Lines of a plan and decisions of a meeting become the unit's tasks; the next meeting begins with how they stand."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.ground.duties.situations import issued, owed_of, place_of, signed
from tests.ground.duties.test_entry import planned, today
from weian.foundation.documents.models import Document
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.kernel.sheets import write_sheet

DUE = "2026-12-20"
PASTED = f"工作措施\t责任人\t完成时限\n检查病区插座\t何敏\t2026年12月20日\n更换灭火器\t后勤\t{DUE}\n"


def planning(cast: Cast) -> Document:
    document = issued(cast, kind="plan", evidence=["task_lines"])
    signed(cast, document)
    return document


def own_lines(cast: Cast) -> dict[str, duties.Owed]:
    with acting(cast.officer):
        owed = duties.owed([cast.hospital])
    return {one.obligation.title: one for one in owed if one.obligation.owed_by == duties.OwedBy.OWN}


@pytest.mark.row("S0-2.0c")
def test_a_plan_is_handed_in_only_with_lines_and_its_lines_are_tasks(cast: Cast) -> None:
    document = planning(cast)
    place, client = place_of(document, cast.hospital), client_of(cast.officer)
    assert 'value="罗建平"' in client.get(reverse("task-record", args=place)).content.decode()
    assert client.post(reverse("task-record", args=place), planned()).status_code == 302
    refused = client.post(reverse("task-submission", args=place))
    assert refused.status_code == 422 and "待完善" in refused.content.decode() and not own_lines(cast)
    with acting(cast.officer):
        assert owed_of(document, cast.hospital).state == duties.TaskState.STARTED
    full = planned(("检查病区插座", "何敏", DUE), ("更换灭火器", "后勤", DUE))
    client.post(reverse("task-record", args=place), full)
    assert client.post(reverse("task-submission", args=place)).status_code == 302
    found = own_lines(cast)
    assert {title: (one.due, one.obligation.lead) for title, one in found.items()} == {
        "检查病区插座": (date(2026, 12, 20), ["何敏"]), "更换灭火器": (date(2026, 12, 20), ["后勤"]),
    }  # fmt: skip
    task = found["检查病区插座"].task
    assert task is not None and task.person == cast.head.person and found["更换灭火器"].task is None
    assert "检查病区插座" in client_of(cast.head).get(reverse("tasks")).content.decode()
    page = client.get(duties.url_of(found["更换灭火器"])).content.decode()
    assert "工作方案" in page and "更换灭火器（后勤，2026-12-20）" in page


@pytest.mark.row("S0-2.0c")
def test_a_plan_signed_before_the_directive_does_not_answer_it(cast: Cast) -> None:
    document = planning(cast)
    early = planned(("检查", "何敏", DUE), approved_on="2020-01-01")
    page = client_of(cast.officer).post(reverse("task-record", args=place_of(document, cast.hospital)), early)
    assert page.status_code == 422 and "早于通知下发" in page.content.decode()


def test_a_better_plan_takes_the_place_of_the_former_where_nothing_was_begun(cast: Cast) -> None:
    document = planning(cast)
    place, client = place_of(document, cast.hospital), client_of(cast.officer)
    client.post(reverse("task-record", args=place), planned(("甲", "何敏", DUE), ("乙", "苗春雨", DUE)))
    client.post(reverse("task-submission", args=place))
    begun = own_lines(cast)["甲"]
    with acting(cast.head) as head:
        spec = duties.RecordSpec(kind="other", title="甲已办", happened_on=clock.today(), text="已办。")
        duties.answer(begun.task, duties.record(spec, by=head), by=head)  # type: ignore[arg-type]
    client_of(cast.county_regulator).post(reverse("task-return", args=place), {"why": "请细化。"})
    client.post(reverse("task-record", args=place), planned(("甲", "何敏", DUE), ("丙", "苗春雨", DUE)))
    client.post(reverse("task-submission", args=place))
    assert set(own_lines(cast)) == {"甲", "丙"} and own_lines(cast)["甲"].obligation == begun.obligation


@pytest.mark.parametrize("how", ["pasted", "sheet"])
def test_lines_are_read_from_a_spreadsheet_and_nothing_typed_is_lost(cast: Cast, how: str) -> None:
    place = place_of(planning(cast), cast.hospital)
    rows = [["检查病区插座", "何敏", date(2026, 12, 20)]]
    table: dict[str, Any] = {"pasted": PASTED}
    if how == "sheet":
        table = {"sheet": SimpleUploadedFile("清单.xlsx", write_sheet("清单", ["措施", "责任人", "期限"], rows))}
    sent = planned(("已经写好的", "田国栋", DUE), **{"import": "1"}, **table)
    page = client_of(cast.officer).post(reverse("task-record", args=place), sent)
    text = page.content.decode()
    assert page.status_code == 200 and text.index('value="已经写好的"') < text.index('value="检查病区插座"')
    assert f'value="{DUE}"' in text and 'value="工作方案"' in text
    empty = client_of(cast.officer).post(reverse("task-record", args=place), planned(**{"import": "1"}))
    assert empty.status_code == 422 and "没有读到任何一行" in empty.content.decode()


def held(cast: Cast, document: Document, *decisions: tuple[str, str, str]) -> None:
    """The hospital held the meeting and handed in its minutes."""
    place, client = place_of(document, cast.hospital), client_of(cast.officer)
    form = {
        "request_id": str(uuid4()), "title": "安全生产例会", "happened_on": today(), "began": "15:00",
        "chair": "罗建平", "attendees": "罗建平\n林晓岚", "decisions": "研究消防。", "text": "",
        "line_what": [row[0] for row in decisions], "line_who": [row[1] for row in decisions],
        "line_due": [row[2] for row in decisions],
    }  # fmt: skip
    assert client.post(reverse("task-record", args=place), form).status_code == 302
    assert client.post(reverse("task-submission", args=place)).status_code == 302
    with acting(cast.officer):
        assert duties.Record.objects.get(kind="meeting").facts["began"] == "15:00"


@pytest.mark.row("S1-3c")
def test_the_next_meeting_begins_with_how_the_three_decisions_stand(cast: Cast) -> None:
    late = issued(cast, kind="report", due=date(2026, 11, 2))
    signed(cast, late)
    first = issued(cast, kind="meeting", evidence=["minutes", "attendance"])
    signed(cast, first)
    held(cast, first, ("更换灭火器", "何敏", DUE), ("清理楼道", "沈月华", DUE), ("检修电梯", "后勤", "2026-11-30"))
    done = own_lines(cast)["清理楼道"].task
    assert done is not None and done.person == cast.pharmacist.person
    with acting(cast.pharmacist) as by:
        spec = duties.RecordSpec(kind="other", title="楼道已清", happened_on=clock.today(), text="已清。")
        duties.answer(done, duties.record(spec, by=by), by=by)
        duties.submit(done, by=by)
    following = issued(cast, kind="meeting", evidence=["minutes", "attendance"])
    signed(cast, following)
    for name in ("task", "task-record"):
        page = client_of(cast.officer).get(reverse(name, args=place_of(following, cast.hospital))).content.decode()
        agenda = page[page.index("上次议定事项") :]
        states = ["何敏，进行中", "待审核", "没有开始"]
        places = [agenda.index(title) for title in ("更换灭火器", "清理楼道", "检修电梯")]
        assert places == sorted(places) and max(places) < agenda.index("红色事项") < agenda.index("报送工作开展情况")
        for place, state in zip(places, states, strict=True):
            assert state in agenda[place : place + 200]
    assert "1. 上次议定：更换灭火器" in page


def test_a_decision_without_a_name_of_the_unit_is_refused_nowhere_and_routed(cast: Cast) -> None:
    document = issued(cast, kind="meeting", evidence=["minutes"])
    signed(cast, document)
    held(cast, document, ("检修电梯", "外单位某人", DUE))
    one = own_lines(cast)["检修电梯"]
    assert one.task is None and one.post is not None and one.post.post_class == "safety_officer"


def test_another_unit_may_not_file_a_paper_here(cast: Cast) -> None:
    from weian.foundation.documents import api as documents

    with acting(cast.outsider_officer) as by, pytest.raises(Refused, match="自己的文件"):
        documents.file_own(
            uid=uuid4(), unit=cast.hospital, kind="plan", title="方案", lines=["一"], on=clock.today(), by=by
        )
