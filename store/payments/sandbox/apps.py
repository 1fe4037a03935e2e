"""Registers the Stripe stand-in with Django."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """The Stripe stand-in as a Django app of its own, so that its tables never mix with the shop's."""

    name = "store.payments.sandbox"
    label = "stripe_sandbox"
    default_auto_field = "django.db.models.BigAutoField"
