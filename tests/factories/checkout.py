"""Checkouts for tests, filled as far as the facts say; and what they need to be paid and delivered."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from store.engine.actions.basket import read_basket
from store.engine.actions.charge_status import update_charge_status
from store.engine.actions.checkout_delivery import calculate_deliveries
from store.engine.actions.checkout_prices import refresh_prices
from store.engine.models import (
    Address,
    Channel,
    Checkout,
    CheckoutLine,
    ProductVariant,
    TransactionItem,
    User,
    Voucher,
    VoucherChannelListing,
    VoucherCode,
)
from tests.factories.shop import GB_ADDRESS, US_ADDRESS

ADDRESSES: Mapping[str, Mapping[str, str]] = {"US": US_ADDRESS, "GB": GB_ADDRESS}


def address(country: str = "US", **facts: Any) -> Address:
    """Make an address that is valid in its country (US or GB)."""
    return Address.objects.create(**{**ADDRESSES[country], **facts})


def checkout(
    *,
    channel: Channel,
    lines: Iterable[tuple[ProductVariant, int]] = (),
    email: str = "ada@example.com",
    user: User | None = None,
    ship_to: str | Address | None = "US",
    bill_to: str | Address | None = "US",
    delivered: bool = False,
    **facts: Any,
) -> Checkout:
    """Make a checkout; with `delivered` its cheapest delivery is chosen."""
    made = Checkout.objects.create(
        channel=channel,
        currency=channel.currency_code,
        country=channel.default_country,
        email=email,
        user=user,
        shipping_address=address(ship_to) if isinstance(ship_to, str) else ship_to,
        billing_address=address(bill_to) if isinstance(bill_to, str) else bill_to,
        **facts,
    )
    for variant, quantity in lines:
        CheckoutLine.objects.create(checkout=made, variant=variant, quantity=quantity, currency=made.currency)
    if delivered:
        made.assigned_delivery = calculate_deliveries(read_basket(made), update_chosen=False)[0]
        made.save()
    return made


def paid(made: Checkout, *, amount: str | None = None) -> Checkout:
    """Charge a checkout's total, or another amount, as a payment app's report would."""
    refresh_prices(made)
    charged = made.total_gross_amount if amount is None else Decimal(amount)
    TransactionItem.objects.create(
        checkout=made, psp_reference=f"pi_{made.pk}", currency=made.currency, charged_value=charged
    )
    update_charge_status(made)
    return made


def voucher(
    *,
    code: str = "SAVE",
    values: Mapping[Channel, str],
    kind: str = "ENTIRE_ORDER",
    percentage: bool = False,
    min_spent: str | None = None,
    **facts: Any,
) -> Voucher:
    """Make a voucher with one code, worth `values` per channel (percent with `percentage`)."""
    made = Voucher.objects.create(
        name=code.title(), type=kind, discount_value_type="PERCENTAGE" if percentage else "FIXED", **facts
    )
    VoucherCode.objects.create(voucher=made, code=code)
    for channel, value in values.items():
        VoucherChannelListing.objects.create(
            voucher=made,
            channel=channel,
            discount_value=Decimal(value),
            min_spent_amount=None if min_spent is None else Decimal(min_spent),
        )
    return made
