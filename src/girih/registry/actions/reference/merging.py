"""Comparing what the files want with what stands, and writing the difference in bulk."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, models

from girih.kernel.audit.models import Audited
from girih.kernel.audit.recorder import open_verb
from girih.registry.actions.reference.report import FieldChange, FileReport, RowChange
from girih.registry.actions.reference.rows import BadReferenceData, Row
from girih.registry.models import Named

__all__ = ["Link", "Wanted", "ids_of", "merge", "slug_of"]

_KEYS = ("sort_fa", "sort_en", "search_key")
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Link:
    """The rows that one row is joined to through a link table; `names` names every id that may occur."""

    ids: frozenset[int]
    names: Mapping[int, str]

    def named(self, ids: Iterable[int]) -> list[str]:
        return sorted(self.names.get(number, str(number)) for number in ids)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one row of a file asks for: `name` identifies it, `values` go to columns, `links` elsewhere."""

    row: Row
    name: str
    values: Mapping[str, Any]
    links: Mapping[str, Link] = field(default_factory=dict)


def ids_of(model: type[models.Model], key: str = "slug", **scope: Any) -> dict[str, int]:
    """Short name → id of all rows of a reference table."""
    return dict(model._default_manager.filter(**scope).values_list(key, "pk"))


def slug_of(instance: Any) -> str:
    return str(instance.slug)


def merge(
    file: str,
    model: type[Audited],
    wanted: Iterable[Wanted],
    *,
    present: Iterable[Any],
    name_of: Callable[[Any], str],
) -> FileReport:
    """Make the rows of `model` what the file wants, inside the open verb.

    `present` are the rows that the file accounts for; those of them that it does not name are reported as
    gone and left alone. Raises `BadReferenceData` when a name stands twice, a text is too long for its column
    or the database refuses.
    """
    rows = list(wanted)
    _refuse_doubles(rows)
    _refuse_long_texts(rows, model)
    by_name = {name_of(instance): instance for instance in present}
    gone = tuple(by_name.keys() - {row.name for row in rows})
    added: list[str] = []
    dirty: dict[str, list[FieldChange]] = {}
    for row in rows:
        if row.name in by_name:
            changes = _apply(by_name[row.name], row.values)
            if changes:
                dirty[row.name] = changes
            continue
        instance = by_name[row.name] = model(**row.values)
        if isinstance(instance, Named):
            instance.fill_keys()
        added.append(row.name)
    try:
        # Changes first: what ends must have ended before what takes its place begins.
        if dirty:
            columns = {change.field for changes in dirty.values() for change in changes}
            model.objects.bulk_update([by_name[name] for name in dirty], sorted(columns), _BATCH)
        model.objects.bulk_create([by_name[name] for name in added], batch_size=_BATCH)
        for name, change in _write_links(model, rows, by_name):
            if name not in added:
                open_verb().note(by_name[name], "changed", {change.field: [change.old, change.new]})
                dirty.setdefault(name, []).append(change)
    except DatabaseError as error:
        raise BadReferenceData("refused", file=file, value=str(error).splitlines()[0]) from error
    changed = tuple(RowChange(name, tuple(changes)) for name, changes in dirty.items())
    return FileReport(file, tuple(added), changed, len(rows) - len(added) - len(changed), tuple(sorted(gone)))


def _refuse_doubles(rows: list[Wanted]) -> None:
    first: dict[str, Row] = {}
    for row in rows:
        if row.name in first:
            raise row.row.refuse("twice", value=row.name, first=first[row.name].number)
        first[row.name] = row.row


def _refuse_long_texts(rows: list[Wanted], model: type[Audited]) -> None:
    """SQLite would keep them and PostgreSQL would not say which row it was."""
    limits = {
        column.attname: column.max_length
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField) and column.max_length
    }
    for row in rows:
        for name, value in row.values.items():
            limit = limits.get(name)
            if limit and len(value) > limit:
                raise row.row.refuse("too_long", name, value, length=len(value), limit=limit)


def _apply(instance: Any, values: Mapping[str, Any]) -> list[FieldChange]:
    old = {name: getattr(instance, name) for name in values}
    keys = {name: getattr(instance, name) for name in _KEYS} if isinstance(instance, Named) else {}
    for name, value in values.items():
        setattr(instance, name, value)
    if keys:
        # Also when only the folding of letters has changed since the last load.
        instance.fill_keys()
    return [
        FieldChange(name, was, getattr(instance, name))
        for name, was in {**old, **keys}.items()
        if was != getattr(instance, name)
    ]


def _write_links(
    model: type[Audited], rows: list[Wanted], by_name: Mapping[str, Any]
) -> Iterator[tuple[str, FieldChange]]:
    """Bring the link tables up to what the rows want; yields each row whose links changed."""
    for link_name in dict.fromkeys(name for row in rows for name in row.links):
        column: Any = model._meta.get_field(link_name)
        through = column.remote_field.through
        source = f"{column.m2m_field_name()}_id"
        target = f"{column.m2m_reverse_field_name()}_id"
        linked_to: dict[int, set[int]] = {}
        for number, linked in through.objects.values_list(source, target):
            linked_to.setdefault(number, set()).add(linked)
        missing: list[Any] = []
        for row in rows:
            owner, link = by_name[row.name].pk, row.links[link_name]
            had = linked_to.get(owner, set())
            if had == link.ids:
                continue
            surplus = had - link.ids
            if surplus:
                through.objects.filter(**{source: owner, f"{target}__in": surplus}).delete()
            missing += [through(**{source: owner, target: number}) for number in link.ids - had]
            yield row.name, FieldChange(link_name, link.named(had), link.named(link.ids))
        through.objects.bulk_create(missing, batch_size=_BATCH)
