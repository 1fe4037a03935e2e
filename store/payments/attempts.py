"""Opening a payment: our row first, then Stripe, with a key made from the row."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from store.payments.gateway import GatewayRefused, GatewayUnavailable, Line, gateway
from store.payments.models import Payment, PaymentStatus

PAGE_LIVES = timedelta(hours=2)  # Stripe allows 30 minutes to 24 hours


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

    Raises PaymentInFlight when the old one was paid meanwhile, PaymentsUnavailable when Stripe cannot be reached.
    """
    payment = _live(bill.subject_id)
    if payment is not None and (payment.amount, payment.currency) != (bill.amount, bill.currency):
        close_attempt(payment)
        payment = None
    if payment is not None and payment.status == PaymentStatus.OPEN:
        payment = _still_open(payment)
    if payment is None:
        payment = _new(bill)
    if payment.status == PaymentStatus.PAID:
        raise PaymentInFlight
    if payment.status == PaymentStatus.OPENING:
        _open_page(payment, bill.lines, return_url=return_url, cancel_url=cancel_url)
    return payment


def close_attempt(payment: Payment) -> None:
    """Close an attempt's page so that it cannot be paid any more.

    Raises PaymentInFlight when it was paid already.
    """
    if payment.status == PaymentStatus.PAID:
        raise PaymentInFlight
    if payment.session_id:
        try:
            gateway().expire_session(payment.session_id)
        except GatewayRefused as error:
            if gateway().session(payment.session_id).is_paid:
                raise PaymentInFlight from error
        except GatewayUnavailable as error:
            raise PaymentsUnavailable from error
    Payment.objects.filter(pk=payment.pk, status__in=[PaymentStatus.OPENING, PaymentStatus.OPEN]).update(
        status=PaymentStatus.EXPIRED
    )


def _live(subject_id: str) -> Payment | None:
    live = [PaymentStatus.OPENING, PaymentStatus.OPEN, PaymentStatus.PAID]
    return Payment.objects.filter(subject_id=subject_id, status__in=live).first()


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


def _new(bill: Bill) -> Payment:
    try:
        with transaction.atomic():
            return Payment.objects.create(
                kind=bill.kind,
                subject_id=bill.subject_id,
                channel=bill.channel,
                currency=bill.currency,
                amount=bill.amount,
                email=bill.email,
            )
    except IntegrityError as error:  # another tab was faster: the database keeps one live attempt per basket
        payment = _live(bill.subject_id)
        if payment is None or (payment.amount, payment.currency) != (bill.amount, bill.currency):
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
    payment.session_id, payment.page_url, payment.status = session.id, session.url, PaymentStatus.OPEN
    Payment.objects.filter(pk=payment.pk, status=PaymentStatus.OPENING).update(
        session_id=session.id, page_url=session.url, status=PaymentStatus.OPEN
    )
