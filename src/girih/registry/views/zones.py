"""Pages of the free zones."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from girih.registry.models import ZoneStatus
from girih.registry.queries import ZonePage, zone_for, zones_for

__all__ = ["TONES", "zone", "zones"]

TONES = {
    ZoneStatus.Step.PROPOSED: "draft",
    ZoneStatus.Step.APPROVED_BY_MAJLIS: "attention",
    ZoneStatus.Step.APPROVED_BY_EXPEDIENCY_COUNCIL: "attention",
    ZoneStatus.Step.BOUNDARIES_SET: "done",
    ZoneStatus.Step.ORGANISATION_WORKING: "active",
}


@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """All zones under the step that their legal life has reached, the farthest first."""
    rows = zones_for(request.actor)
    sections: dict[str, list[Any]] = {}
    for row in rows:
        sections.setdefault(row.status.step if row.status else "", []).append(row)
    shown = [
        {"step": ZoneStatus.Step(step), "tone": TONES[ZoneStatus.Step(step)], "rows": held}
        for step, held in sections.items()
        if step
    ]
    context = {"sections": shown, "unknown": sections.get("", []), "total": len(rows)}
    return render(request, "registry/zones.html", context)


@require_safe
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    page = zone_for(request.actor, slug=slug)
    if page is None:
        raise Http404(slug)
    status = page.row.status
    context = {
        "page": page,
        "tone": TONES[ZoneStatus.Step(status.step)] if status else "draft",
        "steps": _steps(page),
    }
    return render(request, "registry/zone.html", context)


def _steps(page: ZonePage) -> list[dict[str, Any]]:
    """Every step of the law: taken, passed without a record, or still ahead."""
    taken = {status.step: status for status in page.row.statuses}
    return [
        {
            "label": step.label,
            "status": taken.get(step.value),
            "missing": step.value in page.missing,
            "tone": TONES[step],
        }
        for step in ZoneStatus.Step
    ]
