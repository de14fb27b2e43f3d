"""`girih brief --network SLUG`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone, translation

from girih.kernel.access import Actor
from girih.kernel.documents.paper import PaperError
from girih.networks.models import Network
from girih.networks.queries.brief import Brief, brief_for, brief_json
from girih.networks.queries.brief_files import brief_pdf, brief_text


class Command(BaseCommand):
    help = (
        "State, findings, plan and what is overdue of a network: as text, JSON or four pages of PDF. / "
        "وضع شبکه، یافته‌ها، برنامه پیوندها و کارهای مانده: متن، JSON یا PDF چهارصفحه‌ای."
    )

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help="for instance uccn / نام شبکه")
        parser.add_argument("--json", action="store_true", help="JSON on the standard output / خروجی JSON")
        parser.add_argument(
            "--out", metavar="FILE.pdf", help="write the paper there / نوشتن گزارش در این فایل"
        )
        parser.add_argument("--lang", choices=["fa", "en"], default="fa", help="language / زبان")

    def handle(self, *args: Any, **options: Any) -> None:
        network = _network(options["network"])
        with translation.override(options["lang"]):
            brief = brief_for(Actor.machine("girih brief"), network=network, today=timezone.localdate())
            if options["out"]:
                self._write(brief, Path(options["out"]))
            if options["json"]:
                self.stdout.write(json.dumps(brief_json(brief), ensure_ascii=False, indent=2))
            elif options["out"]:
                self.stdout.write(options["out"])
            else:
                self.stdout.write(brief_text(brief), ending="")

    def _write(self, brief: Brief, path: Path) -> None:
        try:
            path.write_bytes(brief_pdf(brief, at=timezone.now()))
        except OSError as error:
            raise CommandError(
                f"cannot write “{path}”: {error.strerror or error} / فایل نوشته نشد"
            ) from error
        except PaperError as error:
            raise CommandError(f"the paper could not be set: {error} / گزارش چیده نشد") from error


def _network(slug: str) -> Network:
    try:
        network = Network.objects.select_related("secretariat").filter(slug=slug).first()
        known = ", ".join(Network.objects.order_by("slug").values_list("slug", flat=True)[:50])
    except (OperationalError, ProgrammingError) as error:
        # PostgreSQL keeps a failed statement's transaction open.
        connection.close()
        raise CommandError(
            "the tables are missing; run “girih migrate” and “girih load-reference” first / "
            "جدول‌ها ساخته نشده‌اند؛ نخست «girih migrate» و «girih load-reference» را اجرا کنید"
        ) from error
    if network is None:
        raise CommandError(f"no network “{slug}”; there are: {known or '—'} / شبکه «{slug}» شناخته نیست")
    return network
