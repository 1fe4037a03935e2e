"""Saleor's scalars."""

import datetime
import decimal
import json
import uuid

import graphene
from django.utils.dateparse import parse_datetime
from graphql import GraphQLError, StringValueNode
from graphql.language import ast


def _decimal(value):
    try:
        number = decimal.Decimal(str(value))
    except decimal.InvalidOperation as error:
        raise GraphQLError(f"Expected a decimal number, got {value!r}.") from error
    if not number.is_finite():
        raise GraphQLError("Expected a finite decimal number.")
    return number


class Decimal(graphene.Scalar):
    """Custom Decimal implementation: a JSON number or a string."""

    @staticmethod
    def serialize(value):
        return float(value)

    parse_value = staticmethod(_decimal)

    @staticmethod
    def parse_literal(node, _variables=None):
        if isinstance(node, (ast.FloatValueNode, ast.IntValueNode)):
            return _decimal(node.value)
        raise GraphQLError("Expected a decimal number.")


class PositiveDecimal(Decimal):
    """Nonnegative Decimal scalar implementation."""

    @staticmethod
    def parse_value(value):
        number = _decimal(value)
        if number < 0:
            raise GraphQLError("Value cannot be lower than 0.")
        return number

    @staticmethod
    def parse_literal(node, _variables=None):
        return PositiveDecimal.parse_value(Decimal.parse_literal(node))


class PositiveInt(graphene.Scalar):
    """A whole number above 0."""

    @staticmethod
    def serialize(value):
        return value

    @staticmethod
    def parse_value(value):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise GraphQLError("Value must be a whole number above 0.")
        return value

    @staticmethod
    def parse_literal(node, _variables=None):
        if isinstance(node, ast.IntValueNode):
            return PositiveInt.parse_value(int(node.value))
        raise GraphQLError("Value must be a whole number above 0.")


class UUID(graphene.UUID):
    """UUID scalar."""

    @staticmethod
    def parse_value(value):
        try:
            return uuid.UUID(str(value))
        except ValueError as error:
            raise GraphQLError(f"Expected a UUID, got {value!r}.") from error


class JSON(graphene.Scalar):
    """Plain JSON."""

    @staticmethod
    def serialize(value):
        return value

    @staticmethod
    def parse_value(value):
        return value

    @staticmethod
    def parse_literal(node, variables=None):
        return graphene.types.generic.GenericScalar.parse_literal(node, variables)


class JSONString(graphene.Scalar):
    """A string that contains JSON."""

    @staticmethod
    def serialize(value):
        return json.dumps(value)

    @staticmethod
    def parse_value(value):
        try:
            return json.loads(value)
        except (TypeError, ValueError) as error:
            raise GraphQLError(f"Badly formed JSONString: {error}") from error

    @staticmethod
    def parse_literal(node, _variables=None):
        if isinstance(node, StringValueNode):
            return JSONString.parse_value(node.value)
        raise GraphQLError("Expected a string that contains JSON.")


class DateTime(graphene.DateTime):
    """A date with time and zone, ISO 8601."""

    @staticmethod
    def parse_value(value):
        moment = parse_datetime(value) if isinstance(value, str) else value
        if not isinstance(moment, datetime.datetime):
            raise GraphQLError(f"Expected an ISO 8601 date and time, got {value!r}.")
        return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)

    @staticmethod
    def parse_literal(node, _variables=None):
        if isinstance(node, StringValueNode):
            return DateTime.parse_value(node.value)
        raise GraphQLError("Expected an ISO 8601 date and time.")


class Date(graphene.Date):
    """A date, ISO 8601."""


class Metadata(graphene.Scalar):
    """A flat map of text to text."""

    @staticmethod
    def serialize(value):
        return value

    @staticmethod
    def parse_value(value):
        if isinstance(value, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items()):
            return value
        raise GraphQLError("Metadata is a map of text to text.")

    @staticmethod
    def parse_literal(node, variables=None):
        return Metadata.parse_value(graphene.types.generic.GenericScalar.parse_literal(node, variables))


class WeightScalar(graphene.Scalar):
    """A weight: a number in the shop's unit, or `{value, unit}`. Parsed to Decimal kilograms."""

    GRAMS = {"KG": 1000, "G": 1, "LB": decimal.Decimal("453.59237"), "OZ": decimal.Decimal("28.349523125")}

    @staticmethod
    def serialize(value):
        return value

    @staticmethod
    def parse_value(value):
        if isinstance(value, dict):
            unit = str(value.get("unit", "KG")).upper()
            if unit not in WeightScalar.GRAMS:
                raise GraphQLError(f"Unsupported weight unit {value.get('unit')!r}.")
            kilograms = _decimal(value.get("value")) * WeightScalar.GRAMS[unit] / 1000
        else:
            kilograms = _decimal(value)
        if kilograms < 0:
            raise GraphQLError("Value cannot be lower than 0.")
        return kilograms

    @staticmethod
    def parse_literal(node, _variables=None):
        return WeightScalar.parse_value(graphene.types.generic.GenericScalar.parse_literal(node))


class Day(graphene.Int):
    """A number of days."""


class Hour(graphene.Int):
    """A number of hours."""


class Minute(graphene.Int):
    """A number of minutes."""


class Upload(graphene.Scalar):
    """A file of a multipart request, or a `store.saleor.upload.Upload` in process."""

    @staticmethod
    def serialize(value):
        return value

    @staticmethod
    def parse_value(value):
        return value

    @staticmethod
    def parse_literal(node, _variables=None):
        raise GraphQLError("A file can only be sent through a variable.")
