from django.db import migrations, models

# Lines of notices that were marked 本级 were owed by nobody; from now on by their issuer.
OWN = """
UPDATE duties_obligation
SET owed_by = 'own', to_kinds = '[]'::jsonb, acceptor = CASE acceptor WHEN 'none' THEN 'none' ELSE 'own_desk' END
WHERE to_kinds = '["own"]'::jsonb
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_units_keep_minutes"),
        ("duties", "0004_urging"),
        ("org", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="obligation",
            name="owed_by",
            field=models.CharField(
                choices=[("addressees", "主送单位"), ("own", "本级"), ("under", "所辖单位")],
                default="addressees",
                max_length=12,
                verbose_name="由谁承担",
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(("owed_by", "addressees"), _negated=True),
                fields=["issuer"],
                name="duties_obligation_unaddressed",
            ),
        ),
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
    ]
