"""`girih serve`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from girih.web import serving


class Command(BaseCommand):
    help = "Serve this installation. / راه‌اندازی این نصب."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on / نشانی")
        parser.add_argument(
            "--port",
            type=int,
            default=settings.PORT,
            help="port to listen on (default 8000 or GIRIH_PORT) / درگاه",
        )
        parser.add_argument("--workers", type=int, default=2, help="processes (default 2) / شمار پردازه‌ها")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, workers = options["host"], options["port"], options["workers"]
        if workers < 1:
            raise CommandError("--workers is at least 1 / شمار پردازه‌ها دست‌کم ۱ است")
        serving.refuse_taken_port(host, port)
        waiting = serving.unapplied_migrations()
        if waiting:
            raise CommandError(
                f"the database lacks {waiting} migrations; run “girih migrate” first / "
                "پایگاه داده به‌روز نیست؛ نخست «girih migrate» را اجرا کنید"
            )
        serving.collect_static()

        def ready() -> None:
            self.stdout.write(f"Girih serves {settings.PUBLIC_URL} from {host}:{port} / گره در خدمت است")
            self.stdout.flush()

        serving.run_server(host=host, port=port, workers=workers, ready=ready)
