"""Reporting to Saleor what Stripe did: look up, create without amounts, report. May run twice.

The look-up and the creation are not one step in Saleor, so a payment is reported by one worker at a time (its lease,
see `settlement`), and its Stripe reference is unique in our table.
"""

from decimal import Decimal

from store.amounts import major_units
from store.backend import app_client
from store.payments.gateway import Session
from store.payments.models import Payment, Refund, RefundStatus
from store.saleor.client.enums import TransactionActionEnum, TransactionEventTypeEnum
from store.saleor.client.input_types import (
    CardPaymentMethodDetailsInput,
    PaymentMethodDetailsInput,
    TransactionCreateInput,
)

REFUND_EVENTS: dict[str, TransactionEventTypeEnum] = {
    RefundStatus.PENDING: TransactionEventTypeEnum.REFUND_REQUEST,
    RefundStatus.SUCCEEDED: TransactionEventTypeEnum.REFUND_SUCCESS,
    RefundStatus.FAILED: TransactionEventTypeEnum.REFUND_FAILURE,
    RefundStatus.CANCELED: TransactionEventTypeEnum.REFUND_FAILURE,
}


class ReportRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Saleor did not accept a report; told by its codes, because its messages name ids, which are secret."""


def report_charge(payment: Payment, session: Session) -> str:
    """Report a payment as charged on its basket or order; return Saleor's transaction id.

    Raises ReportRefused with Saleor's codes.
    """
    transaction_id = payment.transaction_id or _transaction(payment, session)
    _report(
        transaction_id,
        reference=session.payment_intent_id,
        event=TransactionEventTypeEnum.CHARGE_SUCCESS,
        amount=major_units(session.amount, session.currency),
        actions=[TransactionActionEnum.REFUND],
    )
    return transaction_id


def report_refund(payment: Payment, refund: Refund) -> None:
    """Report how a refund stands. Raises ReportRefused with Saleor's codes."""
    report_money(
        payment,
        reference=refund.refund_id or "",
        event=REFUND_EVENTS[refund.status],
        amount=refund.amount,
        refundable=payment.left > 0,
    )


def report_money(
    payment: Payment, *, reference: str, event: TransactionEventTypeEnum, amount: int, refundable: bool
) -> None:
    """Report what became of a reported payment, in minor units, and whether something of it can still be refunded.

    Raises ReportRefused with Saleor's codes.
    """
    _report(
        payment.transaction_id,
        reference=reference,
        event=event,
        amount=major_units(amount, payment.currency),
        actions=[TransactionActionEnum.REFUND] if refundable else [],
    )


def known_transaction(session: Session) -> str:
    """Return the id of Saleor's transaction for what was paid on this page; empty when it was never reported."""
    found = app_client().transaction_by_reference(psp_reference=session.payment_intent_id)
    return found.edges[0].node.id if found is not None and found.edges else ""


def _transaction(payment: Payment, session: Session) -> str:
    known = known_transaction(session)
    if known:
        return known
    card = None
    if session.card_brand:
        card = CardPaymentMethodDetailsInput(
            name=session.card_brand.title(), brand=session.card_brand, last_digits=session.card_last_digits
        )
    created = app_client().transaction_create(
        id=payment.order_id or payment.subject_id,
        transaction=TransactionCreateInput(
            name="Stripe",
            psp_reference=session.payment_intent_id,
            available_actions=[],
            payment_method_details=PaymentMethodDetailsInput(card=card) if card else None,
        ),
    )
    if created is None or created.errors or created.transaction is None:
        raise ReportRefused(", ".join(str(error.code) for error in created.errors) if created else "no answer")
    return created.transaction.id


def _report(
    transaction_id: str,
    *,
    reference: str,
    event: TransactionEventTypeEnum,
    amount: Decimal,
    actions: list[TransactionActionEnum],
) -> None:
    answer = app_client().transaction_event_report(
        id=transaction_id, psp_reference=reference, type_=event, amount=amount, available_actions=actions
    )
    if answer is None or answer.errors:
        raise ReportRefused(", ".join(str(error.code) for error in answer.errors) if answer else "no answer")
