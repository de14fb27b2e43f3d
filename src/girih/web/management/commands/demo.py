"""`girih demo`: a database of its own with sample people, served on this machine."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

import girih
from girih.kernel.access import Actor
from girih.networks.actions.reference import load_networks
from girih.registry.actions.reference import load_registry
from girih.web import demonstration, serving


class Command(BaseCommand):
    help = (
        "Try Girih with sample people, on a database of its own; asks nothing. / "
        "آزمودن گره با کاربران نمونه، روی پایگاه داده‌ای جدا؛ چیزی نمی‌پرسد."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on / نشانی")
        parser.add_argument(
            "--port",
            type=int,
            default=settings.PORT,
            help="port to listen on (default 8000 or GIRIH_PORT) / درگاه",
        )
        parser.add_argument(
            "--prepare-only", action="store_true", help="make everything ready and stop / فقط آماده‌سازی"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SETTINGS_MODULE != "girih.config.demo":
            raise CommandError("run it as “girih demo” / آن را با «girih demo» اجرا کنید")
        host, port = options["host"], options["port"]
        if not options["prepare_only"]:
            serving.refuse_taken_port(host, port)
        self.prepare()
        if options["prepare_only"]:
            return
        address = f"http://{'localhost' if host == '0.0.0.0' else host}:{port}/"  # noqa: S104

        # The pages name themselves by the address under which they are served.
        os.environ["GIRIH_URL"] = settings.PUBLIC_URL = address.rstrip("/")

        def ready() -> None:
            self.stdout.write(
                f"Girih is open at {address} (stop with Ctrl+C) / گره آماده است: {address} (پایان: Ctrl+C)"
            )
            self.stdout.flush()

        serving.run_server(host=host, port=port, workers=2, ready=ready)

    def prepare(self) -> None:
        if serving.unapplied_migrations():
            self.stdout.write("making the database / ساختن پایگاه داده …")
            call_command("migrate", interactive=False, verbosity=0)
        if serving.collect_static():
            self.stdout.write("gathered the static files / پرونده‌های نما گردآوری شد")
        package = Path(girih.__file__).parent
        files = [
            *package.glob("*/data/*.csv"),
            *package.glob("*/actions/**/*.py"),
            Path(demonstration.__file__),
        ]
        if serving.brought_up(settings.HOME / "content.stamp", serving.stamp_of(files), self._load):
            self.stdout.write("loaded the reference data and the samples / داده‌های مرجع و نمونه بار شد")

    def _load(self) -> None:
        at, actor = timezone.now(), Actor.machine("girih demo")
        load_registry(actor=actor, at=at)
        load_networks(actor=actor, at=at)
        demonstration.prepare_demonstration(at=at)
