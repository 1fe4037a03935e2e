"""Vouchers: finding one by its code, whether it applies, what it takes off, and counting its use.

Amounts are in major units as the channel enters prices: with tax where it enters them so, without where not. Orders
and checkouts both compute here, so that a discount is the same wherever it was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum
from django.utils import timezone

from store.engine.models import Channel, User, Voucher, VoucherChannelListing, VoucherCode, VoucherCustomer
from store.engine.money import quantize
from store.engine.refusals import Refusal


class InvalidPromoCode(Refusal):
    """No voucher opens with this code, here and now: unknown, used up, out of its dates or not of this channel."""

    def __init__(self) -> None:
        super().__init__("Promo code is invalid", code="INVALID", field="promoCode")


class NotApplicable(Exception):  # noqa: N818 - a reason, which each edge turns into its own refusal
    """The voucher exists, but not for this basket; the text says why."""


@dataclass(frozen=True)
class Item:
    """A line as a voucher sees it; `unit_price` is before any discount."""

    key: Any
    variant_id: int
    product_id: int
    category_id: int | None
    collection_ids: frozenset[int]
    quantity: int
    unit_price: Decimal

    @property
    def total(self) -> Decimal:
        """Units times price, not rounded."""
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Offer:
    """A voucher in one channel, opened by one code."""

    voucher: Voucher
    listing: VoucherChannelListing
    code: VoucherCode | None

    @property
    def is_for_lines(self) -> bool:
        """It lowers single lines: certain products, or the cheapest one only."""
        return self.voucher.type == "SPECIFIC_PRODUCT" or (
            self.voucher.apply_once_per_order and self.voucher.type != "SHIPPING"
        )

    @property
    def is_for_shipping(self) -> bool:
        """It lowers the price of delivery."""
        return self.voucher.type == "SHIPPING"

    @property
    def is_for_order(self) -> bool:
        """It is spread over all lines."""
        return not self.is_for_lines and not self.is_for_shipping

    def off(self, price: Decimal) -> Decimal:
        """Return what the voucher takes off a price; never more than the price."""
        return price - discounted(
            price,
            value=self.listing.discount_value,
            value_type=self.voucher.discount_value_type,
            currency=self.listing.channel.currency_code,
        )


def discounted(price: Decimal, *, value: Decimal, value_type: str, currency: str) -> Decimal:
    """Return a price after a FIXED or PERCENTAGE discount, not below zero; a percentage is rounded half up."""
    if value_type == "PERCENTAGE":
        return max(price - quantize(price * value / 100, currency), Decimal(0))
    return max(price - value, Decimal(0))


def find_offer(*, code: str, channel: Channel, check_limit: bool = True) -> Offer:
    """Return the offer that a code opens in a channel now; raises InvalidPromoCode.

    Without `check_limit` a voucher that is used up still opens: for what has counted its use already.
    """
    now = timezone.now()
    found = (
        VoucherCode.objects.filter(
            Q(voucher__end_date__isnull=True) | Q(voucher__end_date__gte=now),
            code=code,
            is_active=True,
            voucher__start_date__lte=now,
            voucher__channel_listings__channel=channel,
        )
        .select_related("voucher")
        .first()
    )
    if found is None or not channel.is_active or (check_limit and used_up(found.voucher)):
        raise InvalidPromoCode
    offer = offer_in(channel, voucher=found.voucher, code=found)
    if offer is None:
        raise InvalidPromoCode
    return offer


def offer_in(channel: Channel, *, voucher: Voucher, code: VoucherCode | None = None) -> Offer | None:
    """Return a voucher's offer in a channel, whatever its dates and use; None when it has no value there."""
    listing = VoucherChannelListing.objects.filter(voucher=voucher, channel=channel).select_related("channel").first()
    return Offer(voucher, listing, code) if listing else None


def used_up(voucher: Voucher) -> bool:
    """Tell whether all codes together reached the voucher's limit."""
    if voucher.usage_limit is None:
        return False
    used: int | None = voucher.codes.aggregate(used=Sum("used"))["used"]
    return (used or 0) >= voucher.usage_limit


def check_conditions(offer: Offer, *, subtotal: Decimal, quantity: int, email: str, user: User | None) -> None:
    """Raise NotApplicable unless value, number of units, customer and staff rule allow the voucher."""
    voucher = offer.voucher
    if offer.listing.min_spent_amount and subtotal < offer.listing.min_spent_amount:
        least = quantize(offer.listing.min_spent_amount, offer.listing.channel.currency_code)
        raise NotApplicable(f"This offer is only valid for orders over {least} {offer.listing.channel.currency_code}.")
    if voucher.min_checkout_items_quantity and quantity < voucher.min_checkout_items_quantity:
        raise NotApplicable(f"This offer is only valid from {voucher.min_checkout_items_quantity} items.")
    if (
        voucher.apply_once_per_customer
        and VoucherCustomer.objects.filter(voucher_code__voucher=voucher, customer_email=email).exists()
    ):
        raise NotApplicable("This offer is valid only once per customer.")
    if voucher.only_for_staff and not (user is not None and user.is_staff):
        raise NotApplicable("This offer is valid only for staff customers.")


def line_discounts(offer: Offer, items: Sequence[Item]) -> dict[Any, Decimal]:
    """Return what a line voucher takes off whole lines, by key; lines that it does not touch are absent."""
    if not offer.is_for_lines:
        return {}
    touched = list(items)
    if offer.voucher.type == "SPECIFIC_PRODUCT":
        touched = _chosen(offer.voucher, items)
    if offer.voucher.apply_once_per_order:
        touched = [min(touched, key=lambda item: item.unit_price)] if touched else []
    return {item.key: _off_line(offer, item) for item in touched}


def _off_line(offer: Offer, item: Item) -> Decimal:
    if offer.voucher.apply_once_per_order:
        return offer.off(item.unit_price)
    if offer.voucher.discount_value_type == "PERCENTAGE":
        return offer.off(item.total)
    return offer.off(item.unit_price) * item.quantity


def _chosen(voucher: Voucher, items: Sequence[Item]) -> list[Item]:
    """Return the lines of the voucher's products, variants, collections or (own) categories; all when it names none."""
    variants = set(voucher.variants.values_list("pk", flat=True))
    products = set(voucher.products.values_list("pk", flat=True))
    categories = set(voucher.categories.values_list("pk", flat=True))
    collections = set(voucher.collections.values_list("pk", flat=True))
    if not (variants or products or categories or collections):
        return list(items)
    return [
        item
        for item in items
        if item.variant_id in variants
        or item.product_id in products
        or item.category_id in categories
        or item.collection_ids & collections
    ]


def discount_amount(
    offer: Offer,
    items: Sequence[Item],
    *,
    shipping_price: Decimal | None,
    is_shipping_required: bool,
    country: str | None,
) -> Decimal:
    """Return what a voucher takes off a basket altogether; raises NotApplicable where it has nothing to act on.

    `shipping_price` is None until a delivery is chosen; `country` None until there is an address.
    """
    if offer.is_for_shipping:
        if not is_shipping_required:
            raise NotApplicable("Your order does not require shipping.")
        if shipping_price is None:
            raise NotApplicable("Please select a delivery method first.")
        if country and offer.voucher.countries and country not in offer.voucher.countries:
            raise NotApplicable("This offer is not valid in your country.")
        return offer.off(shipping_price)
    if offer.is_for_order:
        return offer.off(subtotal_of(items, offer.listing.channel.currency_code))
    found = line_discounts(offer, items)
    if not found:
        raise NotApplicable("This offer is only valid for selected items.")
    if offer.voucher.apply_once_per_order:
        return sum(found.values(), Decimal(0))
    # Saleor adds up what it takes off each unit, which for percentages may differ by cents from what lines show.
    return sum((offer.off(item.unit_price) * item.quantity for item in items if item.key in found), Decimal(0))


def subtotal_of(items: Sequence[Item], currency: str) -> Decimal:
    """Return what lines cost before discounts, each rounded."""
    return sum((quantize(item.total, currency) for item in items), Decimal(0))


def spread(discount: Decimal, amounts: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Return amounts lowered by their shares of a discount, none below zero; the last bears what rounding left."""
    total = sum(amounts, Decimal(0))
    if not total:
        return [Decimal(0) for _ in amounts]
    lowered: list[Decimal] = []
    remaining = discount
    for amount in amounts[:-1]:
        share = quantize(min(amount / total * discount, amount), currency)
        lowered.append(max(amount - share, Decimal(0)))
        remaining -= share
    lowered.append(max(amounts[-1] - remaining, Decimal(0)))
    return lowered


def count_use(*, code: VoucherCode, email: str) -> None:
    """Count one use of a code, for good: call it in the transaction that places the order.

    Raises NotApplicable when the voucher was used up meanwhile, by whom or how often ever it may be used.
    """
    voucher = Voucher.objects.select_for_update().get(pk=code.voucher_id)  # one at a time counts against the limit
    if used_up(voucher):
        raise NotApplicable("This offer has been used up.")
    codes = VoucherCode.objects.filter(pk=code.pk, is_active=True)
    if voucher.usage_limit is not None:
        codes.update(used=F("used") + 1)
    if voucher.apply_once_per_customer:
        if not email:
            raise NotApplicable("Unable to apply voucher as customer details are missing.")
        _, is_new = VoucherCustomer.objects.get_or_create(voucher_code=code, customer_email=email)
        if not is_new:
            raise NotApplicable("This offer is only valid once per customer.")
    if voucher.single_use and not codes.update(is_active=False):
        raise NotApplicable("This code has been used.")


def release_use(*, code: str, email: str) -> None:
    """Take back one use of a code, as when a draft is deleted."""
    found = VoucherCode.objects.filter(code=code).select_related("voucher").first()
    if found is None:
        return
    if found.voucher.usage_limit is not None:
        VoucherCode.objects.filter(pk=found.pk, used__gt=0).update(used=F("used") - 1)
    if found.voucher.single_use:
        VoucherCode.objects.filter(pk=found.pk).update(is_active=True)
    VoucherCustomer.objects.filter(voucher_code=found, customer_email=email).delete()
