from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0019_records_point_to_where_it_was_recorded"),
    ]

    operations = [
        migrations.AlterField(
            model_name="obligation",
            name="status",
            field=models.CharField(
                choices=[("active", "有效"), ("annulled", "已废止")],
                default="active",
                max_length=12,
                verbose_name="状态",
            ),
        ),
    ]
