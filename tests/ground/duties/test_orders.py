"""What comes from beside the health system: orders of an external superior, and documents of two issuers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.documents import situations as papers
from tests.foundation.documents.situations import said
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document
from weian.foundation.documents.reading import read_text
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.oversight.reports.summary.writing import write

ORDER = """白鹭县安全生产专业委员会文件
白鹭安专〔2026〕6号
白鹭县安全生产专业委员会关于开展燃气安全整治的通知
各成员单位：
一、成立工作专班。各成员单位成立专班，开展排查。
白鹭县安全生产专业委员会
2026年3月20日
"""
LINES = {
    "line_what": ["组织燃气排查", "汇总排查情况"], "line_who": ["安全岗", "安全岗"],
    "line_due": ["2026-04-10", "2026-04-20"],
}  # fmt: skip
TEAM = {"team": "燃气安全整治专班", "leader": "许志远", "members": "许志远、林晓岚", "ends_on": "2026-06-30"}


def order(cast: Cast) -> Document:
    with acting(cast.county_regulator) as by:
        return documents.add_to_library(read_text(ORDER), by=by, text=ORDER, kind="notice")


@pytest.mark.row("S1-3b")
def test_an_order_of_the_safety_committee_becomes_own_work_and_keeps_its_source_in_reports(cast: Cast) -> None:
    with clock.moved_to("2026-03-23T09:00"):
        kept = order(cast)
        client, place = client_of(cast.county_regulator), reverse("order", args=[kept.pk])
        assert f'href="{place}"' in client.get(kept.get_absolute_url()).content.decode()
        form: dict[str, Any] = {"uid": str(uuid4()), **LINES, **TEAM}
        lacking = client.post(place, form | {"ends_on": ""})
        assert (
            lacking.status_code == 422 and "要写明到哪一天止" in said(lacking) and "燃气安全整治专班" in said(lacking)
        )
        five = {"line_what": ["查"] * 5, "line_who": ["安全岗"] * 5, "line_due": ["2026-04-10"] * 5}
        more = client.post(place, form | five | {"more": "1"})
        assert more.status_code == 200 and more.content.decode().count('name="line_what"') == 10
        table = "做什么\t谁负责\t何时完成\n封存旧气瓶\t安全岗\t2026-04-15"
        read = client.post(place, form | {"import": "1", "pasted": table})
        assert read.status_code == 200 and 'value="封存旧气瓶"' in read.content.decode()
        for _ in range(2):  # the press that came twice
            assert client.post(place, form).status_code == 302
        with acting(cast.county_regulator) as by:
            owed = sorted(duties.owed([by.unit], document=kept), key=lambda one: one.obligation.order)
        assert [(one.obligation.title, one.due) for one in owed] == [
            ("组织燃气排查", date(2026, 4, 10)), ("汇总排查情况", date(2026, 4, 20)),
        ]  # fmt: skip
        source = "白鹭县安全生产专业委员会"
        assert kept.issuer_name == source
        task = said(client.get(duties.url_of(owed[0])))
        assert f"<dt>来源</dt><dd>{source}</dd>" in task and "白鹭安专〔2026〕6号" in task
        assert f"{source}白鹭安专〔2026〕6号" in said(client.get(reverse("tasks"), {"view": "unit"}))
        with acting(cast.county_regulator) as by:
            summary = write(kept, by.unit, uid=uuid4(), base="http://testserver/", by=by)
        for who in ("county_regulator", "regulator"):  # the county's report, and as the city reads it
            page = client_of(getattr(cast, who)).get(reverse("summary", args=[summary.pk]))
            assert f"{source}《{kept.title}》" in said(page)
    with clock.moved_to("2026-06-30T09:00"):
        page = said(client_of(cast.county_regulator).get(place))
        assert "燃气安全整治专班" in page and "许志远、林晓岚" in page and "已到期" not in page
    with clock.moved_to("2026-07-01T09:00"):
        assert "已到期，到2026-06-30止" in said(client_of(cast.county_regulator).get(place))
    with set_up():
        assert duties.TaskForce.objects.count() == 1 and list(audit.faults()) == []


def test_only_the_desk_that_keeps_the_order_takes_it_up(cast: Cast) -> None:
    kept = order(cast)
    place = reverse("order", args=[kept.pk])
    assert client_of(cast.outsider).get(place).status_code == 404
    answer = client_of(cast.officer).post(place, {"uid": str(uuid4()), **LINES})
    assert answer.status_code == 422 and "下发通知" in said(answer)
    with set_up():
        assert not duties.Obligation.objects.filter(document=kept).exists()


@pytest.mark.row("S4-4a")
def test_a_joint_document_keeps_both_issuers_and_both_numbers(cast: Cast) -> None:
    document = papers.issued(cast, cast.hospital)
    place = reverse("document-joint", args=[document.pk])
    client = client_of(cast.regulator)
    form = {"others": "云泽市消防救援支队 云泽消〔2026〕8号"}
    assert client.post(place, form).status_code == 302
    with acting(cast.regulator) as by:
        clause = papers.clause(document, "二")
        spec = duties.Spec(
            uid=uuid4(), kind="report", title="交换火灾隐患信息", clause=clause, every="P1M", by_day="D25",
            evidence=("report_text",),
        )  # fmt: skip
        duties.put_obligations(document, [spec], by=by)
    client_of(cast.officer).post(reverse("receipt-sign", args=[document.pk]))
    for who in ("regulator", "officer"):
        page = said(client_of(getattr(cast, who)).get(document.get_absolute_url()))
        for words in ("云泽市卫生健康委员会", "云泽卫安〔2026〕12号", "云泽市消防救援支队", "云泽消〔2026〕8号"):
            assert words in page.split("<article")[0]
    task = said(client_of(cast.officer).get(reverse("task", args=[spec.uid, cast.hospital.pk])))
    assert "云泽卫安〔2026〕12号、云泽消〔2026〕8号" in task
    assert client_of(cast.officer).post(place, {"others": ""}).status_code == 422
    with set_up():
        document.refresh_from_db()
        assert document.joint == [{"issuer": "云泽市消防救援支队", "doc_no": "云泽消〔2026〕8号"}]
        assert audit.history(document.pk)[0].verb in ("document.joined", "obligations.put")
