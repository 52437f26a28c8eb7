"""The catalogue against situations counted by hand, and every list against its figure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.conftest import acting
from tests.ground.hazards.situations import Situations
from tests.oversight.reports.asking import fraction, taken
from tests.oversight.reports.world import NOW, notice, sign
from weian.foundation.documents import api as documents
from weian.kernel import clock
from weian.oversight.reports import catalogue
from weian.oversight.reports.catalogue import AGES, MEASURES, Unmeasurable, measure, rows


@pytest.mark.row("S1-17b")
def test_fixed_but_not_verified_is_still_open_and_not_closed(cast: Cast) -> None:
    play = Situations(cast)
    play.applied()
    play.applied()
    play.closed()
    assert taken(cast, "hazards.open").value == 2
    closed = taken(cast, "hazards.closed_rate")
    assert (*fraction(closed), closed.text, closed.count_of("unverified")) == (1, 3, 2, "33.3%", 2)


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


def test_a_row_tells_the_day_in_china(cast: Cast) -> None:
    document = notice(cast, [cast.hospital])
    with clock.moved_to("2026-11-17T06:30:00"), acting(cast.officer) as officer:
        receipt = documents.receipt_of(document, cast.hospital)
        assert receipt is not None
        documents.sign(receipt, by=officer)
    with clock.moved_to(NOW), acting(cast.regulator):
        (row,) = rows("receipts.signed", cast.county, document=document)
    assert row.meta == "2026-11-17 签收"


@pytest.mark.parametrize("code", [code for code, one in MEASURES.items() if one.measure.is_rate])
def test_without_a_base_there_is_no_rate(cast: Cast, code: str) -> None:
    document = notice(cast, [cast.city_hospital], parts=1)
    one = taken(cast, code, document)
    assert (one.known, one.value, one.text, one.denominator) == (False, None, "底数不清", 0)
    assert one.note


def test_a_rate_that_needs_a_document_says_so(cast: Cast) -> None:
    one = taken(cast, "obligations.done")
    assert (one.text, one.note) == ("底数不清", "先选一份通知，再看它的任务。")


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
