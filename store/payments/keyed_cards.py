"""Cards that agents key for callers: charged by our server as orders by telephone (MOTO), once whatever happens.

The payment is a `Payment` with an intent in place of a hosted page: the same row keeps a pay-link and a keyed card from
being paid both, and `settle` brings both to the order. Every card is written down before Stripe is asked about it:

    asked → paid | declined (the next card, on the same intent) | the customer is needed | not enabled | closed unpaid

Where no answer came, the card stays asked; `ask_again` repeats the same call with the same key.
"""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from store.backend import app_client
from store.payments.attempts import Bill, PaymentInFlight, PaymentsUnavailable, close_attempt, open_for_keying
from store.payments.faults import TRY_AGAIN
from store.payments.gateway import (
    CardDeclined,
    CustomerNeeded,
    GatewayRefused,
    GatewayUnavailable,
    Intent,
    Line,
    MotoNotEnabled,
    gateway,
)
from store.payments.leases import BeingWorkedOn
from store.payments.models import Capability, KeyedCard, Payment, PaymentStatus
from store.payments.owed import owed_for
from store.payments.settlement import settle
from store.saleor.client.fragments import PayableOrder

__all__ = [
    "KeyingRefused",
    "PaymentInFlight",
    "PaymentsUnavailable",
    "ask_again",
    "close_keying",
    "key_card",
    "live_keying",
    "may_be_keyed",
    "open_keying",
]

log = logging.getLogger(__name__)

MOTO = "moto"
SECONDS_FOR_THE_EVENT = 5.0
KEY_IS_KEPT = timedelta(hours=20)  # Stripe may forget a key after 24 hours
Outcome = KeyedCard.Outcome


class KeyingRefused(Exception):  # noqa: N818 - an answer, not a fault
    """No card can be keyed: `why` is off, unknown, cancelled, paid, changed, closed, busy or wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def may_be_keyed() -> bool:
    """Tell whether Stripe takes keyed cards, as far as we know: once it refused, it is not asked for a while."""
    return not Capability.objects.filter(name=MOTO, off_until__gt=timezone.now()).exists()


def open_keying(*, order_id: str) -> Payment:
    """Open a payment on which cards are keyed, for what an order owes; the page of a pay-link is closed first.

    Raises KeyingRefused, PaymentInFlight when something was paid meanwhile, PaymentsUnavailable when Stripe is away.
    """
    if not may_be_keyed():
        raise KeyingRefused("off")
    order = app_client().order_to_pay(id=order_id)
    if order is None:
        raise KeyingRefused("unknown")
    owed = _owed(order)
    bill = Bill(
        kind=Payment.Kind.ORDER,
        subject_id=order_id,
        channel=order.channel.slug,
        currency=order.total.gross.currency,
        amount=owed,
        email=order.user_email or "",
        lines=[Line(f"Order #{order.number}", owed)],
    )
    return open_for_keying(bill)


def live_keying(*, order_id: str) -> Payment | None:
    """Return the payment on which cards of this order can be keyed, if one is open."""
    return Payment.objects.filter(subject_id=order_id, is_keyed=True, status=PaymentStatus.OPEN).first()


def key_card(*, payment: Payment, method_id: str, keyed_by: str) -> KeyedCard:
    """Charge a card; what came of it is the card's outcome. The same `method_id` twice is the same card.

    Raises KeyingRefused when the payment is closed, the order has changed, or another card is being tried.
    """
    known = KeyedCard.objects.filter(method_id=method_id).first()
    if known is not None:
        if known.payment_id != payment.pk:
            raise KeyingRefused("wrong")
        return known if known.outcome != Outcome.ASKED else _charge(payment, known)
    _check(payment)
    try:
        with transaction.atomic():
            last = payment.cards.aggregate(last=Max("number"))["last"] or 0
            card = payment.cards.create(number=last + 1, method_id=method_id, keyed_by=keyed_by)
    except IntegrityError as error:  # the answer about another card is missing, or another tab was faster
        raise KeyingRefused("busy") from error
    return _charge(payment, card)


def ask_again(payment: Payment) -> KeyedCard | None:
    """Ask Stripe what became of the card whose answer is missing; None when there is none."""
    card = payment.cards.filter(outcome=Outcome.ASKED).first()
    if card is None:
        return None
    if card.created_at > timezone.now() - KEY_IS_KEPT:
        return _charge(payment, card)
    try:
        return _answered(payment, card, gateway().intent(payment.payment_intent_id or ""))
    except (GatewayUnavailable, GatewayRefused):
        return card


def close_keying(payment: Payment) -> None:
    """Close a payment so that no card can be charged on it any more.

    Raises PaymentInFlight when one was charged, PaymentsUnavailable when Stripe does not say.
    """
    payment.refresh_from_db()
    if payment.status != PaymentStatus.EXPIRED:
        close_attempt(payment)


def _check(payment: Payment) -> None:
    payment.refresh_from_db()
    if payment.status != PaymentStatus.OPEN or not payment.is_keyed:
        raise KeyingRefused("closed")
    order = app_client().order_to_pay(id=payment.subject_id)
    try:
        agreed = order is not None and _owed(order) == payment.amount
    except KeyingRefused:
        close_attempt(payment)
        raise
    if not agreed:
        close_attempt(payment)
        raise KeyingRefused("changed")


def _charge(payment: Payment, card: KeyedCard) -> KeyedCard:
    """Ask Stripe to charge; with the card's own key, so that asking twice charges once."""
    try:
        intent = gateway().charge_keyed(
            key=card.key, intent_id=payment.payment_intent_id or "", payment_method_id=card.method_id
        )
    except CardDeclined as declined:
        facts = {"brand": declined.brand, "last_digits": declined.last_digits}
        return _end(card, Outcome.DECLINED, decline_code=declined.decline_code or declined.code, **facts)
    except CustomerNeeded:
        return _fall_back(payment, card, Outcome.CUSTOMER_NEEDED)
    except MotoNotEnabled:
        log.warning("Stripe does not take keyed cards of this account; it is not asked for a while")
        until = timezone.now() + timedelta(hours=settings.KEYED_CARDS_OFF_HOURS)
        Capability.objects.update_or_create(name=MOTO, defaults={"off_until": until})
        return _fall_back(payment, card, Outcome.NOT_ENABLED)
    except GatewayUnavailable as away:
        log.warning("Payment %s: no answer about card %s: %s", payment.pk, card.number, away)
        return card
    except GatewayRefused as refused:
        log.warning("Payment %s: card %s was not taken: %s", payment.pk, card.number, refused.code)
        return _after_refusal(payment, card)
    return _answered(payment, card, intent)


def _after_refusal(payment: Payment, card: KeyedCard) -> KeyedCard:
    """The intent takes no card: it was charged by an earlier try, closed, or the card's id is worth nothing."""
    try:
        return _answered(payment, card, gateway().intent(payment.payment_intent_id or ""))
    except (GatewayUnavailable, GatewayRefused):
        return card


def _answered(payment: Payment, card: KeyedCard, intent: Intent) -> KeyedCard:
    if intent.is_paid:
        _settle(payment)
        card.refresh_from_db()
        return card
    if intent.needs_customer:
        return _fall_back(payment, card, Outcome.CUSTOMER_NEEDED)
    return card if intent.is_waiting else _end(card, Outcome.NOT_CHARGED)


def _settle(payment: Payment) -> None:
    """Settle what was charged; where Stripe's event was faster its worker is waited for, as an agent waits too."""
    given_up = time.monotonic() + SECONDS_FOR_THE_EVENT
    while True:
        try:
            settle(payment)
        except BeingWorkedOn:
            if time.monotonic() < given_up:
                time.sleep(0.1)
                continue
            log.warning("Payment %s is charged and being settled by another worker", payment.pk)
        except TRY_AGAIN as fault:  # the event or `reconcile` goes on with it
            log.warning("Payment %s is charged and will be settled later: %s", payment.pk, type(fault).__name__)
        return


def _fall_back(payment: Payment, card: KeyedCard, outcome: KeyedCard.Outcome) -> KeyedCard:
    """This way is closed; the pay-link is left."""
    ended = _end(card, outcome)
    try:
        close_attempt(payment)
    except (PaymentInFlight, PaymentsUnavailable):
        log.warning("Payment %s could not be closed yet", payment.pk)
    return ended


def _end(card: KeyedCard, outcome: KeyedCard.Outcome, **facts: str) -> KeyedCard:
    """Note what came of a card, unless something else was noted meanwhile."""
    KeyedCard.objects.filter(pk=card.pk, outcome=Outcome.ASKED).update(outcome=outcome, **facts)
    card.refresh_from_db()
    return card


def _owed(order: PayableOrder) -> int:
    if order.status == "CANCELED":
        raise KeyingRefused("cancelled")
    owed = owed_for(order)
    if owed <= 0:
        raise KeyingRefused("paid")
    return owed
