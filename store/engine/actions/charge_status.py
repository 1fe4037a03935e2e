"""How far an order or a checkout is paid, worked out from its transactions."""

from decimal import Decimal

from django.db.models import Sum

from store.engine.models import Checkout, Order
from store.engine.money import quantize


def update_charge_status(paid_for: Order | Checkout) -> None:
    """Set and store the charge and authorize status, and an order's charged and authorized totals.

    Pending amounts count for a checkout (so that it may be completed) and not for an order, as in Saleor.
    """
    if isinstance(paid_for, Order):
        _update_order(paid_for)
    else:
        _update_checkout(paid_for)


def _update_order(order: Order) -> None:
    sums = order.payment_transactions.aggregate(charged=Sum("charged_value"), authorized=Sum("authorized_value"))
    granted = order.granted_refunds.aggregate(total=Sum("amount_value"))["total"] or Decimal(0)
    order.total_charged_amount = sums["charged"] or Decimal(0)
    order.total_authorized_amount = sums["authorized"] or Decimal(0)
    set_order_statuses(order, granted=granted)
    order.save(
        update_fields=[
            "total_charged_amount",
            "total_authorized_amount",
            "charge_status",
            "authorize_status",
            "updated_at",
        ]
    )


def set_order_statuses(order: Order, *, granted: Decimal) -> None:
    """Set an order's two statuses from its totals; `granted` refunds lower what is due. Stores nothing."""
    due = quantize(max(order.total_gross_amount - granted, Decimal(0)), order.currency)
    charged = quantize(order.total_charged_amount, order.currency)
    covered = quantize(order.total_charged_amount + order.total_authorized_amount, order.currency)
    if charged == due:
        order.charge_status = "FULL"
    elif charged <= 0:
        order.charge_status = "NONE"
    else:
        order.charge_status = "PARTIAL" if charged < due else "OVERCHARGED"
    if covered == 0:
        order.authorize_status = "FULL" if order.total_gross_amount == 0 else "NONE"
    else:
        order.authorize_status = "FULL" if covered >= due else "PARTIAL"


def _update_checkout(checkout: Checkout) -> None:
    sums = checkout.payment_transactions.aggregate(
        charged=Sum("charged_value"),
        charge_pending=Sum("charge_pending_value"),
        authorized=Sum("authorized_value"),
        authorize_pending=Sum("authorize_pending_value"),
    )
    total = checkout.total_gross_amount
    charged = max((sums["charged"] or Decimal(0)) + (sums["charge_pending"] or Decimal(0)), Decimal(0))
    covered = charged + (sums["authorized"] or Decimal(0)) + (sums["authorize_pending"] or Decimal(0))
    nothing_due = total <= 0 and checkout.lines.exists()
    if charged <= 0:
        checkout.charge_status = "FULL" if nothing_due else "NONE"
    elif charged == total:
        checkout.charge_status = "FULL"
    else:
        checkout.charge_status = "PARTIAL" if charged < total else "OVERCHARGED"
    if nothing_due:
        checkout.authorize_status = "FULL"
    elif covered <= 0:
        checkout.authorize_status = "NONE"
    else:
        checkout.authorize_status = "FULL" if covered >= total else "PARTIAL"
    checkout.save(update_fields=["charge_status", "authorize_status", "updated_at"])
