from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("hazards", "0001_initial")]

    operations = [fence("hazards_hazard"), fence("hazards_extension")]
