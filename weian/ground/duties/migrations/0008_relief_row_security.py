from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("duties", "0007_relief")]

    operations = [fence("duties_relief")]
