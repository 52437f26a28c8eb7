from django.db import migrations

# S0-4.1: a late report stays late, whatever happens to the task afterwards.
GUARD = """
CREATE FUNCTION duties_keep_lateness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.late_days IS NOT NULL AND NEW.late_days IS DISTINCT FROM OLD.late_days THEN
        RAISE EXCEPTION 'late_days of a task never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER duties_task_lateness BEFORE UPDATE ON duties_task
FOR EACH ROW EXECUTE FUNCTION duties_keep_lateness();
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_row_security")]
    operations = [
        migrations.RunSQL(
            GUARD, "DROP TRIGGER duties_task_lateness ON duties_task; DROP FUNCTION duties_keep_lateness();"
        )
    ]
