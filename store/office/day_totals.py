"""The money page's rows: what was charged, went back and waits, per day, channel and currency; never across currencies.

Everything is counted from our own rows, in a constant number of queries, on the day on which it happened: a refund
counts on the day on which Stripe made it, not on the day of the payment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from store.office.period import Period
from store.payments.models import CLOSABLE, Difference, Dispute, Payment, PaymentStatus, Refund, RefundStatus
from store.payments.models.utc_day import UtcDay


@dataclass
class Sums:
    """Amounts in minor units, and how many; `pending` is asked for and not paid, `in_review` a part of `charged`."""

    payments: int = 0
    charged: int = 0
    refunded: int = 0
    disputed: int = 0
    pending: int = 0
    in_review: int = 0
    difference: int = 0
    differences: int = 0

    @property
    def net(self) -> int:
        """What stays: charged less refunded and disputed."""
        return self.charged - self.refunded - self.disputed

    def add(self, other: "Sums") -> None:
        """Add another row of the same currency."""
        for field in fields(Sums):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


@dataclass
class Row(Sums):
    """One day of one channel in one currency."""

    day: date = date.min
    channel: str = ""
    currency: str = ""


@dataclass
class Total(Sums):
    """The whole period in one currency."""

    currency: str = ""


def day_rows(period: Period) -> list[Row]:
    """Return a row for every day and channel on which something happened, the newest day first."""
    rows: dict[tuple[date, str, str], Row] = {}
    for facts in _facts(period):
        key = facts.pop("day"), facts.pop("in_channel"), facts.pop("in_currency")
        row = rows.setdefault(key, Row(day=key[0], channel=key[1], currency=key[2]))
        for summed, amount in facts.items():
            name = summed.removeprefix("sum_")
            setattr(row, name, getattr(row, name) + (amount or 0))
    return sorted(rows.values(), key=lambda row: (-row.day.toordinal(), row.channel, row.currency))


def totals(rows: Iterable[Row]) -> list[Total]:
    """Return one total per currency."""
    found: dict[str, Total] = {}
    for row in rows:
        found.setdefault(row.currency, Total(currency=row.currency)).add(row)
    return [found[currency] for currency in sorted(found)]


def _facts(period: Period) -> Iterable[dict[str, Any]]:
    review = Q(status=PaymentStatus.REVIEW)
    yield from _by_day(
        Payment.objects.filter(period.within("charged_at")),
        "charged_at",
        payments=Count("pk"),
        charged=Sum("charged"),
        in_review=Sum("charged", filter=review),
    )
    yield from _by_day(
        Payment.objects.filter(period.within("created_at"), status__in=CLOSABLE), "created_at", pending=Sum("amount")
    )
    gone = Refund.objects.filter(period.within("succeeded_at", "payment__channel"), status=RefundStatus.SUCCEEDED)
    yield from _by_day(gone, "succeeded_at", of="payment__", refunded=Sum("amount"))
    disputes = Dispute.objects.filter(period.within("created_at", "payment__channel"))
    yield from _by_day(disputes, "created_at", of="payment__", disputed=Sum("withdrawn"))
    open_differences = Difference.objects.filter(period.within("at"), gone_at=None, noted_at=None)
    yield from _by_day(open_differences, "at", difference=Sum("amount"), differences=Count("pk"))


def _by_day(rows: QuerySet[Any], moment: str, *, of: str = "", **sums: Any) -> Iterable[dict[str, Any]]:
    keys = {"day": UtcDay(moment), "in_channel": F(f"{of}channel"), "in_currency": F(f"{of}currency")}
    named = {f"sum_{name}": of_rows for name, of_rows in sums.items()}  # a sum may not be called as what it sums
    found: Iterable[dict[str, Any]] = rows.order_by().annotate(**keys).values(*keys).annotate(**named)
    return found
