"""A refund that staff ask for in Saleor's Dashboard: it goes to Stripe, and Saleor is told how it stands.

Saleor waits for the answer. Its request has no number of its own, but it is an event of the transaction, whose id is
the key: asked again, it is the same refund. What is asked is read again from Saleor, and only what stands there counts.

The answer comes before any report of ours, because only then does Saleor know that both are about one granted refund.
Should the answer be lost, reconciling reports the same a little later, which Saleor counts once.
"""

import logging
from datetime import timedelta
from typing import Any

from django.utils import timezone

from store.amounts import major_units
from store.backend import app_client
from store.payments.gateway import GatewayUnavailable
from store.payments.leases import BeingWorkedOn
from store.payments.models import Payment, Refund, RefundedLine, RefundReason, RefundStatus
from store.payments.refunds.giving_back import RefundRefused, continue_refund, request_refund
from store.saleor.client.enums import TransactionEventTypeEnum
from store.saleor.client.fragments import GrantedRefund, RefundableTransaction
from store.saleor.errors import SaleorError

log = logging.getLogger(__name__)

REQUEST = """action { actionType } grantedRefund { id }
  transaction { id events { id createdAt type } }"""
ASKED_BY = "Saleor Dashboard"
SALEOR_WAITS = timedelta(seconds=60)  # it gives up after 18, and asks again only where it was told to


class AskAgain(Exception):  # noqa: N818 - an answer, not a fault
    """Nobody knows yet; Saleor asks again when it is answered so."""


def answer_refund(payload: dict[str, Any]) -> dict[str, Any]:
    """Refund what is asked for and return the answer that Saleor expects. Raises AskAgain."""
    try:
        return _answer(payload)
    except (SaleorError, GatewayUnavailable, BeingWorkedOn) as fault:
        log.warning("A refund asked for in Saleor has to wait: %s", type(fault).__name__)
        raise AskAgain from fault


def _answer(payload: dict[str, Any]) -> dict[str, Any]:
    told = payload.get("transaction") or {}
    asked = [event for event in told.get("events") or [] if event.get("type") == "REFUND_REQUEST"]
    if (payload.get("action") or {}).get("actionType") != "REFUND" or not asked:
        return _failure("This is no request for a refund.")
    event_id = str(max(asked, key=lambda event: str(event.get("createdAt")))["id"])  # the newest is the one at hand
    transaction = app_client().transaction_to_refund(id=str(told.get("id")))
    request = next((event for event in transaction.events if event.id == event_id), None) if transaction else None
    if transaction is None or request is None or request.type_ != TransactionEventTypeEnum.REFUND_REQUEST:
        return _failure("Saleor does not show this request.")
    payment = Payment.objects.filter(payment_intent_id=transaction.psp_reference or None).first()
    if payment is None:
        return _failure("This was not paid through the shop, so it has to be refunded where it was paid.")
    granted = _granted(transaction, str((payload.get("grantedRefund") or {}).get("id")))
    try:
        refund = request_refund(
            payment=payment,
            amount=request.amount.fractional_amount,
            reason=RefundReason.REQUESTED,
            note=(granted.reason if granted else request.message) or "",
            lines=_lines(transaction, granted) if granted else [],
            asked_by=ASKED_BY,
            request_key=f"saleor-{event_id}",
            limit=None,  # Saleor lets only those ask who may handle payments
            granted_refund_id=granted.id if granted else "",
            report_after=timezone.now() + SALEOR_WAITS,
        )
    except RefundRefused as refused:
        return _failure(refused.message)
    return _how_it_stands(continue_refund(refund))


def _how_it_stands(refund: Refund) -> dict[str, Any]:
    """Return the answer for a refund that Stripe was asked for."""
    if refund.status in (RefundStatus.FAILED, RefundStatus.CANCELED):
        return {**_failure(f"Stripe did not refund this: {refund.error}"), "pspReference": refund.refund_id or ""}
    if not refund.refund_id:
        raise AskAgain
    answer: dict[str, Any] = {"pspReference": refund.refund_id}
    if refund.status == RefundStatus.SUCCEEDED:
        refund.payment.refresh_from_db()
        answer |= {
            "result": "REFUND_SUCCESS",
            "amount": str(major_units(refund.amount, refund.payment.currency)),
            "actions": ["REFUND"] if refund.payment.left else [],
        }
    return answer


def _failure(message: str) -> dict[str, Any]:
    return {"result": "REFUND_FAILURE", "message": message}


def _granted(transaction: RefundableTransaction, granted_id: str) -> GrantedRefund | None:
    rows = transaction.order.granted_refunds if transaction.order else []
    return next((row for row in rows if row.id == granted_id), None)


def _lines(transaction: RefundableTransaction, granted: GrantedRefund) -> list[RefundedLine]:
    """Return the lines of a granted refund, so that none is refunded twice, here or there."""
    lines = [
        RefundedLine(
            line_id=line.order_line.id,
            name=line.order_line.product_name,
            quantity=line.quantity,
            ordered=line.order_line.quantity,
            amount=line.quantity * line.order_line.unit_price.gross.fractional_amount,
        )
        for line in granted.lines or []
    ]
    if granted.shipping_costs_included and transaction.order:
        delivery = transaction.order.shipping_price.gross.fractional_amount
        lines.append(RefundedLine(line_id="", name="Delivery", amount=delivery))
    return lines
