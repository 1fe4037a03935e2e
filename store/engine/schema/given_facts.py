"""Reads the attribute values that a mutation is given, against the attributes that the owner's type has."""

import datetime
import math

import graphene
from graphql import GraphQLError

from store.engine.actions.facts import CHOICES, Choice, Fact
from store.engine.actions.rich_text import clean_rich_text
from store.engine.models import Page, Product
from store.engine.refusals import Refusal, Refusals
from store.engine.schema.guard import list_of
from store.engine.schema.ids import find, from_global_id, to_global_id
from store.engine.schema.scalars import Date, DateTime, JSONString

MAX_REFERENCES = 100


class AttributeValueSelectableTypeInput(graphene.InputObjectType):
    id = graphene.ID()
    external_reference = graphene.String()
    value = graphene.String()


class GivenValue(graphene.InputObjectType):
    class Meta:
        abstract = True

    id = graphene.ID()
    external_reference = graphene.String()
    values = list_of(graphene.String)
    dropdown = AttributeValueSelectableTypeInput()
    swatch = AttributeValueSelectableTypeInput()
    multiselect = list_of(AttributeValueSelectableTypeInput)
    numeric = graphene.String()
    file = graphene.String()
    content_type = graphene.String()
    reference = graphene.ID()
    references = list_of(graphene.ID)
    rich_text = JSONString()
    plain_text = graphene.String()
    boolean = graphene.Boolean()
    date = graphene.InputField(Date)
    date_time = DateTime()


class AttributeValueInput(GivenValue):
    pass


class BulkAttributeValueInput(GivenValue):
    pass


def read_facts(inputs, attributes, *, creation, unknown="NOT_FOUND"):
    """Return the facts that inputs stand for; `attributes` are those of the type.

    Raises Refusals on `attributes`: `unknown` for an attribute that the type has not, REQUIRED for a missing value,
    INVALID for one of the wrong kind.
    """
    by_id = {to_global_id("Attribute", row.pk): row for row in attributes}
    by_reference = {row.external_reference: row for row in attributes if row.external_reference}
    facts, refusals, missing = [], [], []
    for given in inputs or ():
        key, reference = given.get("id"), given.get("external_reference")
        if bool(key) == bool(reference):
            refusals.append(_refusal("Give either 'id' or 'externalReference' of an attribute.", "REQUIRED"))
            continue
        attribute = by_id.get(key) if key else by_reference.get(reference)
        if attribute is None:
            missing.append(f"ID: {key}" if key else f"ExtRef: {reference}")
            continue
        try:
            fact = _fact(attribute, given)
        except Refusal as refusal:
            refusals.append(_refusal(refusal.message, refusal.code, attribute))
            continue
        if fact.is_empty and attribute.value_required:
            refusals.append(_refusal("Attribute expects a value but none were given.", "REQUIRED", attribute))
        facts.append(fact)
    if missing:
        refusals.append(_refusal(f"Could not resolve attributes: {', '.join(missing)}.", unknown))
    if creation and not refusals:
        given_ids = {fact.attribute.pk for fact in facts}
        lacking = [row for row in attributes if row.value_required and row.pk not in given_ids]
        if lacking:
            refusals.append(
                _refusal("All attributes flagged as having a value required must be supplied.", "REQUIRED", *lacking)
            )
    if refusals:
        raise Refusals(refusals)
    return facts


def _refusal(message, code, *attributes):
    return Refusal(
        message,
        code=code,
        field="attributes",
        attributes=[to_global_id("Attribute", attribute.pk) for attribute in attributes] or None,
    )


def _fact(attribute, given):
    kind = attribute.input_type
    read = {
        "BOOLEAN": lambda: {"boolean": given.get("boolean")},
        "NUMERIC": lambda: {"numeric": _number(given)},
        "PLAIN_TEXT": lambda: {"plain_text": given.get("plain_text") or ""},
        "RICH_TEXT": lambda: {"rich_text": clean_rich_text(given.get("rich_text"))},
        "DATE": lambda: {"date_time": _midnight(given.get("date"))},
        "DATE_TIME": lambda: {"date_time": given.get("date_time")},
        "FILE": lambda: {"file_url": given.get("file") or "", "content_type": given.get("content_type") or ""},
        "REFERENCE": lambda: {"references": _references(attribute, given.get("references") or [])},
        "SINGLE_REFERENCE": lambda: {
            "references": _references(attribute, [given["reference"]] if given.get("reference") else [])
        },
    }
    if kind in CHOICES:
        return Fact(attribute, choices=_choices(attribute, given))
    return Fact(attribute, **read[kind]())


def _choices(attribute, given):
    if attribute.input_type == "MULTISELECT":
        chosen = given.get("multiselect") or []
    else:
        key = attribute.input_type.lower()
        chosen = [given[key]] if given.get(key) else []
    choices = [_choice(item) for item in chosen] or [Choice(name=_name(value)) for value in given.get("values") or ()]
    if attribute.input_type != "MULTISELECT" and len(choices) > 1:
        raise Refusal("Attribute must take only one value.", code="INVALID")
    if len(set(choices)) < len(choices):
        raise Refusal("Duplicated values are provided.", code="DUPLICATED_INPUT_ITEM")
    return tuple(choices)


def _choice(item):
    if item.get("id"):
        if item.get("external_reference") or item.get("value"):
            raise Refusal("Attribute values cannot be assigned by id and another key.", code="INVALID")
        try:
            return Choice(pk=from_global_id(item["id"], "AttributeValue"))
        except GraphQLError as error:
            raise Refusal(error.message, code="INVALID") from None
    name = item.get("value")
    if not item.get("external_reference") and name is None:
        raise Refusal("Attribute expects a value but none were given.", code="REQUIRED")
    return Choice(external_reference=item.get("external_reference"), name=None if name is None else _name(name))


def _name(value):
    if not value.strip():
        raise Refusal("Attribute values cannot be blank.", code="REQUIRED")
    if len(value) > 250:
        raise Refusal("Attribute value length is exceeded.", code="INVALID")
    return value


def _number(given):
    text = given.get("numeric") or next(iter(given.get("values") or ()), None)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refusal("Numeric value is required.", code="INVALID")
    return number


def _midnight(day):
    return day and datetime.datetime.combine(day, datetime.time.min, tzinfo=datetime.UTC)


def _references(attribute, global_ids):
    if len(global_ids) > MAX_REFERENCES:
        raise Refusal(f"At most {MAX_REFERENCES} references are allowed.", code="INVALID")
    model, type_name = (Page, "Page") if attribute.entity_type == "PAGE" else (Product, "Product")
    rows = []
    for global_id in global_ids:
        try:
            row = find(model.objects, global_id, type_name)
        except GraphQLError as error:
            raise Refusal(error.message, code="GRAPHQL_ERROR") from None
        if row is None:
            raise Refusal("Invalid reference type.", code="INVALID")
        rows.append(row)
    return tuple(rows)
