"""Bringing a file in."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO, Protocol, cast

from django.core.files import File
from django.core.files.storage import Storage

from girih.kernel.access import Actor
from girih.kernel.audit import verb
from girih.kernel.documents.content import clean_name, identify
from girih.kernel.documents.models import StoredFile, path_of
from girih.kernel.documents.unacceptable import Unacceptable

__all__ = ["Upload", "store_file"]

_IN_MEMORY = 2 * 1024 * 1024


class Upload(Protocol):
    """What Django hands a view for an uploaded file, or a `django.core.files.File` around an open one."""

    @property
    def size(self) -> int: ...

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


@verb("documents.store_file")
def store_file(
    *,
    actor: Actor,
    at: datetime,
    upload: Upload,
    name: str,
    limit: int,
    accepted: frozenset[str] | None = None,
) -> StoredFile:
    """Keep a file under the hash of its content. `limit` in bytes; `accepted`: media types taken here.

    Raises `Unacceptable`, having kept nothing. Whether the actor may bring this file is the verdict of the
    calling room.
    """
    if upload.size > limit:
        _refuse_size(upload.size, limit)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as received:
        digest, size = hashlib.sha256(), 0
        for chunk in upload.chunks():
            size += len(chunk)
            if size > limit:
                _refuse_size(size, limit)
            digest.update(chunk)
            received.write(chunk)
        content = cast(BinaryIO, received)
        media_type = identify(content, name=name, accepted=accepted)
        stored = StoredFile(
            sha256=digest.hexdigest(),
            name=clean_name(name, media_type),
            size=size,
            media_type=media_type,
            uploaded_by_id=actor.user_id,
            uploaded_label=actor.label[:200],
            uploaded_at=at,
        )
        stored.file.name = _keep(stored.file.storage, content, path_of(stored.sha256), size)
    stored.save()
    return stored


def _refuse_size(size: int, limit: int) -> None:
    raise Unacceptable("too_large", size=-(-size // 1_048_576), limit=limit // 1_048_576)


def _keep(storage: Storage, content: Any, path: str, size: int) -> str:
    if storage.exists(path):
        if storage.size(path) == size:
            return path
        # A server that was stopped while writing left a part of the file under its name.
        storage.delete(path)
    content.seek(0)
    return storage.save(path, File(content, name=path))
