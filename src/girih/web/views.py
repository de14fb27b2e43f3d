"""Pages of the shell."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from girih.networks.queries import memberships_of_place, next_steps_for, ties_of_place
from girih.registry.queries import place_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What to do next, for a signed-in person; what this is, for a visitor."""
    if request.actor.is_anonymous:
        return render(request, "web/welcome.html")
    return render(request, "web/home.html", {"steps": next_steps_for(request.actor, now=timezone.now())})


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """One place with all that the rooms know of it."""
    page = place_for(request.actor, slug=slug, today=timezone.localdate())
    if page is None:
        raise Http404(slug)
    context = {
        "page": page,
        "memberships": memberships_of_place(request.actor, place=page.place),
        "ties": ties_of_place(request.actor, place=page.place),
    }
    return render(request, "web/place.html", context)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark; an empty choice follows the system again."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in ("light", "dark"):
        response.set_cookie("girih_theme", chosen, max_age=31_536_000, samesite="Lax", httponly=False)
    else:
        response.delete_cookie("girih_theme")
    return response


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For a load balancer: the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": connection.vendor, "ok": True})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Also for a form without its token, which Django reports with `reason` instead of an exception."""
    return render(request, "web/error.html", {"code": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/error.html", {"code": 404}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    # Rendered without request or context processors: whatever broke may be what they would ask.
    return HttpResponse(render_to_string("web/broken.html"), status=500)
