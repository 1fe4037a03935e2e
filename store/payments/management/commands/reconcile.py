"""Compares Stripe, our payments and Saleor, repairs what is safe, and lists the rest in words.

Exit status 0: all three say the same. 1: something is left for a person. 2: Stripe or Saleor did not answer; run it
again, it goes on where it stopped.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from store.payments.books.comparison import compare, unfinished
from store.payments.books.reconciliation import Reconciled, reconcile
from store.payments.faults import TRY_AGAIN
from store.payments.models import Difference, Reconciliation
from store.payments.review import waiting

DAYS = 7


class Command(BaseCommand):
    """Reconcile payments."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period, or leave the comparison out."""
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DAY", help="first day (UTC), such as 2026-11-01"
        )
        parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="last day, today by itself")
        parser.add_argument("--days", type=int, default=DAYS, help=f"without --since: so many days, {DAYS} by itself")
        parser.add_argument(
            "--older-than", type=int, default=120, metavar="SECONDS", help="leave younger payments alone"
        )
        parser.add_argument("--unsettled-only", action="store_true", help="compare nothing; for every minute")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reconcile, compare, and say what was found."""
        talks = options["verbosity"] > 0
        found = reconcile(older_than=timedelta(seconds=options["older_than"]))
        if talks:
            self._say_settled(found)
        if options["unsettled_only"]:
            return
        since, until = self._period(**options)
        try:
            earlier = unfinished()
            if earlier is not None and (earlier.since, earlier.until) != (since, until):
                compare(since=earlier.since, until=earlier.until)
            run = compare(since=since, until=until)
        except TRY_AGAIN as fault:
            raise CommandError(f"Not finished ({type(fault).__name__}). Run it again.", returncode=2) from fault
        left = list(Difference.objects.filter(gone_at=None, noted_at=None))
        if talks:
            self._say_compared(run, left)
        in_review = waiting()
        if left or in_review:
            raise CommandError(f"{len(left)} differences and {in_review} in review need a person.")

    @staticmethod
    def _period(
        *, since: date | None, until: date | None, days: int, older_than: int, **_: Any
    ) -> tuple[datetime, ...]:
        now = timezone.now().replace(microsecond=0)
        last = until or now.date()
        first = since or last - timedelta(days=days - 1)
        end = datetime.combine(last + timedelta(days=1), time(), UTC)
        return datetime.combine(first, time(), UTC), min(end, now - timedelta(seconds=older_than))

    def _say_settled(self, found: Reconciled) -> None:
        counts = f"{found.seen} unsettled, {found.moved} moved, {found.later} to be tried again"
        self.stdout.write(f"{counts}, {found.review} in review")

    def _say_compared(self, run: Reconciliation, left: list[Difference]) -> None:
        self.stdout.write(
            f"{run.since:%Y-%m-%d} to {run.until:%Y-%m-%d %H:%M} UTC: {run.compared} charges compared, "
            f"{run.repaired} repaired, {run.elsewhere} not the shop's, {len(left)} differences"
        )
        for difference in left:
            self.stdout.write(f"{difference.at:%Y-%m-%d %H:%M}  {difference.get_kind_display():<31}{difference.words}")
