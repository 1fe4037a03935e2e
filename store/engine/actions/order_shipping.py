"""The delivery of an order: which ways are open, and choosing one."""

from decimal import Decimal

from store.engine.actions.delivery import DeliveryOption, applicable_methods
from store.engine.models import Order, ShippingMethod, ShippingMethodChannelListing
from store.engine.refusals import Refusal


def needs_shipping(order: Order) -> bool:
    """Tell whether anything in an order is sent."""
    return order.lines.filter(is_shipping_required=True).exists()


def open_methods(order: Order) -> list[DeliveryOption]:
    """Return the ways of delivery that may be chosen; none without an address or anything to send."""
    address = order.shipping_address
    if address is None or not needs_shipping(order):
        return []
    products = order.lines.filter(variant__isnull=False).values_list("variant__product_id", flat=True)
    return applicable_methods(
        channel=order.channel,
        country=address.country,
        postal_code=address.postal_code,
        subtotal=order.subtotal_gross_amount,
        weight=order.weight,
        product_ids=set(products),
    )


def choose_method(*, order: Order, method: ShippingMethod) -> None:
    """Set the delivery and its price, as it is now; stores the order, whose totals `recalculate` brings up to date.

    A draft may choose any way of its channel (finishing it checks again); a placed order only one that is open to it.
    """
    listing = ShippingMethodChannelListing.objects.filter(shipping_method=method, channel=order.channel).first()
    if listing is None:
        raise Refusal(
            "Shipping method not available in the given channel.",
            code="SHIPPING_METHOD_NOT_APPLICABLE",
            field="shippingMethod",
        )
    if order.status != "DRAFT":
        _require_open(order, method)
    order.shipping_method = method
    order.shipping_method_name = method.name
    order.shipping_tax_class = method.tax_class
    is_priced = order.shipping_address is not None and needs_shipping(order)
    order.undiscounted_base_shipping_price_amount = listing.price_amount if is_priced else Decimal(0)
    order.save()


def clear_method(order: Order) -> None:
    """Take the delivery off an order; stores it, `recalculate` brings the totals up to date."""
    order.shipping_method = None
    order.shipping_method_name = ""
    order.shipping_tax_class = None
    order.undiscounted_base_shipping_price_amount = Decimal(0)
    order.save()


def is_open(order: Order, method: ShippingMethod) -> bool:
    """Tell whether a way of delivery may be chosen."""
    return any(option.method.pk == method.pk for option in open_methods(order))


def _require_open(order: Order, method: ShippingMethod) -> None:
    if order.shipping_address is None:
        raise Refusal(
            "Cannot choose a shipping method for an order without the shipping address.",
            code="ORDER_NO_SHIPPING_ADDRESS",
            field="order",
        )
    if not is_open(order, method):
        raise Refusal(
            "Shipping method cannot be used with this order.",
            code="SHIPPING_METHOD_NOT_APPLICABLE",
            field="shippingMethod",
        )
