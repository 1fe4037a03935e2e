"""Attributes with their choices, and the product types that use them."""

from catalog_seed.plan import Change, Shop, Step, accepted, created, differing
from catalog_seed.shapes import Attribute, ProductType
from store.saleor.client.enums import AttributeInputTypeEnum, AttributeTypeEnum, ProductTypeKindEnum
from store.saleor.client.fragments import SeedAttribute, SeedProductType
from store.saleor.client.input_types import (
    AttributeCreateInput,
    AttributeUpdateInput,
    AttributeValueCreateInput,
    AttributeValueUpdateInput,
    ProductAttributeAssignmentUpdateInput,
    ProductTypeInput,
)

OPTION = Attribute(name="Option", slug="option", kind="choice")  # what the variants of a product differ by
INPUTS = {
    "number": AttributeInputTypeEnum.NUMERIC,
    "text": AttributeInputTypeEnum.PLAIN_TEXT,
    "yes-no": AttributeInputTypeEnum.BOOLEAN,
    "choice": AttributeInputTypeEnum.DROPDOWN,
    "choices": AttributeInputTypeEnum.MULTISELECT,
}


def attributes(shop: Shop) -> list[Step]:
    """Return what to do about attributes and product types."""
    answer = shop.app.seed_attributes()
    found = {edge.node.slug or "": edge.node for edge in (answer.edges if answer else [])}
    for attribute in found.values():
        remember(shop, attribute)
    types = shop.app.seed_product_types()
    kinds = {edge.node.slug: edge.node for edge in (types.edges if types else [])}
    shop.ids |= {("product type", slug): kind.id for slug, kind in kinds.items()}
    options = {variant.option for product in shop.content.products for variant in product.facts.variants}
    wanted = [(OPTION, sorted(options))]
    wanted += [(attribute, list(shop.content.choices_of(attribute).values())) for attribute in shop.content.attributes]
    first = [
        change
        for attribute, choices in wanted
        if (change := _attribute(shop, attribute, choices, found.get(attribute.slug)))
    ]
    second = [change for kind in shop.content.product_types if (change := _type(shop, kind, kinds.get(kind.slug)))]
    return [Step(first), Step(second)]


def remember(shop: Shop, attribute: SeedAttribute) -> None:
    """Note the ids of an attribute and of its choices, by what shoppers read."""
    shop.ids["attribute", attribute.slug or ""] = attribute.id
    for edge in attribute.choices.edges if attribute.choices else []:
        shop.ids["choice", f"{attribute.slug}: {edge.node.name}"] = edge.node.id


def _attribute(shop: Shop, wanted: Attribute, choices: list[str], found: SeedAttribute | None) -> Change | None:
    what = f"attribute {wanted.slug}"

    def create() -> None:
        made = AttributeCreateInput(
            name=wanted.name,
            slug=wanted.slug,
            external_reference=wanted.slug,
            type=AttributeTypeEnum.PRODUCT_TYPE,
            input_type=INPUTS[wanted.kind],
            filterable_in_storefront=wanted.filter,
            visible_in_storefront=True,
        )
        if choices:
            made.values = [AttributeValueCreateInput(name=name) for name in choices]
        answer = accepted(shop.app.attribute_create(made), what)
        created(answer.attribute, what)
        if answer.attribute:
            remember(shop, answer.attribute)

    if found is None:
        return Change("attribute", wanted.slug, create, is_new=True)
    there = [edge.node.name for edge in found.choices.edges] if found.choices else []
    missing = [name for name in choices if name not in there]
    differs = differing(
        {"name": wanted.name, "filter": wanted.filter, "choices": []},
        {"name": found.name, "filter": found.filterable_in_storefront, "choices": missing},
    )

    def update() -> None:
        changed = AttributeUpdateInput(name=wanted.name, filterable_in_storefront=wanted.filter)
        if missing:
            changed.add_values = [AttributeValueUpdateInput(name=name) for name in missing]
        accepted(shop.app.attribute_update(found.id, changed), what)
        answer = shop.app.seed_attributes()
        for edge in answer.edges if answer else []:
            remember(shop, edge.node)

    return Change("attribute", wanted.slug, update, differs=differs) if differs else None


def _type(shop: Shop, wanted: ProductType, found: SeedProductType | None) -> Change | None:
    what = f"product type {wanted.slug}"

    def facts() -> ProductTypeInput:
        return ProductTypeInput(
            name=wanted.name,
            slug=wanted.slug,
            is_shipping_required=wanted.ships,
            product_attributes=[shop.id("attribute", slug) for slug in wanted.attributes],
            variant_attributes=[shop.id("attribute", OPTION.slug)],
            tax_class=shop.id("tax class", wanted.tax_class),
        )

    def select_by_option(type_id: str) -> None:
        operation = ProductAttributeAssignmentUpdateInput(id=shop.id("attribute", OPTION.slug), variant_selection=True)
        accepted(shop.app.product_attribute_assignment_update(type_id, [operation]), what)

    def create() -> None:
        made = facts()
        made.kind = ProductTypeKindEnum.NORMAL
        answer = accepted(shop.app.product_type_create(made), what)
        shop.ids["product type", wanted.slug] = created(answer.product_type, what)
        select_by_option(shop.id("product type", wanted.slug))

    if found is None:
        return Change("product type", wanted.slug, create, is_new=True)
    differs = differing(
        {
            "name": wanted.name,
            "ships": wanted.ships,
            "tax class": shop.content.tax_class_names[wanted.tax_class],
            "attributes": sorted(wanted.attributes),
            "options": [(OPTION.slug, True)],
        },
        {
            "name": found.name,
            "ships": found.is_shipping_required,
            "tax class": found.tax_class and found.tax_class.name,
            "attributes": sorted(attribute.slug or "" for attribute in found.product_attributes or []),
            "options": [(row.attribute.slug, row.variant_selection) for row in found.assigned_variant_attributes or []],
        },
    )

    def update() -> None:
        accepted(shop.app.product_type_update(found.id, facts()), what)
        if "options" in differs:
            select_by_option(found.id)

    return Change("product type", wanted.slug, update, differs=differs) if differs else None
