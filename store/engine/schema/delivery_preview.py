"""What a channel offers to deliver with, before anybody has a basket."""

from collections import defaultdict

import graphene

from store.engine.actions.delivery import DeliveryOption
from store.engine.schema.enums import CountryCode
from store.engine.schema.guard import list_of
from store.engine.schema.peers import many
from store.engine.schema.shipping_method import ShippingMethod, offered


class ShippingMethodsPerCountry(graphene.ObjectType):
    """What a channel offers in a country, whatever the order."""

    country_code = CountryCode(required=True)
    shipping_methods = list_of(ShippingMethod)


def methods_per_country(channel, countries=None):
    """Return what a channel offers by country, in the order of country codes; `countries` narrows it down."""
    found = defaultdict(list)
    for zone in many(channel, "shipping_zones"):
        for method in many(zone, "shipping_methods"):
            listing = next((one for one in many(method, "channel_listings") if one.channel_id == channel.pk), None)
            if listing is None:
                continue
            option = offered(DeliveryOption(method, listing, listing.price_amount), channel.currency_code)
            for code in zone.countries:
                found[code].append(option)
    return [
        {"country_code": code, "shipping_methods": found[code]}
        for code in sorted(found)
        if countries is None or code in countries
    ]
