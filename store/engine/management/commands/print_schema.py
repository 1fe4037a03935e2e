"""Writes the engine's schema to store/saleor/schema.graphql, from which the typed client is generated."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from store.engine.schema.root import schema


class Command(BaseCommand):
    """Print the schema."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write the file."""
        Path("store/saleor/schema.graphql").write_text(f"{schema}\n")
