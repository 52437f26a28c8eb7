from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("ladder", "0001_initial"), ("org", "0001_initial")]

    operations = [fence("ladder_rung"), fence("ladder_setting")]
