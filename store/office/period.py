"""A range of days and a channel, as the address says it. A day begins at midnight UTC, in every channel."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone

from store.office.forms import PeriodForm

FormT = TypeVar("FormT", bound=PeriodForm)
USUALLY = 30  # days
LONGEST = 3 * 366  # days that one page adds up


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; `channel` is empty for all channels."""

    first: date
    last: date
    channel: str = ""

    @property
    def since(self) -> datetime:
        """The first moment of the period."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def until(self) -> datetime:
        """The first moment after the period."""
        return datetime.combine(self.last + timedelta(days=1), time(), UTC)

    def within(self, moment: str, channel: str = "channel") -> Q:
        """Return the condition that a column of moments lies in the period, and its row in the channel."""
        found = Q(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})
        return found & Q(**{channel: self.channel}) if self.channel else found

    @property
    def query(self) -> str:
        """The period as an address carries it."""
        return urlencode({"first": self.first, "last": self.last, "channel": self.channel})

    @property
    def shortcuts(self) -> list[tuple[str, "Period"]]:
        """Periods that are asked for often, with their names."""
        today = timezone.now().date()
        month = today.replace(day=1)
        before = month - timedelta(days=1)
        ranges = [
            ("Today", today, today),
            ("7 days", today - timedelta(days=6), today),
            ("30 days", today - timedelta(days=USUALLY - 1), today),
            ("This month", month, today),
            ("Last month", before.replace(day=1), before),
        ]
        return [(name, Period(first, last, self.channel)) for name, first, last in ranges]


def read_period(form: FormT) -> tuple[Period, FormT]:
    """Return the period that the address asks for, the last thirty days by itself, and the form that shows it.

    What is no day stands in the form with its error; the other way round is turned round.
    """
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    today = timezone.now().date()
    last = given.get("last") or max(today, given.get("first") or today)
    first = given.get("first") or last - timedelta(days=USUALLY - 1)
    first, last = sorted((first, last))
    period = Period(max(first, last - timedelta(days=LONGEST)), last, given.get("channel") or "")
    if not form.errors:
        given_data: Any = form.data
        shown = given_data.copy()
        shown["first"], shown["last"] = period.first.isoformat(), period.last.isoformat()
        form.data = shown
    return period, form
