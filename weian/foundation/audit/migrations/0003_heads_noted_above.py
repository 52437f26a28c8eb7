from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Anchored",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False, verbose_name="链")),
                ("seq", models.BigIntegerField(verbose_name="已记下的序号")),
            ],
            options={"db_table": "audit_anchored"},
        ),
    ]
