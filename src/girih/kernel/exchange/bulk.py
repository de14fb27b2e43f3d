"""Writing very many rows: what the ORM does in seconds, the database takes in tenths."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

from girih.kernel.audit.models import Audited
from girih.kernel.audit.recorder import open_verb

__all__ = ["insert_rows", "reserve_ids"]

_CHUNK = 5_000
# Texts, numbers and keys go to the driver as they are; JSON was written to text by the caller.
_AS_THEY_ARE = (
    models.CharField, models.TextField, models.IntegerField, models.BooleanField,
    models.ForeignKey, models.JSONField,
)  # fmt: skip


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of plain values, in the order of `fields` (attribute names: "network_id", "since").

    Dates, times and decimals are prepared as a save would; keys are numbers, JSON comes as text. Defaults are
    not filled in, so name every column that must not be empty. Constraints of the database hold as ever. Rows
    of an audited table are counted in the open verb. Returns the number of rows.
    """
    verb = open_verb() if issubclass(model, Audited) else None
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    fitted: list[tuple[int, Any, dict[Any, Any]]] = [
        (index, column, {}) for index, column in enumerate(columns) if not isinstance(column, _AS_THEY_ARE)
    ]
    prepared = (_fitted(row, fitted) for row in rows) if fitted else iter(rows)
    names = ", ".join(connection.ops.quote_name(column.column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # COPY runs past the cursor that translates the driver's errors into Django's.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
                    count += 1
        else:
            places = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of our own tables
            while chunk := list(islice(prepared, _CHUNK)):
                cursor.executemany(statement, chunk)
                count += len(chunk)
    if verb is not None:
        verb.note_many(model, "created", count)
    return count


def _fitted(row: Sequence[Any], fitted: Sequence[tuple[int, Any, dict[Any, Any]]]) -> list[Any]:
    values = list(row)
    for index, column, known in fitted:
        value = values[index]
        if value is None:
            continue
        # The time of an import is the same on every row.
        if value not in known:
            known[value] = column.get_db_prep_save(value, connection)
        values[index] = known[value]
    return values


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Ids for `count` rows about to be inserted, so that rows which point at them can be made at once.

    Call inside the transaction that inserts. PostgreSQL draws them from the table's sequence; SQLite has
    one writer, so the next free numbers are ours.
    """
    assert connection.in_atomic_block
    if not count:
        return []
    table, key = model._meta.db_table, model._meta.pk
    assert key is not None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key.column, count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    last = row[0] if row else 0
    return range(last + 1, last + count + 1)
