"""`girih migrate`: Django's own, with its purpose in both languages."""

from django.core.management.commands import migrate


class Command(migrate.Command):
    help = "Make the database or bring it up. / ساختن یا به‌روز کردن پایگاه داده."
