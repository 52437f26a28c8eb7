from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_units_keep_minutes"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="read_hours",
            field=models.SmallIntegerField(help_text="空为按工作日签收", null=True, verbose_name="几小时内阅签"),
        ),
        migrations.AddField(
            model_name="receipt",
            name="due_at",
            field=models.DateTimeField(help_text="紧急的按小时算", null=True, verbose_name="阅签时限"),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("notice", "通知"),
                    ("plan", "方案"),
                    ("rule", "制度规范"),
                    ("law", "法律法规"),
                    ("standard", "标准"),
                    ("points", "工作要点"),
                    ("agreement", "责任书"),
                    ("minutes", "会议纪要"),
                    ("tip", "提示"),
                    ("circular", "通报"),
                    ("other", "其他文件"),
                ],
                default="notice",
                max_length=16,
                verbose_name="种类",
            ),
        ),
    ]
