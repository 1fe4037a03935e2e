"""The older inputs that take a day where the newer ones take a moment: midnight in UTC is meant."""

import datetime

from django.utils.dateparse import parse_date

from store.engine.refusals import Refusal

NEWER = {"publication_date": "published_at", "available_for_purchase_date": "available_for_purchase_at"}
WRITTEN = {
    "publication_date": "publicationDate",
    "published_at": "publishedAt",
    "available_for_purchase_date": "availableForPurchaseDate",
    "available_for_purchase_at": "availableForPurchaseAt",
}


def with_moments(input, **facts):
    """Return an input with moments instead of days; raises Refusal INVALID (with these `facts`) where it has both."""
    read = {name: value for name, value in input.items() if name not in NEWER}
    for older in NEWER.keys() & input.keys():
        newer = NEWER[older]
        if newer in input:
            message = f"Only one of argument: {WRITTEN[older]} or {WRITTEN[newer]} must be specified."
            raise Refusal(message, code="INVALID", field=WRITTEN[older], **facts)
        read[newer] = _midnight(input[older], WRITTEN[older], facts)
    return read


def _midnight(day, field, facts):
    if isinstance(day, str):
        try:
            day = parse_date(day[:10])
        except ValueError:
            day = None
        if day is None:
            raise Refusal("This is not a date of ISO 8601.", code="INVALID", field=field, **facts)
    return day and datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
