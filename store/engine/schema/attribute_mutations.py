"""Making and changing attributes."""

import graphene
from django.utils.text import slugify
from graphql import GraphQLError

from store.engine.actions import attribute as actions
from store.engine.actions.checks import free_slug, save_checked, set_columns
from store.engine.models import Attribute as AttributeModel
from store.engine.models import AttributeValue as AttributeValueModel
from store.engine.refusals import Refusal
from store.engine.schema.attribute import (
    TYPES_PERMISSION,
    Attribute,
    AttributeEntityTypeEnum,
    AttributeInputTypeEnum,
    AttributeTypeEnum,
    AttributeValue,
    MeasurementUnitsEnum,
)
from store.engine.schema.bulk import BulkMutation, in_bulk
from store.engine.schema.enums import ErrorPolicyEnum
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.lookup import by_reference
from store.engine.schema.mutation import Mutation, list_of_errors, require
from store.engine.schema.product_errors import AttributeBulkCreateError, AttributeRefusal

COLUMNS = (
    "name",
    "slug",
    "type",
    "input_type",
    "entity_type",
    "unit",
    "value_required",
    "visible_in_storefront",
    "filterable_in_storefront",
    "filterable_in_dashboard",
    "storefront_search_position",
    "available_in_grid",
    "external_reference",
)


class AttributeValueCreateInput(graphene.InputObjectType):
    value = graphene.String()
    file_url = graphene.String()
    content_type = graphene.String()
    external_reference = graphene.String()
    name = graphene.String(required=True)


class AttributeValueUpdateInput(graphene.InputObjectType):
    value = graphene.String()
    file_url = graphene.String()
    content_type = graphene.String()
    external_reference = graphene.String()
    name = graphene.String()


class AttributeCreateInput(graphene.InputObjectType):
    input_type = AttributeInputTypeEnum()
    entity_type = AttributeEntityTypeEnum()
    name = graphene.String(required=True)
    slug = graphene.String()
    type = AttributeTypeEnum(required=True)
    unit = MeasurementUnitsEnum()
    values = list_of(AttributeValueCreateInput)
    value_required = graphene.Boolean()
    is_variant_only = graphene.Boolean()
    visible_in_storefront = graphene.Boolean()
    filterable_in_storefront = graphene.Boolean()
    filterable_in_dashboard = graphene.Boolean()
    storefront_search_position = graphene.Int()
    available_in_grid = graphene.Boolean()
    external_reference = graphene.String()


class AttributeUpdateInput(graphene.InputObjectType):
    name = graphene.String()
    slug = graphene.String()
    unit = MeasurementUnitsEnum()
    remove_values = list_of(graphene.ID)
    add_values = list_of(AttributeValueUpdateInput)
    value_required = graphene.Boolean()
    is_variant_only = graphene.Boolean()
    visible_in_storefront = graphene.Boolean()
    filterable_in_storefront = graphene.Boolean()
    filterable_in_dashboard = graphene.Boolean()
    storefront_search_position = graphene.Int()
    available_in_grid = graphene.Boolean()
    external_reference = graphene.String()


def _needed(kind):
    """Return the permission for attributes of a kind; the engine has none of customers."""
    if kind not in TYPES_PERMISSION:
        raise GraphQLError(f"No permission is defined for attribute type {kind}.")
    return (TYPES_PERMISSION[kind],)


def _columns(input):
    return {name: input[name] for name in COLUMNS if input.get(name) is not None}


class AttributeCreate(Mutation):
    class Arguments:
        input = AttributeCreateInput(required=True)

    errors = list_of_errors(AttributeRefusal)
    attribute = graphene.Field(Attribute)

    @classmethod
    def allow(cls, info, input):
        require(info.context, *_needed(input["type"]))

    @classmethod
    def perform(cls, info, input):
        return {"attribute": actions.create_attribute(columns=_columns(input), values=input.get("values") or ())}


class AttributeUpdate(Mutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        input = AttributeUpdateInput(required=True)

    errors = list_of_errors(AttributeRefusal)
    attribute = graphene.Field(Attribute)
    permissions = tuple(TYPES_PERMISSION.values())

    @classmethod
    def perform(cls, info, input, id=None, external_reference=None):
        attribute = by_reference(AttributeModel.objects, "Attribute", id=id, external_reference=external_reference)
        require(info.context, TYPES_PERMISSION[attribute.type])
        columns = _columns(input)
        if input.get("slug") == "":
            raise Refusal("Slug value cannot be blank.", code="REQUIRED", field="slug")
        remove = get_all_or_refuse(
            AttributeValueModel.objects, input.get("remove_values"), "AttributeValue", field="removeValues"
        )
        actions.update_attribute(attribute=attribute, columns=columns, add=input.get("add_values") or (), remove=remove)
        return {"attribute": attribute}


class AttributeBulkCreateResult(graphene.ObjectType):
    attribute = graphene.Field(Attribute)
    errors = list_of(AttributeBulkCreateError)


class AttributeBulkCreate(BulkMutation):
    """Like Saleor, this makes the slug of the name whatever slug is given; `attributeUpdate` can change it."""

    class Arguments:
        attributes = list_of(AttributeCreateInput, required=True)
        error_policy = ErrorPolicyEnum()

    errors = list_of_errors(AttributeBulkCreateError)
    count = graphene.Int(required=True)
    results = list_of(AttributeBulkCreateResult, required=True)

    @classmethod
    def perform(cls, info, attributes, error_policy=None):
        references = [row.get("external_reference") for row in attributes if row.get("external_reference")]

        def make(row, _parts):
            if not info.context.may(*_needed(row["type"])):
                raise Refusal(
                    "You have no permission to manage this type of attributes. You need one of the following "
                    f"permissions: {', '.join(_needed(row['type']))}",
                    code="REQUIRED",
                )
            if references.count(row.get("external_reference")) > 1:
                raise Refusal("Duplicated external reference.", code="DUPLICATED_INPUT_ITEM", field="externalReference")
            columns = {**_columns(row), "slug": free_slug(AttributeModel, row["name"])}
            return actions.create_attribute(columns=columns, values=row.get("values") or ())

        results = in_bulk(attributes, error_policy, make)
        return {
            "count": sum(attribute is not None for attribute, _ in results),
            "results": [{"attribute": attribute, "errors": errors} for attribute, errors in results],
        }


class AttributeValueCreate(Mutation):
    class Arguments:
        attribute = graphene.ID(required=True)
        input = AttributeValueCreateInput(required=True)

    errors = list_of_errors(AttributeRefusal)
    attribute = graphene.Field(Attribute)
    attribute_value = graphene.Field(AttributeValue)
    permissions = ("MANAGE_PRODUCTS", "MANAGE_PAGES")

    @classmethod
    def perform(cls, info, attribute, input):
        row = get_or_refuse(AttributeModel.objects, attribute, "Attribute", field="attribute")
        if not input["name"].strip():
            raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
        if row.values.filter(slug=slugify(input["name"], allow_unicode=True)).exists():
            raise Refusal(
                f"Value {input['name']} already exists within this attribute.", code="ALREADY_EXISTS", field="name"
            )
        value = actions.add_value(attribute=row, name=input["name"], external_reference=input.get("external_reference"))
        actions.paint(value=value, facts=input, field="value")
        return {"attribute": row, "attribute_value": value}


class AttributeValueUpdate(Mutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        input = AttributeValueUpdateInput(required=True)

    errors = list_of_errors(AttributeRefusal)
    attribute = graphene.Field(Attribute)
    attribute_value = graphene.Field(AttributeValue)
    permissions = tuple(TYPES_PERMISSION.values())

    @classmethod
    def perform(cls, info, input, id=None, external_reference=None):
        value = by_reference(
            AttributeValueModel.objects, "AttributeValue", id=id, external_reference=external_reference
        )
        require(info.context, TYPES_PERMISSION[value.attribute.type])
        set_columns(
            value, {name: input[name] for name in ("name", "external_reference") if input.get(name) is not None}
        )
        save_checked(value)
        actions.paint(value=value, facts=input, field="value")
        return {"attribute": value.attribute, "attribute_value": value}


class AttributeMutations:
    attribute_create = AttributeCreate.Field()
    attribute_update = AttributeUpdate.Field()
    attribute_bulk_create = AttributeBulkCreate.Field()
    attribute_value_create = AttributeValueCreate.Field()
    attribute_value_update = AttributeValueUpdate.Field()
