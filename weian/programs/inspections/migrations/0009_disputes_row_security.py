from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_disputes")]

    operations = [fence("inspections_dispute")]
