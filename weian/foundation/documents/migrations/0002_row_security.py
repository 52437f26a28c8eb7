from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [fence("documents_receipt")]
