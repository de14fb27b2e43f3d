"""The drawing of a network, its data, and the table beside it."""

import json
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from girih.networks.queries.drawing import SORTS, drawing_for, drawing_table_for
from girih.networks.views.network import network_or_404

__all__ = ["drawing", "drawing_json"]


@require_safe
def drawing(request: HttpRequest, network: str) -> HttpResponse:
    shown = network_or_404(request, network)
    table = drawing_table_for(
        request.actor,
        network=shown,
        today=timezone.localdate(),
        sort=request.GET.get("sort", ""),
        after=request.GET.get("after", ""),
    )
    context = {"network": shown, "table": table, "sorts": SORTS}
    return render(request, "networks/drawing.html", context)


@require_safe
@gzip_page
def drawing_json(request: HttpRequest, network: str) -> HttpResponse:
    """What the drawing is drawn from. Asked again, an unchanged network costs no transfer."""
    shown = network_or_404(request, network)
    data = drawing_for(request.actor, network=shown, today=timezone.localdate())
    for node in data["nodes"]:
        node["url"] = reverse("place", args=[node["id"]])
    for edge in data["edges"]:
        edge["url"] = reverse("networks:tie", args=[edge.pop("tie")])
    for pair in data["proposed"]:
        address = reverse("networks:plan", args=[shown.slug, pair.pop("plan")])
        pair["url"] = f"{address}?after={pair.pop('rank') - 1}#pair-{pair.pop('pair')}"
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    # A compressed answer carries the same tag as a weak one.
    asked = {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}
    response = HttpResponse(status=304) if tag in asked else HttpResponse(content, "application/json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response
