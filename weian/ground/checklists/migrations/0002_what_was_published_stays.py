from django.db import migrations

# A published version is what answers were judged by: not even the product's owner edits it. Guests see no list.
FREEZE = """
CREATE FUNCTION checklists_refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published checklist version is never edited' USING ERRCODE = 'insufficient_privilege';
END $$
"""
FROZEN = """
CREATE TRIGGER checklists_version_frozen BEFORE UPDATE OR DELETE ON checklists_version
FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION checklists_refuse_edit()
"""
GATED = "CREATE POLICY {0}_gated ON {0} TO weian_app USING (true) WITH CHECK (true)"
TABLES = ["checklists_checklist", "checklists_version"]


class Migration(migrations.Migration):
    dependencies = [("checklists", "0001_own_checklists")]

    operations = [
        migrations.RunSQL(
            sql=[FREEZE, FROZEN],
            reverse_sql=[
                "DROP TRIGGER checklists_version_frozen ON checklists_version",
                "DROP FUNCTION checklists_refuse_edit()",
            ],
        ),
        *(
            migrations.RunSQL(
                sql=[f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", GATED.format(table)],
                reverse_sql=[
                    f"DROP POLICY {table}_gated ON {table}",
                    f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
                ],
            )
            for table in TABLES
        ),
    ]
