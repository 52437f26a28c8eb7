from django.db import migrations

from weian.kernel.rowsecurity import fence


def follow(table: str, sums: str, columns: str) -> migrations.RunSQL:
    """Every row of `table` that comes, goes or changes in `columns` is told to `sums`, in the same transaction.

    By statement, so that carrying the rows of a county costs one more, not one for each row. What stays is netted out.
    """
    triggers = {
        "insert": "NEW TABLE AS came",
        "update": "OLD TABLE AS went NEW TABLE AS came",
        "delete": "OLD TABLE AS went",
    }
    return migrations.RunSQL(
        [
            f"""
            CREATE FUNCTION {sums}_follow() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    INSERT INTO {sums} (n, org_pos, {columns}) SELECT 1, org_pos, {columns} FROM came;
                ELSIF TG_OP = 'DELETE' THEN
                    INSERT INTO {sums} (n, org_pos, {columns}) SELECT -1, org_pos, {columns} FROM went;
                ELSE
                    INSERT INTO {sums} (n, org_pos, {columns})
                    SELECT sum(n), org_pos, {columns} FROM (
                        SELECT -1 AS n, org_pos, {columns} FROM went
                        UNION ALL SELECT 1, org_pos, {columns} FROM came
                    ) changed
                    GROUP BY org_pos, {columns} HAVING sum(n) <> 0;
                END IF;
                RETURN NULL;
            END $$
            """,
            *(
                f"CREATE TRIGGER {sums}_{act} AFTER {act.upper()} ON {table} REFERENCING {rows}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {sums}_follow()"
                for act, rows in triggers.items()
            ),
        ],
        [*(f"DROP TRIGGER {sums}_{act} ON {table}" for act in triggers), f"DROP FUNCTION {sums}_follow()"],
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_kept_sums"), ("hazards", "0019_late_stays_late")]

    operations = [
        fence("reports_hazard_standing", guests=False),
        fence("reports_receipt_standing", guests=False),
        follow(
            "hazards_hazard",
            "reports_hazard_standing",
            "status, grade, domain, on_the_spot, found_on, due, closed_at, late_before",
        ),
        follow("documents_receipt", "reports_receipt_standing", "document_id, status, due"),
    ]
