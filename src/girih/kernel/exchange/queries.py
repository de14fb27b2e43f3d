"""Reading imports. The room that owns the target asks its own rules first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from girih.kernel.exchange.columns import Guess, guess_columns
from girih.kernel.exchange.importer import Importer, Outcome
from girih.kernel.exchange.models import Import, ImportRow
from girih.kernel.exchange.reading import Row, Table, read_table
from girih.kernel.exchange.unreadable import ROW_REASONS, Note, Problem
from girih.kernel.exchange.workflow import ImportState

__all__ = ["Preview", "imports_of", "notes_of", "preview_of", "reason_of", "remembered_headings", "rows_of"]

_REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """What the screen of column choice shows: the table's headings, its first rows, and the guess."""

    headings: tuple[str, ...]
    first_rows: tuple[Row, ...]
    row_count: int
    guess: Guess
    notes: tuple[Note, ...]


def table_of(batch: Import, importer: Importer) -> Table:
    """Read the stored file of an import. Raises `Unacceptable`."""
    with batch.file.file.open("rb") as file:
        return read_table(
            file,
            batch.file.name,
            limit_bytes=settings.GIRIH_UPLOAD_LIMIT,
            shape=importer.shape,
            size=batch.file.size,
        )


def preview_of(batch: Import, importer: Importer, *, rows: int = 5) -> Preview:
    """The head of the file with the guessed columns. Raises `Unacceptable`."""
    table = table_of(batch, importer)
    guess = guess_columns(table.headings, importer.shape, remembered_headings(batch.kind))
    return Preview(table.headings, tuple(table.rows[:rows]), len(table.rows), guess, table.notes)


def remembered_headings(kind: str) -> dict[str, str]:
    """Heading → key as chosen in the latest loaded imports of this kind; the latest choice wins."""
    remembered: dict[str, str] = {}
    latest = Import.objects.filter(kind=kind, state=ImportState.LOADED).order_by("-id")[:_REMEMBERED]
    for headings, mapping in reversed(latest.values_list("headings", "mapping")):
        for key, index in mapping.items():
            if index < len(headings) and headings[index]:
                remembered[headings[index]] = key
    return remembered


def imports_of(kind: str, target: str, *, limit: int = 50) -> Sequence[Import]:
    """The latest imports into one target, newest first, without the discarded ones."""
    return list(
        Import.objects.filter(kind=kind, target=target)
        .exclude(state=ImportState.DISCARDED)
        .select_related("file")
        .order_by("-id")[:limit]
    )


def rows_of(
    batch: Import, *, outcomes: Sequence[Outcome] = (), offset: int = 0, limit: int = 100
) -> Sequence[ImportRow]:
    """Rows of an import in the order of the file, those with the given outcomes or all."""
    rows = ImportRow.objects.filter(batch=batch)
    if outcomes:
        rows = rows.filter(outcome__in=outcomes)
    return list(rows.order_by("number")[offset : offset + limit])


def reason_of(row: ImportRow, importer: Importer) -> str:
    """The sentence of a row's reason in the current language; empty when it needs none."""
    if not row.code:
        return ""
    if row.code in ROW_REASONS:
        params = dict(row.params)
        if "key" in params:
            params["column"] = str(importer.shape.column(params["key"]).label)
        return str(Problem(row.code, params))
    return importer.reason_text(row.code, row.params)


def notes_of(batch: Import) -> tuple[Note, ...]:
    return tuple(Note(note["code"], note["params"]) for note in batch.notes)
