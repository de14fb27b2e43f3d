"""The verbs of an import: upload, check, load, undo, discard.

Each is one transaction. A load that is killed leaves nothing behind and the import where it was: checked.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from girih.kernel.access import Actor, refused, require
from girih.kernel.audit import verb
from girih.kernel.documents.actions import Upload, store_file
from girih.kernel.documents.content import TABLES
from girih.kernel.exchange.bulk import insert_rows
from girih.kernel.exchange.columns import Shape, guess_columns
from girih.kernel.exchange.importer import Importer, Kept, Outcome, RowVerdict
from girih.kernel.exchange.models import Import, ImportRow
from girih.kernel.exchange.queries import remembered_headings, table_of
from girih.kernel.exchange.reading import Row, Table
from girih.kernel.exchange.unreadable import Unreadable
from girih.kernel.exchange.workflow import IMPORT, ImportState
from girih.kernel.workflow import move

__all__ = ["check", "discard", "load", "undo", "upload"]

Judged = list[tuple[Row, RowVerdict]]


@verb("exchange.upload")
def upload(*, actor: Actor, at: datetime, upload: Upload, name: str, kind: str, target: str) -> Import:
    """Keep the file and open an import for it. Raises `Unacceptable`, having kept nothing."""
    stored = store_file(
        actor=actor, at=at, upload=upload, name=name, limit=settings.GIRIH_UPLOAD_LIMIT, accepted=TABLES
    )
    batch = Import(
        kind=kind,
        target=target,
        file=stored,
        sha256=stored.sha256,
        created_by_id=actor.user_id,
        created_label=actor.label[:200],
        created_at=at,
    )
    batch.save()
    return batch


@verb("exchange.check")
def check(
    *,
    actor: Actor,
    at: datetime,
    batch: Import,
    importer: Importer,
    mapping: Mapping[str, int] | None = None,
) -> Import:
    """Dry run: read and judge every row, keep the verdicts, change nothing else.

    `mapping` (key → index of the column) is what a person chose; without it the columns are guessed. May be
    repeated until the import is loaded. Raises `Unacceptable` when the table cannot be read or a required
    column is missing.
    """
    _require_kind(batch, importer)
    batch = move(IMPORT, "check", actor=actor, thing=batch)
    table = table_of(batch, importer)
    if mapping is None:
        guess = guess_columns(table.headings, importer.shape, remembered_headings(batch.kind))
        mapping = guess.mapping
    _require_columns(mapping, importer.shape, len(table.headings))
    judged = _judged(table, mapping, importer)
    batch.headings = list(table.headings)
    batch.mapping = dict(mapping)
    batch.notes = [{"code": note.code, "params": dict(note.params)} for note in table.notes]
    batch.counts = _counts(judged)
    batch.checked_at = at
    batch.save()
    _write_rows(batch, judged)
    return batch


@verb("exchange.load")
def load(*, actor: Actor, at: datetime, batch: Import, importer: Importer) -> Import:
    """Load the rows that are new, all in this one transaction.

    Rows are judged again under a lock on the target, so the same file loaded twice at once makes one set of
    records. Raises `Refused` when there is nothing to load, having changed nothing.
    """
    _require_kind(batch, importer)
    _lock_target(batch.kind, batch.target)
    Import.objects.filter(pk=batch.pk).update(pass_number=_next_pass(batch))
    batch = move(IMPORT, "load", actor=actor, thing=batch)
    judged = _judged(table_of(batch, importer), batch.mapping, importer)
    fresh = [verdict for _row, verdict in judged if verdict.outcome == Outcome.NEW]
    if not fresh:
        require(
            refused(
                "nothing_to_load",
                _("No row of this file is new: each is already there or was left out with a reason."),
                _("Correct the rows that were left out and bring them as a file of their own."),
            )
        )
    made = importer.load(
        batch_id=batch.pk, prepared=[verdict.prepared for verdict in fresh], actor=actor, at=at
    )
    if len(made) != len(fresh):
        raise ValueError(f"{importer.kind} was given {len(fresh)} rows and made {len(made)} records")
    ids = iter(made)
    done = [
        (row, RowVerdict(Outcome.LOADED, record_id=next(ids)) if verdict.outcome == Outcome.NEW else verdict)
        for row, verdict in judged
    ]
    batch.counts = _counts(done)
    batch.loaded_at = at
    batch.save()
    _write_rows(batch, done)
    return batch


@verb("exchange.undo")
def undo(*, actor: Actor, at: datetime, batch: Import, importer: Importer) -> Import:
    """Take back what the import made. What has been built upon since is kept, each with its reason.

    Raises `Refused` when every record must be kept, having changed nothing.
    """
    _require_kind(batch, importer)
    _lock_target(batch.kind, batch.target)
    batch = move(IMPORT, "undo", actor=actor, thing=batch)
    undone = importer.undo(batch_id=batch.pk, actor=actor, at=at)
    if not undone.count and undone.kept:
        first = undone.kept[0]
        require(
            refused(
                "all_kept",
                _("Nothing of this import can be taken back: %(why)s"),
                why=importer.reason_text(first.code, first.params),
            )
        )
    batch.rows.filter(outcome=Outcome.LOADED).update(outcome=Outcome.UNDONE)
    _mark_kept(batch, undone.kept)
    counts = {key: value for key, value in batch.counts.items() if key != Outcome.LOADED}
    batch.counts = {**counts, str(Outcome.UNDONE): undone.count, str(Outcome.KEPT): len(undone.kept)}
    batch.undone_at = at
    batch.save()
    return batch


@verb("exchange.discard")
def discard(*, actor: Actor, at: datetime, batch: Import) -> Import:
    """Give up an import that was not loaded."""
    batch = move(IMPORT, "discard", actor=actor, thing=batch)
    batch.rows.all().delete()
    return batch


def _require_kind(batch: Import, importer: Importer) -> None:
    if batch.kind != importer.kind:
        raise ValueError(f"an import of {batch.kind} was given an importer of {importer.kind}")


def _lock_target(kind: str, target: str) -> None:
    """One load at a time into one target. SQLite has one writer as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [kind, target])


def _next_pass(batch: Import) -> int:
    earlier = Import.objects.filter(
        kind=batch.kind, target=batch.target, sha256=batch.sha256, state=ImportState.LOADED
    ).aggregate(last=Max("pass_number"))
    return (earlier["last"] or 0) + 1


def _require_columns(mapping: Mapping[str, int], shape: Shape, width: int) -> None:
    known = {column.key for column in shape.columns}
    for key, index in mapping.items():
        if key not in known or not 0 <= index < width:
            raise Unreadable("no_such_column", column=key)
    shared = [key for key, index in mapping.items() if list(mapping.values()).count(index) > 1]
    if shared:
        raise Unreadable("same_column_twice", columns=_labels(shape, shared))
    missing = [key for key in shape.required if key not in mapping]
    if missing:
        raise Unreadable("missing_columns", columns=_labels(shape, missing))


def _labels(shape: Shape, keys: Iterable[str]) -> str:
    return pgettext("list", ", ").join(str(shape.column(key).label) for key in keys)


def _judged(table: Table, mapping: Mapping[str, int], importer: Importer) -> Judged:
    """Verdicts of all rows, in the order of the file; the room sees those that are read and complete."""
    keys = [(column.key, mapping.get(column.key)) for column in importer.shape.columns]
    required = importer.shape.required
    verdicts: list[RowVerdict | None] = []
    shown: list[dict[str, Any]] = []
    for row in table.rows:
        values = {key: None if index is None else row.cells[index] for key, index in keys}
        empty = next((key for key in required if values[key] is None), None)
        if row.problem is not None:
            verdicts.append(RowVerdict(Outcome.REJECTED, row.problem.code, row.problem.params))
        elif empty is not None:
            verdicts.append(RowVerdict(Outcome.REJECTED, "missing_value", {"key": empty}))
        else:
            verdicts.append(None)
            shown.append(values)
    answers = importer.judge(shown)
    if len(answers) != len(shown):
        raise ValueError(f"{importer.kind} was shown {len(shown)} rows and judged {len(answers)}")
    answer = iter(answers)
    return [(row, verdict or next(answer)) for row, verdict in zip(table.rows, verdicts, strict=True)]


def _counts(judged: Judged) -> dict[str, int]:
    counted = Counter(str(verdict.outcome) for _row, verdict in judged)
    shown = (Outcome.NEW, Outcome.SAME, Outcome.MAYBE, Outcome.REJECTED, Outcome.LOADED)
    return {"rows": len(judged), **{str(outcome): counted[str(outcome)] for outcome in shown}}


_FIELDS = ("batch_id", "number", "outcome", "code", "params", "cells", "record_id")
_write = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=DjangoJSONEncoder().default
).encode


def _write_rows(batch: Import, judged: Judged) -> None:
    batch.rows.all().delete()
    insert_rows(
        ImportRow,
        _FIELDS,
        (
            (
                batch.pk,
                row.number,
                str(v.outcome),
                v.code,
                _write(dict(v.params)),
                _write(row.cells),
                v.record_id,
            )
            for row, v in judged
        ),
    )


def _mark_kept(batch: Import, kept: Sequence[Kept]) -> None:
    by_record = {one.record_id: one for one in kept}
    ids = sorted(by_record)
    for start in range(0, len(ids), 500):
        rows = list(batch.rows.filter(record_id__in=ids[start : start + 500], outcome=Outcome.UNDONE))
        for row in rows:
            one = by_record[row.record_id]
            row.outcome, row.code, row.params = Outcome.KEPT, one.code, dict(one.params)
        ImportRow.objects.bulk_update(rows, ["outcome", "code", "params"])
