"""The catalogue against situations counted by hand, and every list against its figure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conftest import acting
from tests.ground.hazards.situations import Situations
from tests.oversight.reports.world import NOW, SENT_ON, everything, notice, sign
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.oversight.reports import catalogue
from weian.oversight.reports.catalogue import AGES, MEASURES, Measured, Unmeasurable, duties, measure, measures, rows

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


def taken(
    cast: Cast, code: str, document: Document | None = None, *, on: date = NOW, node: Unit | None = None,
    viewer: Viewer | None = None, **asked: str,
) -> Measured:  # fmt: skip
    """As the city's regulator sees 白鹭县, unless said otherwise."""
    with clock.moved_to(on), acting(viewer or cast.regulator):
        return measure(code, node or cast.county, document=document, **asked)


def fraction(one: Measured) -> tuple[int, int | None, int | None]:
    return one.numerator, one.denominator, one.remainder


@pytest.mark.row("S1-17b")
def test_fixed_but_not_verified_is_still_open_and_not_closed(cast: Cast) -> None:
    play = Situations(cast)
    play.applied()
    play.applied()
    play.closed()
    assert taken(cast, "hazards.open").value == 2
    closed = taken(cast, "hazards.closed_rate")
    assert (*fraction(closed), closed.text, closed.count_of("unverified")) == (1, 3, 2, "33.3%", 2)


def test_hazards_are_counted_as_by_hand(cast: Cast) -> None:
    everything(cast)
    values = {code: taken(cast, code).value for code in MEASURES if not MEASURES[code].measure.is_rate}
    assert {code: values[code] for code in values if code.startswith("hazards")} == {
        "hazards.open": 8, "hazards.open_by": 8, "hazards.overdue": 1, "hazards.on_the_spot": 1, "hazards.found": 9,
    }  # fmt: skip
    assert fraction(taken(cast, "hazards.closed_rate")) == (1, 9, 8)
    assert fraction(taken(cast, "hazards.in_time_rate")) == (1, 4, 3)
    assert taken(cast, "hazards.in_time_rate").exclusions == (
        ("running", "期限未到", 1), ("undated", "没有期限", 3), ("on_the_spot", "当场改正", 1),
    )  # fmt: skip


def test_open_hazards_fall_into_the_age_buckets_by_the_day_they_were_found(cast: Cast) -> None:
    everything(cast)
    by_age = {age: taken(cast, "hazards.open_by", age=age).value for age in AGES}
    assert by_age == {"0-7": 2, "8-15": 1, "16-30": 2, "31-60": 3, "60+": 0}


@pytest.mark.parametrize(
    ("days", "bucket"), [(7, "0-7"), (8, "8-15"), (30, "16-30"), (31, "31-60"), (60, "31-60"), (61, "60+")]
)
def test_the_edge_of_a_bucket_belongs_to_one_bucket(cast: Cast, days: int, bucket: str) -> None:
    play = Situations(cast)
    found = play.day
    play.reported()
    on = found + timedelta(days=days)
    assert [age for age in AGES if taken(cast, "hazards.open_by", on=on, age=age).value] == [bucket]


def test_the_day_of_the_deadline_is_not_late(cast: Cast) -> None:
    due = Situations(cast).assigned().due
    assert due is not None
    assert [taken(cast, "hazards.overdue", on=due + timedelta(days=more)).value for more in (0, 1)] == [0, 1]


@pytest.mark.row("S3-1b")
def test_major_hazards_not_due_yet_are_shown_apart_and_stay_in_the_denominator(cast: Cast) -> None:
    play = Situations(cast)
    play.assigned("major")
    play.assigned("major")
    rate = taken(cast, "hazards.major_rate", on=play.day)
    assert (*fraction(rate), rate.count_of("running"), rate.text) == (0, 2, 2, 2, "0%")
    later = taken(cast, "hazards.major_rate", on=play.day + timedelta(days=60), since="2026-01-01")
    assert (later.count_of("running"), later.count_of("overdue"), later.denominator) == (0, 2, 2)


def test_details_of_a_rate_add_up_to_its_remainder(cast: Cast) -> None:
    everything(cast)
    closed = taken(cast, "hazards.closed_rate")
    assert sum(count for _, _, count in closed.details) == closed.remainder == 8


def test_receipts_are_counted_as_by_hand(cast: Cast) -> None:
    document = everything(cast)
    signed = taken(cast, "receipts.signed", document)
    assert (*fraction(signed), signed.text, signed.count_of("late")) == (2, 3, 1, "66.7%", 1)
    assert taken(cast, "receipts.unsigned_late", document, on=SENT_ON).value == 0
    assert taken(cast, "receipts.unsigned_late", document).value == 1


def test_a_row_tells_the_day_in_china(cast: Cast) -> None:
    document = notice(cast, [cast.hospital])
    with clock.moved_to("2026-11-17T06:30:00"), acting(cast.officer) as officer:
        receipt = documents.receipt_of(document, cast.hospital)
        assert receipt is not None
        documents.sign(receipt, by=officer)
    with clock.moved_to(NOW), acting(cast.regulator):
        (row,) = rows("receipts.signed", cast.county, document=document)
    assert row.meta == "2026-11-17 签收"


@pytest.mark.row("S0-2.0b")
def test_a_composite_counts_units_with_all_parts_accepted(cast: Cast) -> None:
    document = everything(cast)
    complete = taken(cast, "composite.complete", document)
    assert (*fraction(complete), complete.text) == (1, 3, 2, "33.3%")
    with clock.moved_to(NOW), acting(cast.regulator):
        progress = {
            row.unit: row.title for row in rows("composite.complete", cast.county, "denominator", document=document)
        }
    assert progress == {
        "白鹭县人民医院": "5/5", "白鹭县城关街道社区卫生服务中心": "3/5", "康宁口腔诊所": "0/5",
    }  # fmt: skip
    assert fraction(taken(cast, "composite.part", document, item="3")) == (1, 3, 2)
    exempted = taken(cast, "composite.part", document, item="4")
    assert (*fraction(exempted), exempted.exclusions) == (1, 2, 1, (("exempted", "豁免", 1),))


def test_obligations_count_what_nobody_has_begun(cast: Cast) -> None:
    document = everything(cast)
    done = taken(cast, "obligations.done", document)
    assert (*fraction(done), done.text, done.count_of("exempted")) == (7, 14, 7, "50%", 1)


@pytest.mark.row("S0-4.1")
def test_lateness_stays_after_acceptance(cast: Cast) -> None:
    document = everything(cast)
    in_time = taken(cast, "tasks.in_time", document)
    assert (*fraction(in_time), in_time.text) == (7, 8, 1, "87.5%")
    assert (in_time.count_of("unsubmitted"), in_time.count_of("exempted")) == (1, 1)
    assert taken(cast, "tasks.late", document).value == 1


@pytest.mark.parametrize("code", [code for code, one in MEASURES.items() if one.measure.is_rate])
def test_without_a_base_there_is_no_rate(cast: Cast, code: str) -> None:
    document = notice(cast, [cast.city_hospital], parts=1)
    one = taken(cast, code, document)
    assert (one.known, one.value, one.text, one.denominator) == (False, None, "底数不清", 0)
    assert one.note


def test_a_rate_that_needs_a_document_says_so(cast: Cast) -> None:
    one = taken(cast, "obligations.done")
    assert (one.text, one.note) == ("底数不清", "先选一份通知，再看它的任务。")


@pytest.mark.parametrize("most", [1, 2])
def test_too_many_units_are_not_counted_by_halves(cast: Cast, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    document = everything(cast)
    monkeypatch.setattr(duties, "MOST_UNITS", most)
    one = taken(cast, "composite.complete", document)
    assert (one.text, one.note) == ("底数不清", duties.TOO_MANY)


def test_every_list_is_as_long_as_its_figure_says(cast: Cast) -> None:
    document = everything(cast)
    with clock.moved_to(NOW), acting(cast.regulator):
        counted = 0
        for one in measures(ASKED, cast.city, document=document):
            for part, _, count in one.parts:
                found = rows(one.measure.code, cast.city, part, document=document, **dict(one.parameters))
                assert len(found) == count, (one.measure.code, one.parameters, part)
                assert len({row.key for row in found}) == count
                counted += count
    assert counted > 100


def test_numerator_and_remainder_make_the_denominator_row_by_row(cast: Cast) -> None:
    document = everything(cast)
    with clock.moved_to(NOW), acting(cast.regulator):
        for code, entry in MEASURES.items():
            if entry.measure.is_rate:
                whole, done, rest = (
                    {row.key for row in rows(code, cast.city, part, document=document)}
                    for part in ("denominator", "numerator", "remainder")
                )
                assert (done | rest, done & rest) == (whole, set()), code


def test_pages_of_a_list_follow_each_other_without_gaps(cast: Cast) -> None:
    document = everything(cast)
    with clock.moved_to(NOW), acting(cast.regulator):
        for code, part in (("hazards.open", "numerator"), ("obligations.done", "denominator")):
            whole = [row.key for row in rows(code, cast.city, part, document=document)]
            paged: list[str] = []
            while page := rows(code, cast.city, part, document=document, after=paged[-1] if paged else "", limit=3):
                paged += [row.key for row in page]
            assert paged == whole and len(whole) > 6


def test_a_node_is_the_sum_of_what_stands_below_it(cast: Cast) -> None:
    document = everything(cast)
    below = [cast.county, cast.neighbour, cast.city_hospital]
    with clock.moved_to(NOW), acting(cast.regulator):
        whole = measures(ASKED, cast.city, document=document)
        parts = [measures(ASKED, node, document=document) for node in below]
    for number, one in enumerate(whole):
        each = [found[number] for found in parts]
        assert one.numerator == sum(each_one.numerator for each_one in each), one.measure.code
        assert (one.denominator or 0) == sum(each_one.denominator or 0 for each_one in each), one.measure.code


def test_what_happens_at_the_neighbours_changes_nothing_here(cast: Cast) -> None:
    document = everything(cast)
    with clock.moved_to(NOW), acting(cast.regulator):
        assert [one.numerator for one in measures(ASKED, cast.neighbour, document=document)] == [0] * len(ASKED)
    with clock.moved_to(NOW), acting(cast.outsider):
        # Even asked for a node that is not theirs, the database shows an outsider nothing of it.
        assert [one.numerator for one in measures(ASKED, cast.county, document=document)] == [0] * len(ASKED)


def test_many_measures_take_few_statements_however_many_units(cast: Cast) -> None:
    document = everything(cast)
    counts = []
    with clock.moved_to(NOW), acting(cast.regulator):
        for node in (cast.clinic, cast.city):
            with CaptureQueriesContext(connection) as seen:
                measures(ASKED, node, document=document)
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("hazards.open_by", {"grade": "huge"}), ("hazards.open_by", {"age": "0-8"}),
        ("hazards.open_by", {"status": "x"}), ("hazards.found", {"since": "yesterday"}),
        ("hazards.found", {"mode": "x"}),
    ],
)  # fmt: skip
def test_parameters_that_mean_nothing_are_refused_in_a_sentence(cast: Cast, code: str, asked: dict[str, str]) -> None:
    with acting(cast.regulator), pytest.raises(Unmeasurable, match=r"。$"):
        measure(code, cast.city, **asked)


def test_annulled_notices_leave_the_base_and_are_named(cast: Cast) -> None:
    document = notice(cast, [cast.hospital, cast.clinic])
    sign(document, cast.officer)
    with clock.moved_to(NOW), acting(cast.regulator) as city:
        documents.annul(document, by=city, why="已被新文件代替")
    one = taken(cast, "receipts.signed", document)
    assert (*fraction(one), one.exclusions) == (0, 0, 0, (("annulled", "文件已废止", 2),))


def test_definitions_are_sentences_and_versions_are_named() -> None:
    for entry in MEASURES.values():
        assert entry.measure.definition.endswith("。") and entry.measure.version and entry.measure.title
    assert set(catalogue.__all__) >= {"measure", "measures", "rows"}
