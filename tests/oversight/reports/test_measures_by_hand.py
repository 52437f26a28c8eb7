"""One world with something in every part of every measure: counted by hand, and every list against its figure."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conftest import acting
from tests.oversight.reports.asking import fraction, taken
from tests.oversight.reports.world import NOW, SENT_ON, exempt
from weian.foundation.documents.models import Document
from weian.ground.hazards import api as hazards
from weian.kernel import clock, scope
from weian.oversight.reports.catalogue import AGES, MEASURES, duties, measures, rows
from weian.oversight.reports.jobs import recount

# Every measure, and the parameters it is asked with.
ASKED = [(code, {}) for code in MEASURES] + [
    *(("composite.part", {"item": str(part)}) for part in range(1, 6)),
    *(("hazards.open_by", {"age": age}) for age in AGES),
    *(("hazards.open_by", {"grade": grade}) for grade in (*hazards.Grade.values, "none")),
    *(("hazards.open_by", {"status": status}) for status in hazards.Status.values),
    ("hazards.found", {"mode": "daily"}),
    ("hazards.found", {"since": "2026-12-01"}),
    ("hazards.closed_rate", {"since": "2026-12-01"}),
]


def test_hazards_are_counted_as_by_hand(cast: Cast, document: Document) -> None:
    values = {code: taken(cast, code).value for code in MEASURES if not MEASURES[code].measure.is_rate}
    assert {code: values[code] for code in values if code.startswith("hazards")} == {
        "hazards.open": 8, "hazards.open_by": 8, "hazards.overdue": 1, "hazards.on_the_spot": 1, "hazards.found": 9,
    }  # fmt: skip
    assert fraction(taken(cast, "hazards.closed_rate")) == (1, 9, 8)
    assert fraction(taken(cast, "hazards.in_time_rate")) == (1, 4, 3)
    assert taken(cast, "hazards.in_time_rate").exclusions == (
        ("running", "期限未到", 1), ("undated", "没有期限", 3), ("on_the_spot", "当场改正", 1),
    )  # fmt: skip


def test_open_hazards_fall_into_the_age_buckets_by_the_day_they_were_found(cast: Cast, document: Document) -> None:
    by_age = {age: taken(cast, "hazards.open_by", age=age).value for age in AGES}
    assert by_age == {"0-7": 2, "8-15": 1, "16-30": 2, "31-60": 3, "60+": 0}


def test_details_of_a_rate_add_up_to_its_remainder(cast: Cast, document: Document) -> None:
    closed = taken(cast, "hazards.closed_rate")
    assert sum(count for _, _, count in closed.details) == closed.remainder == 8


def test_receipts_are_counted_as_by_hand(cast: Cast, document: Document) -> None:
    signed = taken(cast, "receipts.signed", document)
    assert (*fraction(signed), signed.text, signed.count_of("late")) == (2, 3, 1, "66.7%", 1)
    assert taken(cast, "receipts.unsigned_late", document, on=SENT_ON).value == 0
    assert taken(cast, "receipts.unsigned_late", document).value == 1


@pytest.mark.row("S0-2.0b")
def test_a_composite_counts_units_with_all_parts_accepted(cast: Cast, document: Document) -> None:
    complete = taken(cast, "composite.complete", document)
    assert (*fraction(complete), complete.text) == (1, 3, 2, "33.3%")
    with clock.moved_to(NOW), acting(cast.regulator):
        progress = {
            row.unit: row.title for row in rows("composite.complete", cast.county, "denominator", document=document)
        }
    assert progress == {
        "白鹭县人民医院": "5/5", "白鹭县城关街道社区卫生服务中心": "2/4", "康宁口腔诊所": "0/5",
    }  # fmt: skip
    assert fraction(taken(cast, "composite.part", document, item="3")) == (1, 3, 2)
    exempted = taken(cast, "composite.part", document, item="4")
    assert (*fraction(exempted), exempted.exclusions) == (1, 2, 1, (("exempted", "豁免", 1),))


def test_a_unit_that_was_exempted_from_all_has_not_done_all(
    cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that was merged into another."""
    for part in range(1, 6):
        exempt(document, cast.clinic, part, cast.county_regulator, date(2026, 12, 1))
    for countable in (duties.duties.countable, lambda _: False):  # counted in SQL, and read
        monkeypatch.setattr(duties.duties, "countable", countable)
        complete = taken(cast, "composite.complete", document)
        assert (*fraction(complete), complete.exclusions) == (1, 2, 1, (("exempted", "豁免", 1),))


def test_obligations_count_what_nobody_has_begun(cast: Cast, document: Document) -> None:
    done = taken(cast, "obligations.done", document)
    assert (*fraction(done), done.text, done.count_of("exempted")) == (7, 14, 7, "50%", 1)


@pytest.mark.row("S0-4.1")
def test_lateness_stays_after_acceptance(cast: Cast, document: Document) -> None:
    in_time = taken(cast, "tasks.in_time", document)
    assert (*fraction(in_time), in_time.text) == (7, 8, 1, "87.5%")
    assert (in_time.count_of("unsubmitted"), in_time.count_of("exempted")) == (1, 1)
    assert taken(cast, "tasks.late", document).value == 1


@pytest.mark.parametrize("most", [1, 2])
def test_of_very_many_units_sql_counts_and_lists_the_same(
    cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    asked = [*ASKED, *(("obligations.done", {"obligation": str(one.pk)}) for one in document.obligations.all())]

    def all_of_it() -> list[object]:
        with clock.moved_to(NOW), acting(cast.regulator):
            taken = measures(asked, cast.city, document=document)
            parts = [
                rows(code, cast.city, part, document=document, **parameters)
                for (code, parameters), one in zip(asked, taken, strict=True)
                for part, _, _ in one.parts
            ]
            return [taken, parts, pages(cast)]

    def pages(cast: Cast) -> list[str]:
        keys = [""]
        while found := rows("obligations.done", cast.city, "denominator", document=document, after=keys[-1], limit=2):
            keys += [one.key for one in found]
        return keys

    few = all_of_it()
    monkeypatch.setattr(duties, "MOST_UNITS", most)
    assert all_of_it() == few
    assert len(set(few[2])) == len(few[2]) > 10  # type: ignore[arg-type, call-overload]


def test_tasks_by_periods_are_not_counted_by_halves(
    cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.obligations.filter(part=5).update(every="P1M")
    monkeypatch.setattr(duties, "MOST_UNITS", 1)
    assert taken(cast, "composite.part", document, item="4").known
    one = taken(cast, "composite.part", document, item="5")
    assert (one.text, one.note) == ("底数不清", duties.TOO_MANY)


def test_every_list_is_as_long_as_its_figure_says(cast: Cast, document: Document) -> None:
    with clock.moved_to(NOW), acting(cast.regulator):
        counted = 0
        for one in measures(ASKED, cast.city, document=document):
            for part, _, count in one.parts:
                found = rows(one.measure.code, cast.city, part, document=document, **dict(one.parameters))
                assert len(found) == count, (one.measure.code, one.parameters, part)
                assert len({row.key for row in found}) == count
                counted += count
    assert counted > 100


def test_numerator_and_remainder_make_the_denominator_row_by_row(cast: Cast, document: Document) -> None:
    with clock.moved_to(NOW), acting(cast.regulator):
        for code, entry in MEASURES.items():
            if entry.measure.is_rate:
                whole, done, rest = (
                    {row.key for row in rows(code, cast.city, part, document=document)}
                    for part in ("denominator", "numerator", "remainder")
                )
                assert (done | rest, done & rest) == (whole, set()), code


def test_pages_of_a_list_follow_each_other_without_gaps(cast: Cast, document: Document) -> None:
    with clock.moved_to(NOW), acting(cast.regulator):
        for code, part in (("hazards.open", "numerator"), ("obligations.done", "denominator")):
            whole = [row.key for row in rows(code, cast.city, part, document=document)]
            paged: list[str] = []
            while page := rows(code, cast.city, part, document=document, after=paged[-1] if paged else "", limit=3):
                paged += [row.key for row in page]
            assert paged == whole and len(whole) > 6


def test_a_node_is_the_sum_of_what_stands_below_it(cast: Cast, document: Document) -> None:
    below = [cast.county, cast.neighbour, cast.city_hospital]
    with clock.moved_to(NOW), acting(cast.regulator):
        whole = measures(ASKED, cast.city, document=document)
        parts = [measures(ASKED, node, document=document) for node in below]
    for number, one in enumerate(whole):
        each = [found[number] for found in parts]
        assert one.numerator == sum(each_one.numerator for each_one in each), one.measure.code
        assert (one.denominator or 0) == sum(each_one.denominator or 0 for each_one in each), one.measure.code


def test_what_happens_at_the_neighbours_changes_nothing_here(cast: Cast, document: Document) -> None:
    with clock.moved_to(NOW), acting(cast.regulator):
        assert [one.numerator for one in measures(ASKED, cast.neighbour, document=document)] == [0] * len(ASKED)
    with clock.moved_to(NOW), acting(cast.outsider):
        # Even asked for a node that is not theirs, the database shows an outsider nothing of it.
        assert [one.numerator for one in measures(ASKED, cast.county, document=document)] == [0] * len(ASKED)


def test_many_measures_take_few_statements_however_many_units(cast: Cast, document: Document) -> None:
    counts = []
    with clock.moved_to(NOW):
        recount(0)
    for node in (cast.clinic, cast.city):
        with clock.moved_to(NOW), scope.applied(cast.regulator.scope, read_only=True):  # as pages do
            hazards.domains_apart()  # content, once for a page
            with CaptureQueriesContext(connection) as seen:
                measures(ASKED, node, document=document)
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
