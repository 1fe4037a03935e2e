"""Inputs that the `where` and `filter` arguments of several subjects share, and the conditions they stand for."""

import graphene
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import In

from store.engine.schema.scalars import UUID, DateTime, Decimal


class StringFilterInput(graphene.InputObjectType):
    """Define the filtering options for string fields."""

    eq = graphene.String()
    one_of = graphene.List(graphene.NonNull(graphene.String))


class GlobalIDFilterInput(graphene.InputObjectType):
    """Define the filtering options for foreign key fields."""

    eq = graphene.ID()
    one_of = graphene.List(graphene.NonNull(graphene.ID))


class UUIDFilterInput(graphene.InputObjectType):
    """Define the filtering options for fields with a UUID."""

    eq = UUID()
    one_of = graphene.List(graphene.NonNull(UUID))


class IntRangeInput(graphene.InputObjectType):
    """From and to, both included."""

    gte = graphene.Int()
    lte = graphene.Int()


class IntFilterInput(graphene.InputObjectType):
    """Define the filtering options for integer fields."""

    eq = graphene.Int()
    one_of = graphene.List(graphene.NonNull(graphene.Int))
    range = IntRangeInput()


class DecimalRangeInput(graphene.InputObjectType):
    """From and to, both included."""

    gte = Decimal()
    lte = Decimal()


class DecimalFilterInput(graphene.InputObjectType):
    """Define the filtering options for decimal fields."""

    eq = Decimal()
    one_of = graphene.List(graphene.NonNull(Decimal))
    range = DecimalRangeInput()


class DateTimeRangeInput(graphene.InputObjectType):
    """From and to, both included."""

    gte = DateTime()
    lte = DateTime()


class DateTimeFilterInput(graphene.InputObjectType):
    """Define the filtering options for moments."""

    eq = DateTime()
    one_of = graphene.List(graphene.NonNull(DateTime))
    range = DateTimeRangeInput()


class DateRangeInput(graphene.InputObjectType):
    """From and to, both included."""

    gte = graphene.Date()
    lte = graphene.Date()


class MetadataFilter(graphene.InputObjectType):
    """A key, and the value it must have; any value when none is given."""

    key = graphene.String(required=True)
    value = graphene.String()


class MetadataValueFilterInput(graphene.InputObjectType):
    """Define the filtering options for metadata values."""

    eq = graphene.String()
    one_of = graphene.List(graphene.NonNull(graphene.String))


class MetadataFilterInput(graphene.InputObjectType):
    """A key, and what its value must be; any value when nothing is said."""

    key = graphene.String(required=True)
    value = MetadataValueFilterInput()


def matches(field: str, wanted: dict | None) -> Q:
    """Return the condition of an input with `eq`, `one_of` or `range`; one that says nothing finds nothing."""
    if not wanted:
        return Q(pk__in=[])
    if wanted.get("eq") is not None:
        return Q(**{field: wanted["eq"]})
    if wanted.get("one_of"):
        return Q(**{f"{field}__in": wanted["one_of"]})
    return within(field, wanted.get("range"))


def within(field: str, wanted: dict | None) -> Q:
    """Return the condition of an input with `gte` and `lte`."""
    bounds = {
        f"{field}__{bound}": wanted[bound] for bound in ("gte", "lte") if wanted and wanted.get(bound) is not None
    }
    return Q(**bounds) if bounds else Q(pk__in=[])


def has_metadata(wanted: dict, prefix: str = "") -> Q:
    """Return the condition of a metadata filter, of the `where` or of the `filter` kind."""
    field, key, value = f"{prefix}metadata", wanted["key"], wanted.get("value")
    if not value:
        return Q(**{f"{field}__has_key": key})
    if isinstance(value, str):
        values = [value]
    else:
        values = [value["eq"]] if value.get("eq") is not None else value.get("one_of") or []
    # The key stands in the expression and not in a look-up's name, so that it may contain any character.
    return Q(In(KeyTextTransform(key, F(field)), values)) if values else Q(pk__in=[])
