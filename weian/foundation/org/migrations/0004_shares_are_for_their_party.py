"""Guests read the shares that are theirs and write none: nobody opens a record to himself."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("org", "0003_zones_of_their_own")]
    operations = [
        migrations.RunSQL(
            sql=[
                "REVOKE INSERT, UPDATE, DELETE ON org_share FROM weian_guest",
                "ALTER TABLE org_share ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY org_share_kept ON org_share TO weian_app USING (true) WITH CHECK (true)",
                """
                CREATE POLICY org_share_own ON org_share FOR SELECT TO weian_guest
                USING (party = (SELECT nullif(current_setting('weian.party', true), '')::uuid))
                """,
            ],
            reverse_sql=[
                "DROP POLICY org_share_own ON org_share",
                "DROP POLICY org_share_kept ON org_share",
                "ALTER TABLE org_share DISABLE ROW LEVEL SECURITY",
                "GRANT INSERT, UPDATE, DELETE ON org_share TO weian_guest",
            ],
        ),
    ]
