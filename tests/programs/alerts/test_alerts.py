"""Short notices: pushed to chosen units, read within hours where urgent, answered with facts where asked."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.documents.situations import said
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.alerts import api as alerts

FORM = {
    "kind": "tip", "title": "关于防范强降雨的安全提示", "text": "今夜有暴雨。\n请检查配电房和地下室。",
    "groups": ["type.general_hospital"], "names": "康宁口腔诊所",
}  # fmt: skip


def sent(cast: Cast, **changed: Any) -> Document:
    """As the county's desk sends it by the page: to its general hospital and, by name, the clinic."""
    form = FORM | {"uid": str(uuid4())} | changed
    answer = client_of(cast.county_regulator).post(reverse("alert-new"), form)
    assert answer.status_code == 302, said(answer)
    with set_up():
        return Document.objects.select_related("unit").get(pk=form["uid"])


def press(cast: Cast, who: str, alert: Document, **answers: Any) -> Any:
    form = {"request_id": str(uuid4()), **answers}
    return client_of(getattr(cast, who)).post(reverse("alert-answer", args=[alert.pk]), form)


@pytest.mark.row("S4-5i")
def test_who_has_read_an_urgent_alert_within_its_two_hours_is_seen_by_the_sender(cast: Cast) -> None:
    with clock.moved_to("2026-07-01T09:00"):
        alert = sent(cast, is_urgent="on")
        assert alerts.urgent().hours == 2
        page = client_of(cast.county_regulator).get(reverse("alert", args=[alert.pk]))
        assert "2&nbsp;小时内阅签" in said(page) and "已阅</dt><dd>0/2家" in said(page)
        told = Message.objects.filter(kind="receipt.sent", title__startswith="紧急：")
        assert {one.to for one in told} >= {cast.officer.person, cast.dentist.person}
        assert "07-01 11:00" in told.first().text
    with clock.moved_to("2026-07-01T10:30"):
        assert client_of(cast.officer).post(reverse("receipt-sign", args=[alert.pk])).status_code == 302
    with clock.moved_to("2026-07-01T10:59"):
        page = client_of(cast.county_regulator).get(reverse("alert", args=[alert.pk]))
        read = page.context["read"]
        assert (read["done"], read["unread"], read["late"]) == (1, 1, 0)
        rows = {row["receipt"].unit: bool(row["receipt"].signed_at) for row in read["rows"]}
        assert rows == {cast.hospital: True, cast.clinic: False}
    with clock.moved_to("2026-07-01T11:01"):
        page = client_of(cast.county_regulator).get(reverse("alert", args=[alert.pk]))
        assert page.context["read"]["late"] == 1 and "超时1家" in said(page)
        client_of(cast.dentist).post(reverse("receipt-sign", args=[alert.pk]))
        page = client_of(cast.county_regulator).get(reverse("alert", args=[alert.pk]))
        late = {row["receipt"].unit: row["is_late"] for row in page.context["read"]["rows"]}
        assert late == {cast.hospital: False, cast.clinic: True}
    # Nothing is to be answered: reading it is all, and nobody has a task of it.
    with acting(cast.officer) as officer:
        assert duties.owed([officer.unit], document=alert) == []


@pytest.mark.row("S4-5i")
def test_a_template_of_the_season_fills_the_form(cast: Cast) -> None:
    page = client_of(cast.county_regulator).get(reverse("alert-new"), {"template": "rainstorm"})
    known = alerts.templates()["rainstorm"]
    assert known.title in page.content.decode() and "抽排设施是否都能用（是否）" in page.content.decode()
    assert page.context["form"]["is_urgent"].value() is True


@pytest.mark.row("S1-18b")
def test_answers_are_facts_summed_for_the_sender_and_late_ones_stay_late(cast: Cast) -> None:
    with clock.moved_to("2026-07-01T09:00"):  # a Wednesday
        alert = sent(
            cast, kind="circular", questions="本单位是否有同样的情况（是否）\n有多少处（数字）\n做了什么",
            answer_by="2026-07-03",
        )  # fmt: skip
        refused = press(cast, "officer", alert, q1="是", q2="很多", q3="停用")
        assert refused.status_code == 422 and "有多少处要填数字" in said(refused) and "停用" in said(refused)
    with clock.moved_to("2026-07-03T17:00"):
        key = {"request_id": str(uuid4()), "q1": "是", "q2": "3", "q3": "已停用并报修。", "text": ""}
        for _ in range(2):  # the press that came twice
            assert press(cast, "officer", alert, **key).status_code == 302
        page = client_of(cast.county_regulator).get(reverse("alert", args=[alert.pk]))
        words = {row["receipt"].unit: row["word"] for row in page.context["read"]["rows"]}
        assert words == {cast.hospital: "已反馈", cast.clinic: "未反馈"}
    with clock.moved_to("2026-07-07T09:00"):  # two working days after
        page = client_of(cast.county_regulator).get(reverse("alert", args=[alert.pk]))
        words = {row["receipt"].unit: row["word"] for row in page.context["read"]["rows"]}
        assert words[cast.clinic] == "逾期未反馈" and "逾期未反馈1家" in said(page)
        with acting(cast.dentist) as dentist:
            (one,) = duties.owed([dentist.unit], document=alert)
            assert one.overdue
        assert press(cast, "dentist", alert, q1="否", q2="0", q3="没有这种设备。").status_code == 302
        page = client_of(cast.county_regulator).get(reverse("alert", args=[alert.pk]))
        told = page.context["answers"]
        assert (told["answered"], told["open"], told["late"]) == (2, 0, 1)
        yes_no, number, _words = told["sums"]
        assert (yes_no.yes, yes_no.no, number.total, number.answered) == (1, 1, 3, 2)
        rows = {row["receipt"].unit: row for row in page.context["read"]["rows"]}
        assert [value for _, value in rows[cast.hospital]["answers"]] == ["是", "3", "已停用并报修。"]
        assert rows[cast.clinic]["word"] == "迟报2个工作日"
    with set_up():
        assert {one.late_days for one in duties.Task.objects.filter(obligation__document=alert)} == {0, 2}
        assert list(audit.faults()) == []


def test_an_alert_goes_out_once_however_often_it_is_sent(cast: Cast) -> None:
    uid = str(uuid4())
    first, second = sent(cast, uid=uid), sent(cast, uid=uid)
    assert first == second
    with acting(cast.county_regulator) as by:
        assert documents.receipt_counts(first, by)["sent"] == 2
    assert Message.objects.filter(kind="receipt.sent", to=cast.officer.person).count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"groups": [], "names": ""}, "还没有选发给谁"), ({"title": ""}, "标题还没有填"),
        ({"questions": "有多少处（数字）"}, "请写明几号前反馈"),
        ({"questions": "多少（数字）", "answer_by": "2020-01-01"}, "反馈期限在今天以前"),
        ({"names": "不存在的医院"}, "没有找到“不存在的医院”"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_goes_out(cast: Cast, changed: dict[str, Any], sentence: str) -> None:
    form = FORM | {"uid": str(uuid4())} | changed
    answer = client_of(cast.county_regulator).post(reverse("alert-new"), form)
    assert answer.status_code == 422 and sentence in said(answer) and "请检查配电房和地下室" in said(answer)
    with set_up():
        assert not Document.objects.filter(kind="tip").exists()


@pytest.mark.parametrize("who", ["officer", "outsider_officer", "commission_leader"])
def test_only_desks_of_commissions_send_alerts(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    assert client_of(by).post(reverse("alert-new"), FORM | {"uid": str(uuid4())}).status_code == 404
    with acting(by), pytest.raises(Refused, match="下发通知"):
        alerts.send(alerts.AlertSpec(uuid4(), "tip", "题", "文", units=[cast.hospital]), by=by)


def test_an_alert_is_read_by_those_who_got_it_and_those_above(cast: Cast) -> None:
    alert = sent(cast)
    place = reverse("alert", args=[alert.pk])
    found = {
        who for who in ("county_regulator", "officer", "keeper", "dentist", "regulator", "outsider", "center_officer")
        if client_of(getattr(cast, who)).get(place).status_code == 200
    }  # fmt: skip
    assert found == {"county_regulator", "officer", "keeper", "dentist", "regulator"}
    listed = said(client_of(cast.officer).get(reverse("alerts")))
    assert "关于防范强降雨的安全提示" in listed
    assert "关于防范强降雨的安全提示" not in said(client_of(cast.center_officer).get(reverse("alerts")))


def test_an_answer_may_also_be_written_where_tasks_are_done(cast: Cast) -> None:
    alert = sent(cast, questions="有多少处（数字）", answer_by=date.max.replace(year=2099).isoformat())
    client_of(cast.officer).post(reverse("receipt-sign", args=[alert.pk]))
    obligation = duties.Obligation.objects.get(document=alert)
    place = [obligation.pk, cast.hospital.pk]
    page = client_of(cast.officer).get(reverse("task-record", args=place)).content.decode()
    assert "有多少处" in page and 'name="q1"' in page
    form = {"request_id": str(uuid4()), "title": "反馈", "happened_on": clock.today().isoformat(), "q1": "4"}
    client_of(cast.officer).post(reverse("task-record", args=place), form)
    assert client_of(cast.officer).post(reverse("task-submission", args=place)).status_code == 302
    shown = client_of(cast.county_regulator).get(reverse("alert", args=[alert.pk])).context["answers"]
    assert shown["answered"] == 1 and shown["sums"][0].total == 4
