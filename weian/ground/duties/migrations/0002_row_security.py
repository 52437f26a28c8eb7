from django.db import migrations

from weian.kernel.rowsecurity import fence

TABLES = ["duties_task", "duties_record", "duties_answer", "duties_routing", "duties_door"]


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial"), ("org", "0001_initial")]
    operations = [fence(table) for table in TABLES]
