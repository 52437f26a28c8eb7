from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0010_lead_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="obligation",
            name="pack_item",
            field=models.CharField(default="", help_text="内容包条目：包.条", max_length=90, verbose_name="长效要求"),
        ),
        migrations.AddField(
            model_name="obligation",
            name="size",
            field=models.CharField(
                blank=True,
                choices=[("", "都承担"), ("full", "小型机构不承担"), ("light", "只有小型机构承担")],
                default="",
                max_length=6,
                verbose_name="轻量模式",
            ),
        ),
        migrations.AddField(
            model_name="obligation",
            name="to_grades",
            field=models.JSONField(default=list, help_text="等级的开头，如三级；空为全部等级", verbose_name="适用等级"),
        ),
        migrations.AlterField(
            model_name="obligation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plan", "方案"),
                    ("meeting", "会议"),
                    ("inspection", "检查"),
                    ("training", "培训"),
                    ("drill", "演练"),
                    ("rectification", "整改"),
                    ("report", "报送"),
                    ("ledger", "台账"),
                    ("measurement", "指标"),
                    ("staffing", "人员配备"),
                    ("document", "制度文件"),
                    ("activity", "活动"),
                    ("other", "其他"),
                ],
                max_length=16,
                verbose_name="要求种类",
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plan", "方案"),
                    ("meeting", "会议"),
                    ("inspection", "检查"),
                    ("training", "培训"),
                    ("drill", "演练"),
                    ("rectification", "整改"),
                    ("report", "报送"),
                    ("ledger", "台账"),
                    ("measurement", "指标"),
                    ("staffing", "人员配备"),
                    ("document", "制度文件"),
                    ("activity", "活动"),
                    ("other", "其他"),
                ],
                max_length=16,
                verbose_name="种类",
            ),
        ),
    ]
