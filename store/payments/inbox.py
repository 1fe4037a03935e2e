"""Stripe's events: stored once, answered, then acted on; acting may run again."""

import logging
from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from store.payments.disputes import follow_dispute
from store.payments.faults import TRY_AGAIN
from store.payments.gateway import Event, GatewayRefused, gateway
from store.payments.models import Payment, StripeEvent
from store.payments.naming import payment_named, payment_of
from store.payments.refunds.adoption import take_over
from store.payments.reports import ReportRefused
from store.payments.settlement import note_declined, settle

log = logging.getLogger(__name__)

SETTLING = {
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.expired",
}
SETTLING_KEYED = {"payment_intent.succeeded", "payment_intent.canceled"}  # of pages, their own events tell
DECLINED = "payment_intent.payment_failed"
REFUNDS = {"refund.created", "refund.updated", "refund.failed", "charge.refunded", "charge.refund.updated"}
DISPUTES = {
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
}


# What Stripe is asked to send, all of it and nothing else; `manage.py check_stripe` compares.
HANDLED = frozenset({*SETTLING, *SETTLING_KEYED, DECLINED, *REFUNDS, *DISPUTES})


def receive(event: Event) -> None:
    """Store an event and have it acted on; one that is known already is not stored again, and of no other kind any."""
    if event.type not in HANDLED:
        return
    stored, is_new = StripeEvent.objects.get_or_create(
        event_id=event.id, defaults={"type": event.type, "object_id": event.object_id, "payment_id": event.payment_id}
    )
    if is_new or stored.handled_at is None:
        act_on.enqueue(event_pk=stored.pk)


@task()
def act_on(event_pk: int) -> None:
    """Act on a stored event: it only says what to look at; Stripe is asked how that stands."""
    stored = StripeEvent.objects.get(pk=event_pk)
    try:
        _act(stored)
    except (*TRY_AGAIN, ReportRefused) as fault:
        StripeEvent.objects.filter(pk=event_pk).update(fault=type(fault).__name__)
        log.warning("Event %s will be tried again: %s", stored.event_id, type(fault).__name__)
        return
    StripeEvent.objects.filter(pk=event_pk).update(handled_at=timezone.now(), fault="")


def _act(stored: StripeEvent) -> None:
    if stored.type in REFUNDS:
        _follow_refunds(stored.object_id)
        return
    if stored.type in DISPUTES:
        _follow_dispute(stored.object_id)
        return
    payment = payment_named(stored.payment_id)
    if payment is not None and stored.type == DECLINED:
        note_declined(payment)
    elif payment is not None and stored.type in (SETTLING_KEYED if payment.is_keyed else SETTLING):
        if not payment.session_id and not payment.is_keyed:  # paid before our own answer from Stripe was saved
            Payment.objects.filter(pk=payment.pk, session_id__isnull=True).update(session_id=stored.object_id)
            payment.refresh_from_db()
        settle(payment)


def _follow_refunds(object_id: str) -> None:
    """Take over a refund, or every refund of a charge, wherever it was made."""
    try:
        found = (
            list(gateway().refunds_of(charge_id=object_id))
            if object_id.startswith("ch_")
            else [gateway().refund_as_it_stands(object_id)]
        )
    except GatewayRefused:
        return  # of another account, or of test mode
    for facts in reversed(found):
        payment = payment_of(intent_id=facts.payment_intent_id, payment_id=facts.payment_id)
        if payment is None:
            continue
        if not payment.charged:  # the news that it was paid is still on its way
            settle(payment)
        take_over(payment, facts)


def _follow_dispute(dispute_id: str) -> None:
    with suppress(GatewayRefused):  # of another account, or of test mode
        follow_dispute(dispute_id)
