"""Files that were brought."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from girih.kernel.audit.models import Audited

__all__ = ["StoredFile", "path_of"]


def path_of(sha256: str) -> str:
    """Where the content with this hash lies in the store; the same content lies there once."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _upload_path(stored: "StoredFile", _name: str) -> str:
    return path_of(stored.sha256)


class StoredFile(Audited):
    """One file as one person brought it. Two rows may share one content."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=160)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    file = models.FileField(upload_to=_upload_path, max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_label = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="documents_file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
