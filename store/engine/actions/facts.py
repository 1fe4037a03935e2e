"""Gives products, variants and pages the values of their attributes.

Choices are shared by all owners and made when they are new. Texts, numbers, dates and files belong to one owner, whose
value is written over. Booleans and references are shared by all that say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from store.engine.models import (
    AssignedPageValue,
    AssignedProductValue,
    AssignedVariantValue,
    Attribute,
    AttributeValue,
    Page,
    Product,
    ProductVariant,
)
from store.engine.refusals import Refusal

CHOICES = ("DROPDOWN", "MULTISELECT", "SWATCH")
OWN = ("NUMERIC", "PLAIN_TEXT", "RICH_TEXT", "DATE", "DATE_TIME", "FILE")
Owner = Product | ProductVariant | Page


@dataclass(frozen=True)
class Choice:
    """A choice by its key, its external reference, or its name (made when nobody has it yet)."""

    pk: str | None = None
    external_reference: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Fact:
    """What an owner is to have of an attribute; nothing clears it."""

    attribute: Attribute
    choices: tuple[Choice, ...] = ()
    references: tuple[Product | Page, ...] = ()
    boolean: bool | None = None
    numeric: float | None = None
    plain_text: str = ""
    rich_text: Any = None
    date_time: datetime | None = None
    file_url: str = ""
    content_type: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing is given."""
        return not (
            self.choices
            or self.references
            or self.boolean is not None
            or self.numeric is not None
            or self.plain_text
            or self.rich_text is not None
            or self.date_time
            or self.file_url
        )


def give_facts(*, owner: Owner, facts: Iterable[Fact]) -> None:
    """Give an owner these facts, in place of what it had of the same attributes; others stay.

    Raises Refusal INVALID when a choice does not exist.
    """
    model, column = _assignments(owner)
    for fact in facts:
        values = _values(owner, fact)
        had = model.objects.filter(**{column: owner}, value__attribute=fact.attribute)
        gone = AttributeValue.objects.filter(pk__in=had.values("value_id")).exclude(
            pk__in=[value.pk for value in values]
        )
        orphans = list(gone.values_list("pk", flat=True)) if fact.attribute.input_type in OWN else []
        had.exclude(value__in=values).delete()
        AttributeValue.objects.filter(pk__in=orphans).delete()
        for place, value in enumerate(values):
            model.objects.update_or_create(**{column: owner}, value=value, defaults={"sort_order": place})


def _assignments(owner: Owner) -> tuple[Any, str]:
    if isinstance(owner, Product):
        return AssignedProductValue, "product"
    return (AssignedVariantValue, "variant") if isinstance(owner, ProductVariant) else (AssignedPageValue, "page")


def _values(owner: Owner, fact: Fact) -> list[AttributeValue]:
    if fact.is_empty:
        return []
    if fact.choices:
        return list(dict.fromkeys(_choice(fact.attribute, choice) for choice in fact.choices))
    if fact.references:
        return [_reference(owner, fact.attribute, place, row) for place, row in enumerate(fact.references)]
    if fact.boolean is not None:
        slug = f"{fact.attribute.pk}_{str(fact.boolean).lower()}"
        name = f"{fact.attribute.name}: {'Yes' if fact.boolean else 'No'}"
        value, _ = AttributeValue.objects.get_or_create(
            attribute=fact.attribute, slug=slug, defaults={"name": name[:250], "boolean": fact.boolean}
        )
        return [value]
    return [_own(owner, fact)]


def _own(owner: Owner, fact: Fact) -> AttributeValue:
    text = fact.plain_text or (fact.date_time.isoformat() if fact.date_time else fact.file_url.rpartition("/")[2])
    name = text or (f"{fact.numeric:g}" if fact.numeric is not None else "")
    columns = {
        "name": name[:250],
        "numeric": fact.numeric,
        "plain_text": fact.plain_text,
        "rich_text": fact.rich_text,
        "date_time": fact.date_time,
        "file_url": fact.file_url,
        "content_type": fact.content_type,
    }
    value, _ = AttributeValue.objects.update_or_create(
        attribute=fact.attribute,
        slug=f"{type(owner).__name__.lower()}-{owner.pk}_{fact.attribute.pk}",
        defaults=columns,
    )
    return value


def _reference(owner: Owner, attribute: Attribute, place: int, row: Product | Page) -> AttributeValue:
    column, name = ("reference_product", row.name) if isinstance(row, Product) else ("reference_page", row.title)
    value, _ = AttributeValue.objects.get_or_create(
        attribute=attribute,
        slug=f"{type(owner).__name__.lower()}-{owner.pk}_{row.pk}",
        defaults={"name": name, column: row, "sort_order": place},
    )
    return value


def _choice(attribute: Attribute, choice: Choice) -> AttributeValue:
    values = AttributeValue.objects.filter(attribute=attribute)
    if choice.pk is not None:
        found = values.filter(pk=choice.pk).first() if choice.pk.isdecimal() else None
        return found or _no_such_choice("id")
    if choice.external_reference is not None:
        found = values.filter(external_reference=choice.external_reference).first()
        if found is not None or choice.name is None:
            return found or _no_such_choice("externalReference")
    name = (choice.name or "").strip()
    found = values.filter(slug=name).first() or values.filter(name__iexact=name).first()
    return found or new_choice(attribute=attribute, name=name, external_reference=choice.external_reference)


def new_choice(
    *, attribute: Attribute, name: str, external_reference: str | None = None, place: int | None = None
) -> AttributeValue:
    """Add a choice to an attribute, behind the others unless `place` says where."""
    wanted = slugify(name, allow_unicode=True) or "-"
    taken = set(attribute.values.values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return AttributeValue.objects.create(
        attribute=attribute,
        name=name[:250],
        slug=slug,
        external_reference=external_reference,
        sort_order=len(taken) if place is None else place,
    )


def _no_such_choice(key: str) -> AttributeValue:
    raise Refusal(f"Attribute value with given {key} can't be found", code="INVALID", field="attributes")
