"""A table as a file."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from girih.kernel.exchange.export import write_csv, write_xlsx

__all__ = ["table_response"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_response(
    form: str, name: str, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """The rows as `form`, csv or xlsx; 404 for any other. `name` is the file's, without its ending."""
    if form == "csv":
        body, kind = write_csv(headings, rows), "text/csv; charset=utf-8"
    elif form == "xlsx":
        body, kind = write_xlsx(headings, rows, sheet=sheet), XLSX
    else:
        raise Http404(form)
    return HttpResponse(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{form}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
