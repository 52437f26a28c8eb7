from django.db import migrations

from weian.kernel.rowsecurity import fence

TABLES = (
    "hazards_judgement", "hazards_regrade", "hazards_supervision", "hazards_progress_report", "hazards_referral",
    "hazards_plea", "hazards_lookback", "hazards_pair",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("hazards", "0006_the_whole_loop_is_told")]

    operations = [fence(table) for table in TABLES]
