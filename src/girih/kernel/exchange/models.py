"""Imports and what became of each of their rows."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from girih.kernel.audit.models import Audited
from girih.kernel.documents.models import StoredFile
from girih.kernel.exchange.importer import Outcome
from girih.kernel.exchange.workflow import IMPORT, ImportState

__all__ = ["Import", "ImportRow"]


class Import(Audited):
    """One file brought for one purpose: `kind` ("networks.ties") into `target` (the network's slug)."""

    kind = models.CharField(max_length=60)
    target = models.CharField(max_length=100, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="imports")
    sha256 = models.CharField(max_length=64)
    # The same file may be loaded again when rows it had to leave have become right; each pass has its number.
    pass_number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=IMPORT.choices(), default=ImportState.UPLOADED)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_label = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "target", "-id"], name="exchange_import_target")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two loads of one file at once: the database lets one of them through.
            models.UniqueConstraint(
                fields=["kind", "target", "sha256", "pass_number"],
                condition=Q(state=ImportState.LOADED),
                name="exchange_file_loaded_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.code for state in IMPORT.states]), name="exchange_import_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}: {self.file.name}"


class ImportRow(models.Model):
    """One row of the file as it was read, and its outcome. The journal names the import, this its rows."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    code = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    cells = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    record_id = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["batch", "outcome", "number"], name="exchange_row_outcome")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "number"], name="exchange_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number} {self.outcome}"
