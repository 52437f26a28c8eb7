from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("watch", "0001_signals")]

    operations = [fence("watch_signal")]
