"""The triggers that make the journal append-only.

They are made by a migration. On SQLite Django alters a table by making it anew, which loses its triggers: a
migration that alters the journal ends with `seal` again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["TABLES", "seal", "unseal"]

TABLES = ("audit_entry", "audit_touch")
REFUSAL = "the journal is append-only"

_SQLITE = {
    "no_update": "BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    "no_delete": "BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    # INSERT OR REPLACE removes the row it replaces without firing a DELETE trigger.
    "no_replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
    " BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
}
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation';
END
$$"""


def seal(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse every change and removal of a line of the journal."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION.format(refusal=REFUSAL))
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE"
                    f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
                )
                continue
            for name, body in _SQLITE.items():
                written = body.format(table=table, refusal=REFUSAL)
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {table}_{name} {written}")


def unseal(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away again, for the reverse migration and for emptying a test database."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
                continue
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS audit_refuse_change()")
