from django.db import migrations

from weian.kernel.rowsecurity import fence


class Migration(migrations.Migration):
    dependencies = [("hazards", "0008_rounds_alike_and_problems")]

    operations = [fence("hazards_alike_answer"), fence("hazards_problem")]
