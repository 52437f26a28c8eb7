from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_key_days")]

    operations = [fence("campaigns_node_check")]
