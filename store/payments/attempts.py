"""Opening a payment: our row first, then Stripe, with a key made from the row."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from store.payments.gateway import GatewayRefused, GatewayUnavailable, Line, Session, gateway
from store.payments.models import CLOSABLE, HELD, KeyedCard, Payment, PaymentStatus

PAGE_LIVES = timedelta(hours=2)  # Stripe allows 30 minutes to 24 hours
OPENING_TAKES = timedelta(hours=1)  # after that the page's end would be too near for Stripe to open it


class PaymentsUnavailable(Exception):  # noqa: N818 - an answer, not a fault
    """No hosted page can be opened now; nothing was charged and the basket stands."""


class PaymentInFlight(PaymentsUnavailable):
    """Something was paid for this already and is being worked on."""


@dataclass(frozen=True)
class Bill:
    """What is to be paid: amounts in minor units, the rows adding up to `amount`."""

    kind: str
    subject_id: str
    channel: str
    currency: str
    amount: int
    email: str
    lines: list[Line]


def open_attempt(bill: Bill, *, return_url: str, cancel_url: str) -> Payment:
    """Return an open attempt for this bill: the one there is, or a new one after closing one that no longer fits.

    Raises PaymentInFlight when something was paid meanwhile, PaymentsUnavailable when Stripe cannot be reached.
    """
    fingerprint = _fingerprint(bill, return_url, cancel_url)
    payment = _fitting(bill, fingerprint)
    if payment.status == PaymentStatus.OPENING:
        _open_page(payment, bill.lines, return_url=return_url, cancel_url=cancel_url)
    return payment


def open_for_keying(bill: Bill) -> Payment:
    """Return an open attempt on which an agent keys cards: the one there is, or a new one after closing any other.

    Raises PaymentInFlight when something was paid meanwhile, PaymentsUnavailable when Stripe cannot be reached.
    """
    payment = _fitting(bill, _fingerprint(bill, "keyed", ""), is_keyed=True)
    if payment.status == PaymentStatus.OPENING:
        _open_intent(payment, bill.lines[0].name)
    return payment


def _fitting(bill: Bill, fingerprint: str, *, is_keyed: bool = False) -> Payment:
    """Return the live attempt if it shows this bill and can still be paid; else a new one, after closing that one."""
    payment = _live(bill.subject_id)
    if payment is not None and (payment.fingerprint != fingerprint or _went_stale(payment)):
        close_attempt(payment)
        payment = None
    if payment is not None and payment.status == PaymentStatus.OPEN:
        payment = _still_open(payment)
    return payment or _new(bill, fingerprint, is_keyed=is_keyed)


def close_attempts(subject_id: str) -> None:
    """Close whatever page is open for a basket or an order, such as before it is changed.

    Raises PaymentInFlight when something was paid, PaymentsUnavailable when the page cannot be closed now.
    """
    payment = _live(subject_id)
    if payment is not None:
        close_attempt(payment)


def close_attempt(payment: Payment) -> None:
    """Close an attempt's page, or its intent, so that it cannot be paid any more.

    Raises PaymentInFlight when it was paid already, PaymentsUnavailable when it cannot be closed now.
    """
    if payment.status not in CLOSABLE:
        raise PaymentInFlight
    _close_at_stripe(payment)
    with transaction.atomic():
        Payment.objects.filter(pk=payment.pk, status__in=CLOSABLE).update(status=PaymentStatus.EXPIRED)
        payment.cards.filter(outcome=KeyedCard.Outcome.ASKED).update(outcome=KeyedCard.Outcome.NOT_CHARGED)


def at_stripe(payment: Payment) -> Session | None:
    """Return how an attempt stands at Stripe, or None before its page or intent was opened.

    Raises GatewayUnavailable, and GatewayRefused for one that Stripe does not show any more.
    """
    if payment.is_keyed:
        return gateway().intent(payment.payment_intent_id) if payment.payment_intent_id else None
    return gateway().session(payment.session_id) if payment.session_id else None


def _close_at_stripe(payment: Payment) -> None:
    try:
        try:
            if payment.is_keyed and payment.payment_intent_id:
                gateway().cancel_intent(payment.payment_intent_id)
            elif payment.session_id:
                gateway().expire_session(payment.session_id)
        except GatewayRefused as error:  # not open any more: paid, or closed already; or the bank is thinking
            stands = at_stripe(payment)
            if stands is not None and stands.is_paid:
                raise PaymentInFlight from error
            if stands is not None and stands.status == "open":
                raise PaymentsUnavailable from error
    except (GatewayUnavailable, GatewayRefused) as error:
        raise PaymentsUnavailable from error


def _live(subject_id: str) -> Payment | None:
    """Return the attempt that is open. Raises PaymentInFlight when money is with us for this already."""
    attempts = Payment.objects.filter(subject_id=subject_id)
    if attempts.filter(status__in=HELD).exists():
        raise PaymentInFlight
    return attempts.filter(status__in=CLOSABLE).first()


def _went_stale(payment: Payment) -> bool:
    return payment.status == PaymentStatus.OPENING and payment.created_at < timezone.now() - OPENING_TAKES


def _fingerprint(bill: Bill, return_url: str, cancel_url: str) -> str:
    shown = [asdict(bill), return_url, cancel_url]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _still_open(payment: Payment) -> Payment | None:
    """Return the attempt if its page can still be used; None after noting that it expired."""
    try:
        stands = at_stripe(payment)
    except (GatewayUnavailable, GatewayRefused) as error:
        raise PaymentsUnavailable from error
    if stands is not None and stands.is_paid:
        raise PaymentInFlight
    if stands is not None and stands.status == "open":
        return payment
    Payment.objects.filter(pk=payment.pk, status=PaymentStatus.OPEN).update(status=PaymentStatus.EXPIRED)
    return None


def _new(bill: Bill, fingerprint: str, *, is_keyed: bool) -> Payment:
    try:
        with transaction.atomic():
            return Payment.objects.create(
                kind=bill.kind,
                subject_id=bill.subject_id,
                channel=bill.channel,
                currency=bill.currency,
                amount=bill.amount,
                email=bill.email,
                fingerprint=fingerprint,
                is_keyed=is_keyed,
            )
    except IntegrityError as error:  # another tab was faster: the database keeps one live attempt per basket
        payment = _live(bill.subject_id)
        if payment is None or payment.fingerprint != fingerprint:
            raise PaymentsUnavailable from error
        return payment


def _open_page(payment: Payment, lines: list[Line], *, return_url: str, cancel_url: str) -> None:
    try:
        session = gateway().open_session(
            key=payment.open_key,
            payment_id=str(payment.pk),
            currency=payment.currency,
            lines=lines,
            email=payment.email,
            success_url=return_url,
            cancel_url=cancel_url,
            expires_at=payment.created_at + PAGE_LIVES,
        )
    except GatewayUnavailable as error:
        raise PaymentsUnavailable from error
    except GatewayRefused as error:
        Payment.objects.filter(pk=payment.pk, status=PaymentStatus.OPENING).update(status=PaymentStatus.EXPIRED)
        raise PaymentsUnavailable from error
    if not Payment.objects.filter(pk=payment.pk, status__in=CLOSABLE).update(
        session_id=session.id, page_url=session.url, status=PaymentStatus.OPEN
    ):  # another tab closed this attempt while Stripe was answering
        Payment.objects.filter(pk=payment.pk, session_id__isnull=True).update(session_id=session.id)
        payment.session_id = session.id
        _close_at_stripe(payment)
        raise PaymentsUnavailable
    payment.refresh_from_db()


def _open_intent(payment: Payment, description: str) -> None:
    try:
        intent = gateway().open_intent(
            key=payment.open_key,
            payment_id=str(payment.pk),
            amount=payment.amount,
            currency=payment.currency,
            description=description,
        )
    except GatewayUnavailable as error:
        raise PaymentsUnavailable from error
    except GatewayRefused as error:
        Payment.objects.filter(pk=payment.pk, status=PaymentStatus.OPENING).update(status=PaymentStatus.EXPIRED)
        raise PaymentsUnavailable from error
    # Without our saying so no card can be charged on an intent, so one that another tab closed meanwhile may stay.
    Payment.objects.filter(pk=payment.pk, status__in=CLOSABLE).update(
        payment_intent_id=intent.id, status=PaymentStatus.OPEN
    )
    payment.refresh_from_db()
    if payment.status != PaymentStatus.OPEN:
        raise PaymentsUnavailable
