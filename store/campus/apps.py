"""Registers campus with Django."""

from django.apps import AppConfig


class CampusConfig(AppConfig):
    """Campus as a Django app."""

    name = "store.campus"
    label = "campus"
    default_auto_field = "django.db.models.BigAutoField"
