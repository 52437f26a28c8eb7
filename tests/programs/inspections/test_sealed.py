"""暗访 and 四不两直: until somebody stands at the door, nothing at the inspected side tells of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.inspections.situations import Situations
from tests.trust.facts import state
from tests.trust.world import routes
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Event
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Refused
from weian.ground.hazards.models import Hazard
from weian.kernel import clock
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding, Inspection, Opening

WORD = "丹霞十夜查"


def hospital_chain(cast: Cast) -> int:
    with set_up():
        return Event.objects.filter(chain__in=[cast.hospital.pk, cast.ward.pk]).count()


NEAR = (
    "", "inspections/", "inspections/coverage/", "inspections/record/", "tasks/", "hazards/", "messages/",
    "reports/", "reports/board/", "reports/figures/", "units/", "m/", "m/mine/",
)  # fmt: skip


@pytest.mark.row("S4-3i")
@pytest.mark.row("S0-3.2c")
def test_until_the_start_no_page_of_the_unit_changes_by_a_letter(cast: Cast) -> None:
    plain = [f"/{one}" for one, _ in routes() if "<" not in one and "^" not in one and one in NEAR]
    asked = [*plain, f"/search/?q={WORD}", "/inspections/?view=planned", "/inspections/?view=mine"]
    with clock.moved_to("2026-11-20T10:00"):
        clients = {"officer": client_of(cast.officer), "county": client_of(cast.county_regulator)}
        before = {(who, at): plainly(client.get(at)) for who, client in clients.items() for at in asked}
        one = Situations(cast).planned("surprise", title=WORD)
        for (who, at), was in before.items():
            assert plainly(clients[who].get(at)) == was, at
        for client in clients.values():
            for at in (f"/inspections/{one.pk}/", f"/inspections/plans/{one.plan_id}/"):
                assert client.get(at).status_code == 404


@pytest.mark.row("S4-3i")
@pytest.mark.parametrize("mode", ["secret", "surprise"])
def test_no_event_message_or_row_of_a_sealed_plan_is_at_the_unit(cast: Cast, mode: str) -> None:
    chain, rows = hospital_chain(cast), state()
    Situations(cast).planned(mode, title=WORD)
    assert hospital_chain(cast) == chain
    changed = {key for key, value in state().items() if rows.get(key) != value}
    assert str(cast.hospital.pk) not in changed and "hazards_hazard" not in changed
    with set_up():
        assert not Message.objects.filter(kind__startswith="inspection").exists()
    for who in (cast.director, cast.keeper, cast.county_regulator):
        with acting(who), connection.cursor() as cursor:
            for table in ("inspections_inspection", "inspections_plan", "inspections_opening"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), (who.person.name, table)


def plainly(answer) -> str:  # type: ignore[no-untyped-def]
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    words = re.sub(r'(csrfmiddlewaretoken|request_id|name="uid"|X-CSRFToken)[^>]*', "", text.decode("utf-8", "replace"))
    words = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "", words)
    return f"{answer.status_code} {re.sub(r'nonce-[^ ]*|[A-Za-z0-9]{64}', '', words)}"


def test_not_even_colleagues_of_the_office_read_a_sealed_plan(cast: Cast) -> None:
    one = Situations(cast).planned("secret", title=WORD)
    for who in (cast.regulator_2, cast.commission_leader, cast.province_regulator):
        client = client_of(who)
        assert client.get(f"/inspections/{one.pk}/").status_code == 404
        assert client.get(f"/inspections/plans/{one.plan_id}/").status_code == 404
        assert WORD not in client.get("/inspections/").content.decode()
    planner = client_of(cast.regulator)
    listed, narrowed = (planner.get(f"/inspections/{at}").content.decode() for at in ("", f"?unit={cast.hospital.pk}"))
    assert "密封的检查" not in narrowed and f"/inspections/{one.pk}/" not in narrowed, "where it goes is not asked out"
    assert "查的是" in narrowed and "查的是" not in listed


@pytest.mark.row("S4-3i")
def test_starting_is_the_first_event_of_the_units_chain_and_from_then_it_is_the_units_record(cast: Cast) -> None:
    play = Situations(cast)
    one = play.planned("surprise", title=WORD)
    with set_up():
        assert (one.unit_id, one.org_pos) == (cast.city.pk, cast.city.pos)
        assert not Event.objects.filter(record=one.pk, chain=cast.hospital.pk).exists()
    with acting(cast.regulator):
        api.start(one, by=cast.regulator, why_no_code="大门没有标签")
    with set_up():
        events = Event.objects.filter(record=one.pk, chain=cast.hospital.pk)
        assert [event.verb for event in events] == ["inspection.started"]
        assert (one.unit_id, one.org_pos) == (cast.hospital.pk, cast.hospital.pos)
        assert list(audit.faults()) == []
    assert client_of(cast.officer).get(f"/inspections/{one.pk}/").status_code == 200


@pytest.mark.row("S1-16c")
@pytest.mark.row("S4-3k")
def test_what_a_secret_visit_found_is_shown_after_review_with_its_own_moments(cast: Cast) -> None:
    play = Situations(cast)
    with clock.moved_to("2026-11-20T02:10"):
        one = play.held(play.finding(text="赭石十一夜间无人值守"))
    officer, seen = client_of(cast.officer), f"/inspections/{one.pk}/"
    assert one.release_by == clock._aware("2026-11-23").date()
    chain = hospital_chain(cast)
    assert "赭石十一" not in officer.get(seen).content.decode()
    assert "赭石十一" not in officer.get("/hazards/").content.decode()
    with acting(cast.officer):
        assert not Finding.objects.exists() and not Hazard.objects.exists()
    assert hospital_chain(cast) == chain
    with clock.moved_to("2026-11-21T09:00"), acting(cast.regulator_2) as reviewer:
        api.release(one, by=reviewer, note="证据清楚")
    shown = officer.get(seen).content.decode()
    assert "赭石十一" in shown and "02:10" in shown
    with acting(cast.officer):
        (row,) = Finding.objects.all()
        assert row.found_at == clock._aware("2026-11-20T02:10")
    with clock.moved_to("2026-11-21T10:00"):
        with acting(cast.officer) as by:
            api.sign(one, by=by)
        with acting(cast.regulator_2) as by:
            api.close(one, by=by)
    with set_up():
        hazard = Hazard.objects.get(source_uid=one.pk)
    assert (str(hazard.found_on), hazard.found_by) == ("2026-11-20", cast.regulator.person)
    assert hazard.found_mode == "covert"


def test_who_made_the_visit_does_not_review_it(cast: Cast) -> None:
    one = Situations(cast).held()
    with acting(cast.regulator) as by, pytest.raises(Refused, match="另一位"):
        api.release(one, by=by)
    with acting(cast.officer) as by, pytest.raises(Refused, match="由云泽市卫生健康委员会办理"):
        api.release(one, by=by)


@pytest.mark.row("S4-3i")
def test_who_opens_a_sealed_plan_leaves_a_name(cast: Cast) -> None:
    one = Situations(cast).planned("secret", title=WORD, team=[cast.regulator.person, cast.regulator_2.person])
    client, at = client_of(cast.regulator_2), f"/inspections/plans/{one.plan_id}/"
    for address in (at, f"/inspections/{one.pk}/", "/inspections/?view=mine"):
        shown = client.get(address).content.decode()
        assert WORD not in shown and "白鹭县人民医院" not in shown
    assert client.post(f"{at}opening/").status_code == 302
    assert WORD in client.get(at).content.decode()
    with set_up():
        assert [(row.person, row.post) for row in Opening.objects.all()] == [
            (cast.regulator_2.person, cast.regulator_2.appointment.title)
        ]
    with clock.moved_by(timedelta(hours=1)):
        assert WORD not in client.get(at).content.decode()
    assert client_of(cast.commission_leader).post(f"{at}opening/").status_code == 404


def test_a_visit_that_was_called_off_leaves_no_trace_either(cast: Cast) -> None:
    chain = hospital_chain(cast)
    one = Situations(cast).cancelled(mode="secret", title=WORD)
    assert hospital_chain(cast) == chain
    with acting(cast.officer):
        assert not Inspection.objects.exists()
    assert client_of(cast.officer).get(f"/inspections/{one.pk}/").status_code == 404


def test_that_they_knew_is_written_down(cast: Cast) -> None:
    one = Situations(cast).started("surprise")
    with acting(cast.regulator) as by:
        api.note_leak(one, "门口已挂欢迎横幅", by=by)
    assert "欢迎横幅" in client_of(cast.regulator_2).get(f"/inspections/{one.pk}/").content.decode()
    assert "欢迎横幅" not in client_of(cast.officer).get(f"/inspections/{one.pk}/").content.decode()


def test_the_unit_is_not_told_that_the_office_looks_for_a_leak(cast: Cast) -> None:
    one = Situations(cast).held(mode="surprise")
    with acting(cast.regulator) as by:
        api.note_leak(one, "门口已挂欢迎横幅", by=by)
    # What is in review is told to the office as it was found.
    assert "方法 1/4" in client_of(cast.regulator_2).get(f"/inspections/{one.pk}/").content.decode()
    with acting(cast.regulator_2) as by:
        api.release(one, by=by)
    page = client_of(cast.officer).get(f"/inspections/{one.pk}/").content.decode()
    assert "审核公布" in page and "走漏" not in page
    assert "走漏" in client_of(cast.regulator_2).get(f"/inspections/{one.pk}/").content.decode()


def test_while_the_team_is_there_the_unit_is_not_asked_to_write_findings(cast: Cast) -> None:
    one = Situations(cast).started("surprise")
    page = client_of(cast.officer).get(f"/inspections/{one.pk}/").content.decode()
    assert "正在检查。" in page and "您不在这次检查的检查组里" not in page
