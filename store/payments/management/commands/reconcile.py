"""Compares unsettled payments with Stripe and brings each to its right state."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from store.payments.reconciliation import reconcile


class Command(BaseCommand):
    """Reconcile payments."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the age from which on a payment is looked at."""
        parser.add_argument("--older-than", type=int, default=120, metavar="SECONDS")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reconcile and say in one line what was found."""
        found = reconcile(older_than=timedelta(seconds=options["older_than"]))
        if options["verbosity"]:
            counts = f"{found.seen} unsettled, {found.moved} moved, {found.later} to be tried again"
            self.stdout.write(f"{counts}, {found.review} in review")
