from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("phone", "0001_acts_from_phones")]

    operations = [fence("phone_line", guests=False), fence("phone_arrival", guests=False)]
