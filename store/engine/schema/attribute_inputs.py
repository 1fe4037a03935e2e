"""Narrowing products and variants by their attributes, in the new form (`value`) and the old ones (`values`, …)."""

import datetime

import graphene
from django.db.models import Exists, OuterRef, Q

from store.engine.models import AssignedProductValue, AssignedVariantValue
from store.engine.schema.filter_inputs import (
    DateRangeInput,
    DateTimeRangeInput,
    DecimalFilterInput,
    IntRangeInput,
    StringFilterInput,
    matches,
    within,
)
from store.engine.schema.where import NOTHING


class ContainsFilterInput(graphene.InputObjectType):
    contains_any = graphene.List(graphene.NonNull(graphene.String))
    contains_all = graphene.List(graphene.NonNull(graphene.String))


class AssignedAttributeReferenceInput(graphene.InputObjectType):
    page_slugs = ContainsFilterInput()
    product_slugs = ContainsFilterInput()


class AssignedAttributeValueInput(graphene.InputObjectType):
    slug = StringFilterInput()
    name = StringFilterInput()
    numeric = DecimalFilterInput()
    date = graphene.InputField(DateRangeInput)
    date_time = DateTimeRangeInput()
    boolean = graphene.Boolean()
    reference = AssignedAttributeReferenceInput()


class AssignedAttributeWhereInput(graphene.InputObjectType):
    slug = graphene.String()
    value = AssignedAttributeValueInput()


class AttributeInput(graphene.InputObjectType):
    slug = graphene.String()
    value = AssignedAttributeValueInput()
    values = graphene.List(graphene.NonNull(graphene.String))
    values_range = IntRangeInput()
    date_time = DateTimeRangeInput()
    date = graphene.InputField(DateRangeInput)
    boolean = graphene.Boolean()


REFERENCES = {"page_slugs": "value__reference_page__slug", "product_slugs": "value__reference_product__slug"}


def product_has(wanted):
    """Return the condition that a product has an attribute (with a value): the older forms look at variants too."""
    of_product = AssignedProductValue.objects.filter(product=OuterRef("pk"))
    older = _older_condition(wanted)
    if older is None:
        return _has(of_product, wanted)
    of_variants = AssignedVariantValue.objects.filter(variant__product=OuterRef("pk"))
    named = Q(value__attribute__slug=wanted.get("slug"))
    return Exists(of_product.filter(named & older)) | Exists(of_variants.filter(named & older))


def variant_has(wanted):
    """Return the condition that a variant has an attribute (with a value)."""
    return _has(AssignedVariantValue.objects.filter(variant=OuterRef("pk")), wanted)


def _has(rows, wanted):
    if wanted.get("slug"):
        rows = rows.filter(value__attribute__slug=wanted["slug"])
    value = wanted.get("value")
    if not value:
        return Exists(rows)
    reference = value.get("reference")
    if reference:
        return _refers(rows, reference)
    return Exists(rows.filter(_value_condition(value)))


def _refers(rows, reference):
    condition = Q()
    for kind, column in REFERENCES.items():
        wanted = reference.get(kind)
        if not wanted:
            continue
        if wanted.get("contains_any"):
            condition &= Exists(rows.filter(**{f"{column}__in": wanted["contains_any"]}))
        for slug in wanted.get("contains_all") or ():
            condition &= Exists(rows.filter(**{column: slug}))
    return condition or NOTHING


def _value_condition(value):
    if "boolean" in value:
        return Q(value__boolean=value["boolean"])
    if "date" in value:
        return within("value__date_time", whole_days(value["date"]))
    if "date_time" in value:
        return within("value__date_time", value["date_time"])
    for name in ("slug", "name", "numeric"):
        if name in value:
            return matches(f"value__{name}", value[name])
    return Q()


def _older_condition(wanted):
    if wanted.get("values"):
        return Q(value__slug__in=wanted["values"])
    if wanted.get("values_range"):
        return within("value__numeric", wanted["values_range"])
    if wanted.get("boolean") is not None:
        return Q(value__boolean=wanted["boolean"])
    if wanted.get("date"):
        return within("value__date_time", whole_days(wanted["date"]))
    return within("value__date_time", wanted["date_time"]) if wanted.get("date_time") else None


def whole_days(days):
    """Return a range of dates as moments, from the first day's start to the last day's end (UTC)."""
    ends = {"gte": datetime.time.min, "lte": datetime.time.max}
    return {
        end: datetime.datetime.combine(day, ends[end], tzinfo=datetime.UTC) for end, day in (days or {}).items() if day
    }
