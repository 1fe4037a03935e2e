"""Registers payments with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments as a Django app."""

    name = "store.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let Django find the checks."""
        from store.payments import checks  # noqa: F401, PLC0415 - models have to be ready
