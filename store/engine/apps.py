"""Registers the engine with Django."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class EngineConfig(AppConfig):
    """The embedded engine as a Django app."""

    name = "store.engine"
    label = "engine"
    verbose_name = "Shop"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watch every database connection; a signal, because Django has no other place where connections begin."""
        connection_created.connect(_watch)


def _watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    from store.engine.catalogue_version import watch  # noqa: PLC0415 - models exist only when apps are ready

    watch(connection)
