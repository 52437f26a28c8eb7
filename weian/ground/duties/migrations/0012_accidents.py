import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0011_what_stands_by_type"),
        ("org", "0002_where_units_stood"),
        ("people", "0002_standing_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="Accident",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120, verbose_name="事故名称")),
                ("happened_on", models.DateField(verbose_name="发生日期")),
                ("place", models.CharField(max_length=120, verbose_name="地点")),
                ("kind", models.CharField(max_length=60, verbose_name="事故类别")),
                ("cause", models.TextField(verbose_name="原因")),
                ("lesson", models.TextField(verbose_name="教训")),
                (
                    "source",
                    models.CharField(default="", help_text="通报的文号或出处", max_length=200, verbose_name="来源"),
                ),
                ("made_at", models.DateTimeField(verbose_name="录入时间")),
                ("made_by", models.UUIDField(null=True, verbose_name="录入人")),
                (
                    "obligations",
                    models.ManyToManyField(
                        db_table="duties_accident_obligation", related_name="accidents", to="duties.obligation"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="录入单位",
                    ),
                ),
            ],
            options={
                "db_table": "duties_accident",
            },
        ),
        migrations.CreateModel(
            name="AccidentRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(verbose_name="读的时间")),
                (
                    "accident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reads",
                        to="duties.accident",
                        verbose_name="教训卡",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="读的人",
                    ),
                ),
            ],
            options={
                "db_table": "duties_accident_read",
            },
        ),
        migrations.AddIndex(
            model_name="accident",
            index=models.Index(fields=["unit", "-made_at", "-uid"], name="duties_accident_kept"),
        ),
        migrations.AddConstraint(
            model_name="accident",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="duties_accident_titled"
            ),
        ),
        migrations.AddConstraint(
            model_name="accidentread",
            constraint=models.UniqueConstraint(fields=("accident", "person"), name="duties_accident_read_once"),
        ),
    ]
