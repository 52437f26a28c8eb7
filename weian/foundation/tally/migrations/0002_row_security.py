from django.db import migrations

from weian.kernel.rowsecurity import append_only, fence


class Migration(migrations.Migration):
    dependencies = [("tally", "0001_initial")]
    operations = [fence("tally_delta", guests=False), append_only("tally_delta")]
