"""举一反三 asks as many institutions as there are, batch by batch; what was put before is put to all already."""

from django.db import migrations, models

DONE = "UPDATE hazards_alike SET done_at = made_at, moved_at = made_at"


class Migration(migrations.Migration):
    dependencies = [("hazards", "0012_agencies_confirm")]

    operations = [
        migrations.AddField("alike", "place_types", models.JSONField(default=list, verbose_name="场所类型")),
        migrations.AddField("alike", "upto", models.BigIntegerField(default=0)),
        migrations.AddField("alike", "looked", models.IntegerField(default=0, verbose_name="已查机构数")),
        migrations.AddField("alike", "moved_at", models.DateTimeField(null=True, verbose_name="最近一批")),
        migrations.AddField("alike", "done_at", models.DateTimeField(null=True, verbose_name="问完时间")),
        migrations.RunSQL(DONE, migrations.RunSQL.noop),
        migrations.AddIndex(
            "alike",
            models.Index(fields=["moved_at"], condition=models.Q(done_at=None), name="hazards_alike_under_way"),
        ),
    ]
