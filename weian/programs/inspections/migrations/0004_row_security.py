from django.db import migrations

from weian.kernel.rowsecurity import fence

TABLES = (
    "inspections_plan", "inspections_opening", "inspections_inspection", "inspections_finding", "inspections_held",
    "inspections_interview", "inspections_signature", "inspections_outcome", "inspections_instrument",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_orders_and_limits")]

    operations = [fence(table) for table in TABLES]
