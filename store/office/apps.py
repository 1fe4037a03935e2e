"""Registers the office with Django."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The office as a Django app."""

    name = "store.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"
