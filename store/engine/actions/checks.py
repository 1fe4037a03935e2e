"""What every row must pass before it is saved: the model's own rules, told as refusals; and free slugs."""

import re
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.text import slugify

from store.engine.refusals import Refusal, Refusals

CODES = {
    "blank": "REQUIRED",
    "null": "REQUIRED",
    "required": "REQUIRED",
    "unique": "UNIQUE",
    "unique_together": "UNIQUE",
}


def save_checked(row: Model) -> None:
    """Save a row that passes its model's rules.

    Raises Refusal or Refusals: REQUIRED for what is blank, UNIQUE for what is taken, INVALID for the rest.
    """
    try:
        row.full_clean()
    except ValidationError as error:
        raise refusals_of(error) from None
    row.save()


def refusals_of(error: ValidationError) -> Refusal | Refusals:
    """Return Django's complaint about fields as refusals with Saleor's codes."""
    refusals = [
        Refusal(
            " ".join(fault.messages),
            code=CODES.get(fault.code or "", "INVALID"),
            field=None if name == NON_FIELD_ERRORS else camel(name),
        )
        for name, faults in error.error_dict.items()
        for fault in faults
    ]
    return refusals[0] if len(refusals) == 1 else Refusals(refusals)


def camel(name: str) -> str:
    """Return a column's name as the API writes it: `default_country` as `defaultCountry`."""
    return re.sub(r"_(\w)", lambda match: match.group(1).upper(), name)


def fill_slug(row: Any, *, name: str) -> None:
    """Give a row without a slug one made of its name, with a number where others have it already.

    Raises Refusal with code REQUIRED when the slug was emptied on purpose.
    """
    if row.slug == "" and row.pk is not None and not row._state.adding:
        raise Refusal("Slug value cannot be blank.", code="REQUIRED", field="slug")
    if not row.slug:
        row.slug = free_slug(type(row), name)


def free_slug(model: Any, text: str) -> str:
    """Return a slug of a text that no row of the model has: `tools`, else `tools-2`, `tools-3`."""
    wanted = slugify(text, allow_unicode=True) or "-"
    taken = set(model.objects.filter(slug__istartswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def set_columns(row: Model, columns: dict[str, Any]) -> None:
    """Write values into a row's columns without saving it."""
    for name, value in columns.items():
        setattr(row, name, value)
