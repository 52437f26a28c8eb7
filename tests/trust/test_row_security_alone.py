"""The second line by itself: plain SQL in the scope of each person of the cast, with no queryset between."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import PEOPLE, UNITS, Cast
from tests.conftest import acting, set_up
from tests.trust.facts import state
from tests.trust.tries import PART, TRIES, fair
from tests.trust.world import World
from weian.kernel import scope
from weian.kernel.scope import NOBODY, Scope


def fenced() -> list[str]:
    """Every table with a position."""
    with set_up(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE column_name = 'org_pos' AND table_schema = 'public' ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def test_every_table_with_a_position_is_fenced_even_for_its_owner(cast: Cast) -> None:
    with set_up(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relname = ANY(%s)",
            [fenced()],
        )
        assert sorted(row[0] for row in cursor.fetchall()) == fenced()
    assert {"hazards_hazard", "duties_task", "duties_record", "documents_receipt"} <= set(fenced())


def test_nobody_sees_or_changes_a_row_outside_their_place(cast: Cast, world: World) -> None:
    tables, seen, wrong = fenced(), 0, []
    for who in PEOPLE:
        viewer = getattr(cast, who)
        spans = viewer.scope.ranges
        for table in tables:
            with acting(viewer), connection.cursor() as cursor:
                cursor.execute(f"SELECT org_pos FROM {table}")
                places = [row[0] for row in cursor.fetchall()]
                cursor.execute(f"SELECT count(*) FROM {table} WHERE org_pos IS NOT NULL")
                assert cursor.fetchone() == (len(places),)
            seen += len(places)
            if any(not any(lo <= place < hi for lo, hi in spans) for place in places):
                wrong.append((who, table))
    assert wrong == []
    assert seen > 100


def test_an_agency_reads_nothing_beside_what_it_is_named_in(cast: Cast, world: World) -> None:
    agency, one = cast.agency, world.cooperation
    seen: dict[str, list[object]] = {}
    for table in fenced():
        column = {"duties_cooperation": "uid", "documents_receipt": "document_id"}.get(table, "org_pos")
        with acting(agency), connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table}")
            if found := [row[0] for row in cursor.fetchall()]:
                seen[table] = found
    assert seen == {
        "documents_receipt": [one.obligation.document_id], "duties_cooperation": [one.pk],
        "duties_contribution": [cast.county.pos], "duties_transfer": [cast.county.pos],
    }  # fmt: skip
    for table in ("duties_obligation", "documents_document", "documents_clause", "org_share"):
        with acting(agency), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] <= 1, table


def test_no_verb_reaches_past_ones_place_in_any_table(cast: Cast, world: World) -> None:
    """INSERT, UPDATE and DELETE by hand, in every table with a position, by people, by nobody and by guests.

    In a long run lap after lap, at other places and beside them.
    """
    tables, wrong, tried, taken = fenced(), [], 0, 0
    before = state()
    scopes = {who: getattr(cast, who).scope for who in PEOPLE}
    scopes |= {"nobody": NOBODY, "guest": Scope(role="weian_guest", party=uuid4())}
    for lap in count():
        for table in tables:
            for who in fair(list(scopes), table, PART // 2):
                spans = scopes[who].ranges
                deeds = _deeds(table, spans, _places(cast, lap))
                with scope.applied(scopes[who]):
                    for deed in deeds:
                        tried += 1
                        rows, refusal = _done(deed)
                        if rows or (deed.startswith("INSERT") and not refusal):
                            wrong.append((who, deed, rows, refusal))
                    if spans:
                        # The same by hand in one's own place gets past the fence: what stops it there is another rule.
                        _, refusal = _done(f"INSERT INTO {table} (org_pos) VALUES ({spans[0][0]})")
                        taken += "row-level security" not in refusal
        if tried >= TRIES:
            break
    print(f"tried {tried} statements past the fence, {len(wrong)} wrong")
    assert wrong == []
    assert tried > len(tables) * 10 and taken > len(tables)
    assert state() == before


def _places(cast: Cast, lap: int) -> list[int]:
    if not TRIES:
        return [cast.neighbour_hospital.pos, cast.hospital.pos]
    return [getattr(cast, key).pos + lap for key in UNITS]


def _deeds(table: str, spans: tuple[tuple[int, int], ...], places: list[int]) -> list[str]:
    away = [at for at in places if not _inside(at, spans)]
    outside = " AND ".join(f"NOT (org_pos >= {lo} AND org_pos < {hi})" for lo, hi in spans) or "true"
    deeds = [f"INSERT INTO {table} (org_pos) VALUES ({at})" for at in away]
    deeds += [f"UPDATE {table} SET org_pos = {at}" for at in away]
    return [*deeds, f"UPDATE {table} SET org_pos = org_pos WHERE {outside}", f"DELETE FROM {table} WHERE {outside}"]


def _inside(at: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(lo <= at < hi for lo, hi in spans)


def _done(deed: str) -> tuple[int, str]:
    """How many rows a statement reached, or by which refusal it was stopped; undone in any case."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
            reached = cursor.rowcount
            transaction.set_rollback(True)
            return reached, ""
    except DatabaseError as error:
        return 0, str(error)


def test_no_row_is_moved_or_written_out_of_ones_place(cast: Cast, world: World) -> None:
    outside = cast.neighbour_hospital.pos
    with acting(cast.officer), connection.cursor() as cursor:
        for table in ("hazards_hazard", "duties_task", "duties_record", "documents_receipt"):
            refused = pytest.raises(DatabaseError, match=r"row-level security|only a move of the unit")
            with refused, transaction.atomic():
                cursor.execute(f"UPDATE {table} SET org_pos = %s", [outside])
    with acting(cast.outsider_officer), connection.cursor() as cursor:
        cursor.execute("UPDATE hazards_hazard SET title = 'x' WHERE uid = %s", [world.hazard.pk])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM duties_answer")
        assert cursor.rowcount == 0


def test_history_cannot_be_changed_by_anybody_who_is_signed_in(cast: Cast, world: World) -> None:
    with acting(cast.system_admin), connection.cursor() as cursor:
        for change in ("UPDATE audit_event SET why = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(change)


def test_without_a_role_the_products_own_login_reads_no_fact(world: World) -> None:
    from weian.kernel.scope import _apply

    tables = [
        *fenced(),
        "audit_event",
        "documents_document",
        "inbox_message",
        "evidence_attachment",
        "people_invitation",
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        _apply(None)
        for table in tables:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT 1 FROM {table}")
