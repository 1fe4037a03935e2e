"""The facts of a product, a variant or a page: its attributes with the values that it was given."""

from dataclasses import dataclass, field
from typing import Any

import graphene

from store.engine.models import Channel, Page, Product, ProductVariant
from store.engine.schema.attribute import Attribute, AttributeValue, File, file_of
from store.engine.schema.in_channel import channel_of, in_channel
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import JSON, Date, DateTime, PositiveInt
from store.engine.schema.translation import untranslated
from store.engine.schema.visible import sees_unpublished


@dataclass
class Assigned:
    """An attribute and the values of one owner, looked at in a channel."""

    attribute: Any
    values: list[Any] = field(default_factory=list)
    channel: Channel | None = None
    variant_selection: bool = False

    @property
    def first(self):
        """The only value of an attribute that has one, or None."""
        return self.values[0] if self.values else None


class AssignedAttribute(graphene.Interface):
    """A fact; its type says what the value looks like."""

    attribute = graphene.Field(Attribute, required=True)

    @classmethod
    def resolve_type(cls, instance, _info):
        """Return the type that goes with the attribute's input type and what it refers to."""
        attribute = instance.attribute
        key = attribute.input_type
        if key in ("REFERENCE", "SINGLE_REFERENCE"):
            key = f"{attribute.entity_type}_{key}"
        return BY_INPUT_TYPE[key]


class AssignedChoiceAttributeValue(graphene.ObjectType):
    """A choice."""

    name = graphene.String()
    slug = graphene.String()
    translation = untranslated(graphene.String)


class AssignedSingleChoiceAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Field(AssignedChoiceAttributeValue)

    @staticmethod
    def resolve_value(root, _info):
        return root.first


class AssignedMultiChoiceAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.List(
        graphene.NonNull(AssignedChoiceAttributeValue), required=True, limit=PositiveInt(default_value=100)
    )

    @staticmethod
    def resolve_value(root, _info, limit):
        return root.values[:limit]


class AssignedSwatchAttributeValue(graphene.ObjectType):
    """A colour, or a picture of it."""

    name = graphene.String()
    slug = graphene.String()
    translation = untranslated(graphene.String)
    hex_color = graphene.String()
    file = graphene.Field(File)

    @staticmethod
    def resolve_hex_color(root, _info):
        return root.value or None

    @staticmethod
    def resolve_file(root, _info):
        return file_of(root)


class AssignedSwatchAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Field(AssignedSwatchAttributeValue)

    @staticmethod
    def resolve_value(root, _info):
        return root.first


class AssignedBooleanAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Boolean()

    @staticmethod
    def resolve_value(root, _info):
        return root.first and root.first.boolean


class AssignedNumericAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Float()

    @staticmethod
    def resolve_value(root, _info):
        return root.first and root.first.numeric


class AssignedPlainTextAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.String()
    translation = untranslated(graphene.String)

    @staticmethod
    def resolve_value(root, _info):
        return root.first and root.first.plain_text


class AssignedTextAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = JSON()
    translation = untranslated(JSON)

    @staticmethod
    def resolve_value(root, _info):
        return root.first and root.first.rich_text


class AssignedDateAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = Date()

    @staticmethod
    def resolve_value(root, _info):
        return root.first and root.first.date_time and root.first.date_time.date()


class AssignedDateTimeAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = DateTime()

    @staticmethod
    def resolve_value(root, _info):
        return root.first and root.first.date_time


class AssignedFileAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Field(File)

    @staticmethod
    def resolve_value(root, _info):
        return root.first and file_of(root.first)


class AssignedSingleProductReferenceAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Field("store.engine.schema.product.Product")

    @staticmethod
    def resolve_value(root, info):
        return next(iter(_products(root, info)), None)


class AssignedMultiProductReferenceAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.List(
        graphene.NonNull("store.engine.schema.product.Product"), required=True, limit=PositiveInt(default_value=100)
    )

    @staticmethod
    def resolve_value(root, info, limit):
        return _products(root, info)[:limit]


class AssignedSinglePageReferenceAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Field("store.engine.schema.page.Page")

    @staticmethod
    def resolve_value(root, info):
        return next(iter(_pages(root, info)), None)


class AssignedMultiPageReferenceAttribute(graphene.ObjectType):
    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.List(
        graphene.NonNull("store.engine.schema.page.Page"), required=True, limit=PositiveInt(default_value=100)
    )

    @staticmethod
    def resolve_value(root, info, limit):
        return _pages(root, info)[:limit]


BY_INPUT_TYPE = {
    "DROPDOWN": AssignedSingleChoiceAttribute,
    "MULTISELECT": AssignedMultiChoiceAttribute,
    "SWATCH": AssignedSwatchAttribute,
    "BOOLEAN": AssignedBooleanAttribute,
    "NUMERIC": AssignedNumericAttribute,
    "PLAIN_TEXT": AssignedPlainTextAttribute,
    "RICH_TEXT": AssignedTextAttribute,
    "DATE": AssignedDateAttribute,
    "DATE_TIME": AssignedDateTimeAttribute,
    "FILE": AssignedFileAttribute,
    "PRODUCT_SINGLE_REFERENCE": AssignedSingleProductReferenceAttribute,
    "PRODUCT_REFERENCE": AssignedMultiProductReferenceAttribute,
    "PAGE_SINGLE_REFERENCE": AssignedSinglePageReferenceAttribute,
    "PAGE_REFERENCE": AssignedMultiPageReferenceAttribute,
}


class SelectedAttribute(graphene.ObjectType):
    """An attribute with its values, in the older form."""

    attribute = graphene.Field(Attribute, required=True)
    values = graphene.List(graphene.NonNull(AttributeValue), required=True)


class ObjectWithAttributes(graphene.Interface):
    """What products, variants and pages have in common."""

    assigned_attribute = graphene.Field(AssignedAttribute, slug=graphene.String(required=True))
    assigned_attributes = graphene.List(
        graphene.NonNull(AssignedAttribute), required=True, limit=PositiveInt(default_value=100)
    )

    @classmethod
    def resolve_type(cls, instance, info):
        """Return the type of a row: its model's name."""
        return info.schema.get_type(type(instance).__name__).graphene_type

    @staticmethod
    def resolve_assigned_attribute(root, info, slug):
        return next((fact for fact in facts_of(root, info.context) if fact.attribute.slug == slug), None)

    @staticmethod
    def resolve_assigned_attributes(root, info, limit):
        return facts_of(root, info.context)[:limit]


def facts_of(row, context):
    """Return the facts of a product, variant or page in the order of its type, those without a value included.

    Attributes that the storefront must not show are left out unless the caller manages products (or pages).
    """
    everything = context.may("MANAGE_PAGES" if isinstance(row, Page) else "MANAGE_PRODUCTS")
    values: dict[int, list[Any]] = {}
    for given in many(row, "attribute_values"):
        value = one(given, "value")
        values.setdefault(value.attribute_id, []).append(value)
    facts = []
    for assignment in _assignments(row):
        attribute = one(assignment, "attribute")
        if everything or attribute.visible_in_storefront:
            facts.append(
                Assigned(
                    attribute,
                    values.get(attribute.pk, []),
                    channel_of(row),
                    getattr(assignment, "variant_selection", False),
                )
            )
    return facts


def _assignments(row):
    if isinstance(row, Product):
        return many(one(row, "product_type"), "attribute_products")
    if isinstance(row, ProductVariant):
        return many(one(one(row, "product"), "product_type"), "attribute_variants")
    return many(one(row, "page_type"), "attribute_pages")


def _products(fact, info):
    """Return the products referred to; unlike Saleor, what the caller may not see is left out."""
    products = [one(value, "reference_product") for value in fact.values if value.reference_product_id]
    if not sees_unpublished(info.context):
        channel = fact.channel
        products = [
            product
            for product in products
            if channel is None
            or any(row.channel_id == channel.pk and row.is_visible for row in many(product, "channel_listings"))
        ]
    return in_channel(products, fact.channel)


def _pages(fact, info):
    pages = [one(value, "reference_page") for value in fact.values if value.reference_page_id]
    return [page for page in pages if page.is_visible or info.context.may("MANAGE_PAGES")]
