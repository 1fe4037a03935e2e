"""Gives the catalogue a new version with everything that is written to it, whoever writes: actions, admin, commands.

The version is saved together with the write, so that whoever reads it before reading the catalogue never takes an old
catalogue for the new one. It is a token that never comes back rather than a number, so that a transaction that
was rolled back leaves nothing behind. Every table counts except those on which no visitor's catalogue page depends.

On SQLite only, whose writers queue anyway. On PostgreSQL one row that every sale changes would make sales wait for one
another, or for ever; there the catalogue has no version, and nobody may remember it.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from store.engine.models import (
    Address,
    App,
    AppToken,
    CatalogueVersion,
    Checkout,
    CheckoutDelivery,
    CheckoutLine,
    Fulfillment,
    FulfillmentLine,
    Group,
    Order,
    OrderDiscount,
    OrderEvent,
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    OrderLine,
    OrderLineDiscount,
    OrderNumber,
    TransactionEvent,
    TransactionItem,
    User,
    VoucherCode,
    VoucherCustomer,
)

APART = (
    *(CatalogueVersion, Address, App, AppToken, Group, User),
    *(Checkout, CheckoutDelivery, CheckoutLine, VoucherCode, VoucherCustomer),
    *(Order, OrderDiscount, OrderEvent, OrderGrantedRefund, OrderGrantedRefundLine, OrderLine, OrderLineDiscount),
    *(OrderNumber, Fulfillment, FulfillmentLine, TransactionEvent, TransactionItem),
)
WRITE = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+[\"`]?(\w+)", re.IGNORECASE)
RAISE = (
    "INSERT INTO engine_catalogueversion (id, token) VALUES (1, %s) "
    "ON CONFLICT (id) DO UPDATE SET token = excluded.token"
)

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def catalogue_version() -> UUID | None:
    """Return the token of the catalogue as it is now; None before anything was written, and on PostgreSQL."""
    return CatalogueVersion.objects.filter(pk=1).values_list("token", flat=True).first()


def watch(connection: BaseDatabaseWrapper) -> None:
    """Have everything that this connection executes looked at."""
    if connection.vendor == "sqlite" and raise_version not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, raise_version)  # first: whoever adds another takes the last away again


def raise_version(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement; when it writes to the catalogue, change the version in the same transaction.

    A statement outside any transaction is saved before its version is: for that moment, old answers are still given.
    """
    result = execute(sql, params, many, context)
    found = WRITE.match(sql)
    if found is not None and found[1] in _catalogue_tables():
        _raise(context["connection"])
    return result


def _raise(connection: BaseDatabaseWrapper) -> None:
    token = CatalogueVersion._meta.get_field("token").get_db_prep_value(uuid4(), connection)
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [token])


@cache
def _catalogue_tables() -> frozenset[str]:
    every = {model._meta.db_table for model in apps.get_app_config("engine").get_models(include_auto_created=True)}
    return frozenset(every - {model._meta.db_table for model in APART})
