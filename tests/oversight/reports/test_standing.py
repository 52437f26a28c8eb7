"""Kept sums say what the rows say: on every edge of every condition, through every change, at every commission."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.oversight.reports.test_measures_by_hand import ASKED
from tests.oversight.reports.world import NOW
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.kernel import clock
from weian.oversight.reports.catalogue import KEPT, MEASURES, Measured, measures
from weian.oversight.reports.jobs import recount
from weian.oversight.reports.models import HazardStanding, ReceiptStanding

ROWS = [(code, asked) for code, asked in ASKED if code.startswith(("hazards.", "receipts."))]
# Days around everything that a condition may ask for on NOW.
DAYS = sorted(
    {NOW - timedelta(days=n + edge) for n in (0, 7, 8, 15, 30, 60, 355) for edge in (-1, 0, 1)}
    | {date(2026, 1, 1) + timedelta(days=n) for n in (-1, 0, 1)}
)


def kept_now(day: date = NOW) -> None:
    with clock.moved_to(day):
        recount(0)


def figures(node: Unit, viewer: Any, on: date = NOW) -> list[Measured]:
    with clock.moved_to(on), acting(viewer):
        return measures(ROWS, node, on=on)


def by_rows(node: Unit, viewer: Any, on: date = NOW) -> list[Measured]:
    """The same where no sums are kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(KEPT[0]), "answers", lambda *_: False)
        return figures(node, viewer, on)


def tables(node: Unit, viewer: Any) -> set[str]:
    with CaptureQueriesContext(connection) as asked, clock.moved_to(NOW), acting(viewer):
        measures([("hazards.open", {}), ("receipts.signed", {})], node, on=NOW)
    every = ("hazards_hazard", "documents_receipt", "reports_hazard_standing", "reports_receipt_standing")
    return {one for one in every if any(f'"{one}"' in query["sql"] for query in asked.captured_queries)}


def strewn(dice: random.Random, units: list[Unit], pattern: Hazard, count: int) -> list[Hazard]:
    """Hazards of every kind, with days on the edges."""
    made = []
    for n in range(count):
        one = Hazard.objects.get(pk=pattern.pk)
        one.pk, one.no = uuid4(), f"W{dice.random()}{n}"[:20]
        one.at(dice.choice(units))
        blur(dice, one)
        made.append(one)
    return Hazard.objects.bulk_create(made)


def blur(dice: random.Random, one: Hazard) -> None:
    one.status, one.grade = dice.choice([*hazards.Status.values]), dice.choice(["", *hazards.Grade.values])
    one.domain = dice.choice(["fire", *hazards.domains_apart()])
    one.found_on, one.due = dice.choice(DAYS), dice.choice(DAYS)
    one.late_before = one.late_before or dice.random() < 0.3
    one.on_the_spot = dice.random() < 0.2
    if one.on_the_spot and dice.random() < 0.5:
        one.due = None
    hours = dice.choice([0, 1, 15, 16, 17, 23, 40])
    one.closed_at = datetime.combine(one.due or NOW, datetime.min.time(), clock.SHANGHAI) + timedelta(hours=hours)
    one.verified_by = uuid4()
    if one.status == hazards.Status.MERGED:
        one.status = hazards.Status.REPORTED


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1))
def test_sums_and_rows_agree_on_every_edge_before_and_after_changes(cast: Cast, document: Document, seed: int) -> None:
    dice = random.Random(seed)
    nodes = [(cast.city, cast.regulator), (cast.county, cast.regulator), (cast.county, cast.county_regulator)]
    with set_up():
        units = list(Unit.objects.current().under(cast.city).exclude(kind="department"))
        pattern = Hazard.objects.under(cast.city).filter(responsible__isnull=False, due__isnull=False).first()
        assert pattern
        made = strewn(dice, units, pattern, 150)
    kept_now()
    for node, viewer in nodes:
        assert figures(node, viewer) == by_rows(node, viewer)
    with set_up():
        for one in dice.sample(made, 40):
            blur(dice, one)
            one.save()
        Hazard.objects.filter(pk__in=[one.pk for one in dice.sample(made, 20)]).delete()
        strewn(dice, units, pattern, 20)
    for node, viewer in nodes:
        assert figures(node, viewer) == by_rows(node, viewer)
        assert figures(node, viewer, NOW + timedelta(days=1)) == by_rows(node, viewer, NOW + timedelta(days=1))
    with set_up():
        fresh = HazardStanding.objects.filter(basis=None).count()
    kept_now()
    with set_up():
        assert fresh > 0 == HazardStanding.objects.filter(basis=None).count()
        assert HazardStanding.objects.count() < Hazard.objects.count()
    for node, viewer in nodes:
        assert figures(node, viewer) == by_rows(node, viewer)


def test_sums_answer_for_commissions_on_their_day_and_rows_for_everything_else(cast: Cast, document: Document) -> None:
    sums, rows = {"reports_hazard_standing", "reports_receipt_standing"}, {"hazards_hazard", "documents_receipt"}
    assert tables(cast.county, cast.county_regulator) == sums | rows
    kept_now()
    assert tables(cast.county, cast.county_regulator) == sums
    assert tables(cast.hospital, cast.county_regulator) == rows
    assert tables(cast.hospital, cast.officer) == rows
    kept_now(NOW - timedelta(days=1))
    assert tables(cast.county, cast.county_regulator) == sums | rows
    kept_now()
    with clock.moved_to(NOW), acting(cast.county_regulator), CaptureQueriesContext(connection) as asked:
        measures(
            [("hazards.found", {"since": "2026-12-01"}), ("hazards.found", {"mode": "daily"})], cast.county, on=NOW
        )
    assert any('FROM "hazards_hazard"' in one["sql"] for one in asked.captured_queries)


def test_what_happens_counts_at_once(cast: Cast, document: Document) -> None:
    from tests.oversight.reports.world import hazard_of

    kept_now()
    before = figures(cast.county, cast.county_regulator)
    hazard_of(cast, cast.officer, cast.hospital, NOW)
    after = figures(cast.county, cast.county_regulator)
    codes = [code for code, _ in ROWS]
    assert after[codes.index("hazards.open")].numerator == before[codes.index("hazards.open")].numerator + 1
    assert after == by_rows(cast.county, cast.county_regulator)


def test_nobody_sees_the_sums_of_others(cast: Cast, document: Document) -> None:
    kept_now()
    with acting(cast.county_regulator):
        seen = list(HazardStanding.objects.values_list("org_pos", flat=True))
        assert seen and all(cast.county.pos <= one < cast.county.end for one in seen)
        signed = list(ReceiptStanding.objects.values_list("org_pos", flat=True))
        assert signed and all(cast.county.pos <= one < cast.county.end for one in signed)
    with acting(cast.regulator):
        assert HazardStanding.objects.count() >= len(seen)


def test_every_measure_of_rows_is_asked_here() -> None:
    assert {code for code, _ in ROWS} == {code for code in MEASURES if code.startswith(("hazards.", "receipts."))}
