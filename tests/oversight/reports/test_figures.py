"""From the index through a figure to a record; who may look; what an export leaves behind."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import python_calamine
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.oversight.reports.world import NOW
from weian.foundation.audit.models import Event
from weian.foundation.documents.models import Document
from weian.kernel import clock
from weian.oversight.reports.catalogue import MEASURES
from weian.oversight.reports.views import figures


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with clock.moved_to(NOW):
        yield


def page(viewer, address: str, status: int = 200, **asked: object) -> str:  # type: ignore[no-untyped-def]
    answer = client_of(viewer).get(address, asked)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def at(code: str) -> str:
    return reverse("figure", args=[code])


def test_the_index_opens_figures_and_figures_open_records(cast: Cast, document: Document) -> None:
    index = page(cast.county_regulator, reverse("reports"), document=document.pk)
    door = f"{at('hazards.open')}?node={cast.county.pk}"
    assert door in index
    figure = page(cast.county_regulator, door)
    record = figure.split('<td class="wa-title"><a href="')[1].split('"')[0]
    assert record.startswith("/hazards/")
    assert "药库通道堆放货架" in page(cast.county_regulator, record) or "灭火器过期" in page(
        cast.county_regulator, record
    )


@pytest.mark.parametrize("code", MEASURES)
def test_every_measure_has_a_page_with_its_definition_and_parts(cast: Cast, document: Document, code: str) -> None:
    shown = page(cast.county_regulator, at(code), document=document.pk)
    measure = MEASURES[code].measure
    assert f"第 {measure.version} 版".replace(" ", "") in shown.replace("\xa0", "").replace(" ", "")
    assert measure.definition[:12] in shown.replace("\xa0", " ")
    if measure.is_rate:
        assert "part=remainder" in shown and "part=denominator" in shown


def test_the_list_is_paged_and_every_row_comes_once(
    cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "PAGE", 3)
    client, url, seen = client_of(cast.county_regulator), f"{at('hazards.open')}?part=numerator", []
    while url:
        answer = client.get(url)
        seen += [row.url for row in answer.context["rows"]]
        url = answer.context["foot"]["next_url"]
    assert len(seen) == len(set(seen)) == 8


def test_a_hospital_sees_its_own_and_a_neighbour_sees_nothing_of_it(cast: Cast, document: Document) -> None:
    assert "在办隐患：7" in page(cast.officer, at("hazards.open"))
    assert "在办隐患：0" in page(cast.outsider, at("hazards.open"))


def test_nodes_outside_unknown_nodes_and_unknown_measures_look_alike(cast: Cast, document: Document) -> None:
    outside = page(cast.outsider, at("hazards.open"), 404, node=cast.county.pk)
    assert "白鹭县" not in outside
    for asked in ({"node": "x"}, {"node": cast.city.pk}, {"document": "x"}, {"document": document.pk}):
        page(cast.outsider, at("hazards.open"), 404, **asked)
    page(cast.outsider, at("hazards.none"), 404)
    page(cast.officer, at("hazards.open"), 404, node=cast.county.pk)


@pytest.mark.parametrize("who", ["keeper", "head", "pharmacist", "system_admin", "audit_admin"])
def test_posts_that_do_not_see_boards_find_no_figures(cast: Cast, who: str) -> None:
    viewer = getattr(cast, who)
    page(viewer, reverse("reports"), 404)
    page(viewer, at("hazards.open"), 404)
    assert client_of(viewer).post(reverse("figure-export", args=["hazards.open"])).status_code == 404


@pytest.mark.parametrize("asked", [{"part": "x"}, {"part": "remainder"}, {"age": "9"}, {"grade": "x"}])
def test_an_address_that_means_nothing_is_answered_with_a_sentence(cast: Cast, asked: dict[str, str]) -> None:
    assert "这个数取不出来" in page(cast.regulator, at("hazards.open_by"), 422, **asked)


def test_an_export_holds_the_rows_of_the_figure_and_leaves_a_trace(cast: Cast, document: Document) -> None:
    answer = client_of(cast.county_regulator).post(
        reverse("figure-export", args=["hazards.closed_rate"]) + "?part=remainder"
    )
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    cells = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(cells) == 3 + 8 and "11.1%" in cells[1][0]
    with set_up():
        event = Event.objects.get(verb="list.exported")
    assert (event.actor, event.facts["measure"], event.facts["rows"]) == (
        cast.county_regulator.person.uid, "hazards.closed_rate", 8,
    )  # fmt: skip


def test_an_export_cannot_be_had_by_following_a_link(cast: Cast) -> None:
    assert client_of(cast.regulator).get(reverse("figure-export", args=["hazards.open"])).status_code == 405
