from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_summary")]
    operations = [fence("reports_summary")]
