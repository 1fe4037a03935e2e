"""Makes channels, warehouses, shipping and taxes; whatever matters to a test is given by name."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from store.engine.models import (
    Address,
    Channel,
    ChannelWarehouse,
    ShippingMethod,
    ShippingMethodChannelListing,
    ShippingZone,
    TaxClass,
    TaxClassCountryRate,
    TaxConfiguration,
    Warehouse,
)

CURRENCIES = {"us": ("United States", "USD", "US"), "intl": ("International", "GBP", "GB")}
US_ADDRESS = {
    "first_name": "Ada",
    "last_name": "Byron",
    "street_address_1": "600 Montgomery St",
    "city": "SAN FRANCISCO",
    "postal_code": "94111",
    "country": "US",
    "country_area": "CA",
    "phone": "+14155552671",
}
GB_ADDRESS = {
    "first_name": "Mary",
    "last_name": "Somerville",
    "street_address_1": "10 Deansgate",
    "city": "MANCHESTER",
    "postal_code": "M3 1AZ",
    "country": "GB",
    "phone": "+441618020161",
}


def address(**facts: Any) -> Address:
    """Make an address in San Francisco, unless the facts say otherwise."""
    return Address.objects.create(**{**US_ADDRESS, **facts})


def channel(
    *,
    slug: str = "us",
    prices_entered_with_tax: bool | None = None,
    display_gross_prices: bool | None = None,
    charge_taxes: bool = True,
    **facts: Any,
) -> Channel:
    """Make a channel with its tax configuration: `us` in USD without tax in prices, `intl` in GBP with it."""
    name, currency, country = CURRENCIES.get(slug, (slug.title(), "USD", "US"))
    with_tax = currency == "GBP" if prices_entered_with_tax is None else prices_entered_with_tax
    made = Channel.objects.create(
        **{
            "slug": slug,
            "name": name,
            "currency_code": currency,
            "default_country": country,
            "is_active": True,
            "use_legacy_error_flow_for_checkout": False,
            **facts,
        }
    )
    TaxConfiguration.objects.create(
        channel=made,
        charge_taxes=charge_taxes,
        prices_entered_with_tax=with_tax,
        display_gross_prices=with_tax if display_gross_prices is None else display_gross_prices,
    )
    return made


def warehouse(*, channels: Sequence[Channel] = (), slug: str = "main", **facts: Any) -> Warehouse:
    """Make a warehouse that serves the channels, last in their order of preference."""
    made = Warehouse.objects.create(
        **{"slug": slug, "name": slug.title(), "address": facts.pop("address", None) or address(), **facts}
    )
    for served in channels:
        ChannelWarehouse.objects.create(channel=served, warehouse=made, sort_order=served.channel_warehouses.count())
    return made


def shipping_zone(
    *,
    channels: Sequence[Channel],
    warehouses: Sequence[Warehouse] = (),
    countries: Sequence[str] = ("US",),
    name: str = "Zone",
    **facts: Any,
) -> ShippingZone:
    """Make a zone of these countries, for these channels, served from these warehouses."""
    made = ShippingZone.objects.create(name=name, countries=list(countries), **facts)
    made.channels.set(channels)
    made.warehouses.set(warehouses)
    return made


def shipping_method(
    *,
    zone: ShippingZone,
    channel: Channel,
    price: str = "5.00",
    minimum_order_price: str | None = "0",
    maximum_order_price: str | None = None,
    name: str = "Standard",
    **facts: Any,
) -> ShippingMethod:
    """Make a way of delivery in a zone and its price in one channel; `shipping_price` adds another channel."""
    made = ShippingMethod.objects.create(name=name, shipping_zone=zone, **facts)
    shipping_price(
        method=made,
        channel=channel,
        price=price,
        minimum_order_price=minimum_order_price,
        maximum_order_price=maximum_order_price,
    )
    return made


def shipping_price(
    *,
    method: ShippingMethod,
    channel: Channel,
    price: str = "5.00",
    minimum_order_price: str | None = "0",
    maximum_order_price: str | None = None,
) -> ShippingMethodChannelListing:
    """Say what a delivery costs in a channel, for orders of which value."""
    return ShippingMethodChannelListing.objects.create(
        shipping_method=method,
        channel=channel,
        price_amount=Decimal(price),
        minimum_order_price_amount=None if minimum_order_price is None else Decimal(minimum_order_price),
        maximum_order_price_amount=None if maximum_order_price is None else Decimal(maximum_order_price),
    )


def tax_class(*, name: str = "Goods", rates: dict[str, str] | None = None) -> TaxClass:
    """Make a tax class with rates in percent by country, such as {"GB": "20"}."""
    made = TaxClass.objects.create(name=name)
    for country, rate in (rates or {}).items():
        TaxClassCountryRate.objects.create(tax_class=made, country=country, rate=Decimal(rate))
    return made


def default_tax_rate(*, country: str, rate: str) -> TaxClassCountryRate:
    """Set a country's rate, in percent, for what has no tax class."""
    return TaxClassCountryRate.objects.create(tax_class=None, country=country, rate=Decimal(rate))
