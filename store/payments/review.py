"""What a person does with a payment that the shop could not bring to an end by itself. Each act is on record."""

from contextlib import suppress

from django.db import IntegrityError, transaction

from store.payments.faults import TRY_AGAIN
from store.payments.models import Payment, PaymentStatus
from store.payments.refunds.failed import ASKED_AGAIN, close_refunds_of, failed_refunds
from store.payments.refunds.giving_back import continue_refund, request_refund
from store.payments.settlement import NOT_PLACED, settle

TRIED_AGAIN = "The order was tried again instead."


class ReviewRefused(Exception):  # noqa: N818 - an answer, not a fault
    """It cannot be done; `message` is for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def waiting() -> int:
    """Return how many payments and failed refunds wait for a person."""
    return Payment.objects.filter(status=PaymentStatus.REVIEW).count() + failed_refunds().count()


def may_try_again(payment: Payment) -> bool:
    """Tell whether settling can help: not where it was the money's way back that failed."""
    before = payment.changes.exclude(status=PaymentStatus.REVIEW).order_by("-pk").first()
    return payment.status == PaymentStatus.REVIEW and (before is None or before.status == PaymentStatus.PAID)


def try_again(payment: Payment, *, by: str) -> Payment:
    """Settle a payment once more, now that what stood in the way is put right; what still does sends it back here.

    Raises ReviewRefused. Where nobody answers it is settled later, as any other payment.
    """
    try:
        with transaction.atomic():
            held = _in_review(payment)
            if not may_try_again(held):
                raise ReviewRefused("Settling it again cannot help: give the money back, or close it with a note.")
            close_refunds_of(held, by=by, note=TRIED_AGAIN)
            _move(held, PaymentStatus.PAID, by=by)
    except IntegrityError as error:  # the database keeps one live payment per basket
        raise ReviewRefused("Something else is being paid for the same basket. Try again when that is done.") from error
    try:
        return settle(held)
    except TRY_AGAIN:
        return held


def give_back(payment: Payment, *, by: str) -> Payment:
    """Send everything back that is left of a payment; it leaves the review once the money has gone.

    Raises ReviewRefused, RefundRefused.
    """
    with transaction.atomic():
        held = _in_review(payment)
        if not held.left:
            raise ReviewRefused("Nothing is left to give back: close it with a note.")
        tried = held.refunds.count()
        refund = request_refund(
            payment=held,
            amount=held.left,
            reason="",
            note="out of the review",
            asked_by=by,
            request_key=f"review-{held.pk}-{tried}",
            limit=None,
        )
        close_refunds_of(held, by=by, note=ASKED_AGAIN)
        Payment.objects.filter(pk=held.pk, message="").update(message=NOT_PLACED)
    with suppress(*TRY_AGAIN):  # reconciling carries it on
        continue_refund(refund)
    held.refresh_from_db()
    return held


def resolve(payment: Payment, *, by: str, note: str) -> Payment:
    """Close a payment that was dealt with by hand; the note says how. Raises ReviewRefused."""
    with transaction.atomic():
        held = _in_review(payment)
        close_refunds_of(held, by=by, note=note)
        _move(held, PaymentStatus.RESOLVED, by=by, reason=note)
    return held


def _in_review(payment: Payment) -> Payment:
    held = Payment.objects.select_for_update().get(pk=payment.pk)
    if held.status != PaymentStatus.REVIEW:
        raise ReviewRefused(f"Somebody was faster: this payment is {held.get_status_display()} now.")
    return held


def _move(payment: Payment, status: PaymentStatus, *, by: str, **facts: str) -> None:
    payment.by, payment.status = by, status
    for name, value in facts.items():
        setattr(payment, name, value)
    payment.save(update_fields=["status", *facts, "updated_at"])
