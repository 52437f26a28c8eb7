import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """停工令 are numbered from now on; those that were given before keep none: a number drawn afterwards would lie."""

    dependencies = [
        ("org", "0004_shares_are_for_their_party"),
        ("works", "0003_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="文书")),
                ("year", models.IntegerField(verbose_name="年")),
                ("last", models.IntegerField(default=0, verbose_name="已用到")),
            ],
            options={
                "db_table": "works_counter",
            },
        ),
        migrations.AddField(
            model_name="stoporder",
            name="body",
            field=models.JSONField(default=dict, verbose_name="内容"),
        ),
        migrations.AddField(
            model_name="stoporder",
            name="no",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="文号"),
        ),
        migrations.AddField(
            model_name="stoporder",
            name="office",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.unit",
                verbose_name="下令单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="stoporder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("no", ""), _negated=True),
                fields=("office", "no"),
                name="works_stop_order_number_once",
            ),
        ),
        migrations.AddField(
            model_name="counter",
            name="office",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.UniqueConstraint(fields=("office", "kind", "year"), name="works_counter_once"),
        ),
    ]
