from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0018_lateness_before_a_later_day")]

    operations = [
        migrations.AddField(
            model_name="record",
            name="took",
            field=models.PositiveIntegerField(null=True, verbose_name="用时（分钟）"),
        ),
        migrations.AddField(
            model_name="record",
            name="source_kind",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="原始记录种类"),
        ),
        migrations.AddField(
            model_name="record",
            name="source_uid",
            field=models.UUIDField(null=True, verbose_name="原始记录"),
        ),
        migrations.AddField(
            model_name="record",
            name="scanned",
            field=models.BooleanField(default=False, verbose_name="现场扫码"),
        ),
    ]
