"""What is listed, lifted, accepted or handed over has its numbered paper; numbers given before stay as they were."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0015_whose_turn_it_is"),
        ("org", "0004_shares_are_for_their_party"),
    ]

    operations = [
        migrations.AlterField(
            model_name="counter",
            name="series",
            field=models.CharField(max_length=20, verbose_name="字头"),
        ),
        migrations.AlterField(
            model_name="referral",
            name="no",
            field=models.CharField(max_length=60, verbose_name="移送函编号"),
        ),
        migrations.AlterField(
            model_name="supervision",
            name="no",
            field=models.CharField(max_length=60, verbose_name="督办编号"),
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("org_pos", models.BigIntegerField(editable=False, verbose_name="计入位置")),
                ("region", models.IntegerField(editable=False, null=True, verbose_name="属地代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("listing", "挂牌督办"),
                            ("lifting", "解除挂牌"),
                            ("acceptance", "验收意见"),
                            ("transfer", "移送"),
                        ],
                        max_length=20,
                        verbose_name="文书",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("no", models.CharField(max_length=60, verbose_name="文号")),
                ("day", models.DateField(verbose_name="成文日期")),
                ("body", models.JSONField(verbose_name="内容")),
                ("given_at", models.DateTimeField(verbose_name="出具时间")),
                ("given_by", models.UUIDField(verbose_name="出具人")),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="hazards.hazard",
                        verbose_name="隐患",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="出具单位",
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
                "db_table": "hazards_paper",
                "indexes": [models.Index(fields=["hazard", "given_at"], name="hazards_paper_of")],
                "constraints": [models.UniqueConstraint(fields=("office", "no"), name="hazards_paper_no_once")],
            },
        ),
        fence("hazards_paper"),
    ]
