"""Registers the storefront with Django."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """Customers' pages as a Django app."""

    name = "store.storefront"
    label = "storefront"
    default_auto_field = "django.db.models.BigAutoField"
