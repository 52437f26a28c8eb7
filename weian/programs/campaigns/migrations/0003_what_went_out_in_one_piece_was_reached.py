from django.db import migrations

# Before there were dispatches, issuing and reaching every unit were one transaction.
REACHED = """
UPDATE campaigns_addressee SET reached_at = campaign.issued_at
FROM campaigns_campaign AS campaign
WHERE campaign.uid = campaigns_addressee.campaign_id AND campaign.issued_at IS NOT NULL AND reached_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_dispatch")]
    operations = [migrations.RunSQL(REACHED, migrations.RunSQL.noop)]
