from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rounds", "0003_rules_that_a_notice_asks_for")]

    operations = [
        migrations.AddField(
            model_name="visit", name="whole", field=models.BooleanField(default=True, verbose_name="查全了")
        )
    ]
