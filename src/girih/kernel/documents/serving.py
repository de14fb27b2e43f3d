"""Handing a kept file out, so that no browser takes it for a page of ours."""

from django.http import FileResponse

from girih.kernel.documents.models import StoredFile

__all__ = ["file_response"]


def file_response(stored: StoredFile) -> FileResponse:
    """The file as a download. Whether this person may have it is the calling room's verdict."""
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
