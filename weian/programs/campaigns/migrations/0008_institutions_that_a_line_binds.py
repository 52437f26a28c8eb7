from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_node_check_row_security")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="to_types",
            field=models.JSONField(default=list, help_text="空为全部类型", verbose_name="适用机构类型"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="to_grades",
            field=models.JSONField(default=list, help_text="等级的开头；空为全部等级", verbose_name="适用等级"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="size",
            field=models.CharField(
                blank=True,
                choices=[("", "都承担"), ("full", "小型机构不承担"), ("light", "只有小型机构承担")],
                default="",
                max_length=6,
                verbose_name="大小",
            ),
        ),
    ]
