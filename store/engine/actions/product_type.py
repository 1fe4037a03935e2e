"""Makes and changes product types, and says which attributes their products and variants have."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from store.engine.actions.checks import fill_slug, save_checked, set_columns
from store.engine.models import Attribute, ProductType, ProductTypeAttribute, VariantTypeAttribute
from store.engine.refusals import Refusal

SELECTING = ("DROPDOWN", "BOOLEAN", "SWATCH", "NUMERIC")  # only these can tell variants apart


@transaction.atomic
def save_product_type(
    *,
    product_type: ProductType,
    columns: dict[str, Any],
    product_attributes: Sequence[Attribute] | None = None,
    variant_attributes: Sequence[Attribute] | None = None,
) -> None:
    """Make or change a product type; lists of attributes replace what it had, None leaves them."""
    set_columns(product_type, columns)
    fill_slug(product_type, name=product_type.name)
    save_checked(product_type)
    for through, attributes, field in (
        (ProductTypeAttribute, product_attributes, "productAttributes"),
        (VariantTypeAttribute, variant_attributes, "variantAttributes"),
    ):
        if attributes is None:
            continue
        _check_kind(attributes, field)
        rows: Any = through
        rows.objects.filter(product_type=product_type).exclude(attribute__in=attributes).delete()
        for place, attribute in enumerate(attributes):
            rows.objects.update_or_create(
                product_type=product_type, attribute=attribute, defaults={"sort_order": place}
            )


@transaction.atomic
def assign_attribute(
    *, product_type: ProductType, attribute: Attribute, to_variants: bool, variant_selection: bool = False
) -> None:
    """Give a type's products or variants one more attribute; one that the type has already is refused."""
    _check_kind([attribute], "operations")
    assigned = (
        product_type.attribute_products.filter(attribute=attribute).exists()
        or product_type.attribute_variants.filter(attribute=attribute).exists()
    )
    if assigned:
        raise Refusal(
            f"{attribute.name} has already been assigned to this product type.",
            code="ATTRIBUTE_ALREADY_ASSIGNED",
            field="operations",
        )
    if not to_variants:
        if variant_selection:
            raise Refusal("Variant selection is only for variant attributes.", code="INVALID", field="operations")
        place = product_type.attribute_products.count()
        ProductTypeAttribute.objects.create(product_type=product_type, attribute=attribute, sort_order=place)
        return
    if variant_selection:
        _check_selecting(attribute)
    VariantTypeAttribute.objects.create(
        product_type=product_type,
        attribute=attribute,
        variant_selection=variant_selection,
        sort_order=product_type.attribute_variants.count(),
    )


def set_variant_selection(*, product_type: ProductType, attribute: Attribute, variant_selection: bool) -> None:
    """Say whether an attribute tells a type's variants apart."""
    if variant_selection:
        _check_selecting(attribute)
    changed = VariantTypeAttribute.objects.filter(product_type=product_type, attribute=attribute).update(
        variant_selection=variant_selection
    )
    if not changed:
        raise Refusal(
            "Given attribute is not assigned to product variants.",
            code="ATTRIBUTE_CANNOT_BE_ASSIGNED",
            field="operations",
        )


def _check_selecting(attribute: Attribute) -> None:
    if attribute.input_type not in SELECTING:
        raise Refusal(
            f"Attribute {attribute.name} cannot be used for variant selection.",
            code="ATTRIBUTE_CANNOT_BE_ASSIGNED",
            field="operations",
        )


def _check_kind(attributes: Sequence[Attribute], field: str) -> None:
    if any(attribute.type != "PRODUCT_TYPE" for attribute in attributes):
        raise Refusal("Only Product attributes can be assigned.", code="INVALID", field=field)
