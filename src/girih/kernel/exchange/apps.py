from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "girih.kernel.exchange"
    label = "exchange"
