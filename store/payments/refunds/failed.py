"""Refunds that failed: what a person does about money that a customer expects and that is still with us.

Of a payment that became an order the refund itself waits for a person; a payment that was to go back because it became
none waits as a whole, see `review`.
"""

from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from store.payments.faults import TRY_AGAIN
from store.payments.models import Payment, PaymentStatus, Refund, RefundedLine, RefundStatus
from store.payments.refunds.giving_back import RefundRefused, continue_refund, request_refund

FAILED = (RefundStatus.FAILED, RefundStatus.CANCELED)
ORDERED = (PaymentStatus.PLACED, PaymentStatus.RESOLVED)
ASKED_AGAIN = "Asked for again."


def failed_refunds() -> QuerySet[Refund]:
    """Return the refunds that failed and wait for a person, the oldest first."""
    waiting = Refund.objects.filter(status__in=FAILED, settled_at=None, payment__status__in=ORDERED)
    return waiting.select_related("payment").order_by("created_at", "pk")


def ask_again(refund: Refund, *, by: str) -> Refund:
    """Ask Stripe for the same sum once more, as a refund of its own; return that one.

    Raises RefundRefused: SETTLED when somebody was faster, or why it cannot be refunded now.
    """
    with transaction.atomic():
        failed = _waiting(refund)
        again = request_refund(
            payment=failed.payment,
            amount=failed.amount,
            reason=failed.reason,
            note=failed.note,
            lines=[_same(line) for line in failed.lines.all()],
            asked_by=by,
            request_key=f"again-{failed.pk}",
            limit=None,
            granted_refund_id=failed.granted_refund_id,
            report_after=failed.report_after,
        )
        _settle(Refund.objects.filter(pk=failed.pk), by=by, note=ASKED_AGAIN)
    with suppress(*TRY_AGAIN):  # reconciling carries it on
        continue_refund(again)
    return again


def close_refund(refund: Refund, *, by: str, note: str) -> None:
    """Note how a refund that failed was settled by other means. Raises RefundRefused when somebody was faster."""
    with transaction.atomic():
        _settle(Refund.objects.filter(pk=_waiting(refund).pk), by=by, note=note)


def close_refunds_of(payment: Payment, *, by: str, note: str) -> None:
    """Note the same on every refund of a payment that failed, because the payment itself was dealt with."""
    _settle(payment.refunds.filter(status__in=FAILED, settled_at=None), by=by, note=note)


def _waiting(refund: Refund) -> Refund:
    found = failed_refunds().select_for_update(of=("self",)).filter(pk=refund.pk).first()
    if found is None:
        raise RefundRefused("SETTLED", "Somebody was faster: this refund does not wait any more.")
    return found


def _settle(refunds: QuerySet[Refund], *, by: str, note: str) -> None:
    refunds.update(settled_at=timezone.now(), settled_by=by, settled_note=note)


def _same(line: RefundedLine) -> RefundedLine:
    return RefundedLine(
        line_id=line.line_id, name=line.name, quantity=line.quantity, ordered=line.ordered, amount=line.amount
    )
