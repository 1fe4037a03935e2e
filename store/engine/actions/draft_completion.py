"""Making an order of a draft: what is missing for it, and doing it, out of units that are really there."""

from collections.abc import Iterator, Sequence

from store.engine.actions.address_book import remember_address
from store.engine.actions.discount import NotApplicable, check_conditions, offer_in
from store.engine.actions.draft_vouchers import settle
from store.engine.actions.order_events import record
from store.engine.actions.order_shipping import is_open
from store.engine.actions.order_totals import recalculate
from store.engine.actions.stock import OutOfStock, allocate, available_quantities
from store.engine.actions.tax import tax_country
from store.engine.models import (
    App,
    Order,
    OrderLine,
    ProductChannelListing,
    ProductVariantChannelListing,
    ShippingMethodChannelListing,
    User,
)
from store.engine.refusals import Refusal, Refusals


def complete_draft(*, order: Order, user: User | None, app: App | None) -> None:
    """Place a draft: check it, promise its units, and write its history. The row must be locked by the caller.

    A draft is placed once: the second time it is refused with `id`/INVALID.
    """
    if order.status != "DRAFT":
        raise Refusal("The order is not draft.", code="INVALID", field="id")
    recalculate(order)
    if problems := list(draft_problems(order)):
        raise Refusals(problems)
    _settle_customer(order)
    confirmed = order.channel.automatically_confirm_all_new_orders
    order.status = "UNFULFILLED" if confirmed else "UNCONFIRMED"
    if not order.lines.filter(is_shipping_required=True).exists():
        order.shipping_method_name = ""
        order.shipping_address = None
    settle(order)
    _keep_addresses(order)
    order.save()
    lines = list(order.lines.select_related("variant"))
    try:
        allocate(lines=lines, channel=order.channel, country=tax_country(order))
    except OutOfStock as short:
        raise Refusals([_out_of_stock(shortage.line) for shortage in short.shortages if shortage.line]) from short
    order.lines.update(draft_base_price_expire_at=None)
    record(order=order, type="PLACED_FROM_DRAFT", user=user, app=app)
    if order.charge_status in ("FULL", "OVERCHARGED"):
        record(order=order, type="ORDER_FULLY_PAID", user=user, app=app)
    if confirmed:
        record(order=order, type="CONFIRMED", user=user, app=app)


def draft_problems(order: Order) -> Iterator[Refusal]:
    """Yield what keeps a draft from being placed, as `Order.errors` shows it."""
    lines = list(order.lines.select_related("variant"))
    if order.billing_address is None:
        yield Refusal("Can't finalize draft with no billing address.", code="BILLING_ADDRESS_NOT_SET", field="order")
    if any(line.is_shipping_required for line in lines):
        yield from _shipping_problems(order)
    if not lines:
        yield Refusal("Could not create order without any products.", code="REQUIRED", field="lines")
    yield from _stock_problems(order, lines)
    if not order.channel.is_active:
        yield Refusal("Cannot complete draft order with inactive channel.", code="CHANNEL_INACTIVE", field="channel")
    yield from _catalogue_problems(order, lines)
    yield from _voucher_problems(order, lines)


def _shipping_problems(order: Order) -> Iterator[Refusal]:
    if order.shipping_address is None:
        yield Refusal("Can't finalize draft with no shipping address.", code="ORDER_NO_SHIPPING_ADDRESS", field="order")
    method = order.shipping_method
    if method is None:
        yield Refusal("Shipping method is required.", code="SHIPPING_METHOD_REQUIRED", field="shipping")
        return
    zone = method.shipping_zone
    message = "Shipping method cannot be used with this order."
    listed = ShippingMethodChannelListing.objects.filter(shipping_method=method, channel=order.channel)
    if order.shipping_address is not None and order.shipping_address.country not in zone.countries:
        message = "Shipping method is not valid for chosen shipping address"
    elif not zone.channels.filter(pk=order.channel_id).exists() or not listed.exists():
        message = "Shipping method not available in given channel."
    elif is_open(order, method):
        return
    yield Refusal(message, code="SHIPPING_METHOD_NOT_APPLICABLE", field="shipping")


def _stock_problems(order: Order, lines: Sequence[OrderLine]) -> Iterator[Refusal]:
    tracked = {line.variant_id for line in lines if line.variant is not None and line.variant.track_inventory}
    left = available_quantities(
        variant_ids=[pk for pk in tracked if pk is not None], channel=order.channel, country=tax_country(order)
    )
    for line in lines:
        if line.variant_id is None:
            yield Refusal("Could not create orders with non-existing products.", code="NOT_FOUND", field="lines")
        elif line.variant_id in tracked:
            left[line.variant_id] -= line.quantity
            if left[line.variant_id] < 0:
                yield _out_of_stock(line)


def _out_of_stock(line: OrderLine) -> Refusal:
    return Refusal("Insufficient product stock.", code="INSUFFICIENT_STOCK", field="lines", order_line_ids=[line.pk])


def _catalogue_problems(order: Order, lines: Sequence[OrderLine]) -> Iterator[Refusal]:
    known = [line for line in lines if line.variant is not None]
    listings = {
        listing.product_id: listing
        for listing in ProductChannelListing.objects.filter(
            channel=order.channel, product__variants__in=[line.variant_id for line in known]
        )
    }
    products = {line.pk: listings.get(line.variant.product_id) for line in known if line.variant is not None}
    if any(listing is None or not listing.is_visible for listing in products.values()):
        yield Refusal("Can't finalize draft with unpublished product.", code="PRODUCT_NOT_PUBLISHED", field="lines")
    withdrawn = [key for key, listing in products.items() if listing is None or not listing.is_available_for_purchase]
    if withdrawn:
        yield Refusal(
            "Can't finalize draft with product unavailable for purchase.",
            code="PRODUCT_UNAVAILABLE_FOR_PURCHASE",
            field="lines",
            order_line_ids=withdrawn,
        )
    wanted = {line.variant_id for line in known}
    priced = set(
        ProductVariantChannelListing.objects.filter(
            channel=order.channel, variant__in=wanted, price_amount__isnull=False
        ).values_list("variant_id", flat=True)
    )
    if unpriced := wanted - priced:
        yield Refusal(
            "Cannot add lines with unavailable variants.",
            code="NOT_AVAILABLE_IN_CHANNEL",
            field="lines",
            variant_ids=sorted(pk for pk in unpriced if pk is not None),
        )


def _voucher_problems(order: Order, lines: Sequence[OrderLine]) -> Iterator[Refusal]:
    """Ask for a voucher's conditions, where the channel counts drafts."""
    if order.voucher is None or not order.channel.include_draft_order_in_voucher_usage:
        return
    offer = offer_in(order.channel, voucher=order.voucher)
    if offer is None:
        return
    configuration = getattr(order.channel, "tax_configuration", None)
    with_tax = configuration is None or configuration.prices_entered_with_tax
    try:
        check_conditions(
            offer,
            subtotal=order.subtotal_gross_amount if with_tax else order.subtotal_net_amount,
            quantity=sum(line.quantity for line in lines),
            email=order.user_email or (order.user.email if order.user else ""),
            user=order.user,
        )
    except NotApplicable as reason:
        yield Refusal(str(reason), code="INVALID_VOUCHER", field="voucher")


def _settle_customer(order: Order) -> None:
    if order.user is not None:
        order.user_email = order.user.email
    elif order.user_email:
        order.user = User.objects.filter(email=order.user_email).first()


def _keep_addresses(order: Order) -> None:
    for kind in ("billing", "shipping"):
        address = getattr(order, f"{kind}_address")
        if order.user is not None and address is not None and getattr(order, f"draft_save_{kind}_address"):
            remember_address(user=order.user, address=address, address_type=kind.upper())
        setattr(order, f"draft_save_{kind}_address", False)
