from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "girih.kernel.accounts"
    label = "accounts"
