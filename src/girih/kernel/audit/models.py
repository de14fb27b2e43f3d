"""The journal, and the base class of tables whose every write is in it."""

from typing import Any, ClassVar, Self

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
    """Bulk writes need an open verb too, and leave their count in it."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        verb, rows = open_verb(), list(objs)
        created = super().bulk_create(rows, *args, **kwargs)
        verb.note_many(self.model, "created", len(rows))
        return created

    def update(self, **kwargs: Any) -> int:
        verb = open_verb()
        count = super().update(**kwargs)
        verb.note_many(self.model, "changed", count, ", ".join(sorted(kwargs)))
        return count

    def delete(self) -> tuple[int, dict[str, int]]:
        verb = open_verb()
        total, per_model = super().delete()
        verb.note_many(self.model, "removed", per_model.get(self.model._meta.label, 0))
        return total, per_model


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
        instance._loaded = dict(zip(field_names, values, strict=False))
        return instance

    def _journalled(self) -> dict[str, Any]:
        return {
            field.attname: field.get_prep_value(getattr(self, field.attname))
            if not isinstance(field, models.JSONField)
            else getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if not field.primary_key and field.attname not in self.UNJOURNALLED
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        verb, created = open_verb(), self._state.adding
        super().save(*args, **kwargs)
        new, old = self._journalled(), {} if created else getattr(self, "_loaded", {})
        fields = {
            name: [old.get(name), value]
            for name, value in new.items()
            if (created and value not in (None, "")) or (not created and old.get(name) != value)
        }
        if created or fields:
            verb.note(self, "created" if created else "changed", fields)
        self._loaded = new

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        verb = open_verb()
        verb.note(self, "removed", {name: [value, None] for name, value in self._journalled().items()})
        return super().delete(*args, **kwargs)
