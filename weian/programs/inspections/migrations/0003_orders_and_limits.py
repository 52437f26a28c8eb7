import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_what_is_found_and_given_out")]

    operations = [
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["org_pos", "made_at", "uid"], name="inspections_plan_place"),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=django.contrib.postgres.indexes.GinIndex(fields=["team"], name="inspections_plan_team"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="inspections_plan_titled"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))), name="inspections_plan_days"
            ),
        ),
        migrations.AddIndex(
            model_name="opening",
            index=models.Index(fields=["plan", "person", "at"], name="inspections_opening_who"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["org_pos", "made_at", "uid"], name="inspections_place"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["org_pos", "status", "started_at"], name="inspections_state"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["target", "started_at"], name="inspections_target"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["subject", "started_at"], name="inspections_subject"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["device", "seq"], name="inspections_device"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=django.contrib.postgres.indexes.GinIndex(fields=["team"], name="inspections_team"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode__in", ["secret", "surprise"]), _negated=True),
                    models.Q(("status__in", ["planned", "cancelled"]), ("unit", models.F("office"))),
                    models.Q(
                        models.Q(("status__in", ["planned", "cancelled"]), _negated=True), ("unit", models.F("target"))
                    ),
                    _connector="OR",
                ),
                name="inspections_inspection_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["planned", "cancelled"]), ("started_at__isnull", False), _connector="OR"
                ),
                name="inspections_inspection_started",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "cancelled"), _negated=True),
                fields=("plan", "target"),
                name="inspections_inspection_once",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["inspection", "at"], name="inspections_signature_of"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("word", "signed"), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="inspections_signature_reasoned",
            ),
        ),
    ]
