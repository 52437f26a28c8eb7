from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_subjects_and_labels")]

    operations = [fence("registry_subject")]
