"""Registers the desk with Django."""

from django.apps import AppConfig


class PhoneOrdersConfig(AppConfig):
    """The desk as a Django app."""

    name = "phone_orders"
    default_auto_field = "django.db.models.BigAutoField"
