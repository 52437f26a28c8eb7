from django.db import migrations

from weian.kernel.rowsecurity import fence

TABLES = (
    "works_contractor", "works_contract", "works_charge", "works_site", "works_stop_order", "works_permit",
    "works_violation",
)  # fmt: skip


class Migration(migrations.Migration):
    """Contractors and agencies read only the rows that were shared with them; they write through no policy of their own."""

    dependencies = [("works", "0002_permits_and_violations")]

    operations = [fence(table) for table in TABLES]
