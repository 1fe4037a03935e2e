"""Settling: bring one payment to the state that Stripe's own record of it calls for.

`settle` may be called at any time, by a webhook, by `manage.py reconcile` or by both, and as often as wanted. It
fetches the hosted page from Stripe, never trusts an event's text, moves only forward and can resume after a crash at
any step, because each step's outcome is saved before the next begins and each outside call carries the same key again:

    open → paid → reported to Saleor → order placed
                                     ↘ refused → refunded → reported
"""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from store.backend import app_client
from store.payments.completion import CompletionRefused, complete_checkout
from store.payments.gateway import GatewayRefused, GatewayUnavailable, Session, gateway
from store.payments.models import UNSETTLED, Payment, PaymentStatus
from store.payments.notices import tell_customer_of_refund
from store.payments.reports import ReportRefused, report_charge, report_refund
from store.saleor.errors import SaleorError

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
OUT_OF_STOCK = "The last units were sold while you were paying, so no order was placed. We have sent your money back."
NOT_PLACED = "We could not place this order, so we have sent your money back. Please call us and we will help."
DECLINED = "The card was declined. Nothing was charged; you can try another card."


def settle(payment: Payment) -> Payment:
    """Move one payment forward as far as it will go now, and return it as it stands then.

    Does nothing while another worker is at it. Raises GatewayUnavailable or SaleorError when it has to be tried again.
    """
    if not _take(payment):
        payment.refresh_from_db()
        return payment
    try:
        _advance(payment)
    finally:
        Payment.objects.filter(pk=payment.pk).update(worked_on_until=None)
    return payment


def note_declined(payment: Payment) -> None:
    """Note that a card was declined; the page stays open for another."""
    Payment.objects.filter(pk=payment.pk, status=PaymentStatus.OPEN).update(message=DECLINED)


def _take(payment: Payment) -> bool:
    """Take the lease in one UPDATE, so that of several workers one goes on; then read what is true now."""
    now = timezone.now()
    free = Q(worked_on_until__isnull=True) | Q(worked_on_until__lt=now)
    mine = Payment.objects.filter(free, pk=payment.pk, status__in=UNSETTLED).update(worked_on_until=now + LEASE)
    if mine:
        payment.refresh_from_db()
    return bool(mine)


def _advance(payment: Payment) -> None:
    if payment.status == PaymentStatus.OPENING and not payment.session_id:
        return  # Stripe has not been asked yet, or its answer was lost: opening again repeats the same call
    session = gateway().session(payment.session_id or "")
    if payment.status in (PaymentStatus.OPENING, PaymentStatus.OPEN):
        if session.is_paid:
            _save(payment, status=PaymentStatus.PAID, payment_intent_id=session.payment_intent_id, message="")
        elif session.status == "expired":
            _save(payment, status=PaymentStatus.EXPIRED, message="")
    if payment.status == PaymentStatus.PAID:
        _place(payment, session)
    if payment.status == PaymentStatus.REFUNDING:
        _give_back(payment)


def _place(payment: Payment, session: Session) -> None:
    if (session.amount, session.currency) != (payment.amount, payment.currency):
        _review(payment, "Stripe charged another amount than agreed")
        return
    if payment.kind == Payment.Kind.ORDER:
        _pay_order(payment, session)
        return
    checkout = app_client().checkout_to_pay(id=payment.subject_id)
    if checkout is not None:
        try:
            _save(payment, transaction_id=report_charge(payment, session))
        except ReportRefused:
            _save(payment, status=PaymentStatus.REFUNDING, message=NOT_PLACED)
            return
    variant_ids = [line.variant.id for line in checkout.lines] if checkout else []
    try:
        order = complete_checkout(checkout_id=payment.subject_id, variant_ids=variant_ids)
    except CompletionRefused as refused:
        log.warning("Payment %s: no order, Saleor says %s", payment.pk, ", ".join(refused.codes))
        message = OUT_OF_STOCK if "INSUFFICIENT_STOCK" in refused.codes else NOT_PLACED
        _save(payment, status=PaymentStatus.REFUNDING, message=message)
        return
    _save(payment, status=PaymentStatus.PLACED, order_id=order.order_id, order_number=order.number)


def _pay_order(payment: Payment, session: Session) -> None:
    order = app_client().order_to_pay(id=payment.subject_id)
    if order is None or order.status == "CANCELED":
        _save(payment, status=PaymentStatus.REFUNDING, message=NOT_PLACED)
        return
    try:
        _save(payment, transaction_id=report_charge(payment, session))
    except ReportRefused as refused:
        _review(payment, f"Saleor did not take the charge: {refused}")
        return
    _save(payment, status=PaymentStatus.PLACED, order_id=order.id, order_number=order.number)


def _give_back(payment: Payment) -> None:
    if not payment.refund_id:
        try:
            refund_id = gateway().refund(
                key=payment.refund_key,
                payment_intent_id=payment.payment_intent_id or "",
                amount=payment.amount,
                payment_id=str(payment.pk),
            )
        except GatewayRefused as refused:
            _review(payment, f"Stripe did not refund: {refused.code}")
            return
        _save(payment, refund_id=refund_id)
    if payment.transaction_id:
        try:
            report_refund(payment, refund_id=payment.refund_id, amount=payment.amount)
        except ReportRefused as refused:
            log.warning("Payment %s: refunded, but Saleor did not take the report: %s", payment.pk, refused)
    _save(payment, status=PaymentStatus.REFUNDED)
    tell_customer_of_refund(payment)


def _review(payment: Payment, reason: str) -> None:
    log.error("Payment %s needs a person: %s", payment.pk, reason)
    _save(payment, status=PaymentStatus.REVIEW)


def _save(payment: Payment, **facts: str | None) -> None:
    for name, value in facts.items():
        setattr(payment, name, value)
    payment.save(update_fields=[*facts, "updated_at"])


TRY_AGAIN = (GatewayUnavailable, SaleorError)
