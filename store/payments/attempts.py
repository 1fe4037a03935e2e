"""Opening a payment: our row first, then Stripe, with a key made from the row."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from store.payments.gateway import GatewayRefused, GatewayUnavailable, Line, gateway
from store.payments.models import CLOSABLE, HELD, Payment, PaymentStatus

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
    payment = _live(bill.subject_id)
    if payment is not None and (payment.fingerprint != fingerprint or _went_stale(payment)):
        close_attempt(payment)
        payment = None
    if payment is not None and payment.status == PaymentStatus.OPEN:
        payment = _still_open(payment)
    if payment is None:
        payment = _new(bill, fingerprint)
    if payment.status == PaymentStatus.OPENING:
        _open_page(payment, bill.lines, return_url=return_url, cancel_url=cancel_url)
    return payment


def close_attempts(subject_id: str) -> None:
    """Close whatever page is open for a basket or an order, such as before it is changed.

    Raises PaymentInFlight when something was paid, PaymentsUnavailable when the page cannot be closed now.
    """
    payment = _live(subject_id)
    if payment is not None:
        close_attempt(payment)


def close_attempt(payment: Payment) -> None:
    """Close an attempt's page so that it cannot be paid any more.

    Raises PaymentInFlight when it was paid already.
    """
    if payment.status not in CLOSABLE:
        raise PaymentInFlight
    if payment.session_id:
        _expire(payment.session_id)
    Payment.objects.filter(pk=payment.pk, status__in=CLOSABLE).update(status=PaymentStatus.EXPIRED)


def _expire(session_id: str) -> None:
    try:
        try:
            gateway().expire_session(session_id)
        except GatewayRefused as error:  # not open any more: paid, or expired already
            if gateway().session(session_id).is_paid:
                raise PaymentInFlight from error
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
        session = gateway().session(payment.session_id or "")
    except (GatewayUnavailable, GatewayRefused) as error:
        raise PaymentsUnavailable from error
    if session.is_paid:
        raise PaymentInFlight
    if session.status == "open":
        return payment
    Payment.objects.filter(pk=payment.pk, status=PaymentStatus.OPEN).update(status=PaymentStatus.EXPIRED)
    return None


def _new(bill: Bill, fingerprint: str) -> Payment:
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
        _expire(session.id)
        raise PaymentsUnavailable
    payment.refresh_from_db()
