from __future__ import annotations

import uuid
from unittest import mock

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conftest import acting, set_up
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Chain, Event
from weian.foundation.org import jobs
from weian.foundation.people import api as people


def three_events(cast: Cast) -> uuid.UUID:
    record = uuid.uuid4()
    with acting(cast.officer):
        for verb in ("thing.one", "thing.two", "thing.three"):
            audit.record(verb, kind="thing", record=record, chain=cast.hospital.uid, by=cast.officer)
    return record


def test_the_whole_cast_was_made_in_chains_that_hold(cast: Cast) -> None:
    with set_up():
        assert list(audit.faults()) == []
        assert len(audit.heads()) > 10


@pytest.mark.parametrize("sql", ["UPDATE audit_event SET why = 'x'", "DELETE FROM audit_event"])
def test_nobody_can_change_or_delete_an_event(cast: Cast, sql: str) -> None:
    refused = pytest.raises(DatabaseError, match="append-only")
    with set_up(), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_act_outside_a_transaction_leaves_no_trace_and_does_not_happen(cast: Cast) -> None:
    record = three_events(cast)
    with pytest.raises(ValueError), acting(cast.officer):
        audit.record("thing.four", kind="thing", record=record, chain=cast.hospital.uid, by=cast.officer)
        raise ValueError("the act fails after its trace")
    with set_up():
        assert [event.verb for event in audit.history(record)] == ["thing.three", "thing.two", "thing.one"]
        assert list(audit.faults()) == []


def test_personal_values_are_not_in_the_event_but_their_digest_is_checked(cast: Cast) -> None:
    with set_up():
        person = people.add_person(by=cast.system_admin, unit=cast.hospital, name="张不在事件里", phone="13900000000")
        event = audit.history(person.uid)[0]
        assert "张不在事件里" not in str(event.facts) and "13900000000" not in str(event.facts)
        assert set(event.facts["personal"]) == {"name", "phone"}
        assert list(audit.faults()) == []


def test_erasing_a_personal_value_keeps_the_chain_whole(cast: Cast) -> None:
    from weian.foundation.audit.models import Personal

    with set_up():
        person = people.add_person(by=cast.system_admin, unit=cast.hospital, name="要删除的人")
        Personal.objects.filter(event=audit.history(person.uid)[0].uid).delete()
        assert list(audit.faults()) == []


def test_a_cut_tail_is_found_by_the_head_kept_outside(cast: Cast) -> None:
    three_events(cast)
    with set_up():
        anchors = audit.heads()
        key = str(cast.hospital.uid)
        later = {**anchors, key: (anchors[key][0] + 1, "0" * 64)}
        faults = list(audit.faults(later))
    assert [(str(fault.chain), fault.seq) for fault in faults] == [(key, anchors[key][0] + 1)]


def test_the_head_row_tells_of_a_missing_last_event(cast: Cast) -> None:
    three_events(cast)
    with set_up():
        Chain.objects.filter(key=cast.hospital.uid).update(seq=999)
        assert [fault.seq for fault in audit.faults()] == [999]


def test_two_acts_on_one_chain_stand_one_after_the_other(cast: Cast) -> None:
    record = three_events(cast)
    with set_up():
        events = list(Event.objects.filter(record=record).order_by("seq"))
    assert [later.previous for later in events[1:]] == [earlier.hash for earlier in events[:-1]]


def test_many_events_at_once_stand_in_their_chains_as_if_written_one_by_one(cast: Cast) -> None:
    chains = [cast.hospital.uid, cast.center.uid, cast.hospital.uid, cast.ward.uid]
    records = [uuid.uuid4() for _ in chains]
    with acting(cast.officer), CaptureQueriesContext(connection) as asked:
        entries = [
            audit.Entry("thing", record, chain, {"n": n})
            for n, (record, chain) in enumerate(zip(records, chains, strict=True))
        ]
        audit.record_all("thing.many", entries, by=cast.officer)
    with set_up():
        assert list(audit.faults()) == []
        found = [Event.objects.get(record=one) for one in records]
        assert (found[2].seq, found[2].previous) == (found[0].seq + 1, found[0].hash)
        assert [one.facts for one in found] == [{"n": 0}, {"n": 1}, {"n": 2}, {"n": 3}]
        assert audit.heads()[str(cast.hospital.uid)] == (found[2].seq, found[2].hash)
    assert len([one for one in asked if "audit_" in one["sql"]]) == 4  # heads made, locked, saved; events
    with pytest.raises(RuntimeError), mock.patch.object(connection, "in_atomic_block", False):
        audit.record_all("thing.many", entries, by=cast.officer)


def test_every_night_heads_are_noted_one_level_up_and_only_where_something_happened(cast: Cast) -> None:
    three_events(cast)
    with set_up():
        before = audit.heads()
    assert jobs.anchor(0) >= len(before) - 1  # all but the root's
    assert jobs.anchor(0) == 0
    three_events(cast)
    assert jobs.anchor(0) == 4  # hospital, county, city, province
    with set_up():
        after = audit.heads()
        note = Event.objects.filter(verb="chain.anchored", chain=cast.county.uid).order_by("-seq")[0]
        assert note.facts["heads"] == {str(cast.hospital.uid): list(after[str(cast.hospital.uid)])}
        assert list(audit.faults()) == []
