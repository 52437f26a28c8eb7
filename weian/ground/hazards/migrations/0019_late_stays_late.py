"""A hazard that was over its term when a later one was asked for stays late, those of earlier grants too."""

from django.db import migrations, models

TABLES = ("hazards_hazard", "hazards_extension")
# The tables are read as their owner, to whom row security applies as well: it is lifted for this one statement.
LATE = [
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in TABLES),
    """
    UPDATE hazards_hazard hazard SET late_before = true
    WHERE EXISTS (SELECT FROM hazards_extension one WHERE one.hazard_id = hazard.uid AND one.decision = 'approved'
        AND (one.asked_at AT TIME ZONE 'Asia/Shanghai')::date > one.was_due)
    """,
    "SET CONSTRAINTS ALL IMMEDIATE",
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in TABLES),
]
GUARD = """
CREATE FUNCTION hazards_keep_lateness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a hazard that was late stays late' USING ERRCODE = 'check_violation';
END $$
"""
TRIGGER = """
CREATE TRIGGER hazards_late_before BEFORE UPDATE ON hazards_hazard
FOR EACH ROW WHEN (OLD.late_before AND NOT NEW.late_before) EXECUTE FUNCTION hazards_keep_lateness()
"""


class Migration(migrations.Migration):
    dependencies = [("hazards", "0018_alike_by_fields")]
    operations = [
        migrations.AddField(
            model_name="hazard",
            name="late_before",
            field=models.BooleanField(default=False, editable=False, verbose_name="申请延期时已逾期"),
        ),
        migrations.RunSQL(LATE, migrations.RunSQL.noop),
        migrations.RunSQL(
            [GUARD, TRIGGER],
            ["DROP TRIGGER hazards_late_before ON hazards_hazard", "DROP FUNCTION hazards_keep_lateness()"],
        ),
    ]
