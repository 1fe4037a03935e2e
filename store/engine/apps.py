"""Registers the engine with Django."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """The embedded engine as a Django app."""

    name = "store.engine"
    label = "engine"
    verbose_name = "Shop"
    default_auto_field = "django.db.models.BigAutoField"
