from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_urgent_reading"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="joint",
            field=models.JSONField(default=list, help_text="机关名称和它的发文字号", verbose_name="联合印发的其他机关"),
        ),
    ]
