"""Stock: units of a variant in a warehouse."""

import graphene

from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.mutation import require
from store.engine.schema.peers import one


class Stock(WithGlobalId, graphene.ObjectType):
    """Represents stock."""

    class Meta:
        interfaces = (Node,)

    warehouse = graphene.Field("store.engine.schema.warehouse.Warehouse", required=True)
    product_variant = graphene.Field("store.engine.schema.variant.ProductVariant", required=True)
    quantity = graphene.Int(required=True)
    quantity_allocated = graphene.Int(required=True)
    quantity_reserved = graphene.Int(required=True)

    @staticmethod
    def resolve_warehouse(root, _info):
        return one(root, "warehouse")

    @staticmethod
    def resolve_product_variant(root, _info):
        return one(root, "product_variant")

    @staticmethod
    def resolve_quantity(root, info):
        _allow(info)
        return root.quantity

    @staticmethod
    def resolve_quantity_allocated(root, info):
        _allow(info)
        return root.quantity_allocated

    @staticmethod
    def resolve_quantity_reserved(_root, info):
        _allow(info)
        return 0  # the engine reserves nothing before an order is placed


def _allow(info):
    require(info.context, "MANAGE_PRODUCTS", "MANAGE_ORDERS")
