from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_visits_and_own_rules")]

    operations = [fence("rounds_visit")]
