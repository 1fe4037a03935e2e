"""Refunds that were made elsewhere, such as at Stripe's Dashboard: they become rows like our own."""

import logging
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from store.payments.gateway import StripeRefund, gateway
from store.payments.leases import BeingWorkedOn
from store.payments.models import COUNTED, Payment, Refund, RefundReason, RefundStatus
from store.payments.naming import payment_of
from store.payments.refunds.giving_back import FROM_STRIPE, continue_refund, follow

log = logging.getLogger(__name__)

MADE_AT_STRIPE = "Stripe"


def adopt_refunds(payment: Payment) -> list[Refund]:
    """Bring every refund that Stripe knows of this payment to where it stands there; return them.

    Finds refunds whose events were lost. Raises what `continue_refund` raises.
    """
    found = list(gateway().refunds_of(payment_intent_id=payment.payment_intent_id or ""))
    return [take_over(payment, facts) for facts in reversed(found)]


def adopt_refunds_since(since: datetime) -> None:
    """Find refunds that stand otherwise at Stripe than here, also where the sums do not tell: one failed, another went.

    What cannot be taken over now is found by the next run. Raises GatewayUnavailable or SaleorError.
    """
    for facts in gateway().refunds_since(since):
        known = Refund.objects.filter(refund_id=facts.id).first()
        payment = payment_of(intent_id=facts.payment_intent_id, payment_id=facts.payment_id)
        if payment is None or not payment.charged or (known and known.status == FROM_STRIPE[facts.status]):
            continue
        try:
            take_over(payment, facts)
        except BeingWorkedOn:
            log.warning("Refund %s is being worked on; the next run takes it over", facts.id)


def take_over(payment: Payment, facts: StripeRefund) -> Refund:
    """Take over how a refund stands at Stripe, as a new row if it was made elsewhere; then report and mail it."""
    refund = _known(payment, facts) or _adopt(payment, facts)
    follow(refund, facts)
    return continue_refund(refund)


def _known(payment: Payment, facts: StripeRefund) -> Refund | None:
    known = Refund.objects.filter(refund_id=facts.id).first()
    if known is None and facts.row_id:  # ours, but the answer to our own call is not saved yet
        known = payment.refunds.filter(pk=facts.row_id, refund_id__isnull=True).first()
    return known


def _adopt(payment: Payment, facts: StripeRefund) -> Refund:
    """Write down a refund that was made elsewhere.

    What we asked for and Stripe has not answered yet may hold the room that this one took there; then Stripe is asked
    for ours first, and refuses it.
    """
    status = FROM_STRIPE[facts.status]
    if status not in COUNTED:  # nothing went, so it takes no room
        return Refund.objects.get_or_create(
            refund_id=facts.id, defaults={**_facts(payment, facts), "status": status, "error": facts.failure_reason}
        )[0]
    if facts.amount > payment.left:
        for ours in payment.refunds.filter(status=RefundStatus.ASKED):
            continue_refund(ours)
    try:
        with transaction.atomic():
            fits = Payment.objects.filter(pk=payment.pk, refunded__lte=F("charged") - facts.amount)
            if not fits.update(refunded=F("refunded") + facts.amount):
                raise BeingWorkedOn  # the payment is not settled, or another refund is just being asked for
            return Refund.objects.create(refund_id=facts.id, **_facts(payment, facts))
    except IntegrityError:  # two events at once: the other was first
        return Refund.objects.get(refund_id=facts.id)


def _facts(payment: Payment, facts: StripeRefund) -> dict[str, Any]:
    return {
        "payment": payment,
        "amount": facts.amount,
        "reason": facts.reason if facts.reason in RefundReason.values else "",
        "asked_by": MADE_AT_STRIPE,
        "request_key": f"stripe-{facts.id}",
    }
