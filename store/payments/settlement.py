"""Settling: bring one payment to the state that Stripe's own record of it calls for.

`settle` may be called at any time, by a webhook, by `manage.py reconcile` or by both, and as often as wanted. It
fetches the hosted page from Stripe, never trusts an event's text, moves only forward and can resume after a crash at
any step, because each step's outcome is saved before the next begins and each outside call carries the same key again:

    open → paid → reported to Saleor → order placed → told by mail
                                     ↘ refused → refunded → reported → told by mail
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from store.backend import app_client
from store.payments.attempts import PaymentInFlight, PaymentsUnavailable, at_stripe, close_attempt
from store.payments.completion import CompletionRefused, PlacedOrder, complete_checkout
from store.payments.gateway import GatewayRefused, Intent, Session
from store.payments.leases import BeingWorkedOn, leased
from store.payments.messages.notices import owe_notice, send_notice
from store.payments.models import UNSETTLED, KeyedCard, Notice, Payment, PaymentStatus, Refund
from store.payments.order_links import link_of_order, note_order
from store.payments.owed import owed_for
from store.payments.refunds.giving_back import RefundRefused, continue_refund, request_refund
from store.payments.reports import ReportRefused, known_transaction, report_charge
from store.saleor.client.fragments import PayableCheckout

log = logging.getLogger(__name__)

OUT_OF_STOCK = "The last units were sold while you were paying, so no order was placed. We have sent your money back."
NOT_PLACED = "We could not place this order, so we have sent your money back. Please call us and we will help."
CHANGED = "Your basket changed while you were paying, so no order was placed. We have sent your money back."
PAID_TWICE = "This was paid already, so we have sent your second payment back."
DECLINED = "The card was declined. Nothing was charged; you can try another card."


# An expired attempt too: its page may have been paid in the moment in which another tab closed it.
MOVABLE = (*UNSETTLED, PaymentStatus.EXPIRED)
LIVES = timedelta(hours=2)  # so long may cards be keyed on one intent


def settle(payment: Payment) -> Payment:
    """Move one payment forward as far as it will go now, and return it as it stands then.

    Raises one of TRY_AGAIN when it has to be tried again.
    """
    with leased(Payment.objects.filter(status__in=MOVABLE), payment) as mine:
        if mine:
            _advance(payment)
        elif payment.status in UNSETTLED:
            raise BeingWorkedOn
    return payment


def note_declined(payment: Payment) -> None:
    """Note that a card was declined; the page stays open for another."""
    Payment.objects.filter(pk=payment.pk, status=PaymentStatus.OPEN).update(message=DECLINED)


def _advance(payment: Payment) -> None:
    try:
        session = at_stripe(payment)
    except GatewayRefused as refused:
        if payment.status in (PaymentStatus.PAID, PaymentStatus.REFUNDING):
            _review(payment, f"Stripe does not show the page any more: {refused.code}")
        else:
            _save(payment, status=PaymentStatus.EXPIRED)
        return
    if session is None:
        return  # Stripe has not been asked yet, or its answer was lost: opening again repeats the same call
    if payment.status in (PaymentStatus.OPENING, PaymentStatus.OPEN, PaymentStatus.EXPIRED):
        _follow(payment, session)
    if payment.status == PaymentStatus.PAID:
        _place(payment, session)
    if payment.status == PaymentStatus.REFUNDING:
        _give_back(payment)


def _follow(payment: Payment, session: Session) -> None:
    """Take over what became of the hosted page, or of the keyed cards."""
    if isinstance(session, Intent):
        _note_card(payment, session)
    if session.is_paid:
        try:
            with transaction.atomic():
                _save(payment, status=PaymentStatus.PAID, message="", **_charge(session))
        except IntegrityError:  # the database keeps one live payment per basket, and there is another
            _refuse(payment, PAID_TWICE, **_charge(session))
    elif session.status == "expired":
        _save(payment, status=PaymentStatus.EXPIRED, message="")
    elif payment.status == PaymentStatus.OPENING:
        _save(payment, status=PaymentStatus.OPEN, page_url=session.url)
    elif payment.is_keyed and payment.status == PaymentStatus.OPEN and payment.created_at < timezone.now() - LIVES:
        _close(payment)


def _note_card(payment: Payment, intent: Intent) -> None:
    """Note what Stripe says of the card whose answer did not reach us."""
    asked = payment.cards.filter(outcome=KeyedCard.Outcome.ASKED)
    if intent.is_paid:
        asked.update(
            outcome=KeyedCard.Outcome.PAID,
            brand=intent.card_brand,
            last_digits=intent.card_last_digits,
            is_moto=intent.is_moto,
            cvc_check=intent.cvc_check,
            street_check=intent.street_check,
            postcode_check=intent.postcode_check,
        )
    elif intent.status == "expired":
        asked.update(outcome=KeyedCard.Outcome.NOT_CHARGED)


def _close(payment: Payment) -> None:
    """Close what an agent left open; the desk's own window for keying is long over."""
    try:
        close_attempt(payment)
    except (PaymentInFlight, PaymentsUnavailable):
        return  # the next run sees why
    payment.refresh_from_db()


def _place(payment: Payment, session: Session) -> None:
    if (session.amount, session.currency) != (payment.amount, payment.currency):
        _review(payment, "Stripe charged another amount than agreed")
    elif payment.kind == Payment.Kind.ORDER:
        _pay_order(payment, session)
    else:
        _pay_checkout(payment, session)


def _pay_checkout(payment: Payment, session: Session) -> None:
    checkout = app_client().checkout_to_pay(id=payment.subject_id)
    if checkout is None:  # it became an order: by this payment before a crash, or by other means
        if not payment.transaction_id:
            _save(payment, transaction_id=known_transaction(session))
        if not payment.transaction_id:
            _refuse(payment, PAID_TWICE)
            return
    elif _total(checkout) != (payment.amount, payment.currency):
        _refuse(payment, CHANGED)
        return
    else:
        try:
            _save(payment, transaction_id=report_charge(payment, session))
        except ReportRefused as refused:
            log.warning("Payment %s: Saleor did not take the charge: %s", payment.pk, refused)
            _refuse(payment, NOT_PLACED)
            return
    variant_ids = [line.variant.id for line in checkout.lines] if checkout else []
    try:
        order = complete_checkout(checkout_id=payment.subject_id, variant_ids=variant_ids)
    except CompletionRefused as refused:
        log.warning("Payment %s: no order, Saleor says %s", payment.pk, ", ".join(refused.codes))
        _refuse(payment, _why(refused))
        return
    _placed(payment, order)


def _total(checkout: PayableCheckout) -> tuple[int, str]:
    total = checkout.total_price.gross
    return total.fractional_amount, total.currency


def _why(refused: CompletionRefused) -> str:
    if "INSUFFICIENT_STOCK" in refused.codes:
        return OUT_OF_STOCK
    return CHANGED if "CHECKOUT_NOT_FULLY_PAID" in refused.codes else NOT_PLACED


def _pay_order(payment: Payment, session: Session) -> None:
    order = app_client().order_to_pay(id=payment.subject_id)
    if order is None or order.status == "CANCELED":
        _refuse(payment, NOT_PLACED)
        return
    if not payment.transaction_id:
        owed = owed_for(order)
        if owed < payment.amount and not known_transaction(session):
            _refuse(payment, PAID_TWICE if owed <= 0 else CHANGED)
            return
    try:
        _save(payment, transaction_id=report_charge(payment, session))
    except ReportRefused as refused:
        _review(payment, f"Saleor did not take the charge: {refused}")
        return
    _placed(payment, PlacedOrder(order.id, order.number))


def _placed(payment: Payment, order: PlacedOrder) -> None:
    """Note the order, its link and the mail that is owed in one transaction; then send."""
    with transaction.atomic():
        _save(payment, status=PaymentStatus.PLACED, order_id=order.order_id, order_number=order.number)
        if payment.kind == Payment.Kind.CHECKOUT:
            note_order(checkout_id=payment.subject_id, order_id=order.order_id, channel=payment.channel)
        else:
            link_of_order(order_id=order.order_id, channel=payment.channel)
        notice = owe_notice(Notice.Kind.ORDER, subject_id=order.order_id)
    send_notice.enqueue(notice_pk=notice.pk)


def _give_back(payment: Payment) -> None:
    """Give back what is left: somebody may have refunded a part at Stripe already."""
    key = f"payment-{payment.pk}"
    refund = Refund.objects.filter(request_key=key).first()
    try:
        if refund is None and payment.left:
            refund = request_refund(
                payment=payment, amount=payment.left, reason="", asked_by="shop", request_key=key, limit=None
            )
    except RefundRefused as refused:
        _review(payment, f"cannot be refunded, {refused.code}")
        return
    if refund is None:
        _save(payment, status=PaymentStatus.REFUNDED)
        return
    continue_refund(refund)
    payment.refresh_from_db()


def _charge(session: Session) -> dict[str, Any]:
    return {
        "payment_intent_id": session.payment_intent_id,
        "charged": session.amount,
        "charged_at": session.charged_at or timezone.now(),
    }


def _refuse(payment: Payment, message: str, **facts: Any) -> None:
    """Let the money go back, with the words that the customer reads."""
    _save(payment, status=PaymentStatus.REFUNDING, message=message, **facts)


def _review(payment: Payment, reason: str) -> None:
    log.error("Payment %s needs a person: %s", payment.pk, reason)
    _save(payment, status=PaymentStatus.REVIEW, reason=reason)


def _save(payment: Payment, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(payment, name, value)
    payment.save(update_fields=[*facts, "updated_at"])
