"""How far an order is paid: statuses, totals, transactions and granted refunds."""

from decimal import Decimal

import graphene

from store.engine.money import Money as EngineMoney
from store.engine.schema.checkout_absent import Payment
from store.engine.schema.guard import Guarded
from store.engine.schema.money import Money
from store.engine.schema.mutation import require
from store.engine.schema.order_enums import (
    OrderAction,
    OrderAuthorizeStatusEnum,
    OrderChargeStatusEnum,
    PaymentChargeStatusEnum,
)
from store.engine.schema.peers import many
from store.engine.schema.transaction import TransactionItem

ZERO = Decimal(0)
GIVEN_BACK = ("refunded_value", "refund_pending_value")
TAKEN = ("charged_value", "authorized_value", "charge_pending_value", "authorize_pending_value")
PAYMENT_STATUS_NAMES = {
    "NOT_CHARGED": "Not charged",
    "PARTIALLY_CHARGED": "Partially charged",
    "FULLY_CHARGED": "Fully charged",
}


class OrderPayments:
    """The part of an order that is about money received and given back."""

    charge_status = graphene.Field(OrderChargeStatusEnum, required=True)
    authorize_status = graphene.Field(OrderAuthorizeStatusEnum, required=True)
    is_paid = graphene.Boolean(required=True)
    payment_status = graphene.Field(PaymentChargeStatusEnum, required=True)
    payment_status_display = graphene.String(required=True)
    total_charged = graphene.Field(Money, required=True)
    total_captured = graphene.Field(Money, required=True, deprecation_reason="Use `totalCharged` instead.")
    total_authorized = graphene.Field(Money, required=True)
    total_canceled = graphene.Field(Money, required=True)
    total_refunded = graphene.Field(Money, required=True)
    total_balance = graphene.Field(Money, required=True)
    total_refund_pending = Guarded(Money, needs=("MANAGE_ORDERS",), required=True)
    total_authorize_pending = Guarded(Money, needs=("MANAGE_ORDERS",), required=True)
    total_charge_pending = Guarded(Money, needs=("MANAGE_ORDERS",), required=True)
    total_cancel_pending = Guarded(Money, needs=("MANAGE_ORDERS",), required=True)
    actions = graphene.List(graphene.NonNull(OrderAction), required=True)
    granted_refunds = Guarded(
        graphene.List(graphene.NonNull("store.engine.schema.granted_refund.OrderGrantedRefund")),
        needs=("MANAGE_ORDERS",),
        required=True,
    )
    total_remaining_grant = Guarded(Money, needs=("MANAGE_ORDERS",), required=True)
    total_granted_refund = graphene.Field(Money, required=True)
    transactions = graphene.List(graphene.NonNull(TransactionItem), required=True)
    payments = graphene.List(graphene.NonNull(Payment), required=True)

    @staticmethod
    def resolve_is_paid(root, _info):
        return root.total_charged_amount >= root.total_gross_amount

    @staticmethod
    def resolve_payment_status(root, _info):
        return payment_status(root)

    @staticmethod
    def resolve_payment_status_display(root, _info):
        return PAYMENT_STATUS_NAMES[payment_status(root)]

    @staticmethod
    def resolve_total_charged(root, _info):
        return EngineMoney(root.total_charged_amount, root.currency)

    @staticmethod
    def resolve_total_captured(root, _info):
        return EngineMoney(root.total_charged_amount, root.currency)

    @staticmethod
    def resolve_total_authorized(root, _info):
        return _of_transactions(root, "authorized_value")

    @staticmethod
    def resolve_total_canceled(root, _info):
        return _of_transactions(root, "canceled_value")

    @staticmethod
    def resolve_total_refunded(root, _info):
        return _of_transactions(root, "refunded_value")

    @staticmethod
    def resolve_total_balance(root, _info):
        due = root.total_gross_amount - granted_amount(root)
        charged = _of_transactions(root, "charged_value").amount
        pending = _of_transactions(root, "charge_pending_value").amount
        return EngineMoney(charged + pending - due, root.currency)

    @staticmethod
    def resolve_total_refund_pending(root, _info):
        return _of_transactions(root, "refund_pending_value")

    @staticmethod
    def resolve_total_authorize_pending(root, _info):
        return _of_transactions(root, "authorize_pending_value")

    @staticmethod
    def resolve_total_charge_pending(root, _info):
        return _of_transactions(root, "charge_pending_value")

    @staticmethod
    def resolve_total_cancel_pending(root, _info):
        return _of_transactions(root, "cancel_pending_value")

    @staticmethod
    def resolve_actions(_root, _info):
        """Say which legacy payments allow: with none of them, an order may always be marked as paid, as in Saleor."""
        return ["MARK_AS_PAID"]

    @staticmethod
    def resolve_granted_refunds(root, _info):
        return many(root, "granted_refunds")

    @staticmethod
    def resolve_total_remaining_grant(root, _info):
        """Return what was granted and is not given back; money paid above the total goes back without a grant."""
        back = sum((_of_transactions(root, column).amount for column in GIVEN_BACK), start=ZERO)
        taken = sum((_of_transactions(root, column).amount for column in TAKEN), start=ZERO)
        settled = max(back - (taken + back - root.total_gross_amount), ZERO)
        return EngineMoney(max(granted_amount(root) - settled, ZERO), root.currency)

    @staticmethod
    def resolve_total_granted_refund(root, info):
        require(info.context, "MANAGE_ORDERS")
        return EngineMoney(granted_amount(root), root.currency)

    @staticmethod
    def resolve_payments(_root, _info):
        return []

    @staticmethod
    def resolve_transactions(root, info):
        require(info.context, "MANAGE_ORDERS", "HANDLE_PAYMENTS")
        return many(root, "payment_transactions")


def granted_amount(order):
    """Return the sum of an order's granted refunds."""
    return sum((refund.amount_value for refund in many(order, "granted_refunds")), start=ZERO)


def payment_status(order):
    """Return the older summary of what was paid (PaymentChargeStatusEnum), which lists and filters still show."""
    if not many(order, "payment_transactions"):
        return "FULLY_CHARGED" if order.total_gross_amount == 0 else "NOT_CHARGED"
    charged = order.total_charged_amount
    if charged >= order.total_gross_amount - granted_amount(order):
        return "FULLY_CHARGED"
    return "PARTIALLY_CHARGED" if charged > 0 else "NOT_CHARGED"


def _of_transactions(order, column):
    amounts = (getattr(item, column) for item in many(order, "payment_transactions"))
    return EngineMoney(sum(amounts, start=ZERO), order.currency)
