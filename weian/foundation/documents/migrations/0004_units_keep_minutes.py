from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_urging"),
    ]

    operations = [
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
                    ("other", "其他文件"),
                ],
                default="notice",
                max_length=16,
                verbose_name="种类",
            ),
        ),
    ]
