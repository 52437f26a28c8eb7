from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [fence("reports_cube", guests=False)]
