from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_under_seal_the_office_keeps_it")]

    operations = [
        migrations.AddField("plan", "draw", models.UUIDField(null=True, verbose_name="来自抽取")),
        migrations.AddIndex(
            "plan",
            models.Index(fields=["draw"], name="inspections_plan_draw", condition=models.Q(("draw__isnull", False))),
        ),
    ]
