"""Stripe's events: stored once, answered, then acted on; acting may run again."""

import logging
import uuid

from django.utils import timezone
from django_tasks import task

from store.payments.gateway import Event
from store.payments.models import Payment, StripeEvent
from store.payments.settlement import TRY_AGAIN, note_declined, settle

log = logging.getLogger(__name__)

SETTLING = {
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.expired",
}
SETTLING_KEYED = {"payment_intent.succeeded", "payment_intent.canceled"}  # of pages, their own events tell
DECLINED = "payment_intent.payment_failed"


def receive(event: Event) -> None:
    """Store an event and have it acted on; one that is known already is not stored again."""
    stored, is_new = StripeEvent.objects.get_or_create(
        event_id=event.id, defaults={"type": event.type, "object_id": event.object_id, "payment_id": event.payment_id}
    )
    if is_new or stored.handled_at is None:
        act_on.enqueue(event_pk=stored.pk)


@task()
def act_on(event_pk: int) -> None:
    """Act on a stored event: it only says which payment to look at; Stripe is asked how that stands."""
    stored = StripeEvent.objects.get(pk=event_pk)
    payment = _payment(stored.payment_id)
    if payment is not None and stored.type == DECLINED:
        note_declined(payment)
    elif payment is not None and stored.type in (SETTLING_KEYED if payment.is_keyed else SETTLING):
        if not payment.session_id and not payment.is_keyed:  # paid before our own answer from Stripe was saved
            Payment.objects.filter(pk=payment.pk, session_id__isnull=True).update(session_id=stored.object_id)
            payment.refresh_from_db()
        try:
            settle(payment)
        except TRY_AGAIN as fault:
            StripeEvent.objects.filter(pk=event_pk).update(fault=type(fault).__name__)
            log.warning("Event %s will be tried again: %s", stored.event_id, type(fault).__name__)
            return
    StripeEvent.objects.filter(pk=event_pk).update(handled_at=timezone.now(), fault="")


def _payment(payment_id: str) -> Payment | None:
    try:
        return Payment.objects.filter(pk=uuid.UUID(payment_id)).first()
    except ValueError:
        return None  # an event about something that is not ours
