"""Registers the Saleor app with Django."""

from django.apps import AppConfig


class SaleorAppConfig(AppConfig):
    """The shop as an app of a Saleor server, as a Django app."""

    name = "store.saleor_app"
    label = "saleor_app"
    default_auto_field = "django.db.models.BigAutoField"
