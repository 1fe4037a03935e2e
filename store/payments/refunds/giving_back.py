"""Giving money back: our row first, then Stripe, then the report to Saleor, then the mail.

`request_refund` writes down what shall go back, and the database refuses what is more than came. `continue_refund`
carries it on from wherever it stands; it may be called at any time and as often as wanted, and resumes after a crash at
any step:

    asked → pending → succeeded → reported → told by mail
                    ↘ failed → what it held is free again → reported → who was told is told → a person, see `failed`
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from store.amounts import written_minor
from store.payments.gateway import GatewayRefused, StripeRefund, gateway
from store.payments.leases import BeingWorkedOn, leased
from store.payments.messages.notices import owe_notice, send_notice
from store.payments.models import (
    COUNTED,
    REFUNDABLE,
    Notice,
    Payment,
    PaymentStatus,
    Refund,
    RefundedLine,
    RefundReason,
    RefundStatus,
)
from store.payments.refunds.grants import grant, take_grant_back
from store.payments.reports import ReportRefused, report_refund

log = logging.getLogger(__name__)

KEY_IS_KEPT = timedelta(hours=20)  # Stripe may forget a key after 24 hours
FROM_STRIPE = {
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.CANCELED,
}
BEFORE: dict[str, tuple[RefundStatus, ...]] = {
    RefundStatus.PENDING: (RefundStatus.ASKED,),
    RefundStatus.SUCCEEDED: (RefundStatus.ASKED, RefundStatus.PENDING),
    RefundStatus.FAILED: COUNTED,
    RefundStatus.CANCELED: COUNTED,
}


class RefundRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Nothing goes back; `message` is for the person who asked.

    `code` is one of INVALID_AMOUNT, INVALID_REASON, MORE_THAN_LEFT, OVER_LIMIT, LINE_REFUNDED, NOT_REFUNDABLE,
    DISPUTED, KEY_REUSED.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def request_refund(
    *,
    payment: Payment,
    amount: int,
    reason: str,
    note: str = "",
    lines: Sequence[RefundedLine] = (),
    asked_by: str,
    request_key: str,
    limit: int | None,
    granted_refund_id: str = "",
    report_after: datetime | None = None,
) -> Refund:
    """Write down that `amount` minor units shall go back out of a payment; the same `request_key` gives the same row.

    `limit` is the most that may go back out of the whole order for whoever asks, None for no limit (`refund_limits`
    tells it). `lines` are unsaved rows. `granted_refund_id` is Saleor's, where the refund was granted there;
    before `report_after` nothing is reported, because Saleor asked and is being answered.
    Raises RefundRefused.
    """
    if amount <= 0:
        raise RefundRefused("INVALID_AMOUNT", "Enter an amount of more than nothing.")
    if reason and reason not in RefundReason.values:
        raise RefundRefused("INVALID_REASON", "Choose a reason.")
    try:
        with transaction.atomic():
            _take_turns(payment)
            known = Refund.objects.filter(request_key=request_key).first()
            if known is not None:
                return _same(known, payment, amount)
            granted = payment.refunds.filter(granted_refund_id=granted_refund_id, status__in=COUNTED).first()
            if granted_refund_id and granted is not None:  # granted by us, and asked for once more at Saleor
                return _same(granted, payment, amount)
            _reserve(payment, amount)
            _check_limit(payment, limit)
            _check_lines(payment, lines)
            refund = Refund.objects.create(
                payment=payment,
                amount=amount,
                reason=reason,
                note=note[:300],
                asked_by=asked_by,
                request_key=request_key,
                granted_refund_id=granted_refund_id,
                report_after=report_after,
            )
            for line in lines:
                line.refund = refund
            RefundedLine.objects.bulk_create(lines)
    except IntegrityError:  # the same click twice, for two payments: the database keeps one row per key
        return _same(Refund.objects.get(request_key=request_key), payment, amount)
    payment.refresh_from_db()
    return refund


def continue_refund(refund: Refund) -> Refund:
    """Carry a refund on as far as it will go now, and return it as it stands then.

    Raises BeingWorkedOn, GatewayUnavailable or SaleorError when it has to be tried again.
    """
    with leased(Refund.objects.all(), refund) as mine:
        if not mine:
            raise BeingWorkedOn
        if refund.status == RefundStatus.ASKED:
            _ask_stripe(refund)
        elif refund.status == RefundStatus.PENDING and refund.refund_id:
            follow(refund, gateway().refund_as_it_stands(refund.refund_id))
        _tell_saleor(refund)
        _tell_customer(refund)
    return refund


def follow(refund: Refund, facts: StripeRefund) -> None:
    """Take over how a refund stands at Stripe; news that are older than what we know change nothing.

    What failed is free again: it came back to our balance, and may be refunded once more.
    """
    status = FROM_STRIPE[facts.status]
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=refund.payment_id)
        moved = Refund.objects.filter(pk=refund.pk, status__in=BEFORE[status]).update(
            status=status, refund_id=facts.id, error=facts.failure_reason, updated_at=timezone.now()
        )
        if moved and status == RefundStatus.SUCCEEDED:
            Refund.objects.filter(pk=refund.pk, succeeded_at=None).update(succeeded_at=timezone.now())
            owe_notice(Notice.Kind.REFUND, subject_id=str(refund.pk))
        if moved and status not in COUNTED:
            _free(payment, refund.amount)
            _take_back_word(refund)
        elif moved:
            unfinished = (PaymentStatus.REFUNDING, PaymentStatus.REVIEW)
            gone = Payment.objects.filter(pk=payment.pk, status__in=unfinished, refunded=F("charged"))
            gone.update(status=PaymentStatus.REFUNDED)
    if moved and status not in COUNTED:
        log.error("Refund %s needs a person: it %s at Stripe, %s", refund.pk, status, facts.failure_reason or "no why")
    refund.refresh_from_db()


def unfinished_refunds(*, before: datetime) -> QuerySet[Refund]:
    """Return the refunds asked for before a moment that wait for Stripe or that Saleor does not know about."""
    waiting = Q(status__in=(RefundStatus.ASKED, RefundStatus.PENDING))
    unreported = Q(refund_id__isnull=False) & ~Q(payment__transaction_id="") & ~Q(reported=F("status"))
    return Refund.objects.filter(waiting | unreported, created_at__lte=before)


def _take_turns(payment: Payment) -> None:
    """Lock every payment of the order, in one order so that nobody waits in a circle."""
    rows = Payment.objects.select_for_update().order_by("pk")
    list(rows.filter(order_id=payment.order_id) if payment.order_id else rows.filter(pk=payment.pk))


def _same(known: Refund, payment: Payment, amount: int) -> Refund:
    if (known.payment_id, known.amount) != (payment.pk, amount):
        raise RefundRefused("KEY_REUSED", "This form was used for another refund already. Open it again.")
    return known


def _reserve(payment: Payment, amount: int) -> None:
    if any(dispute.blocks_refunds for dispute in payment.disputes.all()):
        raise RefundRefused(
            "DISPUTED", "The cardholder's bank disputes this payment, so it cannot be refunded: the dispute decides."
        )
    fits = Payment.objects.filter(pk=payment.pk, status__in=REFUNDABLE, refunded__lte=F("charged") - amount)
    if fits.update(refunded=F("refunded") + amount):
        return
    payment.refresh_from_db()
    if payment.status not in REFUNDABLE:
        raise RefundRefused("NOT_REFUNDABLE", f"This payment cannot be refunded: {payment.get_status_display()}.")
    left = written_minor(payment.left, payment.currency)
    raise RefundRefused("MORE_THAN_LEFT", f"Only {left} of this payment is left to refund.")


def _check_limit(payment: Payment, limit: int | None) -> None:
    if limit is None:
        return
    of_order = Payment.objects.filter(order_id=payment.order_id) if payment.order_id else None
    rows = of_order if of_order is not None else Payment.objects.filter(pk=payment.pk)
    if (rows.aggregate(gone=Sum("refunded"))["gone"] or 0) > limit:
        most = written_minor(limit, payment.currency)
        raise RefundRefused("OVER_LIMIT", f"You may refund up to {most} of one order. Ask a supervisor for more.")


def _check_lines(payment: Payment, lines: Sequence[RefundedLine]) -> None:
    """Refuse units that were refunded before, whoever asked for them."""
    before = RefundedLine.objects.filter(refund__payment__order_id=payment.order_id, refund__status__in=COUNTED)
    for line in lines:
        gone = before.filter(line_id=line.line_id).aggregate(units=Sum("quantity"))["units"] or 0
        if gone + line.quantity > line.ordered:
            raise RefundRefused("LINE_REFUNDED", f"{line.name}: only {line.ordered - gone} left to refund.")


def _ask_stripe(refund: Refund) -> None:
    payment = refund.payment
    intent = payment.payment_intent_id or ""
    if refund.created_at < timezone.now() - KEY_IS_KEPT:  # the key may be forgotten: look before asking again
        for facts in gateway().refunds_of(payment_intent_id=intent):
            if facts.row_id == str(refund.pk):
                follow(refund, facts)
                return
    try:
        facts = gateway().refund(
            key=refund.stripe_key,
            payment_intent_id=intent,
            amount=refund.amount,
            reason=refund.reason,
            payment_id=str(payment.pk),
            row_id=str(refund.pk),
        )
    except GatewayRefused as refused:
        _refused(refund, refused.code)
        return
    follow(refund, facts)


def _refused(refund: Refund, code: str) -> None:
    """Stripe did not and will not refund this; nothing moved."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=refund.payment_id)
        asked = Refund.objects.filter(pk=refund.pk, status=RefundStatus.ASKED)
        if asked.update(status=RefundStatus.FAILED, error=code, updated_at=timezone.now()):
            _free(payment, refund.amount)
    log.error("Refund %s needs a person: Stripe refused it, %s", refund.pk, code)
    refund.refresh_from_db()


def _free(payment: Payment, amount: int) -> None:
    """Take a failed refund off again; a payment that was given back wholly waits for a person then."""
    Payment.objects.filter(pk=payment.pk).update(refunded=F("refunded") - amount)
    Payment.objects.filter(pk=payment.pk, status__in=(PaymentStatus.REFUNDING, PaymentStatus.REFUNDED)).update(
        status=PaymentStatus.REVIEW, reason="The money did not go back: Stripe or the bank refused the refund."
    )


def _take_back_word(refund: Refund) -> None:
    """Owe a second mail to a customer who was told that money went back, or is just being told."""
    told = Notice.objects.filter(kind=Notice.Kind.REFUND, subject_id=str(refund.pk))
    told.filter(sent_at=None, taken_until=None).delete()
    if told.exists():
        owe_notice(Notice.Kind.FAILED, subject_id=str(refund.pk))


def _tell_saleor(refund: Refund) -> None:
    """Report the refund's status, unless that is done; what Saleor will not take is noted and tried again later."""
    payment = Payment.objects.get(pk=refund.payment_id)
    if not refund.refund_id or refund.reported == refund.status or not payment.transaction_id:
        return
    if refund.report_after is not None and refund.report_after > timezone.now():
        return
    goes = refund.status in COUNTED
    try:
        asked_in_saleor = refund.report_after is not None  # whether to grant it there was for staff to say
        if payment.order_id and goes and not refund.granted_refund_id and not asked_in_saleor:
            _note(refund, granted_refund_id=grant(payment, refund))
        report_refund(payment, refund)
        if payment.order_id and not goes and take_grant_back(payment, refund):
            _note(refund, granted_refund_id="")
    except ReportRefused as refused:
        log.warning("Refund %s: Saleor did not take the report: %s", refund.pk, refused)
        _note(refund, error=f"Saleor: {refused}"[:200])
        return
    _note(refund, reported=refund.status, reported_at=timezone.now(), error=refund.error if not goes else "")


def _note(refund: Refund, **facts: str | datetime) -> None:
    Refund.objects.filter(pk=refund.pk).update(**facts)
    refund.refresh_from_db()


def _tell_customer(refund: Refund) -> None:
    kinds = (Notice.Kind.REFUND, Notice.Kind.FAILED)
    for notice in Notice.objects.filter(kind__in=kinds, subject_id=str(refund.pk), sent_at__isnull=True):
        send_notice.enqueue(notice_pk=notice.pk)
