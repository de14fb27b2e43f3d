"""The history of a record."""

from collections.abc import Sequence

from django.db import models

from girih.kernel.audit.models import Touch

__all__ = ["history_of"]


def history_of(record: models.Model, *, limit: int = 50) -> Sequence[Touch]:
    """The latest touches of one record with their entries, newest first. Whoever may see the record may see it."""
    return list(
        Touch.objects.filter(model=record._meta.label_lower, object_id=str(record.pk))
        .select_related("entry")
        .order_by("-id")[:limit]
    )
