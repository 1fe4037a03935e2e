"""The deliveries that a checkout may choose from, kept as rows so that a choice survives a change of rates."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from store.engine.actions.basket import Basket
from store.engine.actions.delivery import DeliveryOption, applicable_methods
from store.engine.models import Checkout, CheckoutDelivery

DELIVERIES_HOLD = timedelta(hours=24)


def note_stale(basket: Basket) -> None:
    """Note, in memory, that the checkout's deliveries have to be worked out again after a change."""
    if basket.is_shipping_required:
        basket.checkout.delivery_methods_stale_at = timezone.now()


def are_stale(checkout: Checkout) -> bool:
    """Tell whether the deliveries have to be worked out again."""
    return checkout.delivery_methods_stale_at is None or checkout.delivery_methods_stale_at <= timezone.now()


@transaction.atomic
def calculate_deliveries(basket: Basket, *, update_chosen: bool) -> list[CheckoutDelivery]:
    """Work out what may be chosen now, cheapest first, and store it.

    The chosen delivery always stays. Where its rate changed, it takes the new one with `update_chosen` (the older
    fields of the API); without, it stays as it was agreed but is not valid any more, until it is chosen again.
    """
    checkout = basket.checkout
    options = options_for(basket)
    checkout.delivery_methods_stale_at = timezone.now() + DELIVERIES_HOLD
    Checkout.objects.filter(pk=checkout.pk).update(delivery_methods_stale_at=checkout.delivery_methods_stale_at)
    chosen = checkout.assigned_delivery
    offered = next((option for option in options if chosen and option.method.pk == chosen.shipping_method_id), None)
    if chosen is not None:
        _reconsider(chosen, offered, update=update_chosen)
        if update_chosen and (offered is None or offered.price != chosen.price_amount):
            checkout.price_expiration = timezone.now()
            Checkout.objects.filter(pk=checkout.pk).update(price_expiration=checkout.price_expiration)
        if update_chosen and offered is not None:
            _write(chosen, offered)
    return _store(checkout, options)


def options_for(basket: Basket) -> list[DeliveryOption]:
    """Return the ways of delivery for a basket; none before it has an address or when nothing is sent."""
    address = basket.checkout.shipping_address
    if address is None or not basket.is_shipping_required:
        return []
    subtotal = basket.subtotal()
    if basket.offer is None or basket.offer.voucher.type == "ENTIRE_ORDER":
        subtotal -= basket.checkout.discount_amount
    return applicable_methods(
        channel=basket.channel,
        country=address.country,
        postal_code=address.postal_code,
        subtotal=max(subtotal, Decimal(0)),
        weight=basket.weight,
        product_ids={entry.variant.product_id for entry in basket.lines},
    )


def chosen_by(
    deliveries: Iterable[CheckoutDelivery], *, delivery_id: str = "", method_id: str = ""
) -> CheckoutDelivery | None:
    """Return the delivery with this id, or with this shipping method's; None when it is not among them."""
    for delivery in deliveries:
        if delivery_id and _is(delivery.pk, delivery_id):
            return delivery
        if method_id and str(delivery.shipping_method_id) == method_id:
            return delivery
    return None


def _is(token: uuid.UUID, text: str) -> bool:
    return str(token) == text.lower()


def _reconsider(chosen: CheckoutDelivery, offered: DeliveryOption | None, *, update: bool) -> None:
    """Say whether the chosen delivery may still be taken as it stands."""
    is_valid = offered is not None and (update or not _differs(chosen, offered))
    if is_valid == chosen.is_valid:
        return
    CheckoutDelivery.objects.filter(
        checkout=chosen.checkout_id, shipping_method=chosen.shipping_method_id, is_valid=is_valid
    ).exclude(pk=chosen.pk).delete()
    chosen.is_valid = is_valid
    chosen.save(update_fields=["is_valid"])


def _differs(chosen: CheckoutDelivery, offered: DeliveryOption) -> bool:
    method = offered.method
    return (chosen.name, chosen.price_amount, chosen.minimum_delivery_days, chosen.maximum_delivery_days) != (
        method.name,
        offered.price,
        method.minimum_delivery_days,
        method.maximum_delivery_days,
    )


def _store(checkout: Checkout, options: list[DeliveryOption]) -> list[CheckoutDelivery]:
    mine = CheckoutDelivery.objects.filter(checkout=checkout)
    gone = mine.exclude(shipping_method__in=[option.method.pk for option in options])
    if checkout.assigned_delivery is not None:
        gone = gone.exclude(pk=checkout.assigned_delivery.pk)
    gone.delete()
    rows = {row.shipping_method_id: row for row in mine.filter(is_valid=True)}
    stored = []
    for option in options:
        row = rows.get(option.method.pk) or CheckoutDelivery(
            checkout=checkout, shipping_method=option.method, currency=checkout.currency
        )
        if row._state.adding or _differs(row, option):
            _write(row, option)
        row.shipping_method = option.method
        stored.append(row)
    return stored


def _write(row: CheckoutDelivery, option: DeliveryOption) -> None:
    row.name = option.method.name
    row.price_amount = option.price
    row.minimum_delivery_days = option.method.minimum_delivery_days
    row.maximum_delivery_days = option.method.maximum_delivery_days
    row.save()
