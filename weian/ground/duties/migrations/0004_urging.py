import uuid

import django.db.models.deletion
from django.db import migrations, models

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0003_lateness_is_permanent"),
        ("org", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Urging",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("org_pos", models.BigIntegerField(editable=False, verbose_name="计入位置")),
                ("region", models.IntegerField(editable=False, null=True, verbose_name="属地代码")),
                ("period_start", models.DateField(null=True, verbose_name="周期起")),
                ("on", models.DateField(verbose_name="催办日")),
                ("urged_at", models.DateTimeField(verbose_name="催办时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="催办人",
                    ),
                ),
                (
                    "by_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="催办单位",
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgings",
                        to="duties.obligation",
                        verbose_name="要求",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "db_table": "duties_urging",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("obligation", "unit", "period_start", "on"),
                        name="duties_urging_once_a_day",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        fence("duties_urging"),
    ]
