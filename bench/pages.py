"""Pages under granian with two workers, beside a bare Django view of fifty rows, in the same run."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.serving import free_port, load, served

__all__ = ["run"]

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ("directory, 50 rows", "/members/?network=uccn"),
    ("city page", "/places/isfahan-ir/"),
    ("network home", "/networks/uccn/"),
    ("diagnosis", "/networks/uccn/diagnosis/"),
)
# Prints a session cookie of the sample officer; runs in its own process, for settings load once.
SIGN_IN = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from girih.kernel.accounts.models import User
user = User.objects.get(email="officer@demo.girih.invalid")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
"""


def run(shared: Path) -> list[dict[str, Any]]:
    """Rows of name, requests/s, median and p95 in ms, KB; the bare view first."""
    with tempfile.TemporaryDirectory(prefix="girih-bench-") as folder:
        bare = {"GIRIH_BARE_HOME": folder, "PYTHONPATH": str(ROOT)}
        subprocess.run(
            [sys.executable, "-c", "import bench.bare; bench.bare.prepare()"],
            check=True,
            env={**os.environ, **bare},
        )
        rows = []
        port = free_port()
        with served("bench.bare:application", port, **bare):
            rows.append(("bare Django, 50 rows", load(port, "/rows/")))
        home = {"GIRIH_HOME": folder, "DJANGO_SETTINGS_MODULE": "girih.config.demo"}
        environment = {**os.environ, **home}
        girih = ROOT / ".venv/bin/girih"
        subprocess.run(
            [girih, "demo", "--prepare-only"], check=True, env=environment, stdout=subprocess.DEVNULL
        )
        ties = shared / "data/uccn_sister_ties.csv"
        own = {**os.environ, "GIRIH_HOME": f"{folder}/demo"}
        subprocess.run(
            [girih, "import-ties", ties, "--network", "uccn"], check=True, env=own, stdout=subprocess.DEVNULL
        )
        cookie = subprocess.run(
            [sys.executable, "-c", SIGN_IN], check=True, env=environment, capture_output=True, text=True
        ).stdout.strip()
        port = free_port()
        with served("girih.config.wsgi:application", port, **home):
            rows += [(name, load(port, path, headers={"Cookie": cookie})) for name, path in PAGES]
    return [
        {
            "page": name,
            "requests/s": round(found.per_second),
            "median ms": round(found.median_ms, 1),
            "p95 ms": round(found.p95_ms, 1),
            "KB": round(found.kilobytes, 1),
        }
        for name, found in rows
    ]
