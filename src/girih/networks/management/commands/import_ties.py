"""`girih import-ties FILE --network SLUG`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone, translation

from girih.kernel.access import Actor
from girih.kernel.documents.unacceptable import Unacceptable
from girih.kernel.exchange.export import rejects_file
from girih.kernel.exchange.importer import Outcome
from girih.kernel.exchange.models import Import
from girih.kernel.exchange.queries import reason_of, rows_of
from girih.networks.actions import imports as actions
from girih.networks.models import Network, Tie

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Bring a list of ties (CSV or XLSX) into a network; what is already there is not doubled. / "
        "وارد کردن فهرست پیوندها (CSV یا XLSX) در یک شبکه؛ آنچه هست دوباره ثبت نمی‌شود."
    )

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the list / فایل فهرست")
        parser.add_argument("--network", required=True, metavar="SLUG", help="for instance uccn / نام شبکه")
        parser.add_argument(
            "--kind",
            choices=Tie.Kind.values,
            default=Tie.Kind.SISTER_CITY.value,
            help="kind of rows that name none (default sister_city) / نوع پیوند سطرهایی که نوع ندارند",
        )
        parser.add_argument("--dry-run", action="store_true", help="judge and write nothing / فقط بررسی")
        parser.add_argument("--json", action="store_true", help="the result as JSON / نتیجه به JSON")
        parser.add_argument(
            "--rejects", metavar="FILE.xlsx", help="write the rows left out / فایل سطرهای کنار گذاشته"
        )
        parser.add_argument("--lang", choices=["fa", "en"], default="fa", help="of the reasons / زبان دلیل‌ها")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        network = _network(options["network"])
        with translation.override(options["lang"]):
            try:
                with path.open("rb") as file:
                    result = self._bring(network, File(file, name=path.name), options)
            except OSError as error:
                raise CommandError(
                    f"cannot read “{path}”: {error.strerror or error} / فایل خوانده نشد"
                ) from error
            except Unacceptable as error:
                raise CommandError(f"“{path.name}”: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        else:
            self._say(result)

    def _keep(self, name: str, rejects: bytes) -> None:
        """The ties are in by now, so a file that cannot be written is said and ends nothing."""
        try:
            Path(name).write_bytes(rejects)
        except OSError as error:
            self.stderr.write(f"cannot write “{name}”: {error.strerror or error} / فایل نوشته نشد")

    def _bring(self, network: Network, file: File, options: dict[str, Any]) -> dict[str, Any]:
        actor, at = Actor.machine("girih import-ties"), timezone.now()
        # One transaction around all of it: a dry run, and a list without anything new, leave nothing behind.
        with transaction.atomic():
            batch = actions.bring_ties(
                actor=actor,
                at=at,
                network=network,
                upload=file,
                name=file.name or "",
                kind=options["kind"],
            )
            batch = actions.check_ties(actor=actor, at=at, batch=batch)
            load = bool(batch.counts[Outcome.NEW]) and not options["dry_run"]
            result = _result(network, batch, dry_run=options["dry_run"])
            if options["rejects"] and batch.counts[Outcome.REJECTED]:
                self._keep(options["rejects"], rejects_file(batch, actions.TieImporter.of(batch)))
                result["rejects"] = options["rejects"]
            if load:
                actions.load_ties(actor=actor, at=at, batch=batch)
                result["import"] = batch.pk
            else:
                transaction.set_rollback(True)
        return result

    def _say(self, result: dict[str, Any]) -> None:
        loaded = "would be new / تازه" if result["dry_run"] else "new / تازه"
        self.stdout.write(
            f"{result['network']}: {result['read']} read / خوانده · {result['new']} {loaded}"
            f" · {result['same']} same / تکراری · {result['rejected']} left out / کنار گذاشته"
        )
        for row in result["reasons"][:SHOWN]:
            self.stdout.write(f"  row {row['row']}: {row['reason']}")
        if len(result["reasons"]) > SHOWN:
            self.stdout.write(f"  … and {len(result['reasons']) - SHOWN} more / و بیشتر")
        if "rejects" in result:
            self.stdout.write(f"  rows left out / سطرهای کنار گذاشته: {result['rejects']}")


def _network(slug: str) -> Network:
    try:
        network = Network.objects.select_related("secretariat").filter(slug=slug).first()
        known = list(Network.objects.order_by("slug").values_list("slug", flat=True)) if not network else []
    except (OperationalError, ProgrammingError) as error:
        # PostgreSQL keeps a failed statement's transaction open.
        connection.close()
        raise CommandError(
            "the tables are missing; run “girih migrate” and “girih load-reference” first / "
            "جدول‌ها ساخته نشده‌اند؛ نخست «girih migrate» و «girih load-reference» را اجرا کنید"
        ) from error
    if network is not None:
        return network
    if not known:
        raise CommandError(
            "there are no networks yet; run “girih load-reference” first / "
            "هنوز شبکه‌ای نیست؛ نخست «girih load-reference» را اجرا کنید"
        )
    raise CommandError(f"no network “{slug}”; there are: {', '.join(known)} / شبکه «{slug}» شناخته نیست")


def _result(network: Network, batch: Import, *, dry_run: bool) -> dict[str, Any]:
    """The stable keys of `--json`."""
    importer = actions.TieImporter.of(batch)
    rejected = rows_of(batch, outcomes=[Outcome.REJECTED], limit=1_000_000)
    return {
        "network": network.slug,
        "dry_run": dry_run,
        "read": batch.counts["rows"],
        "new": batch.counts[Outcome.NEW],
        "same": batch.counts[Outcome.SAME],
        "rejected": batch.counts[Outcome.REJECTED],
        "reasons": [
            {"row": row.number, "code": row.code, "reason": reason_of(row, importer)} for row in rejected
        ],
    }
