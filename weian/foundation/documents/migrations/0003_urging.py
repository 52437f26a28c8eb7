from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="urged_at",
            field=models.DateTimeField(help_text="最近一次由人催办", null=True, verbose_name="催办时间"),
        ),
        migrations.AddField(
            model_name="receipt",
            name="urged_by",
            field=models.UUIDField(null=True, verbose_name="催办人"),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="reminded_at",
            field=models.DateTimeField(help_text="逾期后自动催签", null=True, verbose_name="催签时间"),
        ),
    ]
