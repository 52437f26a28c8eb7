from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0011_papers_go_on_with_the_hazards")]

    operations = [
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(
                condition=models.Q(("mode", "self")), fields=["started_at"], name="inspections_of_oneself"
            ),
        ),
    ]
