"""Reconciling: what is not settled is asked about at Stripe every minute, because an event may never have come.

`reconcile` looks at what is unsettled and is cheap. `comparison.compare` goes through everything that happened, and is
run every hour for the last days.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from store.payments.books.comparison import compare
from store.payments.disputes import follow_disputes
from store.payments.faults import TRY_AGAIN
from store.payments.gateway import GatewayUnavailable, gateway
from store.payments.inbox import act_on
from store.payments.messages.notices import send_notice
from store.payments.models import UNSETTLED, Notice, Payment, PaymentStatus, StripeEvent
from store.payments.naming import payments_named
from store.payments.refunds.giving_back import continue_refund, unfinished_refunds
from store.payments.review import waiting
from store.payments.settlement import settle

log = logging.getLogger(__name__)

QUIET = timedelta(minutes=2)  # younger payments are still being worked on in the ordinary way
LOST = timedelta(hours=24)  # a page that was never opened is beyond Stripe's memory of its key


@dataclass
class Reconciled:
    """What a run found: payments looked at, moved, to be tried again; `review` with refunds, waiting for a person."""

    seen: int = 0
    moved: int = 0
    later: int = 0
    review: int = 0


def reconcile(*, older_than: timedelta = QUIET) -> Reconciled:
    """Settle every unsettled payment older than this, act on events and send mails that were left over."""
    before = timezone.now() - older_than
    found = Reconciled()
    _give_up_unopened()
    for payment in [*_paid_elsewhere(), *Payment.objects.filter(status__in=UNSETTLED, created_at__lte=before)]:
        found.seen += 1
        status = payment.status
        try:
            found.moved += settle(payment).status != status
        except TRY_AGAIN:
            found.later += 1
        except Exception:  # whatever it was, it must not keep the other payments waiting
            log.exception("Payment %s cannot be settled", payment.pk)
            found.later += 1
    follow_disputes(since=timezone.now() - LOST)
    for refund in unfinished_refunds(before=before):
        try:
            continue_refund(refund)
        except TRY_AGAIN:
            found.later += 1
        except Exception:
            log.exception("Refund %s cannot be carried on", refund.pk)
            found.later += 1
    for event in StripeEvent.objects.filter(handled_at__isnull=True, received_at__lte=before):
        act_on.enqueue(event_pk=event.pk)
    for notice in Notice.objects.filter(sent_at__isnull=True, created_at__lte=before):
        send_notice.enqueue(notice_pk=notice.pk)
    _forget_old_events()
    found.review = waiting()
    return found


def _give_up_unopened() -> None:
    Payment.objects.filter(
        status=PaymentStatus.OPENING, session_id__isnull=True, created_at__lt=timezone.now() - LOST
    ).update(status=PaymentStatus.EXPIRED)


def _paid_elsewhere() -> Iterator[Payment]:
    """Find pages that were paid although we noted them as closed, or never learnt their id."""
    try:
        pages = list(gateway().paid_sessions(since=timezone.now() - LOST))
    except GatewayUnavailable:
        log.warning("Stripe could not be asked for its paid pages")
        return
    payments = payments_named([page.payment_id for page in pages])
    for page in pages:
        payment = payments.get(page.payment_id)
        if payment is not None and payment.status in (PaymentStatus.EXPIRED, PaymentStatus.OPENING):
            Payment.objects.filter(pk=payment.pk, session_id__isnull=True).update(session_id=page.id)
            yield payment


def _forget_old_events() -> None:
    """Drop events that were acted on so long ago that nobody will ask; they would not be sent again by then."""
    old = timezone.now() - timedelta(days=settings.STRIPE_EVENTS_KEPT_DAYS)
    StripeEvent.objects.filter(received_at__lt=old, handled_at__isnull=False).delete()


@task()
def compare_period(since: str, until: str) -> None:
    """Compare a period that a person asked for, up to now at most; both are ISO moments."""
    now = timezone.now().replace(microsecond=0)
    try:
        compare(since=datetime.fromisoformat(since), until=min(datetime.fromisoformat(until), now))
    except TRY_AGAIN as fault:
        log.warning("The comparison will be gone on with: %s", type(fault).__name__)
