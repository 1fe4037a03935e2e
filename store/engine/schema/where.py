"""Turns `where` and `filter` inputs into one condition; `AND` and `OR` nest."""

from django.db.models import Q
from graphql import GraphQLError

MAX_DEPTH = 5
NOTHING = Q(pk__in=[])


def narrowing(filter, where, conditions):
    """Return the condition of the one of `filter` and `where` that is given; raise GraphQLError for both, as Saleor.

    In a `filter` a null is as good as nothing said; in a `where` it finds nothing.
    """
    if filter and where:
        raise GraphQLError("Only one filtering argument (filter or where) can be specified.")
    if where:
        return condition_of(where, conditions)
    return condition_of({key: value for key, value in (filter or {}).items() if value is not None}, conditions)


def condition_of(wanted, conditions, depth=0):
    """Return the condition of an input: every key that `conditions` knows must hold, and so must `AND` and `OR`."""
    if depth > MAX_DEPTH:
        raise GraphQLError("The filter is nested too deep.")
    condition = Q()
    for key, value in wanted.items():
        if key == "AND":
            condition &= Q(*(condition_of(part, conditions, depth + 1) for part in value or ()))
        elif key == "OR":
            either = Q()
            for part in value or ():
                either |= condition_of(part, conditions, depth + 1)
            condition &= either
        elif key in conditions:
            condition &= NOTHING if value is None else conditions[key](value)
    return condition
