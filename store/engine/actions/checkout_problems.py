"""What stands between a checkout and its order, told before it is paid."""

from dataclasses import dataclass

from store.engine.actions.basket import Basket, BasketLine
from store.engine.actions.checkout_delivery import are_stale
from store.engine.actions.stock import available_quantities
from store.engine.models import CheckoutDelivery, CheckoutLine, ProductVariant


@dataclass(frozen=True)
class InsufficientStock:
    """Fewer units are left than this line and its like want."""

    line: CheckoutLine
    variant: ProductVariant
    available_quantity: int


@dataclass(frozen=True)
class VariantNotAvailable:
    """The line's variant is not for sale in this channel."""

    line: CheckoutLine


@dataclass(frozen=True)
class DeliveryMethodStale:
    """Something changed since the delivery was worked out."""

    delivery: CheckoutDelivery


@dataclass(frozen=True)
class DeliveryMethodInvalid:
    """The chosen delivery cannot be had any more."""

    delivery: CheckoutDelivery


LineProblem = InsufficientStock | VariantNotAvailable


def line_problems(basket: Basket) -> list[LineProblem]:
    """Return what is wrong with lines: not for sale first, then too few units."""
    problems: list[LineProblem] = [VariantNotAvailable(entry.line) for entry in basket.lines if not _is_listed(entry)]
    listed = [entry for entry in basket.lines if _is_listed(entry)]
    wanted: dict[int, int] = {}
    for entry in listed:
        wanted[entry.variant.pk] = wanted.get(entry.variant.pk, 0) + entry.line.quantity
    left = available_quantities(variant_ids=wanted, channel=basket.channel, country=basket.country)
    problems += [
        InsufficientStock(entry.line, entry.variant, left[entry.variant.pk])
        for entry in listed
        if entry.variant.track_inventory and left[entry.variant.pk] < wanted[entry.variant.pk]
    ]
    return problems


def _is_listed(entry: BasketLine) -> bool:
    """Saleor tells of a price or listing that is missing, not of one that is no longer for purchase."""
    listing = entry.product_listing
    return (
        listing is not None
        and listing.is_published
        and (listing.available_for_purchase_at is None or listing.is_available_for_purchase)
        and entry.listing is not None
        and entry.listing.price_amount is not None
    )


def delivery_problems(basket: Basket) -> list[DeliveryMethodStale | DeliveryMethodInvalid]:
    """Return what is wrong with the chosen delivery; nothing while none is chosen."""
    checkout = basket.checkout
    chosen = checkout.assigned_delivery
    problems: list[DeliveryMethodStale | DeliveryMethodInvalid] = []
    if chosen is None:
        return problems
    if checkout.delivery_methods_stale_at is not None and are_stale(checkout):
        problems.append(DeliveryMethodStale(chosen))
    if not chosen.is_valid:
        problems.append(DeliveryMethodInvalid(chosen))
    return problems
