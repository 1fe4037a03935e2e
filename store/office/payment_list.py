"""Finding payments."""

from django.db.models import Q, QuerySet

from store.office.period import Period
from store.payments.models import Payment


def find_payments(*, period: Period, status: str, words: str) -> QuerySet[Payment]:
    """Return payments opened in the period, the newest first; with `words` those of any time that these name.

    `words` is an order's number or an id of Stripe's or Saleor's, whole.
    """
    found = Payment.objects.order_by("-created_at", "-id")
    if status:
        found = found.filter(status=status)
    if not words:
        return found.filter(period.within("created_at"))
    number = words.removeprefix("#")
    named = Q(order_number=number) | Q(session_id=words) | Q(payment_intent_id=words) | Q(transaction_id=words)
    return found.filter(named | Q(refunds__refund_id=words)).distinct()
