"""Gives the catalogue a new version with everything that is written to it, whoever writes: actions, admin, commands.

Whoever reads the version before reading the catalogue never takes an old catalogue for the new one. It is a token that
never comes back rather than a number. Every table counts except those on which no visitor's catalogue page depends.

On SQLite, whose writers queue anyway, it is saved together with the write. On PostgreSQL one row that every sale
changes in its transaction would make sales wait for one another, or for ever; there it is saved just after the write
was, by itself. For that moment old answers are still given; a process that dies in it leaves them until they are too
old to be kept.
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
    """Return the token of the catalogue as it is now; None before anything was written."""
    return CatalogueVersion.objects.filter(pk=1).values_list("token", flat=True).first()


def watch(connection: BaseDatabaseWrapper) -> None:
    """Have everything that this connection executes looked at."""
    if raise_version not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, raise_version)  # first: whoever adds another takes the last away again


def raise_version(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement; when it writes to the catalogue, change the version with it, or right after it is saved."""
    result = execute(sql, params, many, context)
    found = WRITE.match(sql)
    if found is None or found[1] not in _catalogue_tables():
        return result
    connection: BaseDatabaseWrapper = context["connection"]
    if connection.vendor == "sqlite":
        _raise(connection)
    elif not any(isinstance(waiting[1], _RaiseAfterwards) for waiting in connection.run_on_commit):
        connection.on_commit(_RaiseAfterwards(connection), robust=True)
    return result


class _RaiseAfterwards:
    """Changes the version once a transaction is saved; one for all that was written in it."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def __call__(self) -> None:
        _raise(self._connection)


def _raise(connection: BaseDatabaseWrapper) -> None:
    token = CatalogueVersion._meta.get_field("token").get_db_prep_value(uuid4(), connection)
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [token])


@cache
def _catalogue_tables() -> frozenset[str]:
    every = {model._meta.db_table for model in apps.get_app_config("engine").get_models(include_auto_created=True)}
    return frozenset(every - {model._meta.db_table for model in APART})
