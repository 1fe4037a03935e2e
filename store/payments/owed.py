"""What an order still owes."""

from store.saleor.client.fragments import PayableOrder


def owed_for(order: PayableOrder) -> int:
    """Return what is still to be paid, in minor units; what was given back is not owed again."""
    paid = (order.total_charged, order.total_refunded, order.total_refund_pending)
    return order.total.gross.fractional_amount - sum(money.fractional_amount for money in paid)
