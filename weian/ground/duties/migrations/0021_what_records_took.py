from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0020_review_is_told_by_the_document")]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("took__isnull", False)), fields=["happened_on"], name="duties_record_timed"
            ),
        ),
    ]
