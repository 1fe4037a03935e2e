"""Product types."""

import graphene

from store.engine.models import ProductType as ProductTypeModel
from store.engine.schema.attribute import Attribute
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.filter_inputs import MetadataFilter, has_metadata
from store.engine.schema.guard import Guarded
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Weight
from store.engine.schema.peers import many, one

ProductTypeKindEnum = enum_of("ProductTypeKindEnum", "NORMAL GIFT_CARD")
ProductTypeSortField = enum_of("ProductTypeSortField", "NAME SHIPPING_REQUIRED")
VariantAttributeScope = enum_of("VariantAttributeScope", "ALL VARIANT_SELECTION NOT_VARIANT_SELECTION")
SORT_COLUMNS = {"NAME": "name", "SHIPPING_REQUIRED": "is_shipping_required"}


class AssignedVariantAttribute(graphene.ObjectType):
    """An attribute of the variants of a type."""

    attribute = graphene.Field(Attribute, required=True)
    variant_selection = graphene.Boolean(required=True)

    @staticmethod
    def resolve_attribute(root, _info):
        return one(root, "attribute")


class ProductType(WithGlobalId, graphene.ObjectType):
    """Represents a type of product. It defines what attributes are available to products of this type."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    has_variants = graphene.Boolean(required=True)
    is_shipping_required = graphene.Boolean(required=True)
    is_digital = graphene.Boolean(required=True)
    weight = graphene.Field(Weight)
    kind = graphene.Field(ProductTypeKindEnum, required=True)
    tax_class = Guarded("store.engine.schema.tax.TaxClass")
    product_attributes = graphene.List(graphene.NonNull(Attribute))
    variant_attributes = graphene.List(
        graphene.NonNull(Attribute), variant_selection=graphene.Argument(VariantAttributeScope)
    )
    assigned_variant_attributes = graphene.List(
        graphene.NonNull(AssignedVariantAttribute), variant_selection=graphene.Argument(VariantAttributeScope)
    )

    @staticmethod
    def resolve_tax_class(root, _info):
        return one(root, "tax_class")

    @staticmethod
    def resolve_product_attributes(root, info):
        return [attribute for attribute, _ in _shown(root, "attribute_products", info.context)]

    @staticmethod
    def resolve_variant_attributes(root, info, variant_selection=None):
        return [
            attribute
            for attribute, row in _shown(root, "attribute_variants", info.context)
            if in_scope(row.variant_selection, variant_selection)
        ]

    @staticmethod
    def resolve_assigned_variant_attributes(root, info, variant_selection=None):
        return [
            row
            for _, row in _shown(root, "attribute_variants", info.context)
            if in_scope(row.variant_selection, variant_selection)
        ]


def in_scope(selects, scope):
    """Tell whether an attribute that does (not) select variants is asked for."""
    return scope in (None, "ALL") or selects == (scope == "VARIANT_SELECTION")


def _shown(product_type, relation, context):
    rows = [(one(row, "attribute"), row) for row in many(product_type, relation)]
    if context.may("MANAGE_PRODUCTS"):
        return rows
    return [(attribute, row) for attribute, row in rows if attribute.visible_in_storefront]


ProductTypeCountableConnection = connection_of(ProductType)


class ProductTypeFilterInput(graphene.InputObjectType):
    search = graphene.String()
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    kind = graphene.InputField(ProductTypeKindEnum)
    ids = graphene.List(graphene.NonNull(graphene.ID))
    slugs = graphene.List(graphene.NonNull(graphene.String))


class ProductTypeSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = ProductTypeSortField(required=True)


class ProductTypeQueries:
    product_type = graphene.Field(ProductType, id=graphene.ID(required=True))
    product_types = ConnectionField(
        ProductTypeCountableConnection,
        filter=graphene.Argument(ProductTypeFilterInput),
        sort_by=graphene.Argument(ProductTypeSortingInput),
    )

    @staticmethod
    def resolve_product_type(_root, _info, id):
        return find(ProductTypeModel.objects, id, "ProductType")

    @staticmethod
    def resolve_product_types(_root, info, filter=None, sort_by=None, **page):
        types, wanted = ProductTypeModel.objects.all(), filter or {}
        if wanted.get("search"):
            types = types.filter(name__icontains=wanted["search"]) | types.filter(slug__icontains=wanted["search"])
        if wanted.get("kind"):
            types = types.filter(kind=wanted["kind"].value)
        if wanted.get("ids") is not None:
            types = types.filter(pk__in=[from_global_id(value, "ProductType") for value in wanted["ids"]])
        if wanted.get("slugs") is not None:
            types = types.filter(slug__in=wanted["slugs"])
        for item in wanted.get("metadata") or ():
            types = types.filter(has_metadata(item))
        sort = ("slug",)
        if sort_by:
            turn = "-" if sort_by["direction"] == "DESC" else ""
            sort = (f"{turn}{SORT_COLUMNS[sort_by['field']]}", f"{turn}slug")
        return paginate(types, info, sort=sort, **page)
