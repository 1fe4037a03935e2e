"""Who sees what of the catalogue: Saleor's rules for visitors, and for those who manage products, orders, discounts."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from graphql import GraphQLError

from store.engine.models import (
    Channel,
    Collection,
    CollectionChannelListing,
    Product,
    ProductChannelListing,
    ProductVariant,
    ProductVariantChannelListing,
)

SEES_UNPUBLISHED = ("MANAGE_ORDERS", "MANAGE_DISCOUNTS", "MANAGE_PRODUCTS")


def sees_unpublished(context):
    """Tell whether the caller also sees what is not published."""
    return context.may(*SEES_UNPUBLISHED)


class Scope:
    """The channel that a catalogue question is about, and what the caller may see there.

    `slug` is what was asked; without it visitors get the only active channel, or an error when there are several.
    An unknown slug finds nothing.
    """

    def __init__(self, context, slug=None):
        self.everything = sees_unpublished(context)
        self.limited = slug is not None
        self.channel = channel_by_slug(context, slug) if slug is not None else None
        if slug is None and not self.everything:
            self.channel = only_channel()

    @classmethod
    def of(cls, context, channel):
        """Return the scope of a channel that is at hand already; None is no channel asked."""
        if channel is not None:
            context.seen.setdefault(("channel", channel.slug), channel)
        return cls(context, channel and channel.slug)

    def products(self):
        """Return the products that may be looked at."""
        if self.everything:
            return self._listed_anywhere(Product, ProductChannelListing, "product")
        if self.channel is None or not self.channel.is_active:
            return Product.objects.none()
        return Product.objects.filter(published(self.channel), priced(self.channel))

    def listed_products(self):
        """Return the products of lists: visitors do not see those that are hidden from listings."""
        products = self.products()
        if self.everything or self.channel is None:
            return products
        listings = ProductChannelListing.objects.filter(channel=self.channel, visible_in_listings=True)
        return products.filter(Exists(listings.filter(product=OuterRef("pk"))))

    def variants(self):
        """Return the variants that may be listed: for visitors, priced ones of listed products."""
        if self.everything:
            if not self.limited:
                return ProductVariant.objects.all()
            if self.channel is None:
                return ProductVariant.objects.none()
            priced_here = Exists(_prices(self.channel).filter(variant=OuterRef("pk")))
            listed = ProductChannelListing.objects.filter(channel=self.channel, product=OuterRef("product_id"))
            return ProductVariant.objects.filter(priced_here, Exists(listed))
        if self.channel is None or not self.channel.is_active:
            return ProductVariant.objects.none()
        return ProductVariant.objects.filter(
            Exists(_prices(self.channel).filter(variant=OuterRef("pk"))),
            published(self.channel, "product_id", visible_in_listings=True),
        )

    def variants_of_visible_products(self):
        """Return the variants that may be looked at one by one: hidden from listings is not hidden here."""
        if self.everything:
            return self.variants()
        if self.channel is None or not self.channel.is_active:
            return ProductVariant.objects.none()
        return ProductVariant.objects.filter(
            Exists(_prices(self.channel).filter(variant=OuterRef("pk"))), published(self.channel, "product_id")
        )

    def collections(self):
        """Return the collections that may be looked at."""
        if self.everything:
            return self._listed_anywhere(Collection, CollectionChannelListing, "collection")
        if self.channel is None or not self.channel.is_active:
            return Collection.objects.none()
        listings = CollectionChannelListing.objects.filter(_date_reached(), channel=self.channel, is_published=True)
        return Collection.objects.filter(Exists(listings.filter(collection=OuterRef("pk"))))

    def _listed_anywhere(self, model, listing_model, owner):
        if not self.limited:
            return model.objects.all()
        if self.channel is None:
            return model.objects.none()
        return model.objects.filter(
            Exists(listing_model.objects.filter(channel=self.channel, **{owner: OuterRef("pk")}))
        )


def channel_by_slug(context, slug):
    """Return a channel, asked once per document; None for an unknown slug."""
    key = ("channel", slug)
    if key not in context.seen:
        context.seen[key] = Channel.objects.filter(slug=slug).first()
    return context.seen[key]


def only_channel():
    """Return the channel of a shop that has one; raise GraphQLError in Saleor's words otherwise."""
    channels = list(Channel.objects.all()[:2])
    if len(channels) > 1:
        channels = list(Channel.objects.filter(is_active=True)[:2])
        if len(channels) != 1:
            raise GraphQLError("More than one channel exists. Specify which channel to use.")
    if not channels:
        raise GraphQLError("A default channel does not exist.")
    return channels[0]


def exactly_one(**arguments):
    """Raise GraphQLError in Saleor's words unless exactly one of these arguments is given."""
    given = [name for name, value in arguments.items() if value]
    if len(given) > 1:
        others = ", ".join(f"'{name}'" for name in given[1:])
        raise GraphQLError(f"Argument '{given[0]}' cannot be combined with {others}")
    if not given:
        names = ", ".join(f"'{name}'" for name in arguments)
        raise GraphQLError(f"At least one of arguments is required: {names}.")


def published(channel, product="pk", **facts):
    """Return the condition that a product (or the product of a row) is published in a channel now."""
    listings = ProductChannelListing.objects.filter(_date_reached(), channel=channel, is_published=True, **facts)
    return Exists(listings.filter(product=OuterRef(product)))


def priced(channel):
    """Return the condition that a product has a variant with a price in a channel."""
    return Exists(_prices(channel).filter(variant__product=OuterRef("pk")))


def _prices(channel):
    return ProductVariantChannelListing.objects.filter(channel=channel, price_amount__isnull=False)


def _date_reached():
    return Q(published_at__isnull=True) | Q(published_at__lte=timezone.now())
