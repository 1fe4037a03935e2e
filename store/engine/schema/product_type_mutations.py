"""Making and changing product types."""

import graphene

from store.engine.actions import product_type as actions
from store.engine.models import Attribute as AttributeModel
from store.engine.models import ProductType as ProductTypeModel
from store.engine.models import TaxClass
from store.engine.schema.enums import enum_of
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_all_or_refuse, get_or_refuse
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.product_errors import ProductError
from store.engine.schema.product_type import ProductType, ProductTypeKindEnum
from store.engine.schema.scalars import WeightScalar

ProductAttributeType = enum_of("ProductAttributeType", "PRODUCT VARIANT")
NEEDED = ("MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",)
COLUMNS = ("name", "slug", "kind", "has_variants", "is_shipping_required", "is_digital", "weight")


class ProductTypeInput(graphene.InputObjectType):
    name = graphene.String()
    slug = graphene.String()
    kind = ProductTypeKindEnum()
    has_variants = graphene.Boolean()
    product_attributes = list_of(graphene.ID)
    variant_attributes = list_of(graphene.ID)
    is_shipping_required = graphene.Boolean()
    is_digital = graphene.Boolean()
    weight = WeightScalar()
    tax_class = graphene.ID()


class ProductAttributeAssignInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    type = ProductAttributeType(required=True)
    variant_selection = graphene.Boolean()


class ProductAttributeAssignmentUpdateInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    variant_selection = graphene.Boolean(required=True)


def _save(product_type, input):
    columns = {name: input[name] for name in COLUMNS if input.get(name) is not None}
    if "tax_class" in input:
        chosen = input["tax_class"]
        columns["tax_class"] = chosen and get_or_refuse(TaxClass.objects, chosen, "TaxClass", field="taxClass")
    attributes = {
        name: None
        if input.get(name) is None
        else get_all_or_refuse(AttributeModel.objects, input[name], "Attribute", field=field)
        for name, field in (("product_attributes", "productAttributes"), ("variant_attributes", "variantAttributes"))
    }
    actions.save_product_type(product_type=product_type, columns=columns, **attributes)
    return {"product_type": product_type}


class ProductTypeCreate(Mutation):
    class Arguments:
        input = ProductTypeInput(required=True)

    errors = list_of_errors(ProductError)
    product_type = graphene.Field(ProductType)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input):
        return _save(ProductTypeModel(), input)


class ProductTypeUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = ProductTypeInput(required=True)

    errors = list_of_errors(ProductError)
    product_type = graphene.Field(ProductType)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id, input):
        return _save(get_or_refuse(ProductTypeModel.objects, id, "ProductType"), input)


class ProductAttributeAssign(Mutation):
    class Arguments:
        product_type_id = graphene.ID(required=True)
        operations = list_of(ProductAttributeAssignInput, required=True)

    errors = list_of_errors(ProductError)
    product_type = graphene.Field(ProductType)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, product_type_id, operations):
        product_type = get_or_refuse(ProductTypeModel.objects, product_type_id, "ProductType", field="productTypeId")
        for operation in operations:
            actions.assign_attribute(
                product_type=product_type,
                attribute=get_or_refuse(AttributeModel.objects, operation["id"], "Attribute", field="operations"),
                to_variants=operation["type"] == "VARIANT",
                variant_selection=bool(operation.get("variant_selection")),
            )
        return {"product_type": product_type}


class ProductAttributeAssignmentUpdate(Mutation):
    class Arguments:
        product_type_id = graphene.ID(required=True)
        operations = list_of(ProductAttributeAssignmentUpdateInput, required=True)

    errors = list_of_errors(ProductError)
    product_type = graphene.Field(ProductType)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, product_type_id, operations):
        product_type = get_or_refuse(ProductTypeModel.objects, product_type_id, "ProductType", field="productTypeId")
        for operation in operations:
            actions.set_variant_selection(
                product_type=product_type,
                attribute=get_or_refuse(AttributeModel.objects, operation["id"], "Attribute", field="operations"),
                variant_selection=operation["variant_selection"],
            )
        return {"product_type": product_type}


class ProductTypeMutations:
    product_type_create = ProductTypeCreate.Field()
    product_type_update = ProductTypeUpdate.Field()
    product_attribute_assign = ProductAttributeAssign.Field()
    product_attribute_assignment_update = ProductAttributeAssignmentUpdate.Field()
