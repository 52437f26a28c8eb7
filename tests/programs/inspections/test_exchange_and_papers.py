"""交换意见, numbered papers, hazards with their deadline; two departments, each with its own outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties import situations as tasks
from tests.programs.inspections.situations import Situations, day
from weian.foundation.documents.reading.formats.docx import text_of_docx
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.kernel import clock
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding, Inspection, Instrument, Signature


@pytest.mark.row("S0-3.2e")
def test_each_finding_gets_an_order_with_its_day_and_a_hazard_that_cannot_be_extended_by_its_fixer(cast: Cast) -> None:
    play = Situations(cast)
    with clock.moved_to("2026-11-20T10:00"):
        one = play.closed(play.finding(text="配电箱无盖", due=day("2026-12-05")), play.fixed(text="通道堆物"))
        with set_up():
            papers = {made.kind: made for made in Instrument.objects.filter(inspection=one)}
            rows = {row.text: row for row in Finding.objects.filter(inspection=one).select_related("hazard")}
        assert set(papers) == {"record", "order"}
        assert papers["order"].due == day("2026-12-05")
        assert [line["text"] for line in papers["order"].body["findings"]] == ["配电箱无盖"]
        assert rows["配电箱无盖"].hazard.due == day("2026-12-05") and rows["配电箱无盖"].hazard.status == "assigned"
        assert rows["通道堆物"].hazard.status == "fixed"
    hazard = rows["配电箱无盖"].hazard
    with clock.moved_to("2026-12-06T09:00"), acting(cast.officer) as by:
        assert list(Hazard.objects.overdue()) == [hazard]
        asked = hazards.ask_extension(hazard, uid=uuid4(), by=by, until=day("2027-01-05"), reason="等箱盖")
        with pytest.raises(Refused, match="不能自己同意"):
            hazards.decide_extension(asked, by=by, approve=True)
        hazard.refresh_from_db()
        assert hazard.due == day("2026-12-05")


def test_numbers_run_for_each_office_year_and_paper(cast: Cast) -> None:
    city, county = Situations(cast), Situations(cast, cast.county_regulator)
    with clock.moved_to("2026-12-31T09:00"):
        first, second = city.closed(), city.closed()
        other = county.closed()
    with clock.moved_to("2027-01-02T09:00"):
        third = city.closed()
    with set_up():
        numbers = [
            Instrument.objects.get(inspection=one, kind="order").no for one in (first, second, other, third)
        ]  # fmt: skip
    assert numbers == [
        "云泽市卫生健康委员会责改〔2026〕1号", "云泽市卫生健康委员会责改〔2026〕2号",
        "白鹭县卫生健康局责改〔2026〕1号", "云泽市卫生健康委员会责改〔2027〕1号",
    ]  # fmt: skip


def test_papers_print_as_word_and_pdf_with_number_basis_and_who_signed(cast: Cast) -> None:
    play = Situations(cast)
    one = play.closed(play.finding(text="赭石门上锁"))
    with set_up():
        record = Instrument.objects.get(inspection=one, kind="record")
    client = client_of(cast.officer)
    assert "赭石门上锁" in client.get(f"/inspections/papers/{record.pk}/").content.decode()
    word = client.get(f"/inspections/papers/{record.pk}/docx/")
    text = text_of_docx(word.content)
    for said in ("赭石门上锁", "检记〔", "高层民用建筑消防安全管理规定", "林晓岚", "周秉文"):
        assert said in text, said
    pdf = client.get(f"/inspections/papers/{record.pk}/pdf/")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


def test_an_objection_is_answered_before_anything_is_ordered(cast: Cast) -> None:
    play = Situations(cast)
    one = play.objected(play.finding(text="甲"), play.finding(text="乙"))
    with acting(cast.regulator) as by:
        row = Finding.objects.select_related("inspection").get(text="甲")
        with pytest.raises(Refused, match="还有 1 条异议没有答复"):
            api.show_again(one, by=by)
        api.answer(row, "现场确有专人值守", drop=True, by=by)
        api.show_again(one, by=by)
    with acting(cast.officer) as by:
        api.sign(one, by=by)
    with acting(cast.regulator) as by:
        api.close(one, by=by)
    with set_up():
        assert [one.title for one in Hazard.objects.filter(source_uid=one.pk)] == ["乙"]
        assert Finding.objects.get(text="甲").hazard is None


def test_what_was_refused_and_objected_to_stands_on_the_page_and_the_paper_in_the_order_it_was_found(
    cast: Cast,
) -> None:
    play = Situations(cast)
    words = ["甲栋门上锁", "乙栋堆物", "丙栋无灯", "丁栋私接", "戊栋无证"]
    one = play.objected(*(play.finding(text=each) for each in words))
    with acting(cast.regulator) as by:
        row = Finding.objects.select_related("inspection").get(inspection=one, objection__gt="")
        api.answer(row, "现场确实锁着", drop=False, by=by)
        api.show_again(one, by=by)
    with acting(cast.officer) as by:
        api.refuse(one, by=by, why="院长不在")
    with acting(cast.regulator) as by:
        api.close(one, by=by)
    with set_up():
        asked = list(Finding.objects.filter(inspection=one).order_by("found_at", "uid"))
        record, order = Instrument.objects.filter(inspection=one).order_by("-kind")
        numbered = list(Hazard.objects.filter(source_uid=one.pk).order_by("no").values_list("pk", flat=True))
    assert [each["uid"] for each in record.body["findings"]] == [str(each.pk) for each in asked]
    assert numbered == [each.hazard_id for each in asked]
    assert record.due is None and order.due is not None
    client = client_of(cast.officer)
    text = text_of_docx(client.get(f"/inspections/papers/{record.pk}/docx/").content)
    assert "被检查单位异议：那是应急门，有专人值守" in text and "检查组答复：现场确实锁着" in text
    page = client.get(f"/inspections/{one.pk}/").content.decode()
    assert "拒签" in page and "已签字" not in page
    assert "责任人 " in page


def test_a_signature_stands_under_what_was_shown(cast: Cast) -> None:
    one = Situations(cast).signed()
    with set_up():
        inspector, unit = Signature.objects.filter(inspection=one).order_by("given_at")
    assert (inspector.side, unit.side, unit.person) == ("inspector", "unit", cast.officer.person)
    assert inspector.signed == unit.signed != ""


def test_a_paper_of_a_visit_is_the_act_on_the_hazard_with_one_number(cast: Cast) -> None:
    play = Situations(cast)
    one = play.closed(play.finding(text="一般"), play.finding(text="重大", severity="major"))
    agency = tasks.agency("fire", "云泽市消防救援支队", region=970100)
    due = clock.today() + timedelta(days=30)
    with acting(cast.regulator) as by:
        rows = {row.text: row for row in Finding.objects.filter(inspection=one).select_related("hazard__unit__parent")}
        asked = api.Demand("拆除并验收", "院长 罗建平", due, agency.unit)
        for kind, text, demand, said in (
            ("listing", "重大", replace(asked, leader=""), "督办责任人"),
            ("listing", "重大", replace(asked, due=None), "挂牌督办的期限"),
            ("listing", "重大", replace(asked, due=clock.today() - timedelta(days=1)), "已经过去"),
            ("acceptance", "一般", asked, "还没有验收"),
            ("transfer", "一般", replace(asked, agency=None), "接收的部门"),
            ("transfer", "一般", replace(asked, text=""), "请对方做什么"),
            ("record", "一般", asked, "自动出具"),
        ):
            with pytest.raises(Refused, match=said):
                api.issue(one, kind, by=by, findings=[rows[text]], demand=demand)
        key = uuid4()
        (letter,) = api.issue(one, "transfer", uid=key, by=by, findings=[rows["一般"]], demand=asked)
        assert api.issue(one, "transfer", uid=key, by=by, findings=[rows["一般"]], demand=asked) == [letter]
        (listed,) = api.issue(one, "listing", by=by, findings=[rows["重大"]], demand=asked)
        with pytest.raises(Refused, match="已经挂牌"):
            api.issue(one, "listing", by=by, findings=[rows["重大"]], demand=asked)
    with set_up():
        major, common = rows["重大"].hazard, rows["一般"].hazard
        major.refresh_from_db(), common.refresh_from_db()
        assert major.has("supervised") and common.has("referred")
        assert (major.supervisions.get().no, common.referrals.get().no) == (listed.no, letter.no)
        year = clock.today().year
        assert listed.no.endswith(f"挂督〔{year}〕1号") and letter.no.endswith(f"移函〔{year}〕1号")
        assert not Instrument.objects.filter(kind__in=("listing", "transfer")).exists()
    assert letter.no in client_of(agency).get("/hazards/referrals/").content.decode(), "and its receipt is owed"
    for at in (f"/inspections/{one.pk}/", f"/hazards/{major.pk}/"):
        assert listed.no in client_of(cast.regulator).get(at).content.decode()
    for reader in (cast.officer, cast.regulator, agency):
        paper = letter if reader is agency else listed
        assert paper.no in client_of(reader).get(f"/hazards/papers/{paper.pk}/").content.decode()
    assert client_of(agency).get(f"/hazards/papers/{listed.pk}/").status_code == 404
    word = client_of(cast.officer).get(f"/hazards/papers/{listed.pk}/docx/")
    assert all(said in text_of_docx(word.content) for said in ("院长 罗建平", listed.no, "拆除并验收"))
    assert client_of(cast.officer).get(f"/hazards/papers/{listed.pk}/pdf/").content.startswith(b"%PDF")


@pytest.fixture
def joint(cast: Cast) -> tuple[Situations, Inspection]:
    """With the fire brigade of the city; due in 15 days by the health commission."""
    play = Situations(cast)
    cast.agency = tasks.agency("fire", "云泽市消防救援支队", region=970100)
    with clock.moved_to("2026-11-20T09:00"):
        spec = play.finding(text="喷淋关阀", due=day("2026-12-05"))
        return play, play.signed(spec, mode="joint", agencies=[cast.agency.unit])


@pytest.mark.row("S4-4b")
def test_two_departments_each_with_its_outcome_and_the_earlier_day_rules(
    cast: Cast, joint: tuple[Situations, Inspection]
) -> None:  # fmt: skip
    _, one = joint
    with clock.moved_to("2026-11-20T10:00"):
        agency = client_of(cast.agency)
        at = f"/inspections/{one.pk}/"
        sent = {"request_id": str(uuid4()), "agency": cast.agency.unit.pk, "kind": "责令限期改正",
                "doc_no": "云消限字〔2026〕第8号", "due": "2026-11-30"}  # fmt: skip
        home = agency.get("/").content.decode()
        assert f'href="{at}"' in home and "登记处理结果" in home and "白鹭县人民医院" in home
        assert agency.post(f"{at}outcome/", sent).status_code == 302
        assert at not in agency.get("/").content.decode()
        with acting(cast.regulator) as by:
            api.decide(one, cast.city, "责令整改", uid=uuid4(), by=by, due=day("2026-12-05"))
            api.close(one, by=by)
        with set_up():
            hazard = Hazard.objects.get(source_uid=one.pk)
        assert hazard.due == day("2026-11-30")
        for client in (agency, client_of(cast.regulator), client_of(cast.officer)):
            shown = client.get(at).content.decode()
            assert "2026-11-30" in shown and "2026-12-05" in shown and "云消限字〔2026〕第8号" in shown


@pytest.mark.row("S1-7c")
def test_both_departments_read_the_state_and_only_the_assigned_one_cancels(
    cast: Cast, joint: tuple[Situations, Inspection]
) -> None:  # fmt: skip
    play, one = joint
    with clock.moved_to("2026-11-20T10:00"):
        agency, at = client_of(cast.agency), f"/inspections/{one.pk}/"
        assert "喷淋关阀" in agency.get(at).content.decode()
        assert "白鹭县人民医院" in agency.get("/inspections/").content.decode()
        for act in ("closure", "signature", "finish", "unsigned"):
            assert agency.post(f"{at}{act}/", {"why": "x", "text": "x"}).status_code == 422
        with acting(cast.regulator) as by:
            api.close(one, by=by)
        with set_up():
            hazard = Hazard.objects.get(source_uid=one.pk)
        assert "派发" in agency.get(at).content.decode()
        assert agency.post(f"/hazards/{hazard.pk}/closure/").status_code == 404
    other = play.planned("joint", agencies=[cast.agency.unit])
    answer = client_of(cast.agency).post(f"/inspections/{other.pk}/cancellation/", {"why": "改期"})
    assert answer.status_code == 422
