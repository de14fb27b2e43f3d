"""`girih give-seat EMAIL --organisation SLUG --role ROLE`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import ValidationError, validate_email
from django.db import transaction
from django.utils import timezone

from girih.kernel.access import Actor, Role
from girih.kernel.accounts.models import User
from girih.registry.actions.people import give_seat
from girih.registry.models import Organisation


class Command(BaseCommand):
    help = "Seat a person in an organisation. / سپردن کرسی یک نهاد به یک شخص."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="of the person / رایانامه شخص")
        parser.add_argument("--organisation", required=True, metavar="SLUG", help="institution / نهاد")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role], help="role / نقش")
        parser.add_argument("--name", help="makes the person when unknown / نام، اگر شخص هنوز ثبت نشده است")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is no e-mail address / رایانامه نیست") from error
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"no organisation “{options['organisation']}” / این نهاد شناخته نیست")
        with transaction.atomic():
            user = User.objects.filter(email=email).first()
            if user is None:
                if not options["name"]:
                    raise CommandError(
                        f"“{email}” is unknown; give --name to make the person / با --name ثبت کنید"
                    )
                user = User.objects.create_user(email, name=options["name"])
            now = timezone.now()
            seat = give_seat(
                actor=Actor.machine("girih give-seat"),
                at=now,
                user=user,
                organisation=organisation,
                role=Role(options["role"]),
                valid_from=timezone.localtime(now).date(),
            )
        self.stdout.write(f"{user.name}: {seat.role} · {organisation.name_en} / {organisation.name_fa}")
        if not user.has_usable_password():
            self.stdout.write(f"set a password: girih manage changepassword {email} / گذرواژه تعیین کنید")
