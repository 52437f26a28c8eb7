from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0016_papers_of_acts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="extension",
            index=models.Index(
                condition=models.Q(("decision", "")), fields=["org_pos"], name="hazards_extension_pending"
            ),
        ),
        migrations.AddIndex(
            model_name="regrade",
            index=models.Index(
                condition=models.Q(("decision", "")), fields=["org_pos"], name="hazards_regrade_pending"
            ),
        ),
        migrations.AddIndex(
            model_name="supervision",
            index=models.Index(
                condition=models.Q(("status", "listed")), fields=["org_pos"], name="hazards_supervision_reports"
            ),
        ),
    ]
