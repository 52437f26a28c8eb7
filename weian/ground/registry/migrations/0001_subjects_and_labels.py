import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "0004_shares_are_for_their_party"),
        ("people", "0006_three_administrators"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("org_pos", models.BigIntegerField(editable=False, verbose_name="计入位置")),
                ("region", models.IntegerField(editable=False, null=True, verbose_name="属地代码")),
                (
                    "kind",
                    models.CharField(
                        choices=[("place", "场所"), ("point", "点位"), ("route", "路线"), ("party", "服务单位")],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("type", models.CharField(max_length=40, verbose_name="类型")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("code", models.CharField(blank=True, default="", max_length=40, verbose_name="编号")),
                ("tags", models.JSONField(default=list, verbose_name="所属名录")),
                ("fields", models.JSONField(default=dict, verbose_name="登记项")),
                ("stops", models.JSONField(default=list, help_text="点位的 uid，按先后", verbose_name="路线上的点位")),
                ("phases", models.JSONField(default=list, verbose_name="历次名录")),
                ("valid_from", models.DateField(verbose_name="启用日")),
                ("valid_to", models.DateField(null=True, verbose_name="停用日")),
                ("sort_key", models.CharField(db_collation="C", default="", max_length=160)),
                (
                    "contractor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.subject",
                        verbose_name="服务单位",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="科室",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="registry.subject",
                        verbose_name="位于",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                        verbose_name="责任岗位",
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
                "db_table": "registry_subject",
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=20, unique=True, verbose_name="码")),
                ("issued_at", models.DateTimeField(verbose_name="发出时间")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                ("why", models.CharField(default="", max_length=200, verbose_name="作废原因")),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="发出人",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="作废人",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="registry.subject",
                        verbose_name="对象",
                    ),
                ),
            ],
            options={
                "db_table": "registry_label",
            },
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["org_pos", "kind"], name="registry_subject_place"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["unit", "sort_key"], name="registry_subject_unit"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["post"], name="registry_subject_post"),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="registry_subject_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="registry_subject_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("code", ""), _negated=True), ("valid_to", None)),
                fields=("unit", "code"),
                name="registry_subject_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)), fields=("subject",), name="registry_label_one_valid"
            ),
        ),
    ]
