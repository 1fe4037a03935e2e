"""Which of our payments Stripe speaks of."""

from uuid import UUID

from store.payments.models import Payment


def payment_named(payment_id: str) -> Payment | None:
    """Return the payment with this id, as Stripe's metadata carry it; None for what is not ours."""
    try:
        return Payment.objects.filter(pk=UUID(payment_id)).first()
    except ValueError:
        return None


def payment_of(*, intent_id: str, payment_id: str) -> Payment | None:
    """Return the payment behind an intent of Stripe's, even before the news of it were taken over."""
    return Payment.objects.filter(payment_intent_id=intent_id or None).first() or payment_named(payment_id)
