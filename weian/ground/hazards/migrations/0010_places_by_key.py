"""A hazard knows its place of the register by key; the index comes when the keys are in (0011)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0009_answers_and_problems_row_security"),
        ("registry", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="hazard",
            name="subject",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="registry.subject", verbose_name="场所点位",
            ),
        ),
    ]  # fmt: skip
