"""Attributes and their values."""

import graphene

from store.engine.actions.facts import CHOICES as CHOICE_TYPES
from store.engine.models import Attribute as AttributeModel
from store.engine.models import ProductType as ProductTypeModel
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.filter_inputs import MetadataFilter, StringFilterInput, has_metadata, matches
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id, to_global_id
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.mutation import require
from store.engine.schema.peers import one
from store.engine.schema.scalars import Date, DateTime, JSONString, PositiveInt
from store.engine.schema.translation import AttributeTranslation, AttributeValueTranslation, untranslated
from store.engine.schema.visible import exactly_one

TYPES_PERMISSION = {
    "PRODUCT_TYPE": "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
    "PAGE_TYPE": "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
}
MEASURES = (
    "MM CM DM M KM FT YD INCH SQ_MM SQ_CM SQ_DM SQ_M SQ_KM SQ_FT SQ_YD SQ_INCH CUBIC_MILLIMETER CUBIC_CENTIMETER "
    "CUBIC_DECIMETER CUBIC_METER LITER CUBIC_FOOT CUBIC_INCH CUBIC_YARD QT PINT FL_OZ ACRE_IN ACRE_FT G LB OZ KG TONNE"
)

AttributeInputTypeEnum = enum_of(
    "AttributeInputTypeEnum",
    "DROPDOWN MULTISELECT FILE REFERENCE SINGLE_REFERENCE NUMERIC RICH_TEXT PLAIN_TEXT SWATCH BOOLEAN DATE DATE_TIME",
)
AttributeTypeEnum = enum_of("AttributeTypeEnum", "PRODUCT_TYPE PAGE_TYPE CUSTOMER_TYPE")
AttributeEntityTypeEnum = enum_of("AttributeEntityTypeEnum", "PAGE PRODUCT")
MeasurementUnitsEnum = enum_of("MeasurementUnitsEnum", MEASURES)
AttributeSortField = enum_of("AttributeSortField", "NAME SLUG VALUE_REQUIRED VISIBLE_IN_STOREFRONT")
AttributeChoicesSortField = enum_of("AttributeChoicesSortField", "NAME SLUG")


class File(graphene.ObjectType):
    """An uploaded file."""

    url = graphene.String(required=True)
    content_type = graphene.String()

    @staticmethod
    def resolve_url(root, info):
        return info.context.absolute(root["url"])


class AttributeValue(WithGlobalId, graphene.ObjectType):
    """Represents a value of an attribute."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String()
    translation = untranslated(AttributeValueTranslation)
    slug = graphene.String()
    value = graphene.String()
    input_type = graphene.Field(AttributeInputTypeEnum)
    reference = graphene.ID()
    file = graphene.Field(File)
    rich_text = JSONString()
    plain_text = graphene.String()
    boolean = graphene.Boolean()
    date = Date()
    date_time = DateTime()
    external_reference = graphene.String()

    @staticmethod
    def resolve_name(root, _info):
        if root.reference_product_id:
            return one(root, "reference_product").name
        return one(root, "reference_page").title if root.reference_page_id else root.name

    @staticmethod
    def resolve_input_type(root, _info):
        return one(root, "attribute").input_type

    @staticmethod
    def resolve_reference(root, _info):
        if root.reference_product_id:
            return to_global_id("Product", root.reference_product_id)
        return to_global_id("Page", root.reference_page_id) if root.reference_page_id else None

    @staticmethod
    def resolve_file(root, _info):
        return file_of(root)

    @staticmethod
    def resolve_plain_text(root, _info):
        return root.plain_text or None

    @staticmethod
    def resolve_date(root, _info):
        return root.date_time.date() if root.date_time and one(root, "attribute").input_type == "DATE" else None

    @staticmethod
    def resolve_date_time(root, _info):
        return root.date_time if one(root, "attribute").input_type == "DATE_TIME" else None


def file_of(value):
    """Return the file of a value, or None."""
    return {"url": value.file_url, "content_type": value.content_type} if value.file_url else None


class AttributeValueFilterInput(graphene.InputObjectType):
    search = graphene.String()
    ids = graphene.List(graphene.NonNull(graphene.ID))
    slugs = graphene.List(graphene.NonNull(graphene.String))


class AttributeChoicesSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = AttributeChoicesSortField(required=True)


AttributeValueCountableConnection = connection_of(AttributeValue)
ProductTypes = "store.engine.schema.product_type.ProductTypeCountableConnection"


class Attribute(WithGlobalId, graphene.ObjectType):
    """Custom attribute of a product, variant or page."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    input_type = graphene.Field(AttributeInputTypeEnum)
    entity_type = graphene.Field(AttributeEntityTypeEnum)
    name = graphene.String(required=True)
    translation = untranslated(AttributeTranslation)
    slug = graphene.String(required=True)
    type = graphene.Field(AttributeTypeEnum, required=True)
    unit = graphene.Field(MeasurementUnitsEnum)
    choices = ConnectionField(
        AttributeValueCountableConnection,
        sort_by=graphene.Argument(AttributeChoicesSortingInput),
        filter=graphene.Argument(AttributeValueFilterInput),
        search=graphene.String(),
    )
    reference_types = graphene.List(
        graphene.NonNull("store.engine.schema.dashboard_absent.ReferenceType"), limit=PositiveInt(default_value=100)
    )
    value_required = graphene.Boolean(required=True)

    @staticmethod
    def resolve_reference_types(_root, _info, limit):
        return []

    visible_in_storefront = graphene.Boolean(required=True)
    filterable_in_storefront = graphene.Boolean(required=True)
    filterable_in_dashboard = graphene.Boolean(required=True)
    available_in_grid = graphene.Boolean(required=True)
    storefront_search_position = graphene.Int(required=True)
    with_choices = graphene.Boolean(required=True)
    product_types = ConnectionField(ProductTypes, required=True)
    product_variant_types = ConnectionField(ProductTypes, required=True)
    external_reference = graphene.String()

    @staticmethod
    def resolve_entity_type(root, _info):
        return root.entity_type or None

    @staticmethod
    def resolve_unit(root, _info):
        return root.unit or None

    @staticmethod
    def resolve_choices(root, info, filter=None, search=None, sort_by=None, **page):
        values = root.values.all() if root.input_type in CHOICE_TYPES else root.values.none()
        wanted = filter or {}
        if wanted.get("ids") is not None:
            values = values.filter(pk__in=[from_global_id(value, "AttributeValue") for value in wanted["ids"]])
        if wanted.get("slugs") is not None:
            values = values.filter(slug__in=wanted["slugs"])
        if text := search or wanted.get("search"):
            values = values.filter(name__icontains=text) | values.filter(slug__icontains=text)
        sort = ("sort_order", "pk")
        if sort_by:
            sort = (f"{'-' if sort_by['direction'] == 'DESC' else ''}{sort_by['field'].value.lower()}",)
        return paginate(values, info, sort=sort, **page)

    @staticmethod
    def resolve_with_choices(root, _info):
        return root.input_type in CHOICE_TYPES

    @staticmethod
    def resolve_product_types(root, info, **page):
        return paginate(ProductTypeModel.objects.filter(attribute_products__attribute=root), info, sort=("pk",), **page)

    @staticmethod
    def resolve_product_variant_types(root, info, **page):
        return paginate(ProductTypeModel.objects.filter(attribute_variants__attribute=root), info, sort=("pk",), **page)


def _restricted(name):
    def resolve(root, info):
        require(
            info.context,
            "MANAGE_PAGES",
            "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
            "MANAGE_PRODUCTS",
            "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
        )
        return getattr(root, name)

    return staticmethod(resolve)


for _name in (
    "value_required",
    "visible_in_storefront",
    "filterable_in_storefront",
    "filterable_in_dashboard",
    "available_in_grid",
    "storefront_search_position",
):
    setattr(Attribute, f"resolve_{_name}", _restricted(_name))


AttributeCountableConnection = connection_of(Attribute)


class AttributeFilterInput(graphene.InputObjectType):
    value_required = graphene.Boolean()
    visible_in_storefront = graphene.Boolean()
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    search = graphene.String()
    ids = graphene.List(graphene.NonNull(graphene.ID))
    type = graphene.InputField(AttributeTypeEnum)
    slugs = graphene.List(graphene.NonNull(graphene.String))


class AttributeWhereInput(graphene.InputObjectType):
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    ids = graphene.List(graphene.NonNull(graphene.ID))
    name = StringFilterInput()
    slug = StringFilterInput()
    with_choices = graphene.Boolean()
    value_required = graphene.Boolean()
    visible_in_storefront = graphene.Boolean()


class AttributeSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = AttributeSortField(required=True)


def visible_attributes(context, attributes):
    """Leave out what the storefront must not show, unless the caller manages attributes, products or pages."""
    if context.may(*TYPES_PERMISSION.values(), "MANAGE_PRODUCTS", "MANAGE_PAGES"):
        return attributes
    return attributes.filter(visible_in_storefront=True)


def narrowed(attributes, filter=None, where=None, search=None):
    """Return attributes that match `filter` or `where` and `search`."""
    wanted = {**(filter or {}), **(where or {})}
    for name in ("value_required", "visible_in_storefront"):
        if wanted.get(name) is not None:
            attributes = attributes.filter(**{name: wanted[name]})
    if wanted.get("type"):
        attributes = attributes.filter(type=wanted["type"].value)
    if wanted.get("ids") is not None:
        attributes = attributes.filter(pk__in=[from_global_id(value, "Attribute") for value in wanted["ids"]])
    if wanted.get("slugs") is not None:
        attributes = attributes.filter(slug__in=wanted["slugs"])
    if wanted.get("with_choices") is not None:
        chosen = attributes.filter if wanted["with_choices"] else attributes.exclude
        attributes = chosen(input_type__in=CHOICE_TYPES)
    for name in ("name", "slug"):
        if name in wanted:
            attributes = attributes.filter(matches(name, wanted[name]))
    for item in wanted.get("metadata") or ():
        attributes = attributes.filter(has_metadata(item))
    if text := search or wanted.get("search"):
        attributes = attributes.filter(name__icontains=text) | attributes.filter(slug__icontains=text)
    return attributes


class AttributeQueries:
    attribute = graphene.Field(
        Attribute, id=graphene.ID(), slug=graphene.String(), external_reference=graphene.String()
    )
    attributes = ConnectionField(
        AttributeCountableConnection,
        filter=graphene.Argument(AttributeFilterInput),
        where=graphene.Argument(AttributeWhereInput),
        search=graphene.String(),
        sort_by=graphene.Argument(AttributeSortingInput),
        channel=graphene.String(),
    )

    @staticmethod
    def resolve_attribute(_root, info, id=None, slug=None, external_reference=None):
        exactly_one(id=id, slug=slug, external_reference=external_reference)
        attributes = AttributeModel.objects.all()
        if id:
            return find(attributes, id, "Attribute")
        if slug:
            return attributes.filter(slug=slug).first()
        return attributes.filter(external_reference=external_reference).first()

    @staticmethod
    def resolve_attributes(_root, info, filter=None, where=None, search=None, sort_by=None, channel=None, **page):
        attributes = narrowed(visible_attributes(info.context, AttributeModel.objects.all()), filter, where, search)
        sort = ("storefront_search_position", "slug")
        if sort_by:
            sort = (f"{'-' if sort_by['direction'] == 'DESC' else ''}{sort_by['field'].value.lower()}", "slug")
        return paginate(attributes, info, sort=sort, **page)
