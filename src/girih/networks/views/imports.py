"""Bringing a list of ties: upload, choose the columns, look at the dry run, load, undo."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from girih.kernel.access import Refused, require
from girih.kernel.documents.unacceptable import Unacceptable
from girih.kernel.exchange.export import rejects_file
from girih.kernel.exchange.importer import Outcome
from girih.kernel.exchange.models import Import
from girih.kernel.exchange.queries import imports_of, notes_of, preview_of, reason_of, rows_of
from girih.kernel.exchange.reading import ROW_LIMIT
from girih.kernel.exchange.workflow import IMPORT
from girih.kernel.persian import format_number
from girih.networks import rules
from girih.networks.actions import imports as actions
from girih.networks.forms.imports import ColumnsForm, UploadForm
from girih.networks.models import Network
from girih.networks.queries.columns import SHAPE
from girih.networks.views.network import network_or_404, small_number

PAGE = 100
# The state in which each verb leaves an import, and what is said to whoever asks for it again.
AFTER = {"load": "loaded", "undo": "undone", "discard": "discarded"}
ALREADY = {
    "load": gettext_lazy("This list is already loaded."),
    "undo": gettext_lazy("This import is already taken back."),
    "discard": gettext_lazy("This import is already discarded."),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest, network: str) -> HttpResponse:
    """The imports of a network, and the door for a new one."""
    shown = network_or_404(request, network)
    form, status = UploadForm(), 200
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            batch = _bring(request, shown, form)
            if batch is not None:
                return redirect("networks:import", shown.slug, batch.pk)
        status = 422
    context = {
        "network": shown,
        "form": form,
        "may": rules.may_import_ties(request.actor, shown),
        "batches": [
            {"batch": batch, "state": IMPORT.state(batch.state)}
            for batch in imports_of(actions.KIND, shown.slug)
        ],
        "limit_megabytes": settings.GIRIH_UPLOAD_LIMIT // 1_048_576,
        "limit_rows": ROW_LIMIT,
    }
    return render(request, "networks/imports.html", context, status=status)


def _bring(request: HttpRequest, network: Network, form: UploadForm) -> Import | None:
    """Keep the file and make the dry run where the columns can be guessed; None: the form says why not."""
    upload = form.cleaned_data["file"]
    try:
        batch = actions.bring_ties(
            actor=request.actor,
            at=timezone.now(),
            network=network,
            upload=upload,
            name=upload.name,
            kind=form.cleaned_data["kind"],
        )
    except (Unacceptable, ValidationError) as error:
        form.add_error("file", str(error) if isinstance(error, Unacceptable) else error)
        return None
    try:
        return actions.check_ties(actor=request.actor, at=timezone.now(), batch=batch)
    except Unacceptable as error:
        if error.code == "missing_columns":
            return batch
        actions.discard_ties(actor=request.actor, at=timezone.now(), batch=batch)
        form.add_error("file", str(error))
        return None


def _batch_or_404(request: HttpRequest, network: str, pk: int) -> tuple[Network, Import]:
    shown = network_or_404(request, network)
    require(rules.may_import_ties(request.actor, shown))
    batch = Import.objects.filter(pk=pk, kind=actions.KIND, target=shown.slug).select_related("file").first()
    if batch is None:
        raise Http404(pk)
    return shown, batch


@require_safe
def batch(request: HttpRequest, network: str, batch: int) -> HttpResponse:
    """One import: its columns, the dry run or what was loaded, and a reason for every row left out."""
    shown, brought = _batch_or_404(request, network, batch)
    return _batch_page(request, shown, brought)


def _batch_page(
    request: HttpRequest, network: Network, batch: Import, form: ColumnsForm | None = None, status: int = 200
) -> HttpResponse:
    importer = actions.TieImporter.of(batch)
    is_open = batch.state in ("uploaded", "checked")
    headings, mapping, uncertain = batch.headings, batch.mapping, ()
    if is_open and not headings:
        preview = preview_of(batch, importer)
        headings, mapping, uncertain = preview.headings, preview.guess.mapping, preview.guess.uncertain
    initial = {**{key: str(index) for key, index in mapping.items()}, "default_kind": importer.default_kind}
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in Outcome.values else ""
    page = small_number(request.GET.get("page", "")) or 1
    rows = rows_of(
        batch, outcomes=[Outcome(outcome)] if outcome else (), offset=(page - 1) * PAGE, limit=PAGE + 1
    )
    shown_columns = [
        (SHAPE.column(key).label, index) for key, index in mapping.items() if index < len(headings)
    ]
    context: dict[str, Any] = {
        "network": network,
        "batch": batch,
        "state": IMPORT.state(batch.state),
        "is_open": is_open,
        "form": form or ColumnsForm(headings=list(headings), initial=initial),
        "uncertain": [SHAPE.column(key).label for key in uncertain],
        "notes": notes_of(batch),
        "columns": [label for label, _index in shown_columns],
        "rows": [
            {
                "row": row,
                "cells": [row.cells[index] for _label, index in shown_columns if index < len(row.cells)],
                "reason": reason_of(row, importer),
            }
            for row in rows[:PAGE]
        ],
        "outcome": outcome,
        "counts": [
            (code, label, batch.counts[code]) for code, label in Outcome.choices if batch.counts.get(code)
        ],
        "page": page,
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if len(rows) > PAGE else None,
        "left_out": batch.counts.get(Outcome.REJECTED, 0) + batch.counts.get(Outcome.MAYBE, 0),
        "new": batch.counts.get(Outcome.NEW, 0),
    }
    return render(request, "networks/import.html", context, status=status)


@require_POST
def act(request: HttpRequest, network: str, batch: int, verb: str) -> HttpResponse:
    """Check again with chosen columns, load, undo or discard."""
    shown, brought = _batch_or_404(request, network, batch)
    if verb == "check":
        return _check_again(request, shown, brought)
    try:
        return _done(request, shown, brought, verb)
    except Refused:
        # The second press of one button finds the work done by the first.
        brought.refresh_from_db()
        if brought.state != AFTER.get(verb):
            raise
        messages.info(request, ALREADY[verb])
        return redirect("networks:import", shown.slug, brought.pk)


def _done(request: HttpRequest, shown: Network, brought: Import, verb: str) -> HttpResponse:
    actor, at = request.actor, timezone.now()
    if verb == "load":
        loaded = actions.load_ties(actor=actor, at=at, batch=brought)
        messages.success(
            request, _("%(count)s ties are loaded.") % {"count": _figure(loaded, Outcome.LOADED)}
        )
    elif verb == "undo":
        undone = actions.undo_ties(actor=actor, at=at, batch=brought)
        messages.success(
            request,
            _("%(count)s ties are taken back; %(kept)s stay, each with its reason.")
            % {"count": _figure(undone, Outcome.UNDONE), "kept": _figure(undone, Outcome.KEPT)},
        )
    elif verb == "discard":
        actions.discard_ties(actor=actor, at=at, batch=brought)
        messages.success(request, _("The import is discarded."))
        return redirect("networks:imports", shown.slug)
    else:
        raise Http404(verb)
    return redirect("networks:import", shown.slug, brought.pk)


def _figure(batch: Import, outcome: Outcome) -> str:
    return format_number(batch.counts[outcome], get_language() or "fa")


def _check_again(request: HttpRequest, network: Network, batch: Import) -> HttpResponse:
    headings = batch.headings or list(preview_of(batch, actions.TieImporter.of(batch)).headings)
    form = ColumnsForm(request.POST, headings=headings)
    if form.is_valid():
        try:
            actions.check_ties(
                actor=request.actor,
                at=timezone.now(),
                batch=batch,
                mapping=form.mapping(),
                kind=form.cleaned_data["default_kind"],
            )
        except Unacceptable as error:
            form.add_error(None, str(error))
        else:
            return redirect("networks:import", network.slug, batch.pk)
    return _batch_page(request, network, batch, form, 422)


@require_safe
def rejects(request: HttpRequest, network: str, batch: int) -> HttpResponse:
    """The rows that were left out with their reasons, to be corrected and brought again."""
    _shown, brought = _batch_or_404(request, network, batch)
    body = rejects_file(brought, actions.TieImporter.of(brought))
    return HttpResponse(
        body,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="left-out-{brought.pk}.xlsx"'},
    )
