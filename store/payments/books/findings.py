"""What comparing found: written down once per difference, marked as gone when it is not seen any more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from store.payments.models import Difference, Payment, Reconciliation

Kind = Difference.Kind


@dataclass(frozen=True)
class Finding:
    """One difference; `amount` is by how many minor units Stripe's books are above the other side's.

    `subject` is the id that it is about, by which it is known again.
    """

    kind: Kind
    subject: str
    at: datetime
    currency: str
    words: str
    amount: int = 0
    channel: str = ""
    payment: Payment | None = None


def keep(run: Reconciliation, finding: Finding) -> int:
    """Write a difference down, or know it again; return its row's id. An explanation holds for its amount only."""
    known = Difference.objects.filter(kind=finding.kind, subject=finding.subject)
    known.exclude(amount=finding.amount).update(noted_at=None)
    row, _ = Difference.objects.update_or_create(
        kind=finding.kind,
        subject=finding.subject,
        defaults={
            "payment": finding.payment,
            "run": run,
            "at": finding.at,
            "channel": finding.channel,
            "currency": finding.currency,
            "amount": finding.amount,
            "words": finding.words,
            "gone_at": None,
        },
    )
    return int(row.pk)


def forget(*, since: datetime, until: datetime, seen: Collection[int]) -> None:
    """Mark the differences of a period as gone that were not seen this time."""
    there = Difference.objects.filter(at__gte=since, at__lt=until, gone_at=None).values_list("pk", flat=True)
    Difference.objects.filter(pk__in=set(there).difference(seen)).update(gone_at=timezone.now())
