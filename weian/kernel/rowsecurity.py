"""The row security of tables that carry a position, written once for all of them."""

from __future__ import annotations

from django.db.migrations import RunSQL

# Each setting is read once per statement (sub-select), lo/hi first: this form keeps the index (docs/adr/0004).
_IN_SCOPE = """
    org_pos >= (SELECT nullif(current_setting('weian.lo', true), '')::bigint)
    AND org_pos < (SELECT nullif(current_setting('weian.hi', true), '')::bigint)
    AND org_pos <@ (SELECT nullif(current_setting('weian.ranges', true), '')::int8multirange)
"""
_SHARED = """
    uid = ANY (ARRAY(
        SELECT record FROM org_share
        WHERE party = (SELECT nullif(current_setting('weian.party', true), '')::uuid)))
"""


def fence(table: str, *, guests: bool = True) -> RunSQL:
    """Migration operation: FORCE row security on `table`, which must have `org_pos` (and `uid` for guests)."""
    sql = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY weian_scope ON {table} TO weian_app USING ({_IN_SCOPE}) WITH CHECK ({_IN_SCOPE})",
    ]
    undo = [
        f"DROP POLICY weian_scope ON {table}",
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]
    if guests:
        sql.append(f"CREATE POLICY weian_shared ON {table} FOR SELECT TO weian_guest USING ({_SHARED})")
        undo.insert(0, f"DROP POLICY weian_shared ON {table}")
    return RunSQL(sql=[*sql], reverse_sql=[*undo])


def append_only(table: str) -> RunSQL:
    """Migration operation: PostgreSQL refuses to change, delete or truncate rows of `table`."""
    return RunSQL(
        sql=[
            """
            CREATE OR REPLACE FUNCTION weian_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
            END $$
            """,
            f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION weian_refuse_change()
            """,
            f"""
            CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION weian_refuse_change()
            """,
        ],
        reverse_sql=[
            f"DROP TRIGGER {table}_append_only ON {table}",
            f"DROP TRIGGER {table}_no_truncate ON {table}",
        ],
    )
