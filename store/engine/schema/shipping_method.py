"""A way of delivery as shoppers see it: on a checkout, an order, or before there is either."""

from dataclasses import dataclass
from typing import Any

import graphene

from store.engine.actions.delivery import DeliveryOption
from store.engine.models import CheckoutDelivery, ShippingMethodChannelListing
from store.engine.models import ShippingMethod as ShippingMethodModel
from store.engine.money import Money as EngineMoney
from store.engine.schema.enums import enum_of
from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money, Weight
from store.engine.schema.scalars import JSONString
from store.engine.schema.translation import ShippingMethodTranslation, untranslated

ShippingMethodTypeEnum = enum_of("ShippingMethodTypeEnum", "PRICE WEIGHT")


@dataclass(frozen=True)
class OfferedMethod:
    """A shipping method at the price, name and days at which it is offered or was chosen."""

    method: ShippingMethodModel
    name: str
    price: EngineMoney
    minimum_delivery_days: int | None
    maximum_delivery_days: int | None
    listing: ShippingMethodChannelListing | None = None
    active: bool = True
    message: str = ""

    @property
    def pk(self) -> int:
        """The method's key: its global id says nothing of the price."""
        return self.method.pk

    @property
    def metadata(self) -> Any:
        """The method's."""
        return self.method.metadata

    @property
    def private_metadata(self) -> Any:
        """The method's."""
        return self.method.private_metadata


def offered(option: DeliveryOption, currency: str) -> OfferedMethod:
    """Return what `applicable_methods` found, as the type shows it."""
    return OfferedMethod(
        method=option.method,
        name=option.method.name,
        price=EngineMoney(option.price, currency),
        minimum_delivery_days=option.method.minimum_delivery_days,
        maximum_delivery_days=option.method.maximum_delivery_days,
        listing=option.listing,
    )


def offered_to_checkout(delivery: CheckoutDelivery) -> OfferedMethod:
    """Return a checkout's delivery, as the type shows it: at what it cost when it was worked out."""
    return OfferedMethod(
        method=delivery.shipping_method,
        name=delivery.name,
        price=EngineMoney(delivery.price_amount, delivery.currency),
        minimum_delivery_days=delivery.minimum_delivery_days,
        maximum_delivery_days=delivery.maximum_delivery_days,
        active=delivery.is_valid,
    )


class ShippingMethod(WithGlobalId, graphene.ObjectType):
    """Shipping methods that can be used as means of shipping for orders and checkouts. From an `OfferedMethod`."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    translation = untranslated(ShippingMethodTranslation)
    type = graphene.Field(ShippingMethodTypeEnum, deprecation_reason="Not shown by Saleor to shoppers any more.")
    description = JSONString()
    price = graphene.Field(Money, required=True)
    minimum_delivery_days = graphene.Int()
    maximum_delivery_days = graphene.Int()
    minimum_order_price = graphene.Field(Money, deprecation_reason="Not shown by Saleor to shoppers any more.")
    maximum_order_price = graphene.Field(Money, deprecation_reason="Not shown by Saleor to shoppers any more.")
    minimum_order_weight = graphene.Field(Weight, deprecation_reason="Not shown by Saleor to shoppers any more.")
    maximum_order_weight = graphene.Field(Weight, deprecation_reason="Not shown by Saleor to shoppers any more.")
    active = graphene.Boolean(required=True)
    message = graphene.String()

    @staticmethod
    def resolve_type(root, _info):
        return root.method.type if root.listing else None

    @staticmethod
    def resolve_description(root, _info):
        return root.method.description

    @staticmethod
    def resolve_minimum_order_price(root, _info):
        return _limit(root, "minimum_order_price_amount")

    @staticmethod
    def resolve_maximum_order_price(root, _info):
        return _limit(root, "maximum_order_price_amount")

    @staticmethod
    def resolve_minimum_order_weight(root, _info):
        return root.method.minimum_order_weight if root.listing else None

    @staticmethod
    def resolve_maximum_order_weight(root, _info):
        return root.method.maximum_order_weight if root.listing else None


def _limit(root: OfferedMethod, column: str) -> EngineMoney | None:
    amount = getattr(root.listing, column, None)
    return None if amount is None else EngineMoney(amount, root.price.currency)
