"""`manage.py resume_recordings`: let recordings go on whose card pane was left open; `serve` does so every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from phone_orders.actions.keying import end_overdue


class Command(BaseCommand):
    """Ends every pause whose time is over, and asks again for what the telephone system did not acknowledge."""

    help = "End overdue recording pauses."

    def handle(self, *, verbosity: int, **_: Any) -> None:
        """Say how many recordings go on."""
        ended = end_overdue()
        if verbosity:
            self.stdout.write(f"{ended} recordings go on.")
