"""Disputes: told to the people at the desk by a flag and a note on the order, and to Saleor where money moved.

`follow_dispute` asks Stripe how a dispute stands, so that events out of order, twice or late end alike. What was told
is written down step by step; a process that was killed goes on where it stopped.
"""

import logging
from datetime import datetime

from store.amounts import written_minor
from store.backend import app_client
from store.payments.gateway import GatewayRefused, GatewayUnavailable, StripeDispute, gateway
from store.payments.leases import BeingWorkedOn, leased
from store.payments.models import Dispute, Payment
from store.payments.naming import payment_of
from store.payments.reports import ReportRefused, report_money
from store.saleor.client.enums import OrderEventsEnum, TransactionEventTypeEnum
from store.saleor.errors import SaleorError

log = logging.getLogger(__name__)

OUTCOMES = {
    "won": "won: the money stays with us",
    "lost": "lost: the money stays with the customer",
    "warning_closed": "closed without a dispute",
    "prevented": "prevented: it was refunded before it became a dispute",
}


def follow_dispute(dispute_id: str) -> Dispute | None:
    """Bring our row of a dispute to where it stands at Stripe, and tell whom it concerns; None when it is not ours.

    Raises BeingWorkedOn, GatewayUnavailable, ReportRefused or SaleorError when it has to be tried again.
    """
    facts = gateway().dispute(dispute_id)
    payment = payment_of(intent_id=facts.payment_intent_id, payment_id=facts.payment_id)
    if payment is None:
        return None
    dispute, _ = Dispute.objects.get_or_create(
        dispute_id=facts.id,
        defaults={"payment": payment, "amount": facts.amount, "reason": facts.reason, "status": facts.status},
    )
    with leased(Dispute.objects.all(), dispute) as mine:
        if not mine:
            raise BeingWorkedOn
        facts = gateway().dispute(dispute_id)  # again: another worker may have taken over later news meanwhile
        _take_over(dispute, facts)
        _tell(dispute, payment, facts)
    return dispute


def follow_disputes(*, since: datetime) -> None:
    """Find disputes whose events never came, and ask again how those stand that are open."""
    still_open = set(Dispute.objects.filter(status__in=Dispute.OPEN).values_list("dispute_id", flat=True))
    try:
        for dispute_id in sorted(still_open.union(gateway().disputes(since=since))):
            _follow_or_wait(dispute_id)
    except GatewayUnavailable:
        log.warning("Stripe could not be asked for its disputes")


def _follow_or_wait(dispute_id: str) -> None:
    try:
        follow_dispute(dispute_id)
    except (BeingWorkedOn, GatewayRefused, ReportRefused, SaleorError) as fault:  # refused: of another account
        log.warning("Dispute %s will be tried again: %s", dispute_id, type(fault).__name__)


def _take_over(dispute: Dispute, facts: StripeDispute) -> None:
    dispute.amount, dispute.reason, dispute.status = facts.amount, facts.reason, facts.status
    dispute.withdrawn = facts.amount if facts.was_withdrawn and not facts.was_returned else 0
    dispute.is_refundable, dispute.due_by = facts.is_refundable, facts.due_by
    dispute.save(update_fields=["amount", "reason", "status", "withdrawn", "is_refundable", "due_by", "updated_at"])


def _tell(dispute: Dispute, payment: Payment, facts: StripeDispute) -> None:
    about = f"Stripe dispute {dispute.dispute_id}"
    amount = written_minor(dispute.amount, payment.currency)
    _note(dispute, payment, "opened", f"{about}: the cardholder's bank calls {amount} into question; {dispute.why}.")
    if facts.was_withdrawn:
        _report(dispute, payment, "withdrawn", TransactionEventTypeEnum.CHARGE_BACK)
    if facts.was_returned:
        # Saleor has no name for it: a charge under the dispute's own reference makes up for the charge-back under it.
        _report(dispute, payment, "returned", TransactionEventTypeEnum.CHARGE_SUCCESS)
    if dispute.status in OUTCOMES:
        _note(dispute, payment, dispute.status, f"{about} is {OUTCOMES[dispute.status]}.")


def _note(dispute: Dispute, payment: Payment, step: str, message: str) -> None:
    """Write a note into the order's history, once: one that a killed process wrote is found there."""
    if step in dispute.noted or not payment.order_id:
        return
    order = app_client().order_notes(id=payment.order_id)
    events = order.events if order is not None else []
    if not any(event.type_ == OrderEventsEnum.NOTE_ADDED and event.message == message for event in events):
        answer = app_client().order_note(order=payment.order_id, message=message)
        if answer is None or answer.errors:
            raise ReportRefused(", ".join(str(error.code) for error in answer.errors) if answer else "no answer")
    _noted(dispute, step)


def _report(dispute: Dispute, payment: Payment, step: str, event: TransactionEventTypeEnum) -> None:
    if step in dispute.noted or not payment.transaction_id:
        return
    report_money(
        payment,
        reference=dispute.dispute_id,
        event=event,
        amount=dispute.amount,
        refundable=not dispute.blocks_refunds and payment.left > 0,
    )
    _noted(dispute, step)


def _noted(dispute: Dispute, step: str) -> None:
    dispute.noted = [*dispute.noted, step]
    dispute.save(update_fields=["noted", "updated_at"])
