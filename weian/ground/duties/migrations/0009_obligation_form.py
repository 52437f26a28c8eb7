from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0008_relief_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="obligation",
            name="form",
            field=models.JSONField(default=list, help_text="要逐项回答的问题", verbose_name="反馈表"),
        ),
    ]
