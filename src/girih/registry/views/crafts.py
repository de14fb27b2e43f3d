"""Pages of the crafts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from girih.registry.queries import CraftFilters, craft_for, crafts_for
from girih.registry.tables import CRAFT_FILE, craft_headings, craft_rows
from girih.registry.views.download import table_response

__all__ = ["craft", "crafts", "export"]


def _filters(request: HttpRequest) -> CraftFilters:
    return CraftFilters(
        search=request.GET.get("q", ""),
        group=request.GET.get("group", ""),
        province=request.GET.get("province", ""),
    )


@require_safe
def crafts(request: HttpRequest) -> HttpResponse:
    """All fields of craft under their groups, narrowed by search, group and province."""
    filters = _filters(request)
    shown = crafts_for(request.actor, filters=filters, today=timezone.localdate())
    context = {
        "list": shown,
        "filters": filters,
        "query": request.GET.urlencode(),
        "is_filtered": bool(filters.search or filters.group or filters.province),
    }
    template = "registry/crafts_results.html" if request.htmx else "registry/crafts.html"
    return render(request, template, context)


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """CSV or XLSX of the fields that the filters of the address leave; one that means nothing is refused."""
    shown = crafts_for(request.actor, filters=_filters(request), today=timezone.localdate())
    if shown.unknown:
        sentence = _("Nothing is known by the value of: %(names)s.") % {"names": ", ".join(shown.unknown)}
        return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
    return table_response(form, CRAFT_FILE, _("Crafts"), craft_headings(), craft_rows(shown.fields))


@require_safe
def craft(request: HttpRequest, slug: str) -> HttpResponse:
    page = craft_for(request.actor, slug=slug, today=timezone.localdate())
    if page is None:
        raise Http404(slug)
    return render(request, "registry/craft.html", {"page": page})
