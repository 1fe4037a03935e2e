"""Setting up delivery: zones and their ways of delivery, as those who manage shipping see them."""

import graphene

from store.engine.actions.shipping import save_zone
from store.engine.models import Channel as ChannelModel
from store.engine.models import Product as ProductModel
from store.engine.models import ShippingZone as ShippingZoneModel
from store.engine.models import Warehouse as WarehouseModel
from store.engine.money import Money as EngineMoney
from store.engine.refusals import Refusal
from store.engine.schema.address import CountryDisplay
from store.engine.schema.channel import Channel
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import enum_of
from store.engine.schema.guard import Guarded, IdsOf, list_of
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id, get_all_or_refuse, get_or_refuse
from store.engine.schema.in_channel import channel_of, in_channel
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money, MoneyRange, Weight
from store.engine.schema.mutation import Mutation, error_type, list_of_errors, require
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import JSONString
from store.engine.schema.shipping_method import ShippingMethodTypeEnum
from store.engine.schema.warehouse import Warehouse

MANAGE = ("MANAGE_SHIPPING",)
PostalCodeRuleInclusionTypeEnum = enum_of("PostalCodeRuleInclusionTypeEnum", "INCLUDE EXCLUDE")
ShippingErrorCode = enum_of(
    "ShippingErrorCode",
    "ALREADY_EXISTS GRAPHQL_ERROR INVALID MAX_LESS_THAN_MIN NOT_FOUND REQUIRED UNIQUE DUPLICATED_INPUT_ITEM",
)
ShippingError = error_type("ShippingError", ShippingErrorCode, warehouses=IdsOf("Warehouse"), channels=IdsOf("Channel"))


class ShippingMethodChannelListing(WithGlobalId, graphene.ObjectType):
    """What a way of delivery costs in a channel, and for orders of which value."""

    class Meta:
        interfaces = (Node,)

    channel = graphene.Field(Channel, required=True)
    maximum_order_price = graphene.Field(Money)
    minimum_order_price = graphene.Field(Money)
    price = graphene.Field(Money)

    @staticmethod
    def resolve_channel(root, _info):
        return one(root, "channel")

    @staticmethod
    def resolve_maximum_order_price(root, _info):
        return _money(root, "maximum_order_price_amount")

    @staticmethod
    def resolve_minimum_order_price(root, _info):
        return _money(root, "minimum_order_price_amount")

    @staticmethod
    def resolve_price(root, _info):
        return _money(root, "price_amount")


def _money(listing, column):
    amount = getattr(listing, column) if listing is not None else None
    return None if amount is None else EngineMoney(amount, one(listing, "channel").currency_code)


class ShippingMethodPostalCodeRule(graphene.ObjectType):
    """A range of postal codes. Resolved from one of a method's `postal_code_rules`."""

    class Meta:
        interfaces = (Node,)

    start = graphene.String()
    end = graphene.String()
    inclusion_type = PostalCodeRuleInclusionTypeEnum()


class ShippingMethodType(WithGlobalId, graphene.ObjectType):
    """A way of delivery as it is set up; checkouts are offered it as `ShippingMethod`."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    description = JSONString()
    type = ShippingMethodTypeEnum()
    channel_listings = Guarded(list_of(ShippingMethodChannelListing), needs=MANAGE)
    maximum_order_price = graphene.Field(Money)
    minimum_order_price = graphene.Field(Money)
    postal_code_rules = list_of(ShippingMethodPostalCodeRule)
    excluded_products = ConnectionField("store.engine.schema.product.ProductCountableConnection")
    minimum_order_weight = graphene.Field(Weight)
    maximum_order_weight = graphene.Field(Weight)
    maximum_delivery_days = graphene.Int()
    minimum_delivery_days = graphene.Int()
    tax_class = Guarded("store.engine.schema.tax.TaxClass")

    @staticmethod
    def resolve_channel_listings(root, _info):
        return many(root, "channel_listings")

    @staticmethod
    def resolve_maximum_order_price(root, _info):
        return _money(_listing_here(root), "maximum_order_price_amount")

    @staticmethod
    def resolve_minimum_order_price(root, _info):
        return _money(_listing_here(root), "minimum_order_price_amount")

    @staticmethod
    def resolve_excluded_products(_root, info, **page):
        """Answer with an empty list: every way of delivery takes every product."""
        require(info.context, *MANAGE)
        return paginate(ProductModel.objects.none(), info, **page)

    @staticmethod
    def resolve_tax_class(root, _info):
        return one(root, "tax_class")


def _listing_here(method):
    """Return a method's listing in the channel that was asked for; None without a channel."""
    channel = channel_of(method)
    here = (found for found in many(method, "channel_listings") if channel and found.channel_id == channel.pk)
    return next(here, None)


class ShippingZone(WithGlobalId, graphene.ObjectType):
    """Represents a shipping zone in the shop."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    default = graphene.Boolean(required=True)
    price_range = graphene.Field(MoneyRange)
    countries = list_of(CountryDisplay, required=True)
    shipping_methods = list_of(ShippingMethodType)
    warehouses = list_of(Warehouse, required=True)
    channels = list_of(Channel, required=True)
    description = graphene.String()

    @staticmethod
    def resolve_price_range(root, info):
        """Answer with the cheapest and the dearest delivery of the zone in the channel asked for."""
        methods = ShippingZone.resolve_shipping_methods(root, info)
        prices = [_money(found, "price_amount") for method in methods if (found := _listing_here(method))]
        return {"start": min(prices), "stop": max(prices)} if prices else None

    @staticmethod
    def resolve_shipping_methods(root, _info):
        channel = channel_of(root)
        methods = in_channel(many(root, "shipping_methods"), channel)
        return [method for method in methods if channel is None or _listing_here(method)]

    @staticmethod
    def resolve_warehouses(root, _info):
        return many(root, "warehouses")

    @staticmethod
    def resolve_channels(root, _info):
        return many(root, "channels")


ShippingZoneCountableConnection = connection_of(ShippingZone)


class ShippingZoneFilterInput(graphene.InputObjectType):
    search = graphene.String()
    channels = list_of(graphene.ID)


class ShippingZoneQueries:
    shipping_zone = graphene.Field(ShippingZone, id=graphene.ID(required=True), channel=graphene.String())
    shipping_zones = ConnectionField(
        ShippingZoneCountableConnection, filter=ShippingZoneFilterInput(), channel=graphene.String()
    )

    @staticmethod
    def resolve_shipping_zone(_root, info, id, channel=None):
        require(info.context, *MANAGE)
        asked = ChannelModel.objects.filter(slug=channel).first() if channel else None
        return in_channel(find(ShippingZoneModel.objects, id, "ShippingZone"), asked)

    @staticmethod
    def resolve_shipping_zones(_root, info, filter=None, channel=None, **page):
        require(info.context, *MANAGE)
        found = ShippingZoneModel.objects.all()
        asked = ChannelModel.objects.filter(slug=channel).first() if channel else None
        if channel:
            found = found.filter(channels=asked) if asked else found.none()
        wanted = filter or {}
        if wanted.get("search"):
            found = found.filter(name__icontains=wanted["search"])
        if wanted.get("channels"):
            ids = [from_global_id(one_id, "Channel") for one_id in wanted["channels"]]
            found = found.filter(pk__in=ShippingZoneModel.objects.filter(channels__in=ids).values("pk"))
        cut = paginate(found, info, **page)
        in_channel([edge["node"] for edge in cut.edges], asked)
        return cut


class ZoneInput(graphene.InputObjectType):
    class Meta:
        abstract = True

    name = graphene.String()
    description = graphene.String()
    countries = list_of(graphene.String)
    default = graphene.Boolean()
    add_warehouses = list_of(graphene.ID)
    add_channels = list_of(graphene.ID)


class ShippingZoneCreateInput(ZoneInput):
    pass


class ShippingZoneUpdateInput(ZoneInput):
    remove_warehouses = list_of(graphene.ID)
    remove_channels = list_of(graphene.ID)


def _save(zone, input):
    for kind in ("warehouses", "channels"):
        twice = set(input.get(f"add_{kind}") or ()) & set(input.get(f"remove_{kind}") or ())
        if twice:
            raise Refusal(
                "The same object cannot be in both lists for adding and removing items.",
                code="DUPLICATED_INPUT_ITEM",
                field=kind,
                **{kind: sorted(twice)},
            )
    columns = {name: input[name] for name in ("name", "description", "countries") if input.get(name) is not None}
    related = {
        name: get_all_or_refuse(model.objects, input.get(name), type_name, field=field)
        for name, model, type_name, field in (
            ("add_warehouses", WarehouseModel, "Warehouse", "addWarehouses"),
            ("remove_warehouses", WarehouseModel, "Warehouse", "removeWarehouses"),
            ("add_channels", ChannelModel, "Channel", "addChannels"),
            ("remove_channels", ChannelModel, "Channel", "removeChannels"),
        )
    }
    save_zone(zone=zone, columns={**columns, "default": bool(input.get("default"))}, **related)
    return {"shipping_zone": zone}


class ShippingZoneCreate(Mutation):
    class Arguments:
        input = ShippingZoneCreateInput(required=True)

    errors = list_of_errors(ShippingError)
    shipping_zone = graphene.Field(ShippingZone)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, input):
        return _save(ShippingZoneModel(), input)


class ShippingZoneUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = ShippingZoneUpdateInput(required=True)

    errors = list_of_errors(ShippingError)
    shipping_zone = graphene.Field(ShippingZone)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        return _save(get_or_refuse(ShippingZoneModel.objects, id, "ShippingZone"), input)


class ShippingZoneMutations:
    shipping_zone_create = ShippingZoneCreate.Field()
    shipping_zone_update = ShippingZoneUpdate.Field()
