"""Who acts, in which language, and refusals as pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from girih.kernel.access import Refused
from girih.registry.queries import actor_for

Next = Callable[[HttpRequest], HttpResponse]


class ChosenLanguage:
    """Persian until the person chooses otherwise; what a browser happens to accept is no choice."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActingPerson:
    """`request.actor`: the signed-in person under their seats, looked up when a view first asks."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: actor_for(request.user, today=timezone.localdate())
        )
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # After signing out, the way back shows nothing that was for a signed-in person.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class SpokenRefusal:
    """A `Refused` becomes a 403 page with its reason and way out."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "web/refused.html", {"verdict": exception.verdict}, status=403)
        return None
