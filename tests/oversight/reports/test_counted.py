"""What very many units owe is counted in SQL: the same as if each were read, whatever obligations say."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.oversight.reports.world import NOW
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.org.models import Unit
from weian.ground.duties.due import counted_from
from weian.ground.duties.models import Obligation, Task
from weian.kernel import clock
from weian.oversight.reports.catalogue import Measured, duties, measures
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.presenters import progress

NEAR = [None, *(NOW + timedelta(days=n) for n in (-40, -3, -1, 0, 1, 30))]


def turned(dice: random.Random, document: Document, cast: Cast) -> None:
    """Obligations of all shapes, units of all kinds, tasks in all states."""
    for one in document.obligations.all():
        one.to_kinds = dice.choice([[], [], ["institution"], ["commission"], ["commission", "institution"]])
        one.to_types = dice.choice([[], [], [cast.hospital.type], [cast.clinic.type], ["none_such"]])
        one.to_grades = dice.choice([[], [], ["三级"], ["二级", "三级"]])
        one.size = dice.choice(["", "", "full", "light"])
        one.due, one.starts, one.until = dice.choice(NEAR), dice.choice([None, None, *NEAR]), dice.choice(NEAR)
        one.due_event, one.made_at = "", datetime.combine(NOW - timedelta(days=9), time(0, 30), clock.SHANGHAI)
        if dice.random() < 0.4:
            one.due_event = dice.choice(["收到通知后5日内", "收到通知后3个工作日内", "印发后5日内"])
            one.due = counted_from(one.due_event, one.issued)
        one.added_why, one.issuer = "", cast.city
        if dice.random() < 0.3:
            one.added_why, one.minutes, one.issuer = "本地需要", 10, dice.choice([cast.county, cast.city])
            one.until = one.until or NOW
        one.status = dice.choice([*Obligation.Status.values, "active", "active"])
        one.save()
    for unit in Unit.objects.under(cast.city).filter(kind__in=["institution", "commission"]):
        grade, light = dice.choice(["", "三级甲等", "二级", "一级"]), dice.random() < 0.3
        ended = dice.choice([None, None, None, NOW])
        Unit.objects.filter(pk=unit.pk).update(grade=grade, light=light, ended_on=ended)
    sent = Receipt.objects.filter(document=document).first()
    assert sent
    if not Receipt.objects.filter(document=document, unit=cast.county).exists():
        sent.pk = uuid4()
        sent.at(cast.county).save(force_insert=True)
    for receipt in Receipt.objects.filter(document=document):
        reached = NOW - timedelta(days=dice.randint(-1, 12))
        Receipt.objects.filter(pk=receipt.pk).update(sent_at=datetime.combine(reached, time(23, 30), clock.SHANGHAI))
    for task in Task.objects.all():
        Task.objects.filter(pk=task.pk).update(due=dice.choice(NEAR))


def both(cast: Cast, document: Document, on: date) -> tuple[list[Measured], list[Measured]]:
    wanted = [
        ("obligations.done", {}), ("composite.complete", {}),
        *(("composite.part", {"item": str(part)}) for part in range(1, 6)),
        *(("obligations.done", {"obligation": str(one.pk)}) for one in document.obligations.all()),
    ]  # fmt: skip
    found = []
    for is_read in (True, False):
        with pytest.MonkeyPatch.context() as patch, clock.moved_to(on), acting(cast.regulator):
            if is_read:
                patch.setattr(duties.duties, "countable", lambda _: False)
            found += [measures([*wanted], node, on=on, document=document) for node in (cast.city, cast.county)]
    return [*found[0], *found[1]], [*found[2], *found[3]]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1))
def test_counted_and_read_agree(cast: Cast, document: Document, seed: int) -> None:
    dice = random.Random(seed)
    with set_up():
        turned(dice, document, cast)
    for on in (NOW, NOW + timedelta(days=2)):
        read, counted = both(cast, document, on)
        assert counted == read


def test_a_campaign_sums_many_units_as_it_sums_few(
    cast: Cast, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [Proposal(composite="five", composite_part=1)]
    told = []
    for most in (500, 0):
        monkeypatch.setattr(progress, "MOST_SUMMED", most)
        with clock.moved_to(NOW), acting(cast.regulator) as viewer:
            told.append(progress.of_campaign(Campaign(document=document), lines, viewer, ""))
    assert told[0].composites == told[1].composites != []
    assert told[0].is_summed and told[1].is_summed
