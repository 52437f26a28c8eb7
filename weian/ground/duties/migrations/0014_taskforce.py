import uuid

import django.db.models.deletion
from django.db import migrations, models

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_joint_issuers"),
        ("duties", "0013_steps_and_help"),
        ("org", "0003_zones_of_their_own"),
    ]

    operations = [
        migrations.CreateModel(
            name="TaskForce",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("org_pos", models.BigIntegerField(editable=False, verbose_name="计入位置")),
                ("region", models.IntegerField(editable=False, null=True, verbose_name="属地代码")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("leader", models.CharField(max_length=60, verbose_name="组长")),
                ("members", models.JSONField(default=list, verbose_name="成员")),
                ("ends_on", models.DateField(verbose_name="到何日止")),
                ("made_at", models.DateTimeField(verbose_name="组建时间")),
                ("made_by", models.UUIDField(null=True, verbose_name="组建人")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="为何文件",
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
                "db_table": "duties_taskforce",
                "indexes": [models.Index(fields=["unit", "document"], name="duties_taskforce_of_doc")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="duties_taskforce_named"
                    )
                ],
            },
        ),
        fence("duties_taskforce"),
    ]
