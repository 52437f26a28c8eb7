"""Writing down what was done: nothing typed is lost, nothing is done twice, refusals stand at the field."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.ground.duties.situations import answered, issued, owed_of, place_of, signed, submitted
from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.ground.duties import api as duties
from weian.kernel import clock


def photo(name: str = "现场.jpg") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def today() -> str:
    return clock.today().isoformat()


def inspected(**changed: Any) -> dict[str, Any]:
    return {
        "request_id": str(uuid4()), "title": "消防自查", "happened_on": today(), "places": "门诊楼", "found": "3",
        "fixed": "2", "text": "查了疏散通道。",
    } | changed  # fmt: skip


def planned(*rows: tuple[str, str, str], **changed: Any) -> dict[str, Any]:
    return {
        "request_id": str(uuid4()), "title": "工作方案", "happened_on": today(), "approver": "罗建平",
        "approved_on": today(), "text": "", "line_what": [row[0] for row in rows],
        "line_who": [row[1] for row in rows], "line_due": [row[2] for row in rows],
    } | changed  # fmt: skip


def at_fields(page) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Field → its error, as the page shows it."""
    found = re.findall(r'class="wa-error" id="id_(\w+)-error">.*?<span>(.*?)</span>', page.content.decode(), re.DOTALL)
    return {name: re.sub(r"\s", "", sentence) for name, sentence in found}


def test_the_first_record_starts_the_task_and_its_photos_are_evidence(cast: Cast) -> None:
    document = issued(cast, kind="inspection", evidence=["record", "photo"])
    signed(cast, document)
    place = place_of(document, cast.hospital)
    sent = inspected(photos=[photo(), photo("第二张.jpg")], photos_origin=["taken", "picked"])
    answer = client_of(cast.officer).post(reverse("task-record", args=place), sent)
    assert answer.status_code == 302 and answer.url == reverse("task", args=place)
    with acting(cast.officer):
        task = owed_of(document, cast.hospital).task
        assert task is not None and task.status == duties.TaskState.STARTED
        record = task.answers.get().record
        assert record.facts == {"places": "门诊楼", "found": 3, "fixed": 2} and str(record.pk) == sent["request_id"]
        kept = evidence.attachments_of("record", record.pk)
        assert [(one.role, one.source) for one in kept] == [("photo", "camera"), ("photo", "picked")]
    page = client_of(cast.officer).get(reverse("task", args=place)).content.decode()
    assert all(one.thumb_url in page for one in kept)
    file = client_of(cast.county_regulator).get(kept[0].thumb_url)
    assert file.status_code == 200 and b"".join(file.streaming_content)
    assert client_of(cast.outsider).get(kept[0].get_absolute_url()).status_code == 404


def test_the_same_form_sent_twice_records_once_with_its_files_once(cast: Cast) -> None:
    document = issued(cast, kind="inspection", evidence=["record"])
    signed(cast, document)
    sent, client = inspected(), client_of(cast.officer)
    for _ in range(2):
        again = client.post(
            reverse("task-record", args=place_of(document, cast.hospital)), sent | {"photos": [photo()]}
        )
        assert again.status_code == 302
    with acting(cast.officer):
        record = duties.Record.objects.get()
        assert len(evidence.attachments_of("record", record.pk)) == 1
        assert [event.verb for event in audit.history(record.pk)] == ["record.made"]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"title": ""}, "title", "标题还没有填。"),
        ({"happened_on": "2026-02-30"}, "happened_on", "没有这一天"),
        ({"happened_on": "2999-01-01"}, "happened_on", "今天以后"),
        ({"places": ""}, "places", "检查了哪里还没有填。"),
        ({"found": "很多"}, "found", "要填数字"),
        ({"found": "-1"}, "found", "最小是0"),
        ({"fixed": "4"}, "fixed", "不会比发现的多"),
        ({"places": "甲" * 501}, "places", "最多500个字"),
    ],
)
def test_a_wrong_field_is_refused_there_and_all_that_was_typed_stays(
    cast: Cast, changed: dict[str, str], field: str, sentence: str
) -> None:
    document = issued(cast, kind="inspection", evidence=["record"])
    signed(cast, document)
    sent = inspected(**changed)
    page = client_of(cast.officer).post(reverse("task-record", args=place_of(document, cast.hospital)), sent)
    assert page.status_code == 422
    assert sentence in at_fields(page)[field] and list(at_fields(page)) == [field]
    text = page.content.decode()
    assert all(value in text for name, value in sent.items() if name not in changed)
    with acting(cast.officer):
        assert not duties.Record.objects.exists() and owed_of(document, cast.hospital).task is None


def test_a_file_that_is_not_what_it_says_is_refused_at_its_field_and_nothing_is_kept(cast: Cast) -> None:
    document = issued(cast, kind="inspection", evidence=["record"])
    signed(cast, document)
    bad = SimpleUploadedFile("现场.jpg", b"<html><script>alert(1)</script>", "image/jpeg")
    page = client_of(cast.officer).post(
        reverse("task-record", args=place_of(document, cast.hospital)), inspected(photos=[bad])
    )
    assert page.status_code == 422 and list(at_fields(page)) == ["photos"]
    with acting(cast.officer):
        assert not duties.Record.objects.exists() and owed_of(document, cast.hospital).task is None


def test_lines_of_a_plan_are_read_and_empty_ones_are_nothing(cast: Cast) -> None:
    document = issued(cast, kind="plan", evidence=["task_lines"])
    signed(cast, document)
    rows = [("换消火栓", "田国栋", "2027-01-10"), ("", "", ""), ("培训", "林晓岚", "2027-02-01")]
    place = place_of(document, cast.hospital)
    assert client_of(cast.officer).post(reverse("task-record", args=place), planned(*rows)).status_code == 302
    with acting(cast.officer):
        lines = duties.Record.objects.get().facts["lines"]
    assert [(one["what"], one["who"], one["due"]) for one in lines] == [rows[0], rows[2]]
    assert client_of(cast.officer).post(reverse("task-submission", args=place)).status_code == 302


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("换消火栓", "", "2027-01-10"), "第2行还没有填谁负责"),
        (("", "田国栋", ""), "第2行还没有填做什么、何时完成"),
        (("换消火栓", "田国栋", "2027-13-40"), "第2行的完成日期没有这一天"),
        (("长" * 201, "田国栋", "2027-01-10"), "第2行太长"),
    ],
)
def test_a_half_filled_line_is_refused_at_its_row(cast: Cast, row: tuple[str, str, str], sentence: str) -> None:
    document = issued(cast, kind="plan", evidence=["task_lines"])
    signed(cast, document)
    sent = planned(("培训", "林晓岚", "2027-02-01"), row)
    page = client_of(cast.officer).post(reverse("task-record", args=place_of(document, cast.hospital)), sent)
    text = re.sub(r"[\u00a0]|(?<=\d) (?=行)|(?<=第) ", "", page.content.decode())
    assert page.status_code == 422 and text.count(sentence) == 2  # above the form and at the row
    assert 'value="培训"' in text and all(f'value="{value}"' in text for value in row if value)


def test_more_rows_may_be_asked_for_without_losing_what_stands_there(cast: Cast) -> None:
    document = issued(cast, kind="plan", evidence=["task_lines"])
    signed(cast, document)
    place = reverse("task-record", args=place_of(document, cast.hospital))
    client = client_of(cast.officer)
    assert len(client.get(place).context["rows"]) == 5
    rows = [(f"第{n}件", "林晓岚", "2027-02-01") for n in range(4)] + [("", "", "")]
    page = client.post(place, planned(*rows, more="1", title="写到一半"))
    assert page.status_code == 200 and len(page.context["rows"]) == 10
    text = page.content.decode()
    assert 'value="写到一半"' in text and "第3件" in text and "wa-errors" not in text
    with acting(cast.officer):
        assert not duties.Record.objects.exists()


def test_names_are_read_one_a_line_or_between_commas(cast: Cast) -> None:
    document = issued(cast, kind="meeting", evidence=["minutes", "attendance"])
    signed(cast, document)
    sent = {
        "request_id": str(uuid4()), "title": "部署会", "happened_on": today(), "chair": "罗建平", "text": "",
        "attendees": "林晓岚、田国栋\n何敏\n\n林晓岚", "decisions": "成立专班。",
    }  # fmt: skip
    place = place_of(document, cast.hospital)
    assert client_of(cast.officer).post(reverse("task-record", args=place), sent).status_code == 302
    with acting(cast.officer):
        assert duties.Record.objects.get().facts["attendees"] == ["林晓岚", "田国栋", "何敏"]


def test_before_the_notice_is_signed_for_no_record_can_be_sent(cast: Cast) -> None:
    document = issued(cast, kind="inspection", evidence=["record"])
    sent = inspected()
    page = client_of(cast.officer).post(reverse("task-record", args=place_of(document, cast.hospital)), sent)
    assert page.status_code == 422 and "签收" in page.content.decode() and sent["text"] in page.content.decode()
    with acting(cast.officer):
        assert not duties.Record.objects.exists()


def test_what_was_handed_in_takes_no_more_records(cast: Cast) -> None:
    document = issued(cast)
    submitted(cast, document)
    sent = {"request_id": str(uuid4()), "title": "补充", "happened_on": today(), "text": "又写了一段。"}
    page = client_of(cast.officer).post(reverse("task-record", args=place_of(document, cast.hospital)), sent)
    assert page.status_code == 422 and "已经提交审核" in page.content.decode()
    assert "又写了一段。" in page.content.decode()


def test_a_record_of_the_last_year_and_of_this_kind_answers_another_task(cast: Cast) -> None:
    first, second = issued(cast), issued(cast)
    answered(cast, first)
    signed(cast, second)
    with acting(cast.officer) as officer:
        usable = duties.Record.objects.get()
        others = [
            duties.RecordSpec(kind="other", title="别的种类", happened_on=clock.today(), text="别的。"),
            duties.RecordSpec(
                kind="report", title="前年的", happened_on=clock.today() - timedelta(days=400), text="旧。"
            ),
        ]
        wrong = [duties.record(spec, by=officer) for spec in others]
    place, client = place_of(second, cast.hospital), client_of(cast.officer)
    page = client.get(reverse("task", args=place)).content.decode()
    assert "已有记录可抵" in page and usable.title in page and not any(one.title in page for one in wrong)
    for record in wrong:
        assert client.post(reverse("task-reuse", args=place), {"record": str(record.pk)}).status_code == 422
    for _ in range(2):
        client.post(reverse("task-reuse", args=place), {"record": str(usable.pk)})
    with acting(cast.officer):
        assert [one.task.obligation.document for one in usable.answers.all()] == [first, second]
    shown = client.get(reverse("record", args=[usable.pk])).content.decode()
    assert all(reverse("task", args=place_of(one, cast.hospital)) in shown for one in (first, second))
