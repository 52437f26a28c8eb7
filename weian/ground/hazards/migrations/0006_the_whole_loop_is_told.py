from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hazards", "0005_the_whole_loop")]

    operations = [
        migrations.AddField(
            model_name="lookback",
            name="finding",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="hazards.hazard",
                verbose_name="另立的问题",
            ),
        ),
        migrations.AddField(
            model_name="lookback",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lookbacks",
                to="hazards.hazard",
                verbose_name="隐患",
            ),
        ),
        migrations.AddField(
            model_name="lookback",
            name="looked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
                verbose_name="查看人",
            ),
        ),
        migrations.AddField(
            model_name="lookback",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="单位"
            ),
        ),
        migrations.AddField(
            model_name="pair",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
                verbose_name="回答人",
            ),
        ),
        migrations.AddField(
            model_name="pair",
            name="earlier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="hazards.hazard",
                verbose_name="先报的",
            ),
        ),
        migrations.AddField(
            model_name="pair",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pairs",
                to="hazards.hazard",
                verbose_name="后报的",
            ),
        ),
        migrations.AddField(
            model_name="pair",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="单位"
            ),
        ),
        migrations.AddField(
            model_name="plea",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
                verbose_name="答复人",
            ),
        ),
        migrations.AddField(
            model_name="plea",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="提出人"
            ),
        ),
        migrations.AddField(
            model_name="plea",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pleas",
                to="hazards.hazard",
                verbose_name="隐患",
            ),
        ),
        migrations.AddField(
            model_name="plea",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="轮到"
            ),
        ),
        migrations.AddField(
            model_name="plea",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="单位"
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="报告人"
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="hazards.hazard", verbose_name="隐患"
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="单位"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="agency",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.unit",
                verbose_name="接收部门",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="from_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="移交单位"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="hazards.hazard",
                verbose_name="隐患",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="sent_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="移交人"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="单位"
            ),
        ),
        migrations.AddField(
            model_name="regrade",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="申请人"
            ),
        ),
        migrations.AddField(
            model_name="regrade",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
                verbose_name="决定人",
            ),
        ),
        migrations.AddField(
            model_name="regrade",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="regrades",
                to="hazards.hazard",
                verbose_name="隐患",
            ),
        ),
        migrations.AddField(
            model_name="regrade",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="单位"
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="by_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="督办单位"
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supervisions",
                to="hazards.hazard",
                verbose_name="隐患",
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit", verbose_name="单位"
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="supervision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="hazards.supervision",
                verbose_name="督办",
            ),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["hazard", "-made_at"], name="hazards_judgement_of"),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "major"), _negated=True),
                    models.Q(("criteria", []), _negated=True),
                    _connector="OR",
                ),
                name="hazards_judgement_major_by_a_criterion",
            ),
        ),
        migrations.AddIndex(
            model_name="lookback",
            index=models.Index(
                condition=models.Q(("result", "")), fields=["by_unit", "due"], name="hazards_lookback_owed"
            ),
        ),
        migrations.AddConstraint(
            model_name="lookback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result", ""),
                    models.Q(("looked_by__isnull", False), models.Q(("note", ""), _negated=True)),
                    _connector="OR",
                ),
                name="hazards_lookback_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="lookback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("result", "")), fields=("hazard",), name="hazards_lookback_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.UniqueConstraint(fields=("hazard", "earlier"), name="hazards_pair_once"),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(("hazard", models.F("earlier")), _negated=True), name="hazards_pair_of_two"
            ),
        ),
        migrations.AddIndex(
            model_name="plea",
            index=models.Index(
                condition=models.Q(("answered_at", None)), fields=["holder", "due"], name="hazards_plea_held"
            ),
        ),
        migrations.AddConstraint(
            model_name="plea",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="hazards_plea_told"
            ),
        ),
        migrations.AddConstraint(
            model_name="plea",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", ""), ("answered_at__isnull", False), _connector="XOR"),
                name="hazards_plea_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="plea",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None)), fields=("hazard",), name="hazards_plea_one_open"
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("received_on", None)),
                fields=["from_unit", "receipt_due"],
                name="hazards_referral_unreceipted",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("facts", ""), _negated=True), models.Q(("to_name", ""), _negated=True)),
                name="hazards_referral_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_on", None), models.Q(("receipt_no", ""), _negated=True), _connector="XOR"
                ),
                name="hazards_referral_received_by_a_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("result", ""), ("received_on__isnull", False), _connector="OR"),
                name="hazards_referral_result_after_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("result", "")), fields=("hazard",), name="hazards_referral_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(fields=("from_unit", "no"), name="hazards_referral_no_once"),
        ),
        migrations.AddConstraint(
            model_name="regrade",
            constraint=models.CheckConstraint(
                condition=models.Q(("to", models.F("was")), _negated=True), name="hazards_regrade_changes"
            ),
        ),
        migrations.AddConstraint(
            model_name="regrade",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="hazards_regrade_reasoned"
            ),
        ),
        migrations.AddConstraint(
            model_name="regrade",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision", ""),
                    models.Q(
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        models.Q(("decision_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="hazards_regrade_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="regrade",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", "")), fields=("hazard",), name="hazards_regrade_one_pending"
            ),
        ),
        migrations.AddIndex(
            model_name="supervision",
            index=models.Index(fields=["by_unit", "status", "due"], name="hazards_supervision_of"),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "lifted"), _negated=True),
                fields=("hazard",),
                name="hazards_supervision_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("requirement", ""), _negated=True), models.Q(("leader", ""), _negated=True)
                ),
                name="hazards_supervision_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_by", None),
                    ("asked_by", None),
                    models.Q(("lifted_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="hazards_supervision_lifted_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(fields=("by_unit", "no"), name="hazards_supervision_no_once"),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("percent__lte", 100)),
                name="hazards_progress_report_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.UniqueConstraint(fields=("supervision", "on"), name="hazards_progress_report_once_a_day"),
        ),
    ]
