"""The peer of our pages: a Django that does nothing but read fifty rows and render them.

Settings and WSGI application in one, served by the same granian with the same workers.
"""

import os
from pathlib import Path

from django.conf import settings

HOME = Path(os.environ["GIRIH_BARE_HOME"])

settings.configure(
    DEBUG=False,
    SECRET_KEY="a bench needs no secret",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[],
    MIDDLEWARE=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "bare.sqlite3",
            "CONN_MAX_AGE": None,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HOME],
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        ["django.template.loaders.filesystem.Loader"],
                    )
                ]
            },
        }
    ],
)

import django  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

PAGE = """<!doctype html><title>rows</title><table>{% for row in rows %}<tr>
<td>{{ row.0 }}</td><td><a href="/{{ row.1 }}/">{{ row.2 }}</a></td><td>{{ row.3 }}</td><td>{{ row.4 }}</td>
</tr>{% endfor %}</table>"""


def rows(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, slug, name, country, year FROM place ORDER BY name LIMIT 50")
        return render(request, "rows.html", {"rows": cursor.fetchall()})


urlpatterns = [path("rows/", rows)]


def prepare() -> None:
    """Make the table of 408 rows and the template."""
    (HOME / "rows.html").write_text(PAGE, encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE place (id INTEGER PRIMARY KEY, slug, name, country, year)")
        cursor.executemany(
            "INSERT INTO place (slug, name, country, year) VALUES (%s, %s, %s, %s)",
            [(f"place-{i}", f"Place number {i:03}", "Country", 2004 + i % 22) for i in range(408)],
        )


django.setup()
application = get_wsgi_application()
