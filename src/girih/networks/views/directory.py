"""The directory of members."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from girih.kernel.exchange.export import write_csv, write_xlsx
from girih.networks.queries.member_filters import MemberFilters
from girih.networks.queries.members import (
    MemberRow,
    Seek,
    member_points_for,
    member_rows_for,
    members_for,
)

__all__ = ["export", "members", "points"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The name of each filter in the address, and what people call it.
LABELS: dict[str, str | Promise] = {
    "search": gettext_lazy("Search"),
    "network": gettext_lazy("Network"),
    "field": gettext_lazy("Field"),
    "tier": gettext_lazy("Tier"),
    "region": gettext_lazy("Region"),
    "country": gettext_lazy("Country"),
    "province": gettext_lazy("Province"),
    "title": gettext_lazy("Title"),
}
PARAMETERS = {name: "q" if name == "search" else name for name in LABELS}
LONGEST = 100


def _filters(request: HttpRequest) -> MemberFilters:
    return MemberFilters(
        **{one.name: request.GET.get(PARAMETERS[one.name], "")[:LONGEST] for one in fields(MemberFilters)}
    )


def _query(filters: MemberFilters, **more: str) -> str:
    """The address of the list under these filters, from the question mark on."""
    values = {PARAMETERS[name]: getattr(filters, name) for name in filters.active}
    return "?" + urlencode({**values, **more})


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """One page of the list beside the map; only the results when the page itself asks for them."""
    seek, notices = None, []
    for parameter in ("after", "before"):
        text = request.GET.get(parameter, "")
        if text:
            seek = Seek.read(text, backwards=parameter == "before")
            if seek is None:
                notices.append(
                    _("The address did not say where in the list to begin; this is its beginning.")
                )
    found = members_for(request.actor, filters=_filters(request), today=timezone.localdate(), seek=seek)
    unknown = _("“%(filter)s” was given a value that nothing is known by; it was left out.")
    notices += [unknown % {"filter": LABELS[name]} for name in found.unknown]
    query = _query(found.filters)
    context = {
        "found": found,
        "notices": notices,
        "facets": [
            {"facet": facet, "label": LABELS[facet.name], "groups": _grouped(facet.choices)}
            for facet in found.facets
        ],
        "chips": list(_chips(found.filters, {facet.name: facet for facet in found.facets})),
        "next": _query(found.filters, after=found.next.text) if found.next else "",
        "previous": _query(found.filters, before=found.previous.text) if found.previous else "",
        "meant": _query(MemberFilters(search=found.suggestion)) if found.suggestion else "",
        "points": reverse("networks:members-points") + query,
        "xlsx": reverse("networks:members-export", args=["xlsx"]) + query,
        "csv": reverse("networks:members-export", args=["csv"]) + query,
    }
    template = "networks/members_results.html" if request.htmx else "networks/members.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _grouped(choices: Any) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for choice in choices:
        groups.setdefault(choice.group, []).append(choice)
    return list(groups.items())


def _chips(filters: MemberFilters, facets: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The filters that are on, each with the address of the list without it."""
    for name in filters.active:
        chosen = facets[name].chosen if name in facets else None
        yield {
            "label": f"{LABELS[name]}: {chosen.label if chosen else getattr(filters, name)}",
            "url": reverse("networks:members") + _query(filters.without(name)),
        }


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """CSV or XLSX of all members that the filters of the address leave, in the order and columns of the list.

    A filter that means nothing is refused here: left out, it would give more than was asked for.
    """
    if form not in ("csv", "xlsx"):
        raise Http404(form)
    rows, unknown = member_rows_for(request.actor, filters=_filters(request), today=timezone.localdate())
    if unknown:
        sentence = _("“%(filter)s” was given a value that nothing is known by.") % {
            "filter": LABELS[unknown[0]]
        }
        return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
    headings = [
        _("Name"),
        _("Kind"),
        _("Country"),
        _("Region"),
        _("Province"),
        _("Network"),
        _("Field"),
        _("Tier"),
        _("Since"),
    ]
    cells = (_cells(row) for row in rows)
    if form == "csv":
        body, kind = write_csv(headings, cells), "text/csv; charset=utf-8"
    else:
        body, kind = write_xlsx(headings, cells, sheet=_("Members")), XLSX
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="members.{form}"'},
    )


def _cells(row: MemberRow) -> list[str]:
    """Several memberships of one member stand in one cell, in one order in every column."""
    place, held = row.place, row.memberships
    return [
        place.name,
        str(place.get_kind_display()),
        place.country.name,
        place.country.region.name,
        place.province.name if place.province else "",
        " | ".join(one.network.name for one in held),
        " | ".join(one.field.name if one.field else "—" for one in held),
        " | ".join(str(one.get_tier_display()) for one in held),
        " | ".join(one.valid_from or "—" for one in held),
    ]


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """The members of the list with coordinates, for the map."""
    found, named = member_points_for(request.actor, filters=_filters(request), today=timezone.localdate())
    return JsonResponse(
        {
            "points": [
                {
                    "id": point.id,
                    "label": point.label,
                    "url": reverse("place", args=[point.slug]),
                    "latitude": point.latitude,
                    "longitude": point.longitude,
                    "field": point.field,
                }
                for point in found
            ],
            "fields": {slug: {"label": label} for slug, label in named.items()},
        }
    )
