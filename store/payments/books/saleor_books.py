"""What Saleor's books say of payments: asked by reference or by time, a hundred at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from store.backend import app_client
from store.saleor.client.enums import TransactionEventTypeEnum
from store.saleor.client.fragments import BookedOrder, BookedTransaction, BookedTransactionCreatedByApp

AT_ONCE = 50  # references per question: the answer has room for twice as many


@dataclass(frozen=True)
class Booked:
    """A transaction at Saleor; amounts are minor units."""

    id: str
    reference: str
    at: datetime
    currency: str
    charged: int  # what was reported as charged under its own reference, before anything went back
    refunded: int
    app_id: str
    order: BookedOrder | None


def booked_under(references: Sequence[str]) -> dict[str, list[Booked]]:
    """Return Saleor's transactions by their reference; one question per fifty references."""
    found: dict[str, list[Booked]] = {}
    for start in range(0, len(references), AT_ONCE):
        answer = app_client().transactions_by_reference(references=list(references[start : start + AT_ONCE]))
        for edge in answer.edges if answer else []:
            found.setdefault(edge.node.psp_reference, []).append(_booked(edge.node))
    return found


def own_transactions(*, since: datetime, until: datetime) -> Iterator[list[Booked]]:
    """Return the transactions that the shop itself reported in a period, a page at a time; other apps' are left out."""
    after = None
    while True:
        answer = app_client().transactions_of_period(since=since, until=until, after=after)
        us = answer.app.id if answer.app else ""
        rows = answer.transactions
        if rows is None:
            return
        page = [_booked(edge.node) for edge in rows.edges]
        yield [row for row in page if row.app_id == us and since <= row.at < until]
        if not rows.page_info.has_next_page:
            return
        after = rows.page_info.end_cursor


def orders(*, since: datetime, until: datetime) -> Iterator[list[BookedOrder]]:
    """Return the orders of a period, a page at a time."""
    after = None
    while True:
        answer = app_client().orders_of_period(since=since, until=until, after=after)
        if answer is None:
            return
        yield [edge.node for edge in answer.edges if since <= edge.node.created < until]
        if not answer.page_info.has_next_page:
            return
        after = answer.page_info.end_cursor


def _booked(row: BookedTransaction) -> Booked:
    charges = [
        event.amount.fractional_amount
        for event in row.events
        if event.type_ == TransactionEventTypeEnum.CHARGE_SUCCESS and event.psp_reference == row.psp_reference
    ]
    by = row.created_by
    return Booked(
        id=row.id,
        reference=row.psp_reference,
        at=row.created_at,
        currency=row.charged_amount.currency,
        charged=sum(charges),
        refunded=row.refunded_amount.fractional_amount,
        app_id=by.id if isinstance(by, BookedTransactionCreatedByApp) else "",
        order=row.order,
    )
