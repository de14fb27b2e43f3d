"""`girih load-reference`: the reference data of the repository into the database."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from girih.kernel.access import Actor
from girih.networks.actions.reference import load_networks
from girih.registry.actions.reference import BadReferenceData, FileReport, LoadReport, load_registry


class Command(BaseCommand):
    help = (
        "Load the reference data: places, titles, crafts, organisations, networks. Loading again changes "
        "only what changed in the files. / "
        "بار کردن داده‌های مرجع: مکان‌ها، عنوان‌ها، صنایع دستی، سازمان‌ها و شبکه‌ها. "
        "بار کردن دوباره تنها آنچه را در پرونده‌ها دگرگون شده است تغییر می‌دهد."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json",
            action="store_true",
            help="print the report as JSON / چاپ گزارش به صورت جی‌سان",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        actor, now = Actor.machine("girih load-reference"), timezone.now()
        try:
            with transaction.atomic():
                registry = load_registry(actor=actor, at=now)
                networks = load_networks(actor=actor, at=now)
        except BadReferenceData as error:
            raise CommandError(str(error)) from None
        report = LoadReport((*registry.files, *networks.files))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=1))
            return
        for file in report.files:
            self._print(file)
        if not report.wrote:
            self.stdout.write("Nothing changed. / چیزی دگرگون نشد.")

    def _print(self, file: FileReport) -> None:
        self.stdout.write(
            f"{file.file}: {len(file.new)} new, {len(file.changed)} changed, {file.same} the same"
            + (f", {len(file.gone)} no longer in the file" if file.gone else "")
        )
        for row in file.changed:
            self.stdout.write(f"  {row.name}: " + ", ".join(change.field for change in row.fields))
        for name in file.gone:
            self.stdout.write(f"  {name}: kept, though no longer in the file")
