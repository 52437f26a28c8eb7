"""Many acts in one sending: decided in one transaction, and still each by itself."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import acting, set_up
from tests.portal.phone.speaking import Phone
from tests.portal.phone.test_pack import a_sheet, pack_of
from weian.foundation.audit import api as audit
from weian.foundation.audit.actions import recording
from weian.foundation.audit.models import Event
from weian.ground.hazards.models import Hazard
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.portal.phone.acts import Done, Kind
from weian.portal.phone.kinds import KINDS
from weian.portal.phone.models import Arrival
from weian.programs.inspections.models import Inspection

PER_INSPECTION = 6  # statements of one more inspection: its rows, and where to go back to


@pytest.fixture
def ward(cast, settings, tmp_path):
    """Points of the ward with their labels, and what a keeper says who found all well there."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    kind = next(one.code for one in registry.subject_types().values() if one.kind == "point")
    with acting(cast.officer) as officer:
        points = [
            registry.add(
                uid=uuid4(), by=officer, unit=cast.hospital, type=kind, name=f"{n} 号间", department=cast.ward, tags=[]
            )
            for n in range(8)
        ]
        return [(one, registry.issue(one, by=officer).token) for one in points]


def rounds_of(cast, ward, phone, wrong=()):
    """A round at each point; `wrong` are the numbers of those where something was found."""
    ref, items, well = a_sheet(pack_of(cast.keeper))
    item = next(one["code"] for one in items if one.get("kind", "pass") == "pass")
    now, said = clock.now(), []
    for at, (point, token) in enumerate(ward):
        answers = well | ({item: {"v": "fail", "note": f"第 {at} 处"}} if at in wrong else {})
        act = phone.act(
            "inspection.submit", sheet=ref, subject=str(point.pk), department=str(cast.ward.pk), mode="round",
            scan=token, answers=answers, ended_at=now.isoformat(),
            started_at=(now - timedelta(minutes=3)).isoformat(),
        )  # fmt: skip
        said.append(act)
    return said


def outcomes(phone, *acts, **rest):
    return [one["outcome"] for one in phone.said(*acts, **rest)["outcomes"]]


def whole():
    """Every chain holds."""
    with set_up():
        assert list(audit.faults()) == []
    return True


def test_one_more_inspection_costs_few_statements_and_leaves_all_its_traces(cast, ward):
    counts = []
    for some in (ward[:2], ward):
        phone = Phone(cast.keeper)
        acts = rounds_of(cast, some, phone)
        with CaptureQueriesContext(connection) as asked:
            assert outcomes(phone, *acts) == ["done"] * len(some)
        counts.append(len(asked))
    assert (counts[1] - counts[0]) / 6 <= PER_INSPECTION, counts
    with set_up():
        verbs = Counter(
            Event.objects.filter(kind__in=["inspection", "visit", "arrival"]).values_list("verb", flat=True)
        )
    assert verbs == {"inspection.submitted": 10, "visit.noted": 10, "phone.arrived": 10} and whole()


def test_of_a_refused_act_among_many_nothing_stays_and_the_others_stand(cast, ward):
    phone = Phone(cast.keeper)
    acts = rounds_of(cast, ward[:4], phone, wrong=(1, 2))
    with acting(cast.officer) as officer:  # the number of its visit is taken: seen only after its hazard was written
        visit = uuid5(UUID(acts[1]["uid"]), "visit")
        rounds.note_visit(uid=visit, subject=ward[7][0], at=clock.now(), by=officer)
    told = phone.said(*acts)["outcomes"]
    assert [one["outcome"] for one in told] == ["done", "refused", "done", "done"] and "到场" in told[1]["reason"]
    with set_up():
        assert Inspection.objects.count() == 3
        hazard = Hazard.objects.get()
        assert "第 2 处" in hazard.text and hazard.no.endswith("00001")  # its number was not used up
        gone = Event.objects.filter(record=acts[1]["uid"]).values_list("verb", flat=True)
        assert list(gone) == ["phone.arrived"]  # that it came and was refused
        assert Event.objects.filter(verb="hazard.reported").count() == 1
    assert [one["outcome"] for one in phone.said(*acts)["outcomes"]] == ["done", "refused", "done", "done"]
    assert whole()


def test_an_act_that_stumbles_stays_on_the_phone_and_stops_nobody(cast, ward, monkeypatch):
    def stumbles(doing):
        rounds.note_visit(uid=uuid4(), subject=ward[7][0], at=clock.now(), by=doing.by)
        raise ZeroDivisionError

    monkeypatch.setitem(KINDS, "drill.begin", Kind(stumbles))
    phone = Phone(cast.keeper)
    acts = rounds_of(cast, ward[:2], phone)
    acts += [phone.act("drill.begin"), *rounds_of(cast, ward[2:4], phone)]
    assert outcomes(phone, *acts, pending=[[1, 5]]) == ["done", "done", "later", "done", "done"]
    with set_up():
        assert (rounds.Visit.objects.count(), Arrival.objects.count()) == (4, 4)
    assert phone.said(pending=[[3, 3]])["gaps"] == []
    monkeypatch.setitem(KINDS, "drill.begin", Kind(lambda doing: Done()))
    assert phone.outcome(acts[2])["outcome"] == "done" and whole()


def test_where_the_transaction_does_not_hold_each_is_decided_by_itself(cast, ward, monkeypatch):
    phone, write = Phone(cast.keeper), recording._write

    def falls(events):
        monkeypatch.setattr(recording, "_write", write)
        raise ConnectionError("the chain could not be written")

    acts = rounds_of(cast, ward[:3], phone)
    monkeypatch.setattr(recording, "_write", falls)
    assert outcomes(phone, *acts) == ["done"] * 3
    with set_up():
        assert (Inspection.objects.count(), Arrival.objects.count()) == (3, 3)
    assert whole()


def test_the_same_act_twice_in_one_sending_is_one(cast, ward):
    phone = Phone(cast.keeper)
    act, other = rounds_of(cast, ward[:2], phone)
    told = phone.said(act, act, other, other | {"body": {"note": "别的"}})["outcomes"]
    assert [one["outcome"] for one in told] == ["done", "done", "done", "refused"] and told[1]["repeated"]
    with set_up():
        assert Inspection.objects.count() == 2
