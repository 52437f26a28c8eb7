"""A lot of hazards, inserted in bulk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

# One person of every institution, who puts right; the verifier is somebody else.
# A count is asked for once, apart from the rows: a remainder of something in the row itself cannot be hashed.
_SOURCE = """
    WITH unit AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY u.pos) - 1 AS at, u.uid AS unit, u.pos, u.region, worker.person, worker.post
        FROM org_unit u
        CROSS JOIN LATERAL (
            SELECT a.person_id AS person, p.uid AS post FROM people_appointment a
            JOIN people_post p ON p.uid = a.post_id JOIN org_unit r ON r.uid = p.reach_id
            WHERE r.pos >= u.pos AND r.pos < u."end" ORDER BY r.pos, a.uid LIMIT 1
        ) AS worker
        WHERE u.kind = 'institution'
    ), kind AS MATERIALIZED (
        SELECT code, title, domain, line, row_number() OVER () - 1 AS row
        FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS k(code, title, domain, line)
    )
    SELECT n, unit.*, kind.*, picked.status, CURRENT_DATE - (n * 37 %% 700)::int AS found,
        CURRENT_DATE - (n * 37 %% 700)::int + 15 + (n * 11 %% 600)::int AS due,
        (ARRAY['general', 'general', 'general', 'large', 'large', 'major'])[1 + n * 13 %% 6] AS grade,
        (ARRAY['daily', 'self', 'patrol', 'spot'])[1 + n * 17 %% 4] AS mode
    FROM generate_series(1, %s) AS n
    JOIN unit ON unit.at = n %% (SELECT count(*) FROM unit)
    JOIN kind ON kind.row = n * 7 %% (SELECT count(*) FROM kind)
    CROSS JOIN LATERAL (
        SELECT (ARRAY['closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'assigned', 'rectifying', 'applied',
            'returned'])[1 + n * 29 %% 10] AS status
    ) AS picked
"""
_DRAWN = {
    "uid": "gen_random_uuid()", "unit_id": "unit", "org_pos": "pos", "region": "region",
    "no": "'G' || to_char(now(), 'YYMMDDHH24MISS') || n", "title": "left(title || '：第' || n || '处', 80)",
    "text": "title || '，现场查看时发现，已告知当班人员'", "type": "code", "domain": "domain", "line": "line",
    "place": "(1 + n %% 9) || '层' || (1 + n %% 40) || '号房'", "status": "status", "grade": "grade",
    "found_on": "found",
    "found_by_id": "person", "found_mode": "mode", "found_from_id": "unit", "report_digest": "md5(n::text)",
    "responsible_id": "person", "responsible_post_id": "post", "measure": "'清理并复查'", "money": "n %% 5000",
    "due": "due", "due_key": "due", "reported_at": "found + interval '9 hours'", "reported_by": "person",
    "assigned_at": "found + interval '1 day'",
    "applied_at": "CASE WHEN status IN ('applied', 'closed') THEN found + interval '9 days' END",
    "verified_by": "CASE WHEN status = 'closed' THEN gen_random_uuid() END",
    "verified_at": "CASE WHEN status = 'closed' THEN found + interval '11 days' END",
    "closed_at": "CASE WHEN status = 'closed' THEN found + interval '12 days' END",
}  # fmt: skip
# The same counts as Hazard.tally() would have written for each.
_COUNTED = """
    INSERT INTO tally_delta (kind, org_pos, region, day, dims, n, at)
    SELECT 'hazard', org_pos, region, found_on,
        jsonb_build_object('status', status, 'grade', grade, 'domain', domain, 'mode', found_mode)
        || CASE WHEN status IN ('applied', 'closed') THEN '{}' ELSE jsonb_build_object('due', due) END, 1, now()
    FROM made
"""


def generate(count: int) -> None:
    """Insert hazards in bulk, with their counts but without history, spread over all institutions, then ANALYZE."""
    from django.db import connection

    from weian.foundation.audit import api as audit
    from weian.ground.hazards import apart, pack_schema
    from weian.ground.hazards.models import Hazard

    if not count:
        return
    print(f"正在生成 {count} 条隐患……", flush=True)
    fields = Hazard._meta.concrete_fields
    columns = {str(one.column): _DRAWN.get(str(one.column), "%s") for one in fields}
    plain = [one.get_default() for one in fields if one.column not in _DRAWN]
    insert = f"INSERT INTO hazards_hazard ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
    statement = f"WITH made AS ({insert} FROM ({_SOURCE}) AS source RETURNING *) {_COUNTED}"
    with _without_indexes("hazards_hazard"), audit.acting_as_system("量用时"), connection.cursor() as cursor:
        left_out = apart.domains_apart()
        kinds = [
            (code, k.title, k.domain, k.line) for code, k in pack_schema.types().items() if k.domain not in left_out
        ]
        cursor.execute(statement, [*plain, *(list(part) for part in zip(*kinds, strict=True)), count])
    with _owner() as db:
        db.execute("VACUUM ANALYZE hazards_hazard, tally_delta")


@contextmanager
def _without_indexes(table: str) -> Iterator[None]:
    """Inside the block the table has only its unique indexes; built over all rows at once they cost less."""
    with _owner() as db:
        found = db.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisunique",
            [table],
        ).fetchall()
        for name, _ in found:
            db.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        _build([definition for _, definition in found])


def _build(indexes: list[str]) -> None:
    with _owner() as db:
        db.execute("SET maintenance_work_mem = '512MB'")
        for definition in indexes:
            db.execute(definition)


def _owner() -> psycopg.Connection:
    return psycopg.connect(os.environ["WEIAN_OWNER_URL"], autocommit=True)
