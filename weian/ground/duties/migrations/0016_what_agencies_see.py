"""Row security of co-operation: an agency (weian_guest) sees what it is named in, in its own territory, no more.

The co-operation itself is opened by `org_share`. From it follow its obligation with document and clause, which units
of the agency's territory got that document, how far their tasks are, and the agency's own contributions and transfers.
"""

from django.db import migrations

from weian.kernel.rowsecurity import fence

PARTY = "(SELECT nullif(current_setting('weian.party', true), '')::uuid)"
# A region code is a range (org.Region.span).
TERRITORY = """
    JOIN org_unit agency ON agency.uid = named.agency_id
    AND {table}.region >= agency.region AND {table}.region < agency.region + CASE
        WHEN agency.region % 10000 = 0 THEN 10000 WHEN agency.region % 100 = 0 THEN 100 ELSE 1 END
"""
# Duties_cooperation is fenced itself: a guest finds only what was shared with it.
NAMED = f"FROM duties_cooperation named {{joins}} WHERE named.agency_id = {PARTY}"


def policy(name: str, table: str, verb: str, condition: str) -> migrations.RunSQL:
    clause = {"INSERT": "WITH CHECK"}.get(verb, "USING")
    sql = f"CREATE POLICY {name} ON {table} FOR {verb} TO weian_guest {clause} ({condition})"
    return migrations.RunSQL(sql=[sql], reverse_sql=[f"DROP POLICY {name} ON {table}"])


def open_to_people(table: str) -> migrations.RunSQL:
    """A table without a place has gates of its own for people; guests need a policy from here on."""
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_gated ON {table} TO weian_app USING (true) WITH CHECK (true)",
        ],
        reverse_sql=[f"DROP POLICY {table}_gated ON {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"],
    )


def of_cooperation(table: str) -> str:
    return f"EXISTS (SELECT {NAMED.format(joins='')} AND named.uid = {table}.cooperation_id"


def territory(table: str) -> str:
    return TERRITORY.format(table=table)


ASKED = "JOIN duties_obligation asked ON asked.uid = named.obligation_id"


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0015_cooperation"),
        ("documents", "0006_joint_issuers"),
        ("org", "0004_shares_are_for_their_party"),
    ]

    operations = [
        fence("duties_cooperation"),
        fence("duties_contribution", guests=False),
        fence("duties_transfer", guests=False),
        policy("duties_contribution_own", "duties_contribution", "SELECT", of_cooperation("duties_contribution") + ")"),
        policy(
            "duties_contribution_made", "duties_contribution", "INSERT",
            of_cooperation("duties_contribution")
            + " AND named.org_pos = duties_contribution.org_pos AND named.unit_id = duties_contribution.unit_id)",
        ),
        policy("duties_transfer_own", "duties_transfer", "SELECT", of_cooperation("duties_transfer") + ")"),
        policy("duties_transfer_answer", "duties_transfer", "UPDATE", of_cooperation("duties_transfer") + ")"),
        policy(
            "duties_task_followed", "duties_task", "SELECT",
            f"EXISTS (SELECT {NAMED.format(joins=territory('duties_task'))}"
            " AND named.obligation_id = duties_task.obligation_id)",
        ),
        policy(
            "documents_receipt_followed", "documents_receipt", "SELECT",
            f"EXISTS (SELECT {NAMED.format(joins=ASKED + territory('documents_receipt'))}"
            " AND asked.document_id = documents_receipt.document_id)",
        ),
        open_to_people("duties_obligation"),
        open_to_people("documents_document"),
        open_to_people("documents_clause"),
        policy(
            "duties_obligation_named", "duties_obligation", "SELECT",
            f"uid = ANY (ARRAY(SELECT named.obligation_id {NAMED.format(joins='')}))",
        ),
        policy(
            "documents_document_named", "documents_document", "SELECT",
            f"uid = ANY (ARRAY(SELECT asked.document_id {NAMED.format(joins=ASKED)}))",
        ),
        policy(
            "documents_clause_named", "documents_clause", "SELECT",
            f"uid = ANY (ARRAY(SELECT asked.clause_id {NAMED.format(joins=ASKED)}))",
        ),
    ]  # fmt: skip
