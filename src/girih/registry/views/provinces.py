"""Pages of the provinces."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from girih.kernel.persian import format_number
from girih.registry.queries import ProvinceRow, province_for, provinces_for

__all__ = ["province", "provinces"]

LEVELS = 4


@require_safe
def provinces(request: HttpRequest) -> HttpResponse:
    """The tile map of the provinces, and the same as a table."""
    rows = provinces_for(request.actor, today=timezone.localdate())
    context = {"rows": rows, "tiles": _tiles(rows, request.LANGUAGE_CODE)}
    return render(request, "registry/provinces.html", context)


@require_safe
def province(request: HttpRequest, slug: str) -> HttpResponse:
    page = province_for(request.actor, slug=slug, today=timezone.localdate())
    if page is None:
        raise Http404(slug)
    return render(request, "registry/province.html", {"page": page})


def _tiles(rows: Sequence[ProvinceRow], language: str) -> list[dict[str, Any]]:
    """Tiles as the map wants them: cells count from 1, and a shade darker for every doubling of titles."""
    return [
        {
            "row": row.facts.tile_row + 1,
            "column": row.facts.tile_column + 1,
            "label": row.facts.place.name,
            "short": _short(row.facts.place.name),
            "url": reverse("registry:province", args=[row.facts.place.slug]),
            "value": format_number(row.titles, language),
            "level": min(LEVELS, row.titles.bit_length()),
        }
        for row in rows
    ]


def _short(name: str) -> str:
    """A name that fits a tile on a phone: initials, then the beginning of the last word."""
    *first, last = [word for word in name.split() if word not in ("و", "and")]
    return ".".join([*(word[0] for word in first), last[: 6 if first else 8]])
