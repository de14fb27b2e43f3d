"""The history of a record."""

from collections.abc import Sequence

from django.db import models

from girih.kernel.audit.models import Touch

__all__ = ["history_of"]


def history_of(record: models.Model, *, limit: int = 50) -> Sequence[Touch]:
    """The latest touches of one record, newest first, with their entries; as visible as the record itself."""
    return list(
        Touch.objects.filter(model=record._meta.label_lower, object_id=str(record.pk))
        .select_related("entry")
        .order_by("-id")[:limit]
    )
