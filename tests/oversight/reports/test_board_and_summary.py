"""The board adds up and opens; the summary states nothing that no measure stands behind."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from docx import Document as Word

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties.situations import issued, owed_of, signed
from weian.foundation.audit.models import Event
from weian.foundation.documents.paper import check_no_bare_numbers
from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.oversight.reports.board import loop, progress
from weian.oversight.reports.catalogue import measure
from weian.oversight.reports.models import Summary
from weian.oversight.reports.summary.paper import paper_of


def hazards_everywhere(cast: Cast) -> None:
    """Three in the hospital (one of the ward), one at the neighbour's, one at the city's own hospital."""
    for viewer, unit, department, ago in (
        (cast.officer, cast.hospital, None, 3), (cast.officer, cast.hospital, None, 40),
        (cast.keeper, cast.hospital, cast.ward, 0), (cast.outsider_officer, cast.neighbour_hospital, None, 10),
        (cast.city_officer, cast.city_hospital, None, 5),
    ):  # fmt: skip
        with acting(viewer) as by:
            hazards.report(
                uid=uuid4(), by=by, unit=unit, text="通道堵塞", department=department,
                found_on=clock.today() - timedelta(days=ago),
            )  # fmt: skip


@pytest.mark.parametrize("node", ["province", "city", "county", "hospital"])
def test_tiles_stages_and_ages_all_add_up_to_the_open_hazards(cast: Cast, node: str) -> None:
    hazards_everywhere(cast)
    viewer = cast.province_regulator
    with acting(viewer):
        here: Unit = getattr(cast, node)
        today = clock.today()
        whole = measure("hazards.open", here).value
        assert whole == hazards.Hazard.objects.under(here).open().count() > 0
        assert sum(tile.count for tile in loop.tiles(here, today)) == whole
        assert sum(stage["count"] for stage in loop.stages(here, today)) == whole
        assert sum(age["count"] for age in loop.ages(here, today)) == whole


def test_the_board_opens_for_the_desk_and_its_queries_do_not_grow(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    hazards_everywhere(cast)
    client = client_of(cast.regulator)
    with django_assert_max_num_queries(30):
        page = client.get("/reports/board/")
    assert page.status_code == 200 and "白鹭县" in page.content.decode()
    assert client.get(f"/reports/board/{cast.hospital.uid}/").status_code == 200
    part = client.get("/reports/board/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "红单" in part


def test_nobody_looks_at_a_board_that_is_not_theirs(cast: Cast) -> None:
    assert client_of(cast.keeper).get("/reports/board/").status_code == 404
    assert client_of(cast.system_admin).get("/reports/board/").status_code == 404
    for stranger in (cast.outsider, cast.other_regulator, cast.outsider_officer):
        assert client_of(stranger).get(f"/reports/board/{cast.hospital.uid}/").status_code == 404


def composite_notice(cast: Cast):  # type: ignore[no-untyped-def]
    document = issued(cast, kind="plan", evidence=["report_text"], composite="five_ones", part=1, due=date(2030, 1, 1))
    signed(cast, document)
    return document


def test_the_bar_of_a_part_counts_units_that_were_accepted(cast: Cast) -> None:
    document = composite_notice(cast)
    with acting(cast.officer) as officer:
        task = duties.start(owed_of(document, cast.hospital), by=officer)
        facts = {"approver": "罗建平", "approved_on": str(clock.today()), "lines": []}
        spec = duties.RecordSpec(kind="plan", title="方案", happened_on=clock.today(), text="有。", facts=facts)
        duties.answer(task, duties.record(spec, by=officer), by=officer)
        duties.submit(task, by=officer)
    with acting(cast.county_regulator) as county:
        before = progress.running(cast.county, clock.today())[0].bars
        duties.accept(task, by=county)
        after = progress.running(cast.county, clock.today())[0].bars
    assert [(bar.part, bar.whole) for bar in before] == [(1, 2), (0, 2)]
    assert [(bar.part, bar.whole) for bar in after] == [(1, 2), (1, 2)]


def written(cast: Cast) -> Summary:
    hazards_everywhere(cast)
    document = composite_notice(cast)
    client = client_of(cast.county_regulator)
    sent = {"document": str(document.pk), "request_id": str(uuid4())}
    first = client.post("/reports/summaries/new/", sent)
    assert first.status_code == 302
    assert client.post("/reports/summaries/new/", sent)["Location"] == first["Location"]
    with set_up():
        return Summary.objects.select_related("document", "unit").get()


def test_a_summary_names_what_is_not_met_first_and_has_no_bare_number(cast: Cast) -> None:
    summary = written(cast)
    with acting(cast.county_regulator):
        paper = paper_of(summary)
    _, seq, digest = summary.body["chain"]
    with set_up():
        assert Event.objects.get(chain=summary.unit_id, seq=seq).hash == digest
    assert f"{summary.unit_id} {seq} {digest}" in paper.footnotes[-1]
    assert check_no_bare_numbers(paper) == []
    text = client_of(cast.county_regulator).get(f"/reports/summaries/{summary.pk}/").content.decode()
    assert text.index("未落实的条款") < text.index("总体情况") < text.index("隐患排查整治情况")
    assert "康宁口腔诊所" in text


def test_every_number_of_the_word_file_is_that_of_the_database(cast: Cast) -> None:
    summary = written(cast)
    answer = client_of(cast.county_regulator).get(f"/reports/summaries/{summary.pk}/docx/")
    assert answer["Content-Disposition"].startswith("attachment")
    text = "\n".join(paragraph.text for paragraph in Word(BytesIO(answer.content)).paragraphs)
    with acting(cast.county_regulator):
        county = hazards.Hazard.objects.under(cast.county)
        found = county.filter(found_on__gte=summary.document.issued_on).count()  # since the notice
        assert re.search(r"共发现隐患\D{0,3}(\d+)", text)[1] == str(found) == "1"  # type: ignore[index]
        assert re.search(r"现在办\D{0,3}(\d+)", text)[1] == str(county.open().count()) == "3"  # type: ignore[index]
        assert re.search(r"应落实\D{0,3}(\d+)", text)[1] == "2"  # type: ignore[index]


def test_the_pdf_can_be_read_and_carries_the_same_title(cast: Cast) -> None:
    import pypdfium2

    summary = written(cast)
    answer = client_of(cast.county_regulator).get(f"/reports/summaries/{summary.pk}/pdf/")
    assert answer.status_code == 200
    pdf = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "未落实的条款" in re.sub(r"\s", "", text)


def test_a_typed_number_without_a_measure_is_refused_at_the_field_and_nothing_is_lost(cast: Cast) -> None:
    summary = written(cast)
    client = client_of(cast.county_regulator)
    page = client.post(
        f"/reports/summaries/{summary.pk}/", {"problems": "还有 37 家没有动。", "next_steps": "继续督办。"}
    )
    assert page.status_code == 422 and "没有口径" in page.content.decode() and "还有 37 家" in page.content.decode()
    good = client.post(
        f"/reports/summaries/{summary.pk}/", {"problems": "少数单位没有动。", "next_steps": "继续督办。"}
    )
    assert good.status_code == 302


def test_a_stranger_finds_neither_page_nor_file_of_a_summary(cast: Cast) -> None:
    summary = written(cast)
    for stranger in (cast.outsider, cast.other_regulator, cast.keeper, cast.audit_admin):
        for end in ("", "docx/", "pdf/"):
            assert client_of(stranger).get(f"/reports/summaries/{summary.pk}/{end}").status_code == 404
