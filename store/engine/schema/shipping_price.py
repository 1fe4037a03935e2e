"""Ways of delivery within a zone: creating and changing them, and setting their prices per channel."""

import graphene

from store.engine.actions.rich_text import clean_rich_text
from store.engine.actions.shipping import change_postal_code_rules, save_method, set_prices
from store.engine.models import Channel as ChannelModel
from store.engine.models import ShippingMethod as ShippingMethodModel
from store.engine.models import ShippingZone as ShippingZoneModel
from store.engine.models import TaxClass
from store.engine.refusals import Refusal
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.scalars import JSONString, PositiveDecimal, WeightScalar
from store.engine.schema.shipping import (
    MANAGE,
    PostalCodeRuleInclusionTypeEnum,
    ShippingError,
    ShippingMethodType,
    ShippingZone,
)
from store.engine.schema.shipping_method import ShippingMethodTypeEnum

COLUMNS = (
    "name",
    "type",
    "minimum_order_weight",
    "maximum_order_weight",
    "minimum_delivery_days",
    "maximum_delivery_days",
)
NULLABLE = COLUMNS[2:]
METHOD_IDS = ("ShippingMethodType", "ShippingMethod")  # clients send the id of what checkouts are offered, too
PRICES = {
    "price": "price_amount",
    "minimum_order_price": "minimum_order_price_amount",
    "maximum_order_price": "maximum_order_price_amount",
}


class ShippingPostalCodeRulesCreateInputRange(graphene.InputObjectType):
    start = graphene.String(required=True)
    end = graphene.String()


class ShippingPriceInput(graphene.InputObjectType):
    name = graphene.String()
    description = JSONString()
    minimum_order_weight = WeightScalar()
    maximum_order_weight = WeightScalar()
    maximum_delivery_days = graphene.Int()
    minimum_delivery_days = graphene.Int()
    type = ShippingMethodTypeEnum()
    shipping_zone = graphene.ID()
    add_postal_code_rules = list_of(ShippingPostalCodeRulesCreateInputRange)
    delete_postal_code_rules = list_of(graphene.ID)
    inclusion_type = PostalCodeRuleInclusionTypeEnum()
    tax_class = graphene.ID()


def _save(method, input):
    columns = {name: input[name] for name in COLUMNS if name in input and (input[name] is not None or name in NULLABLE)}
    if "description" in input:
        columns["description"] = None if input["description"] is None else clean_rich_text(input["description"])
    if input.get("shipping_zone"):
        columns["shipping_zone"] = get_or_refuse(
            ShippingZoneModel.objects, input["shipping_zone"], "ShippingZone", field="shippingZone"
        )
    if "tax_class" in input:
        chosen = input["tax_class"]
        columns["tax_class"] = chosen and get_or_refuse(TaxClass.objects, chosen, "TaxClass", field="taxClass")
    if method.pk is None:
        for name, field in (("shipping_zone", "shippingZone"), ("type", "type")):
            if name not in columns:
                raise Refusal("This field is required.", code="REQUIRED", field=field)
    save_method(method=method, columns=columns)
    if input.get("add_postal_code_rules") or input.get("delete_postal_code_rules"):
        change_postal_code_rules(
            method=method,
            add=input.get("add_postal_code_rules") or (),
            inclusion_type=input.get("inclusion_type"),
            drop=input.get("delete_postal_code_rules") or (),
        )
    return {"shipping_method": method, "shipping_zone": method.shipping_zone}


class ShippingPriceCreate(Mutation):
    class Arguments:
        input = ShippingPriceInput(required=True)

    errors = list_of_errors(ShippingError)
    shipping_zone = graphene.Field(ShippingZone)
    shipping_method = graphene.Field(ShippingMethodType)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, input):
        return _save(ShippingMethodModel(), input)


class ShippingPriceUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = ShippingPriceInput(required=True)

    errors = list_of_errors(ShippingError)
    shipping_zone = graphene.Field(ShippingZone)
    shipping_method = graphene.Field(ShippingMethodType)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        return _save(get_or_refuse(ShippingMethodModel.objects, id, *METHOD_IDS), input)


class ShippingMethodChannelListingAddInput(graphene.InputObjectType):
    channel_id = graphene.ID(required=True)
    price = PositiveDecimal()
    minimum_order_price = PositiveDecimal()
    maximum_order_price = PositiveDecimal()


class ShippingMethodChannelListingInput(graphene.InputObjectType):
    add_channels = list_of(ShippingMethodChannelListingAddInput)
    remove_channels = list_of(graphene.ID)


class ShippingMethodChannelListingUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = ShippingMethodChannelListingInput(required=True)

    errors = list_of_errors(ShippingError)
    shipping_method = graphene.Field(ShippingMethodType)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        method = get_or_refuse(ShippingMethodModel.objects, id, *METHOD_IDS)
        adding = input.get("add_channels") or []
        ids = [listing["channel_id"] for listing in adding]
        twice = sorted(
            {one_id for one_id in ids if ids.count(one_id) > 1} | (set(ids) & set(input.get("remove_channels") or ()))
        )
        if twice:
            raise Refusal("Duplicated channel ID.", code="DUPLICATED_INPUT_ITEM", field="addChannels", channels=twice)
        channels = get_all_or_refuse(ChannelModel.objects, ids, "Channel", field="addChannels")
        set_prices(
            method=method,
            listings=[
                (channel, {PRICES[name]: listing[name] for name in PRICES if name in listing})
                for channel, listing in zip(channels, adding, strict=True)
            ],
            remove=get_all_or_refuse(
                ChannelModel.objects, input.get("remove_channels"), "Channel", field="removeChannels"
            ),
        )
        return {"shipping_method": method}


class ShippingPriceMutations:
    shipping_price_create = ShippingPriceCreate.Field()
    shipping_price_update = ShippingPriceUpdate.Field()
    shipping_method_channel_listing_update = ShippingMethodChannelListingUpdate.Field()
