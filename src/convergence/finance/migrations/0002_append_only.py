"""The ledger, its papers and what was decided are never changed; a closed year takes no entry (K8)."""

from typing import Any, ClassVar

from django.db import migrations

from convergence.core.db import AppendOnly

TABLES = (
    "finance_invoice",
    "finance_invoiceline",
    "finance_payment",
    "finance_entry",
    "finance_chequebatch",
    "finance_receipt",
    "finance_receiptcancellation",
    "finance_receiptmailing",
    "finance_bankstatement",
    "finance_bankline",
    "finance_bankdecision",
    "finance_bankdecision_payments",
    "finance_bankdecision_entries",
    "finance_carryover",
    "finance_activityentry",
)

SQLITE = (
    "CREATE TRIGGER finance_entry_open_year BEFORE INSERT ON finance_entry "
    "WHEN EXISTS (SELECT 1 FROM finance_fiscalyear WHERE closed_at IS NOT NULL AND end_date >= NEW.booked_date) "
    "BEGIN SELECT RAISE(ABORT, 'year_closed: finance_entry'); END",
    "CREATE TRIGGER finance_fiscalyear_stays_closed BEFORE UPDATE ON finance_fiscalyear "
    "WHEN OLD.closed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append_only: finance_fiscalyear'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION finance_entry_open_year() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM finance_fiscalyear WHERE closed_at IS NOT NULL AND end_date >= NEW.booked_date) THEN "
    "RAISE EXCEPTION 'year_closed: finance_entry' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "RETURN NEW; END $$",
    "CREATE TRIGGER finance_entry_open_year BEFORE INSERT ON finance_entry FOR EACH ROW "
    "EXECUTE FUNCTION finance_entry_open_year()",
    "CREATE TRIGGER finance_fiscalyear_stays_closed BEFORE UPDATE ON finance_fiscalyear FOR EACH ROW "
    "WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION convergence_append_only()",
)


def close_years(apps: Any, schema_editor: Any) -> None:
    """Make the database refuse entries dated in a closed year, and the reopening of a year."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def reopen_years(apps: Any, schema_editor: Any) -> None:
    """Drop these triggers."""
    on = ("", "") if schema_editor.connection.vendor == "sqlite" else (" ON finance_entry", " ON finance_fiscalyear")
    schema_editor.execute(f"DROP TRIGGER IF EXISTS finance_entry_open_year{on[0]}")
    schema_editor.execute(f"DROP TRIGGER IF EXISTS finance_fiscalyear_stays_closed{on[1]}")
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP FUNCTION IF EXISTS finance_entry_open_year()")


class Migration(migrations.Migration):
    """Triggers."""

    dependencies: ClassVar = [("finance", "0001_initial")]
    operations: ClassVar = [
        *(AppendOnly(table) for table in TABLES),
        AppendOnly("finance_fiscalyear", may_change=("closed_at", "closed_by_id")),
        migrations.RunPython(close_years, reopen_years),
    ]
