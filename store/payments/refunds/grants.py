"""Refunds in the order's own books: Saleor calls them granted, and lowers by them what the order costs.

Without a grant an order that was given back in part would count as not fully paid. A grant names Stripe's refund in its
reason, by which it is found again after a crash: Saleor itself would grant the same twice.
"""

from store.amounts import major_units
from store.backend import app_client
from store.payments.models import Payment, Refund
from store.payments.reports import ReportRefused
from store.saleor.client.fragments import RefundGrant
from store.saleor.client.input_types import (
    OrderGrantRefundCreateInput,
    OrderGrantRefundCreateLineInput,
    OrderGrantRefundUpdateInput,
)


def grant(payment: Payment, refund: Refund) -> str:
    """Grant a refund on its order, with its lines; return the id of Saleor's grant.

    Where Saleor will not have the lines, because somebody granted them there already, the sum alone is granted.
    Raises ReportRefused with Saleor's codes.
    """
    known = _granted(payment, refund)
    if known is not None:
        return known.id
    lines = list(refund.lines.all())
    try:
        return _grant(
            payment,
            refund,
            lines=[
                OrderGrantRefundCreateLineInput(id=line.line_id, quantity=line.quantity)
                for line in lines
                if line.line_id
            ],
            for_shipping=any(not line.line_id for line in lines),
        )
    except ReportRefused:
        if not lines:
            raise
        return _grant(payment, refund, lines=[], for_shipping=False)


def take_grant_back(payment: Payment, refund: Refund) -> bool:
    """Let a grant count for nothing, because its refund failed; tell whether there was one.

    One that was not made here is left to whoever made it.

    Raises ReportRefused with Saleor's codes.
    """
    known = _granted(payment, refund)
    if known is None:
        return False
    answer = app_client().order_granted_refund_update(
        id=known.id,
        input=OrderGrantRefundUpdateInput(
            amount=0,
            remove_lines=[line.id for line in known.lines or []],
            grant_refund_for_shipping=False,
            reason=f"Nothing went back, Stripe says the refund failed. {_reason(refund)}",
        ),
    )
    if answer is None or answer.errors:
        raise ReportRefused(", ".join(str(error.code) for error in answer.errors) if answer else "no answer")
    return True


def _granted(payment: Payment, refund: Refund) -> RefundGrant | None:
    order = app_client().order_granted_refunds(id=payment.order_id)
    found = order.granted_refunds if order is not None else []
    return next((row for row in found if refund.refund_id and refund.refund_id in (row.reason or "")), None)


def _grant(
    payment: Payment, refund: Refund, *, lines: list[OrderGrantRefundCreateLineInput], for_shipping: bool
) -> str:
    answer = app_client().order_grant_refund(
        id=payment.order_id,
        input=OrderGrantRefundCreateInput(
            amount=major_units(refund.amount, payment.currency),
            reason=_reason(refund),
            lines=lines,
            grant_refund_for_shipping=for_shipping,
            transaction_id=payment.transaction_id,
        ),
    )
    if answer is None or answer.errors or answer.granted_refund is None:
        raise ReportRefused(", ".join(str(error.code) for error in answer.errors) if answer else "no answer")
    return answer.granted_refund.id


def _reason(refund: Refund) -> str:
    said = [
        refund.get_reason_display(),
        refund.note,
        f"Asked by {refund.asked_by}",
        f"Stripe refund {refund.refund_id}",
    ]
    return ". ".join(part.rstrip(".") for part in said if part)
