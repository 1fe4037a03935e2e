"""Acts on what a Saleor server told us and could not be acted on at once."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from store.saleor_app.inbox import work_off


class Command(BaseCommand):
    """Work off deliveries that were left over."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the age from which on a delivery counts as left over."""
        parser.add_argument("--older-than", type=int, default=120, metavar="SECONDS")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work them off and say how many still wait."""
        waiting = work_off(older_than=timedelta(seconds=options["older_than"]))
        if options["verbosity"]:
            self.stdout.write(f"{waiting} deliveries waiting")
