"""Which of our payments Stripe speaks of."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from store.payments.models import Payment


def payment_named(payment_id: str) -> Payment | None:
    """Return the payment with this id, as Stripe's metadata carry it; None for what is not ours."""
    try:
        return Payment.objects.filter(pk=UUID(payment_id)).first()
    except ValueError:
        return None


def payments_named(payment_ids: Iterable[str]) -> dict[str, Payment]:
    """Return the payments with these ids by id, in one query; what is not ours is left out."""
    ours = []
    for payment_id in payment_ids:
        with suppress(ValueError):
            ours.append(UUID(payment_id))
    return {str(payment.pk): payment for payment in Payment.objects.filter(pk__in=ours)}


def payment_of(*, intent_id: str, payment_id: str) -> Payment | None:
    """Return the payment behind an intent of Stripe's, even before the news of it were taken over."""
    return Payment.objects.filter(payment_intent_id=intent_id or None).first() or payment_named(payment_id)
