"""Lines of orders, and discounts of lines and orders."""

import graphene

from store.engine.money import Money as EngineMoney
from store.engine.money import TaxedMoney as EngineTaxedMoney
from store.engine.money import quantize
from store.engine.schema.enums import DiscountValueTypeEnum
from store.engine.schema.guard import Guarded
from store.engine.schema.ids import Node, WithGlobalId, to_global_id
from store.engine.schema.in_channel import in_channel
from store.engine.schema.media import Image, ThumbnailField, picture_url
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money, TaxedMoney
from store.engine.schema.order_enums import OrderDiscountType
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import PositiveDecimal
from store.engine.schema.tax import TaxClass
from store.engine.schema.visible import sees_unpublished
from store.engine.schema.warehouse import Warehouse


def taxed_of(row, prefix):
    """Return the pair of columns `prefix_net_amount`, `prefix_gross_amount` of a row as a price."""
    return EngineTaxedMoney.of(
        getattr(row, f"{prefix}_net_amount"), getattr(row, f"{prefix}_gross_amount"), row.currency
    )


class OrderDiscount(WithGlobalId, graphene.ObjectType):
    """A discount on a whole order."""

    class Meta:
        interfaces = (Node,)

    type = graphene.Field(OrderDiscountType, required=True)
    name = graphene.String()
    translated_name = graphene.String()
    value_type = graphene.Field(DiscountValueTypeEnum, required=True)
    value = PositiveDecimal(required=True)
    reason = Guarded(graphene.String, needs=("MANAGE_ORDERS",))
    amount = graphene.Field(Money, required=True, deprecation_reason="Use `total` instead.")
    total = graphene.Field(Money, required=True)

    @staticmethod
    def resolve_name(root, _info):
        """None for a discount that somebody gave by hand."""
        return root.name or None

    @staticmethod
    def resolve_translated_name(root, _info):
        return root.name

    @staticmethod
    def resolve_amount(root, _info):
        return EngineMoney(root.amount_value, root.currency)

    @staticmethod
    def resolve_total(root, _info):
        return EngineMoney(root.amount_value, root.currency)


class OrderLineDiscount(WithGlobalId, graphene.ObjectType):
    """A discount on one line of an order."""

    type = graphene.Field(OrderDiscountType, required=True)
    name = graphene.String()
    translated_name = graphene.String()
    value_type = graphene.Field(DiscountValueTypeEnum, required=True)
    value = PositiveDecimal(required=True)
    reason = Guarded(graphene.String, needs=("MANAGE_ORDERS",))
    total = graphene.Field(Money, required=True)
    unit = graphene.Field(Money, required=True)

    @staticmethod
    def resolve_unit(root, _info):
        return EngineMoney(quantize(root.amount_value / one(root, "line").quantity, root.currency), root.currency)

    @staticmethod
    def resolve_translated_name(root, _info):
        return root.name

    @staticmethod
    def resolve_total(root, _info):
        return EngineMoney(root.amount_value, root.currency)


class Allocation(WithGlobalId, graphene.ObjectType):
    """Units of a warehouse that a line holds."""

    class Meta:
        interfaces = (Node,)

    quantity = graphene.Int(required=True)
    warehouse = graphene.Field(Warehouse, required=True)

    @staticmethod
    def resolve_quantity(root, _info):
        return root.quantity_allocated

    @staticmethod
    def resolve_warehouse(root, _info):
        return one(one(root, "stock"), "warehouse")


class OrderLine(WithGlobalId, graphene.ObjectType):
    """So many units of a variant at the price agreed."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    product_name = graphene.String(required=True)
    variant_name = graphene.String(required=True)
    translated_product_name = graphene.String(required=True)
    translated_variant_name = graphene.String(required=True)
    product_sku = graphene.String()
    product_variant_id = graphene.String()
    is_shipping_required = graphene.Boolean(required=True)
    quantity = graphene.Int(required=True)
    quantity_fulfilled = graphene.Int(required=True)
    quantity_to_fulfill = graphene.Int(required=True)
    tax_rate = graphene.Float(required=True)
    tax_class_name = graphene.String()
    unit_price = graphene.Field(TaxedMoney, required=True)
    undiscounted_unit_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    undiscounted_total_price = graphene.Field(TaxedMoney, required=True)
    unit_discount = graphene.Field(Money, required=True)
    unit_discount_reason = graphene.String()
    price_override_reason = graphene.String()
    unit_discount_type = graphene.Field(DiscountValueTypeEnum)
    unit_discount_value = PositiveDecimal(required=True)
    is_price_overridden = graphene.Boolean()
    is_gift = graphene.Boolean()
    voucher_code = graphene.String()
    discounts = graphene.List(graphene.NonNull(OrderLineDiscount))
    variant = graphene.Field("store.engine.schema.variant.ProductVariant")
    thumbnail = ThumbnailField(Image)
    tax_class = Guarded(TaxClass)
    allocations = Guarded(graphene.List(graphene.NonNull(Allocation)), needs=("MANAGE_PRODUCTS", "MANAGE_ORDERS"))

    @staticmethod
    def resolve_translated_product_name(_root, _info):
        return ""

    @staticmethod
    def resolve_translated_variant_name(_root, _info):
        return ""

    @staticmethod
    def resolve_product_variant_id(root, _info):
        return to_global_id("ProductVariant", root.variant_id) if root.variant_id else None

    @staticmethod
    def resolve_quantity_to_fulfill(root, _info):
        return root.quantity - root.quantity_fulfilled

    @staticmethod
    def resolve_product_sku(root, _info):
        return root.product_sku or None

    @staticmethod
    def resolve_tax_rate(root, _info):
        return float(root.tax_rate or 0)

    @staticmethod
    def resolve_tax_class_name(root, _info):
        return root.tax_class_name or None

    @staticmethod
    def resolve_unit_price(root, _info):
        return taxed_of(root, "unit_price")

    @staticmethod
    def resolve_undiscounted_unit_price(root, _info):
        return taxed_of(root, "undiscounted_unit_price")

    @staticmethod
    def resolve_total_price(root, _info):
        return taxed_of(root, "total_price")

    @staticmethod
    def resolve_undiscounted_total_price(root, _info):
        return taxed_of(root, "undiscounted_total_price")

    @staticmethod
    def resolve_unit_discount(root, _info):
        return EngineMoney(root.unit_discount_amount, root.currency)

    @staticmethod
    def resolve_price_override_reason(_root, _info):
        """Answer with None: a price of its own needs no reason here."""

    @staticmethod
    def resolve_unit_discount_reason(root, _info):
        return root.unit_discount_reason or None

    @staticmethod
    def resolve_unit_discount_type(root, _info):
        return root.unit_discount_type or None

    @staticmethod
    def resolve_is_gift(_root, _info):
        return False

    @staticmethod
    def resolve_voucher_code(root, _info):
        return root.voucher_code or None

    @staticmethod
    def resolve_discounts(root, _info):
        return many(root, "discounts")

    @staticmethod
    def resolve_variant(root, info):
        variant = one(root, "variant")
        if variant is None:
            return None
        channel = one(one(root, "order"), "channel")
        if not sees_unpublished(info.context):
            listings = many(one(variant, "product"), "channel_listings")
            if not any(listing.channel_id == channel.pk and listing.is_visible for listing in listings):
                return None
        return in_channel(variant, channel)

    @staticmethod
    def resolve_thumbnail(root, info, size=None, format=None):
        """Show the variant's first picture, or else the product's."""
        variant = one(root, "variant")
        if variant is None:
            return None
        pictures = [*many(variant, "media"), *many(one(variant, "product"), "media")]
        picture = next((media for media in pictures if media.type == "IMAGE" and media.image), None)
        if picture is None:
            return None
        url = picture_url(
            info.context,
            type_name="ProductMedia",
            pk=picture.pk,
            file_name=picture.image.name,
            size=256 if size is None else size,
            format=format,
        )
        return {"url": url, "alt": picture.alt}

    @staticmethod
    def resolve_tax_class(root, _info):
        return one(root, "tax_class")

    @staticmethod
    def resolve_allocations(root, _info):
        return many(root, "allocations")
