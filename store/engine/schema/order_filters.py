"""Narrowing and sorting lists of orders and drafts."""

import uuid

from django.db.models import Count, F, Q

from store.engine.actions.search_document import words_in
from store.engine.models import Order as OrderModel
from store.engine.models import OrderEvent as OrderEventModel
from store.engine.models import OrderLine as OrderLineModel
from store.engine.models import TransactionItem as TransactionItemModel
from store.engine.schema.filter_inputs import (
    has_metadata,
    matches,
    within,
)
from store.engine.schema.ids import from_global_id

SORT_KEYS = {
    "NUMBER": ["number"],
    "RANK": ["number"],
    "CREATION_DATE": ["created_at", "status"],
    "CREATED_AT": ["created_at", "status"],
    "LAST_MODIFIED_AT": ["updated_at", "status"],
    "CUSTOMER": ["sort_last_name", "sort_first_name", "number"],
    "STATUS": ["status", "number"],
}


def _keys(ids, type_name):
    keys = [from_global_id(key, type_name) for key in ids or ()]
    return [key for key in keys if _is_key(key)]


def _is_key(key):
    if key.isdecimal():
        return True
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True


def _by_id(field, type_name):
    def condition(wanted):
        keys = {
            "eq": [wanted["eq"]] if wanted.get("eq") is not None else None,
            "one_of": wanted.get("one_of"),
        }
        return Q(**{f"{field}__in": _keys(keys["eq"] or keys["one_of"], type_name)})

    return condition


def _by_value(field):
    return lambda wanted: matches(field, wanted)


def _by_range(field):
    return lambda wanted: within(field, wanted)


def _by_price(field):
    def condition(wanted):
        found = matches(field, wanted["amount"])
        return found & Q(currency=wanted["currency"]) if wanted.get("currency") else found

    return condition


def _by_address(field):
    def condition(wanted):
        found = Q(**{f"{field}__isnull": False})
        if wanted.get("phone_number"):
            found &= matches(f"{field}__phone", wanted["phone_number"])
        country = wanted.get("country") or {}
        if country.get("not_one_of"):
            found &= ~Q(**{f"{field}__country__in": country["not_one_of"]})
        elif country:
            found &= matches(f"{field}__country", country)
        return found

    return condition


def _by_rows(model, condition_of_one):
    """Return a condition that an order meets when for every entry it has a row that meets it."""

    def condition(entries):
        found = Q()
        for entry in entries:
            found &= Q(pk__in=model.objects.filter(condition_of_one(entry)).values("order"))
        return found

    return condition


def _event(wanted):
    found = Q()
    if "type" in wanted:
        found &= matches("type", wanted["type"])
    if "date_" in wanted or "date" in wanted:
        found &= within("date", wanted.get("date_") or wanted.get("date"))
    return found


def _transaction(wanted):
    found = Q(order__isnull=False)
    if "psp_reference" in wanted:
        found &= matches("psp_reference", wanted["psp_reference"])
    if "metadata" in wanted:
        found &= has_metadata(wanted["metadata"])
    return found


def _lines_count(wanted):
    counted = OrderModel.objects.annotate(count_of_lines=Count("lines")).filter(matches("count_of_lines", wanted))
    return Q(pk__in=counted.order_by().values("pk"))


def _product_type(wanted):
    lines = OrderLineModel.objects.filter(_by_id("variant__product__product_type", "ProductType")(wanted))
    return Q(pk__in=lines.values("order"))


def _has_fulfillments(wanted):
    found = Q(pk__in=OrderModel.objects.filter(fulfillments__isnull=False).order_by().values("pk"))
    return found if wanted else ~found


WHERE = {
    "metadata": has_metadata,
    "ids": lambda ids: Q(pk__in=_keys(ids, "Order")),
    "number": _by_value("number"),
    "channel_id": _by_id("channel", "Channel"),
    "created_at": _by_range("created_at"),
    "updated_at": _by_range("updated_at"),
    "user": _by_id("user", "User"),
    "user_email": _by_value("user_email"),
    "authorize_status": _by_value("authorize_status"),
    "charge_status": _by_value("charge_status"),
    "status": _by_value("status"),
    "checkout_token": _by_value("checkout_token"),
    "checkout_id": _by_id("checkout_token", "Checkout"),
    "voucher_code": _by_value("voucher_code"),
    "has_fulfillments": _has_fulfillments,
    "lines": _by_rows(OrderLineModel, lambda entry: has_metadata(entry["metadata"]) if entry.get("metadata") else Q()),
    "lines_count": _lines_count,
    "transactions": _by_rows(TransactionItemModel, _transaction),
    "total_gross": _by_price("total_gross_amount"),
    "total_net": _by_price("total_net_amount"),
    "product_type_id": _product_type,
    "events": _by_rows(OrderEventModel, _event),
    "billing_address": _by_address("billing_address"),
    "shipping_address": _by_address("shipping_address"),
}


def _statuses(values):
    found = Q(status__in=values)
    if "READY_TO_FULFILL" in values:
        paid = Q(total_gross_amount__lte=F("total_charged_amount"))
        found |= Q(status__in=("UNFULFILLED", "PARTIALLY_FULFILLED")) & paid
    return found


def _customer(text):
    if "@" in text:
        return Q(user_email__iexact=text) | Q(user__email__iexact=text)
    found = Q()
    for word in text.split():
        found &= Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | _email(word)
    return found


def _email(word):
    return Q(user_email__icontains=word) | Q(user__email__icontains=word)


def _all_metadata(entries):
    found = Q()
    for entry in entries:
        found &= has_metadata(entry)
    return found


def found_by(text):
    """Return the condition of a search: each word begins a word of the order, its customer, lines or payments."""
    found = Q()
    for word in text.split():
        lines = OrderLineModel.objects.filter(
            Q(product_name__icontains=word) | Q(variant_name__icontains=word) | Q(product_sku__istartswith=word)
        )
        payments = TransactionItemModel.objects.filter(psp_reference__istartswith=word, order__isnull=False)
        one = _email(word) | Q(external_reference__istartswith=word) | Q(customer_note__icontains=word)
        one |= Q(pk__in=lines.values("order")) | Q(pk__in=payments.values("order"))
        if (number := word.lstrip("#")).isdecimal() and len(number) < 10:
            one |= Q(number=int(number))
        for owner in ("user", "billing_address", "shipping_address"):
            one |= Q(**{f"{owner}__first_name__istartswith": word}) | Q(**{f"{owner}__last_name__istartswith": word})
        for address in ("billing_address", "shipping_address"):
            for column in ("phone", "city", "postal_code", "company_name"):
                one |= Q(**{f"{address}__{column}__istartswith": word})
            one |= Q(**{f"{address}__street_address_1__icontains": word})
        found &= one
    return found if words_in(text) else Q()


FILTER = {
    "status": _statuses,
    "customer": _customer,
    "created": lambda wanted: within("created_at__date", wanted),
    "search": found_by,
    "metadata": _all_metadata,
    "channels": lambda ids: Q(channel__in=_keys(ids, "Channel")),
    "authorize_status": lambda values: Q(authorize_status__in=values),
    "charge_status": lambda values: Q(charge_status__in=values),
    "updated_at": _by_range("updated_at"),
    "ids": lambda ids: Q(pk__in=_keys(ids, "Order")),
    "checkout_tokens": lambda tokens: Q(checkout_token__in=tokens),
    "checkout_ids": lambda ids: Q(checkout_token__in=_keys(ids, "Checkout")),
    "numbers": lambda numbers: Q(number__in=[int(number) for number in numbers if number.isdecimal()]),
}
