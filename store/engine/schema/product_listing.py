"""Where a product is listed: per channel, since when, at which price."""

import graphene

from store.engine.schema.address import AddressInput
from store.engine.schema.channel import Channel
from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.peers import one
from store.engine.schema.pricing import ProductPricingInfo, product_pricing
from store.engine.schema.scalars import Date, DateTime


class ProductChannelListing(WithGlobalId, graphene.ObjectType):
    """Represents product channel listing."""

    class Meta:
        interfaces = (Node,)

    publication_date = Date(deprecation_reason="Use the `publishedAt` field to fetch the publication date.")
    published_at = DateTime()
    is_published = graphene.Boolean(required=True)
    channel = graphene.Field(Channel, required=True)
    visible_in_listings = graphene.Boolean(required=True)
    available_for_purchase = Date(
        deprecation_reason="Use the `availableForPurchaseAt` field to fetch the available for purchase date."
    )
    available_for_purchase_at = DateTime()
    is_available_for_purchase = graphene.Boolean()
    pricing = graphene.Field(ProductPricingInfo, address=AddressInput())

    @staticmethod
    def resolve_publication_date(root, _info):
        return root.published_at and root.published_at.date()

    @staticmethod
    def resolve_available_for_purchase(root, _info):
        return root.available_for_purchase_at and root.available_for_purchase_at.date()

    @staticmethod
    def resolve_channel(root, _info):
        return one(root, "channel")

    @staticmethod
    def resolve_pricing(root, info, address=None):
        return product_pricing(one(root, "product"), one(root, "channel"), info, address)
