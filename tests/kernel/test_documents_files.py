"""Files are kept once under their hash and handed out as downloads that no browser runs."""

import hashlib
from typing import Any

import pytest
from django.core.files.base import ContentFile

from girih.kernel.access import Actor
from girih.kernel.accounts.models import User
from girih.kernel.audit import UnauditedWrite
from girih.kernel.documents.actions import store_file
from girih.kernel.documents.content import PDF, TABLES
from girih.kernel.documents.models import StoredFile, path_of
from girih.kernel.documents.serving import file_response
from girih.kernel.documents.unacceptable import Unacceptable

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7\nminutes of the session"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Any) -> Any:
    default = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path, "file_permissions_mode": 0o600},
    }
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


def bring(machine, now, data: bytes = CONTENT, name: str = "minutes.pdf", **options: Any) -> StoredFile:
    return store_file(actor=machine, at=now, upload=ContentFile(data), name=name, limit=1000, **options)


def kept(store) -> list[str]:
    return sorted(str(path.relative_to(store)) for path in store.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_hash(now, store):
    user = User.objects.create_user("clerk@x.invalid", name="clerk")
    stored = bring(Actor(user_id=user.pk, label="clerk"), now, name="../صورت‌جلسه.exe")
    assert (stored.sha256, stored.size, stored.media_type) == (SHA256, len(CONTENT), PDF)
    assert stored.name == "صورت‌جلسه.exe.pdf"
    assert (stored.uploaded_by, stored.uploaded_label, stored.uploaded_at) == (user, "clerk", now)
    assert kept(store) == [f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"]
    assert (store / path_of(SHA256)).stat().st_mode & 0o777 == 0o600
    assert stored.file.open("rb").read() == CONTENT


def test_the_same_content_is_kept_once_under_two_names(machine, now, store):
    first, second = bring(machine, now), bring(machine, now, name="copy.pdf")
    assert (first.file.name, first.name, second.name) == (second.file.name, "minutes.pdf", "copy.pdf")
    assert len(kept(store)) == 1


def test_a_half_written_file_is_written_again(machine, now, store):
    path = store / path_of(SHA256)
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT[:7])
    assert bring(machine, now).file.open("rb").read() == CONTENT
    assert kept(store) == [path_of(SHA256)]


class Unending(ContentFile):
    """States a small size and never ends."""

    size = 10

    def chunks(self, chunk_size: int | None = None) -> Any:
        while True:
            yield b"%PDF" * 100


@pytest.mark.parametrize(
    ("data", "options", "code"),
    [
        (b"", {}, "empty"),
        (b"x" * 1001, {}, "too_large"),
        (b"<html>", {}, "html_page"),
        (CONTENT, {"accepted": TABLES}, "not_accepted_here"),
    ],
)
def test_a_refused_file_leaves_nothing(machine, now, store, data, options, code):
    with pytest.raises(Unacceptable) as refusal:
        bring(machine, now, data, **options)
    assert refusal.value.code == code
    assert (StoredFile.objects.count(), kept(store)) == (0, [])


def test_a_file_that_hides_its_size_is_cut_at_the_limit(machine, now, store):
    with pytest.raises(Unacceptable) as refusal:
        store_file(actor=machine, at=now, upload=Unending(b""), name="x.pdf", limit=1000)
    assert refusal.value.code == "too_large"
    assert kept(store) == []


def test_a_stored_file_is_written_only_inside_a_verb(machine, now):
    stored = bring(machine, now)
    stored.name = "other.pdf"
    with pytest.raises(UnauditedWrite):
        stored.save()


def test_a_download_is_never_a_page(machine, now):
    stored = bring(machine, now, "شهر,یادداشت\nیزد,<script>alert(1)</script>\n".encode(), "پیوندها.csv")
    response = file_response(stored)
    assert response.headers["Content-Type"] == "text/csv"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D9%BE%DB%8C%D9%88%D9%86%D8%AF%D9%87%D8%A7.csv"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content).startswith("شهر".encode())
