"""What every page of the shell needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = {"light": "girih", "dark": "girih-dark"}


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "actor": getattr(request, "actor", None),
        "theme": THEMES.get(request.COOKIES.get("girih_theme", ""), ""),
        "is_demo": settings.ROOT_URLCONF == "girih.config.demo_urls",
    }
