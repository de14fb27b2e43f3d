"""The journal, and the base class of tables whose every write is in it."""

from copy import deepcopy
from typing import Any, ClassVar, Self

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from girih.kernel.audit.recorder import OpenVerb, Touched, open_verb


class Entry(models.Model):
    """One verb carried out. Triggers of both databases refuse UPDATE and DELETE."""

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=80)
    # Plain numbers, not foreign keys: the journal outlives what it speaks of.
    user_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor} at {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def write(cls, done: OpenVerb) -> None:
        entry = cls.objects.create(
            at=done.at, verb=done.code, user_id=done.actor.user_id, actor=done.actor.label[:200]
        )
        Touch.objects.bulk_create([Touch.of(entry, touched) for touched in done.touched])


class Touch(models.Model):
    """One record touched by a verb, with its fields as [old, new]."""

    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, related_name="touches")
    model = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    deed = models.CharField(max_length=10)
    fields = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["model", "object_id", "-id"], name="audit_touch_record")
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.model} {self.object_id}"

    @classmethod
    def of(cls, entry: Entry, touched: Touched) -> "Touch":
        return cls(
            entry=entry,
            model=touched.model,
            object_id=touched.object_id,
            label=touched.label,
            deed=touched.deed,
            fields=touched.fields,
        )


class AuditedQuerySet(models.QuerySet[Any]):
    """Bulk writes need an open verb too. New and removed rows leave their count in it, changed ones
    each field."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        verb, rows = open_verb(), list(objs)
        created = super().bulk_create(rows, *args, **kwargs)
        verb.note_many(self.model, "created", len(rows))
        for row in created:
            row.remember()
        return created

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        verb, rows = open_verb(), list(objs)
        # A plain queryset writes, or its update() would note every batch as well.
        count = models.QuerySet(self.model, using=self.db).bulk_update(rows, fields, batch_size)
        attributes = {self.model._meta.get_field(name).attname for name in fields}
        for row in rows:
            changed = row.changed_fields(attributes)
            if changed:
                verb.note(row, "changed", changed)
            row.remember(attributes)
        return count

    def update(self, **kwargs: Any) -> int:
        verb = open_verb()
        count = super().update(**kwargs)
        verb.note_many(self.model, "changed", count, ", ".join(sorted(kwargs)))
        return count

    def delete(self) -> tuple[int, dict[str, int]]:
        verb = open_verb()
        total, per_model = super().delete()
        _note_removed(verb, per_model)
        return total, per_model


def _note_removed(verb: OpenVerb, per_model: dict[str, int]) -> None:
    """Lines for what a deletion took with it, table by table; link tables are not journalled."""
    for label, count in per_model.items():
        model = apps.get_model(label)
        if issubclass(model, Audited):
            verb.note_many(model, "removed", count)


class Audited(models.Model):
    """Base of every table whose writes are in the journal."""

    objects = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True

    # Columns that are computed from others, or must not be repeated in the journal.
    UNJOURNALLED: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:
        instance = super().from_db(db, field_names, values)
        # Lists and objects of a JSON column may be changed in place.
        instance._known = {
            name: deepcopy(value) if isinstance(value, (dict, list)) else value
            for name, value in zip(field_names, values, strict=False)
        }
        return instance

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        fields = kwargs.get("fields") or (args[1] if len(args) > 1 else None)
        self.remember(None if fields is None else {self._meta.get_field(name).attname for name in fields})

    def journalled(self) -> dict[str, Any]:
        """The columns that the journal follows, by name, as they would be written, save the deferred ones."""
        deferred = self.get_deferred_fields()
        return {
            field.attname: deepcopy(getattr(self, field.attname))
            if isinstance(field, models.JSONField)
            else field.get_prep_value(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if not field.primary_key
            and field.attname not in self.UNJOURNALLED
            and field.attname not in deferred
        }

    def changed_fields(self, only: set[str] | None = None) -> dict[str, list[Any]]:
        """[known, present] of every column that differs from what the database was last known to hold."""
        known = getattr(self, "_known", {})
        return {
            name: [known.get(name), value]
            for name, value in self.journalled().items()
            if (only is None or name in only) and known.get(name) != value
        }

    def remember(self, only: set[str] | None = None) -> None:
        """Take the present columns (or only these) as what the database holds."""
        present = self.journalled()
        if only is None:
            self._known = present
        else:
            self._known = {
                **getattr(self, "_known", {}),
                **{name: present[name] for name in only & set(present)},
            }

    def save(self, *args: Any, **kwargs: Any) -> None:
        verb, created = open_verb(), self._state.adding
        super().save(*args, **kwargs)
        if created:
            fields = {
                name: [None, value] for name, value in self.journalled().items() if value not in (None, "")
            }
            verb.note(self, "created", fields)
            self.remember()
            return
        named = kwargs.get("update_fields")
        only = None if named is None else {self._meta.get_field(name).attname for name in named}
        changed = self.changed_fields(only)
        if changed:
            verb.note(self, "changed", changed)
        self.remember(only)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        verb = open_verb()
        fields = {name: [value, None] for name, value in self.journalled().items()}
        last = verb.describe(self, "removed", fields)
        total, per_model = super().delete(*args, **kwargs)
        verb.touched.append(last)
        _note_removed(verb, {label: n - (label == self._meta.label) for label, n in per_model.items()})
        return total, per_model
