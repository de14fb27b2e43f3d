"""`girih check`: is this installation fit to serve?"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from girih.web import serving

# Whether HTTPS is used is said once, in our own sentence, not once for each setting that follows from it.
FOLLOW_FROM_HTTPS = frozenset({"security.W004", "security.W008", "security.W012", "security.W016"})


class Command(BaseCommand):
    help = "Check whether this installation is fit to serve. / آیا این نصب آماده خدمت است؟"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(_faults())
        for sentence in faults:
            self.stderr.write(f"✗ {sentence}")
        if faults:
            raise CommandError(f"{len(faults)} to be put right / {len(faults)} مورد باید درست شود")
        self.stdout.write("✓ This installation is fit to serve. / این نصب آماده خدمت است.")


def _faults() -> Iterator[str]:
    yield from _database()
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield "the static files are not gathered; “girih serve” does it / پرونده‌های نما گردآوری نشده است"
    try:
        name = default_storage.save("check/written", ContentFile(b"girih"))
        default_storage.delete(name)
    except Exception as error:  # whatever an S3 store or a disk answers
        yield f"the folder of files cannot be written: {error} / پوشه پرونده‌ها نوشتنی نیست"
    if not settings.PUBLIC_URL.startswith("https://"):
        yield f"GIRIH_URL is {settings.PUBLIC_URL}, without HTTPS / نشانی باید با https آغاز شود"
    for message in checks.run_checks(include_deployment_checks=True):
        if message.is_serious(checks.WARNING) and message.id not in FOLLOW_FROM_HTTPS:
            yield f"{message.msg} ({message.id})"


def _database() -> Iterator[str]:
    try:
        waiting = serving.unapplied_migrations()
    except DatabaseError as error:
        reason = str(error).splitlines()[0]
        yield f"the database ({connection.vendor}) cannot be reached: {reason} / پایگاه داده در دسترس نیست"
        return
    if waiting:
        yield f"{waiting} migrations wait; run “girih migrate” / پایگاه داده به‌روز نیست: «girih migrate»"
