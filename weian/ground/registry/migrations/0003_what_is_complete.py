"""Of which types a unit's register is complete is said by the unit, and by nobody for those that said nothing yet."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0004_shares_are_for_their_party"),
        ("registry", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Declared",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("org_pos", models.BigIntegerField(editable=False, verbose_name="计入位置")),
                ("region", models.IntegerField(editable=False, null=True, verbose_name="属地代码")),
                ("types", models.JSONField(default=list, verbose_name="登记齐的类型")),
                ("declared_at", models.DateTimeField(verbose_name="申明时间")),
                ("declared_by", models.UUIDField(verbose_name="申明人")),
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
                "db_table": "registry_declared",
                "constraints": [models.UniqueConstraint(fields=("unit",), name="registry_declared_once")],
            },
        ),
        fence("registry_declared"),
    ]
