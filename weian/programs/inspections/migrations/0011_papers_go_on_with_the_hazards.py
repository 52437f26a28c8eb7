"""Listings, acceptances and letters out of a visit are numbered with those of the hazards: the series go on there."""

from django.db import migrations

GO_ON = """
    INSERT INTO hazards_counter (unit_id, series, year, last)
    SELECT office_id, kind, year, last FROM inspections_counter WHERE kind IN ('listing', 'acceptance', 'transfer')
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0010_how_it_is_known_who_signed"),
        ("hazards", "0016_papers_of_acts"),
    ]

    operations = [migrations.RunSQL(GO_ON, migrations.RunSQL.noop)]
