"""A task that was over its term when a later day was asked for stays late, also where it was granted before this was kept.

Of what is still with its unit: what was handed in has its lateness for good. Counted in working days, as the product counts
them; nobody could ask for a later day before the year whose days off and make-up workdays stand here.
"""

from django.db import migrations

FREE = (
    "2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23",
    "2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05", "2026-06-19", "2026-09-25", "2026-10-01", "2026-10-02",
    "2026-10-05", "2026-10-06", "2026-10-07", "2027-01-01",
)  # fmt: skip
WORKED = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
TABLES = ("duties_task", "duties_relief", "tally_delta")
# The tables are read as their owner, to whom row security applies as well: it is lifted for this one statement.
LATE = [
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in TABLES),
    f"""
    WITH asked AS (
        SELECT one.task_id AS task, sum((
            SELECT count(*) FROM generate_series(
                one.was_due + 1, (one.asked_at AT TIME ZONE 'Asia/Shanghai')::date, interval '1 day'
            ) AS passed(day)
            WHERE day::date = ANY ('{{{",".join(WORKED)}}}'::date[])
                OR extract(isodow FROM day) < 6 AND day::date <> ALL ('{{{",".join(FREE)}}}'::date[])
        )) AS late
        FROM duties_relief one WHERE one.kind = 'extension' AND one.decision = 'granted' GROUP BY one.task_id
    ), told AS (
        UPDATE duties_task task SET late_before = asked.late FROM asked JOIN duties_task was ON was.uid = asked.task
        WHERE task.uid = was.uid AND task.late_days IS NULL AND task.late_before < asked.late
        RETURNING task.org_pos, task.region, task.status, task.obligation_id, was.late_before
    )
    INSERT INTO tally_delta (kind, org_pos, region, day, dims, n, at)
    SELECT 'task', told.org_pos, told.region, (now() AT TIME ZONE 'Asia/Shanghai')::date, jsonb_build_object(
        'status', told.status, 'kind', line.kind, 'composite', line.composite, 'late', counted.late
    ), counted.n, now()
    FROM told JOIN duties_obligation line ON line.uid = told.obligation_id
    CROSS JOIN (VALUES ('n', -1), ('y', 1)) AS counted(late, n) WHERE told.late_before = 0
    """,
    "SET CONSTRAINTS ALL IMMEDIATE",
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in TABLES),
]


class Migration(migrations.Migration):
    dependencies = [("duties", "0021_what_records_took"), ("tally", "0003_counts_of_many_at_once")]
    operations = [migrations.RunSQL(LATE, migrations.RunSQL.noop)]
