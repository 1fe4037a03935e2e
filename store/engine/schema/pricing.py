"""What products and variants cost, as the storefront shows it: net and gross, for a country."""

import graphene

from store.engine.actions.stock import available_quantities
from store.engine.actions.tax import tax_class_of, tax_rules
from store.engine.models import SiteSettings
from store.engine.money import TaxedMoney as TaxedAmount
from store.engine.money import TaxedMoneyRange as TaxedRange
from store.engine.schema.in_channel import channel_of
from store.engine.schema.money import TaxedMoney, TaxedMoneyRange
from store.engine.schema.peers import many, one


class ProductPricingInfo(graphene.ObjectType):
    """Represents availability of a product in the storefront."""

    on_sale = graphene.Boolean()
    discount = graphene.Field(TaxedMoney)
    discount_prior = graphene.Field(TaxedMoney)
    display_gross_prices = graphene.Boolean(required=True)
    price_range = graphene.Field(TaxedMoneyRange)
    price_range_undiscounted = graphene.Field(TaxedMoneyRange)
    price_range_prior = graphene.Field(TaxedMoneyRange)


class VariantPricingInfo(graphene.ObjectType):
    """Represents availability of a variant in the storefront."""

    on_sale = graphene.Boolean()
    discount = graphene.Field(TaxedMoney)
    discount_prior = graphene.Field(TaxedMoney)
    price = graphene.Field(TaxedMoney)
    price_undiscounted = graphene.Field(TaxedMoney)
    price_prior = graphene.Field(TaxedMoney)


def product_pricing(product, channel, info, address=None):
    """Return a product's prices in a channel; None without a channel or without any price there.

    There are no catalogue promotions in the engine: the price is the undiscounted price, and nothing is on sale.
    """
    if channel is None:
        return None
    listings = [listing for variant in many(product, "variants") if (listing := price_in(variant, channel))]
    if not listings:
        return None
    rules, tax_class = rules_for(info.context, channel, address), _tax_class(product)

    def spread(column):
        amounts = [getattr(listing, column) for listing in listings if getattr(listing, column) is not None]
        if not amounts:
            return None
        return TaxedRange(rules.exact(min(amounts), tax_class), rules.exact(max(amounts), tax_class))

    prices, prior = spread("price_amount"), spread("prior_price_amount")
    return {
        "on_sale": False,
        "discount": None,
        "discount_prior": prior and _difference(prior.start, prices.start),
        "display_gross_prices": rules.display_gross,
        "price_range": prices,
        "price_range_undiscounted": prices,
        "price_range_prior": prior,
    }


def variant_pricing(variant, info, address=None):
    """Return a variant's price in its channel; None where the variant has no price or the product is not listed."""
    channel = channel_of(variant)
    listing = price_in(variant, channel) if channel else None
    product = one(variant, "product")
    if listing is None or not any(row.channel_id == channel.pk for row in many(product, "channel_listings")):
        return None
    rules, tax_class = rules_for(info.context, channel, address), _tax_class(product)
    price = rules.exact(listing.price_amount, tax_class)
    prior = None if listing.prior_price_amount is None else rules.exact(listing.prior_price_amount, tax_class)
    return {
        "on_sale": False,
        "discount": None,
        "discount_prior": prior and _difference(prior, price),
        "price": price,
        "price_undiscounted": price,
        "price_prior": prior,
    }


def price_in(variant, channel):
    """Return a variant's listing in a channel when it has a price there."""
    for listing in many(variant, "channel_listings"):
        if listing.channel_id == channel.pk and listing.price_amount is not None:
            return listing
    return None


def rules_for(context, channel, address=None):
    """Return the tax rules of a channel for an address's country (the channel's own without one), read once."""
    country = (address or {}).get("country") or channel.default_country
    key = ("tax rules", channel.pk, str(country))
    if key not in context.seen:
        context.seen[key] = tax_rules(channel=channel, country=str(country))
    return context.seen[key]


def units_of(variants, channel, country, context):
    """Return the sellable units per variant in a channel, read for all peers of these variants at once."""
    known = context.seen.setdefault(("units", channel.pk, country), {})
    if any(variant.pk not in known for variant in variants):
        asked = {peer.pk for variant in variants for peer in variant.__dict__.get("_peers") or [variant]}
        known |= available_quantities(variant_ids=asked - known.keys(), channel=channel, country=country)
    return {variant.pk: known[variant.pk] for variant in variants}


def units_limit(context):
    """Return how many units of a variant one checkout may hold, or None."""
    if "units limit" not in context.seen:
        settings = SiteSettings.objects.only("limit_quantity_per_checkout").first()
        context.seen["units limit"] = (settings or SiteSettings()).limit_quantity_per_checkout
    return context.seen["units limit"]


def _tax_class(product):
    one(product, "product_type")
    return tax_class_of(product)


def _difference(more, less):
    if more.gross.amount <= less.gross.amount:
        return None
    return TaxedAmount.of(more.net.amount - less.net.amount, more.gross.amount - less.gross.amount, more.currency)
