"""Hazards that name exactly one thing of their unit's register get its key; all others keep their words.

In batches, each a transaction of its own: of a million rows none waits long, and what was interrupted goes on. The
tables are read as their owner, to whom row security applies as well: it is lifted within the batch alone.
"""

from django.db import migrations, models, transaction

BATCH = 5_000

_NEXT = """
SELECT uid FROM (
    SELECT uid FROM hazards_hazard WHERE uid > %s ORDER BY uid LIMIT %s
) AS batch ORDER BY uid DESC LIMIT 1
"""
_KEYS = """
UPDATE hazards_hazard hazard SET subject_id = named.uid
FROM (
    SELECT unit_id, name, (array_agg(uid))[1] AS uid FROM registry_subject
    WHERE unit_id IN (SELECT unit_id FROM hazards_hazard WHERE uid > %(after)s AND uid <= %(until)s)
    GROUP BY unit_id, name HAVING count(*) = 1
) AS named
WHERE hazard.uid > %(after)s AND hazard.uid <= %(until)s AND hazard.subject_id IS NULL
    AND hazard.unit_id = named.unit_id AND hazard.place = named.name
"""
TABLES = ("hazards_hazard", "registry_subject")


def give_keys(apps, schema_editor):
    after = "00000000-0000-0000-0000-000000000000"
    while after is not None:
        with transaction.atomic(schema_editor.connection.alias), schema_editor.connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(_NEXT, [after, BATCH])
            until = next(iter(cursor.fetchone() or ()), None)
            if until is not None:
                cursor.execute(_KEYS, {"after": after, "until": until})
                # A constraint still to be looked at would bar the table from being fenced again.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            after = until


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("hazards", "0010_places_by_key")]

    operations = [
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            "hazard",
            models.Index(
                fields=["subject", "found_on"], condition=models.Q(subject__isnull=False), name="hazards_hazard_subject"
            ),
        ),
    ]
