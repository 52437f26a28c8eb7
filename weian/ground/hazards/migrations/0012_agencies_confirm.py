"""An agency reads the letters to it and writes its receipt itself; letters that it has not signed for are opened to it."""

from django.db import migrations, models

# Opened by org_share, which shows a guest the rows of its own party alone.
MINE = "uid = ANY (ARRAY(SELECT record FROM org_share WHERE kind = 'referral' AND may = 'act'))"
POLICY = f"CREATE POLICY hazards_referral_receipt ON hazards_referral FOR UPDATE TO weian_guest USING ({MINE})"

# Read as the owner, to whom row security applies as well: it is lifted within this transaction alone.
TOLD = [
    "ALTER TABLE hazards_referral NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE hazards_hazard NO FORCE ROW LEVEL SECURITY",
    """
    UPDATE hazards_referral referral
    SET about = left(hazard.title || CASE hazard.place WHEN '' THEN '' ELSE '（' || hazard.place || '）' END, 220)
    FROM hazards_hazard hazard WHERE hazard.uid = referral.hazard_id
    """,
    """
    INSERT INTO org_share (uid, party, kind, record, valid_from, may)
    SELECT gen_random_uuid(), agency_id, 'referral', uid, sent_on, 'act' FROM hazards_referral
    WHERE agency_id IS NOT NULL ON CONFLICT DO NOTHING
    """,
    "SET CONSTRAINTS ALL IMMEDIATE",
    "ALTER TABLE hazards_hazard FORCE ROW LEVEL SECURITY",
    "ALTER TABLE hazards_referral FORCE ROW LEVEL SECURITY",
]


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0011_known_places"),
        ("org", "0004_shares_are_for_their_party"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="about",
            field=models.CharField(default="", max_length=220, verbose_name="事由"),
        ),
        migrations.AddField(
            model_name="referral",
            name="confirmed",
            field=models.BooleanField(default=False, verbose_name="对方确认签收"),
        ),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        migrations.AddIndex(
            "referral",
            models.Index(
                fields=["agency", "sent_at", "uid"],
                condition=models.Q(agency__isnull=False),
                name="hazards_referral_to",
            ),
        ),
        migrations.RunSQL(POLICY, "DROP POLICY hazards_referral_receipt ON hazards_referral"),
    ]
