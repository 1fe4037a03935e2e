"""What Saleor's dashboard asks of apps, attributes and refunds, and nothing here has."""

import graphene

from store.engine.schema.enums import enum_of
from store.engine.schema.page import PageType
from store.engine.schema.product_type import ProductType
from store.engine.schema.transaction import PaymentMethodDetails

IconThumbnailFormatEnum = enum_of("IconThumbnailFormatEnum", "ORIGINAL WEBP")


class AppBrandLogo(graphene.ObjectType):
    default = graphene.String(
        required=True, size=graphene.Int(), format=IconThumbnailFormatEnum(default_value="ORIGINAL")
    )


class AppBrand(graphene.ObjectType):
    logo = graphene.Field(AppBrandLogo, required=True)


class ReferenceType(graphene.Union):
    """A type that what an attribute refers to must be of; ours may refer to any."""

    class Meta:
        types = (ProductType, PageType)


class GiftCardPaymentMethodDetails(graphene.ObjectType):
    """A payment by gift card."""

    class Meta:
        interfaces = (PaymentMethodDetails,)

    brand = graphene.String()
    last_chars = graphene.String()
    is_saleor_giftcard = graphene.Boolean(required=True)
