import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "0004_shares_are_for_their_party"),
        ("people", "0006_three_administrators"),
        ("registry", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnRule",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("mark", models.CharField(blank=True, default="", max_length=40, verbose_name="对哪类部位")),
                ("every", models.CharField(max_length=8, verbose_name="多久一次")),
                ("times", models.PositiveSmallIntegerField(default=1, verbose_name="几次")),
                (
                    "doer",
                    models.CharField(
                        choices=[("own", "本单位"), ("upper", "监管部门"), ("maintainer", "维保或供应单位")],
                        default="own",
                        max_length=12,
                        verbose_name="谁查",
                    ),
                ),
                ("basis", models.CharField(blank=True, default="", max_length=120, verbose_name="依据")),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(null=True, verbose_name="至")),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.subject",
                        verbose_name="对哪一处",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="谁定的",
                    ),
                ),
            ],
            options={
                "db_table": "rounds_own_rule",
                "indexes": [models.Index(fields=["unit"], name="rounds_own_rule_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                        name="rounds_own_rule_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mark", ""), _negated=True), ("subject__isnull", False), _connector="OR"
                        ),
                        name="rounds_own_rule_of_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("times__gte", 1), ("times__lte", 48)), name="rounds_own_rule_times"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("org_pos", models.BigIntegerField(editable=False, verbose_name="计入位置")),
                ("region", models.IntegerField(editable=False, null=True, verbose_name="属地代码")),
                ("seen_at", models.DateTimeField(verbose_name="到场时间")),
                ("recorded_at", models.DateTimeField(verbose_name="收到时间")),
                (
                    "doer",
                    models.CharField(
                        choices=[("own", "本单位"), ("upper", "监管部门"), ("maintainer", "维保或供应单位")],
                        default="own",
                        max_length=12,
                        verbose_name="谁查的",
                    ),
                ),
                ("scanned", models.BooleanField(default=False, verbose_name="现场扫码")),
                ("source_kind", models.CharField(blank=True, default="", max_length=40, verbose_name="来源种类")),
                ("source_uid", models.UUIDField(null=True, verbose_name="来源")),
                ("faults", models.PositiveIntegerField(default=0, verbose_name="发现问题")),
                ("note", models.CharField(blank=True, default="", max_length=500, verbose_name="说明")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="何人",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="registry.subject",
                        verbose_name="对象",
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
                "db_table": "rounds_visit",
                "indexes": [
                    models.Index(fields=["subject", "-seen_at"], name="rounds_visit_subject"),
                    models.Index(fields=["org_pos", "seen_at"], name="rounds_visit_place"),
                    models.Index(fields=["person", "-seen_at"], name="rounds_visit_person"),
                    models.Index(fields=["source_kind", "source_uid"], name="rounds_visit_source"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seen_at__lte", models.F("recorded_at"))), name="rounds_visit_not_ahead"
                    )
                ],
            },
        ),
    ]
