"""Reconciling: ask Stripe about every payment that is not settled, because an event may never have come."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from store.payments.inbox import act_on
from store.payments.models import UNSETTLED, Payment, PaymentStatus, StripeEvent
from store.payments.settlement import TRY_AGAIN, settle

QUIET = timedelta(minutes=2)  # younger payments are still being worked on in the ordinary way
LOST = timedelta(hours=24)  # a page that was never opened is beyond Stripe's memory of its key


@dataclass
class Reconciled:
    """What a run found: payments looked at, moved, to be tried again, and waiting for a person."""

    seen: int = 0
    moved: int = 0
    later: int = 0
    review: int = 0


def reconcile(*, older_than: timedelta = QUIET) -> Reconciled:
    """Settle every unsettled payment older than this."""
    now = timezone.now()
    found = Reconciled(review=Payment.objects.filter(status=PaymentStatus.REVIEW).count())
    Payment.objects.filter(status=PaymentStatus.OPENING, session_id__isnull=True, created_at__lt=now - LOST).update(
        status=PaymentStatus.EXPIRED
    )
    for payment in Payment.objects.filter(status__in=UNSETTLED, created_at__lte=now - older_than).order_by(
        "created_at"
    ):
        found.seen += 1
        before = payment.status
        try:
            after = settle(payment).status
        except TRY_AGAIN:
            found.later += 1
            continue
        found.moved += before != after
    for event in StripeEvent.objects.filter(handled_at__isnull=True, received_at__lte=now - older_than):
        act_on.call(event_pk=event.pk)
    return found
