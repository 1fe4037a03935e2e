"""Makes and changes attributes and their choices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from store.engine.actions.checks import fill_slug, save_checked, set_columns
from store.engine.actions.facts import CHOICES, new_choice
from store.engine.models import Attribute, AttributeValue
from store.engine.refusals import Refusal

REFERENCES = ("REFERENCE", "SINGLE_REFERENCE")


@transaction.atomic
def create_attribute(*, columns: dict[str, Any], values: Sequence[dict[str, Any]] = ()) -> Attribute:
    """Make an attribute with its choices, in this order. Raises Refusal or Refusals."""
    attribute = Attribute()
    set_columns(attribute, columns)
    if attribute.input_type in REFERENCES and not attribute.entity_type:
        raise Refusal("Entity type is required when REFERENCE input type is used.", code="REQUIRED", field="entityType")
    fill_slug(attribute, name=attribute.name)
    save_checked(attribute)
    add_values(attribute=attribute, values=values)
    return attribute


@transaction.atomic
def update_attribute(
    *,
    attribute: Attribute,
    columns: dict[str, Any],
    add: Sequence[dict[str, Any]] = (),
    remove: Iterable[AttributeValue] = (),
) -> None:
    """Change an attribute, take choices away and add others."""
    set_columns(attribute, columns)
    fill_slug(attribute, name=attribute.name)
    save_checked(attribute)
    for value in remove:
        if value.attribute_id != attribute.pk:
            raise Refusal(f"Value {value} does not belong to this attribute.", code="INVALID", field="removeValues")
        value.delete()
    add_values(attribute=attribute, values=add, field="addValues")


def add_values(*, attribute: Attribute, values: Sequence[dict[str, Any]], field: str = "values") -> None:
    """Add choices (`name`, `external_reference`) to an attribute that has choices; their names must be new."""
    if values and attribute.input_type not in CHOICES:
        raise Refusal(f"Values cannot be used with input type {attribute.input_type}.", code="INVALID", field=field)
    taken = {name.strip().lower() for name in attribute.values.values_list("name", flat=True)}
    named: set[str] = set()
    for value in values:
        name = (value.get("name") or "").strip()
        if not name:
            raise Refusal("The name field is required.", code="REQUIRED", field=field)
        if name.lower() in taken:
            raise Refusal(f"Value {name} already exists within this attribute.", code="ALREADY_EXISTS", field=field)
        if name.lower() in named:
            raise Refusal("Provided values are not unique.", code="UNIQUE", field=field)
        named.add(name.lower())
        made = add_value(
            attribute=attribute, name=name, external_reference=value.get("external_reference"), field=field
        )
        paint(value=made, facts=value, field=field)


def add_value(
    *, attribute: Attribute, name: str, external_reference: str | None = None, field: str = "externalReference"
) -> AttributeValue:
    """Add one choice; raises Refusal UNIQUE where its external reference is taken."""
    if external_reference and AttributeValue.objects.filter(external_reference=external_reference).exists():
        raise Refusal("Attribute value with this external reference already exists.", code="UNIQUE", field=field)
    return new_choice(attribute=attribute, name=name, external_reference=external_reference)


def paint(*, value: AttributeValue, facts: Mapping[str, Any], field: str) -> None:
    """Give a swatch its colour (`value`, such as `#fff`) or its picture; raises Refusal INVALID for other kinds."""
    columns = {name: facts[name] for name in ("value", "file_url", "content_type") if facts.get(name)}
    if not columns:
        return
    if value.attribute.input_type != "SWATCH":
        raise Refusal(
            "Cannot define value, file and contentType fields for not swatch attribute.", code="INVALID", field=field
        )
    if "value" in columns and "file_url" in columns:
        raise Refusal("Cannot specify both value and file for swatch attribute.", code="INVALID", field=field)
    set_columns(value, columns)
    save_checked(value)
