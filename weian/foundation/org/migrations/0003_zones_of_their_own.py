from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0002_where_units_stood"),
    ]

    operations = [
        migrations.AddField(
            model_name="region",
            name="local",
            field=models.BooleanField(default=False, help_text="功能区，不在行政区划代码表里", verbose_name="本地代码"),
        ),
    ]
