from django.db import migrations, models

# Late before a later day was granted stays late: it may grow with the next such grant, and never shrinks.
GUARD = """
CREATE OR REPLACE FUNCTION duties_keep_lateness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.late_days IS NOT NULL AND NEW.late_days IS DISTINCT FROM OLD.late_days THEN
        RAISE EXCEPTION 'late_days of a task never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.late_before < OLD.late_before THEN
        RAISE EXCEPTION 'late_before of a task never shrinks' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0017_behalf")]
    operations = [
        migrations.AddField(
            model_name="task",
            name="late_before",
            field=models.SmallIntegerField(
                default=0, help_text="申请延期时已过期限，只增不减", verbose_name="延期前已逾期（工作日）"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("late_before__gte", 0)), name="duties_task_late_before_counts"
            ),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
