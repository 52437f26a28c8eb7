"""The second line by itself: plain SQL in the scope of each person of the cast, with no queryset between."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import PEOPLE, Cast
from tests.conftest import acting, set_up
from tests.trust.world import World


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


def test_nobody_sees_or_changes_a_row_outside_their_place(cast: Cast) -> None:
    World(cast)
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


def test_no_row_is_moved_or_written_out_of_ones_place(cast: Cast) -> None:
    world = World(cast)
    outside = cast.neighbour_hospital.pos
    with acting(cast.officer), connection.cursor() as cursor:
        for table in ("hazards_hazard", "duties_task", "duties_record", "documents_receipt"):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute(f"UPDATE {table} SET org_pos = %s", [outside])
    with acting(cast.outsider_officer), connection.cursor() as cursor:
        cursor.execute("UPDATE hazards_hazard SET title = 'x' WHERE uid = %s", [world.hazard.pk])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM duties_answer")
        assert cursor.rowcount == 0


def test_history_cannot_be_changed_by_anybody_who_is_signed_in(cast: Cast) -> None:
    World(cast)
    with acting(cast.system_admin), connection.cursor() as cursor:
        for change in ("UPDATE audit_event SET why = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(change)


def test_without_a_role_the_products_own_login_reads_no_fact(cast: Cast) -> None:
    from weian.kernel.scope import _apply

    World(cast)
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
