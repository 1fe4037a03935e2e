"""`manage.py resume_recordings`: let recordings go on whose card pane was left open; schedule it every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from phone_orders.actions.keying import end_overdue


class Command(BaseCommand):
    """Ends every pause whose time is over, and asks again for what the telephone system did not acknowledge."""

    help = "End overdue recording pauses."

    def handle(self, **_: Any) -> None:
        """Say how many recordings go on."""
        self.stdout.write(f"{end_overdue()} recordings go on.")
