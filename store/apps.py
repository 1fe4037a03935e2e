"""Registers the project itself with Django, for the commands that concern the whole shop."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The shop as a whole."""

    name = "store"
    label = "store"
