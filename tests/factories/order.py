"""Orders and payments for tests: placed, of one line, paid by nobody, unless told."""

from decimal import Decimal
from typing import Any

from store.engine.actions.order_numbers import next_order_number
from store.engine.models import (
    Channel,
    Order,
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    OrderLine,
    ProductVariant,
    TransactionItem,
)
from store.engine.schema.ids import to_global_id


def order(*, channel: Channel, total: str = "100.00", status: str = "UNFULFILLED", **facts: Any) -> Order:
    """Make an order without lines that comes to a total, tax and delivery nothing."""
    amount = Decimal(total)
    return Order.objects.create(
        **{
            "number": next_order_number(),
            "status": status,
            "origin": "DRAFT" if status == "DRAFT" else "CHECKOUT",
            "channel": channel,
            "currency": channel.currency_code,
            "user_email": "buyer@example.com",
            "subtotal_net_amount": amount,
            "subtotal_gross_amount": amount,
            "total_net_amount": amount,
            "total_gross_amount": amount,
            "undiscounted_total_net_amount": amount,
            "undiscounted_total_gross_amount": amount,
            "charge_status": "NONE" if amount else "FULL",
            "authorize_status": "NONE" if amount else "FULL",
            **facts,
        }
    )


def line(*, of: Order, variant: ProductVariant, quantity: int = 1, price: str = "10.00", **facts: Any) -> OrderLine:
    """Make a line of an order; the order's totals stay as they are."""
    unit, total = Decimal(price), Decimal(price) * quantity
    return OrderLine.objects.create(
        **{
            "order": of,
            "variant": variant,
            "product_name": variant.product.name,
            "variant_name": variant.name,
            "product_sku": variant.sku or "",
            "is_shipping_required": variant.product.product_type.is_shipping_required,
            "quantity": quantity,
            "currency": of.currency,
            "undiscounted_base_unit_price_amount": unit,
            "base_unit_price_amount": unit,
            "unit_price_net_amount": unit,
            "unit_price_gross_amount": unit,
            "total_price_net_amount": total,
            "total_price_gross_amount": total,
            "undiscounted_unit_price_net_amount": unit,
            "undiscounted_unit_price_gross_amount": unit,
            "undiscounted_total_price_net_amount": total,
            "undiscounted_total_price_gross_amount": total,
            **facts,
        }
    )


def transaction(*, of: Order, **facts: Any) -> TransactionItem:
    """Make a transaction of an order, without events or amounts."""
    return TransactionItem.objects.create(order=of, currency=of.currency, **facts)


def global_id(row: Order | OrderLine | TransactionItem | OrderGrantedRefund | OrderGrantedRefundLine) -> str:
    """Return the id by which clients know a row."""
    key = row.token if isinstance(row, TransactionItem) else row.pk
    return to_global_id(type(row).__name__, key)
