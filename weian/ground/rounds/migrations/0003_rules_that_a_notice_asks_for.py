from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rounds", "0002_row_security")]

    operations = [
        migrations.AddField(
            model_name="ownrule",
            name="asked_by",
            field=models.UUIDField(null=True, verbose_name="通知的哪一条"),
        ),
        migrations.AddIndex(
            model_name="ownrule",
            index=models.Index(
                condition=models.Q(("asked_by__isnull", False)), fields=["asked_by"], name="rounds_own_rule_asked_by"
            ),
        ),
    ]
