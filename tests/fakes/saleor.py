"""A Saleor that knows baskets, orders and transactions, and can be told to refuse, to fall silent or to be slow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from store.saleor.errors import SaleorUnreachable

OUR_APP = "QXBwOjE="


@dataclass
class Thing:
    """A basket, or an order."""

    id: str
    total: int  # minor units
    currency: str = "USD"
    channel: str = "us"
    email: str = "ada@example.com"
    stock: int = 100
    quantity: int = 1
    number: str = ""
    status: str = "UNFULFILLED"
    order_id: str = ""  # of a basket that became an order


@dataclass
class Transaction:
    """What was reported for one payment."""

    id: str
    subject: str
    reference: str
    events: list[tuple[str, str, int]] = field(default_factory=list)
    app: str = OUR_APP
    actions: list[str] = field(default_factory=list)

    @property
    def charged(self) -> int:
        return self._sum("CHARGE_SUCCESS") - self._sum("CHARGE_BACK") - self.refunded - self.pending

    @property
    def refunded(self) -> int:
        """What went back: a failure that was reported later undoes a success."""
        failed = {reference for kind, reference, _ in self.events if kind == "REFUND_FAILURE"}
        done = (event for event in self.events if event[0] == "REFUND_SUCCESS" and event[1] not in failed)
        return sum(amount for _, _, amount in done)

    @property
    def pending(self) -> int:
        over = {reference for kind, reference, _ in self.events if kind in ("REFUND_SUCCESS", "REFUND_FAILURE")}
        asked = (event for event in self.events if event[0] == "REFUND_REQUEST" and event[1] not in over)
        return sum(amount for _, _, amount in asked)

    def _sum(self, wanted: str) -> int:
        return sum(amount for kind, _, amount in self.events if kind == wanted)


@dataclass
class Grant:
    """A refund that was granted on an order."""

    id: str
    order: str
    amount: int
    reason: str
    lines: list[tuple[str, int]]
    for_shipping: bool = False


class FakeSaleor:
    """A transport. `watch` is called before and after each operation, and may raise."""

    def __init__(self, watch: Callable[[str], None] = lambda _: None) -> None:
        self.watch = watch
        self.silent = False
        self.baskets: dict[str, Thing] = {}
        self.orders: dict[str, Thing] = {}
        self.transactions: dict[str, Transaction] = {}
        self.grants: dict[str, Grant] = {}
        self.notes: list[tuple[str, str]] = []  # order, words
        self.asked: list[str] = []

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        if self.silent:
            raise SaleorUnreachable(operation_name)
        self.asked.append(operation_name)
        self.watch(f"before {operation_name}")
        answer = getattr(self, operation_name)(**variables)
        self.watch(f"after {operation_name}")
        return {"data": answer}

    def charged(self, subject: str) -> int:
        """What has been charged for a basket or an order, in minor units."""
        return sum(row.charged for row in self._of(subject))

    def _of(self, subject: str) -> list[Transaction]:
        return [row for row in self.transactions.values() if row.subject == subject]

    def CheckoutToPay(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        basket = self.baskets.get(id)
        if basket is None or basket.order_id:
            return {"checkout": None}
        return {
            "checkout": {
                "id": id,
                "email": basket.email,
                "channel": {"slug": basket.channel},
                "lines": [
                    {
                        "id": "line",
                        "quantity": basket.quantity,
                        "variant": {"id": "variant", "name": "Large", "product": {"name": "Chart"}},
                        "totalPrice": {"gross": money(basket.total, basket.currency)},
                    }
                ],
                "shippingPrice": {"gross": money(0, basket.currency)},
                "totalPrice": {"gross": money(basket.total, basket.currency)},
            }
        }

    def CheckoutComplete(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        basket = self.baskets.get(id)
        if basket is None:
            return _refused("checkoutComplete", "NOT_FOUND")
        if not basket.order_id:
            if self.charged(id) < basket.total:
                return _refused("checkoutComplete", "CHECKOUT_NOT_FULLY_PAID")
            if basket.stock < basket.quantity:
                return _refused("checkoutComplete", "INSUFFICIENT_STOCK")
            order = Thing(
                id=f"order-of-{id}",
                total=basket.total,
                currency=basket.currency,
                channel=basket.channel,
                email=basket.email,
                number=str(len(self.orders) + 1),
            )
            self.orders[order.id], basket.order_id = order, order.id
            for row in self.transactions.values():
                if row.subject == id:
                    row.subject = order.id
        order = self.orders[basket.order_id]
        return {"checkoutComplete": {"order": {"id": order.id, "number": order.number}, "errors": []}}

    def OrderToPay(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        order = self.orders.get(id)
        if order is None:
            return {"order": None}
        return {
            "order": {
                "id": id,
                "number": order.number,
                "status": order.status,
                "userEmail": order.email,
                "channel": {"slug": order.channel},
                "chargeStatus": "NONE",
                "total": {"gross": money(order.total, order.currency)},
                "totalCharged": money(self.charged(id), order.currency),
                "totalRefunded": money(sum(row.refunded for row in self._of(id)), order.currency),
                "totalRefundPending": money(sum(row.pending for row in self._of(id)), order.currency),
            }
        }

    def OrderForMail(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        order = self.orders.get(id)
        if order is None:
            return {"order": None}
        total = taxed(order.total, order.currency)
        return {
            "order": {
                "channel": {"slug": order.channel},
                "id": id,
                "number": order.number,
                "created": "2026-11-24T10:00:00+00:00",
                "status": order.status,
                "origin": "CHECKOUT",
                "userEmail": order.email,
                "chargeStatus": "FULL",
                "isPaid": True,
                "metadata": [],
                "isShippingRequired": True,
                "displayGrossPrices": order.channel != "us",
                "customerNote": "",
                "shippingMethodName": "Post",
                "voucherCode": None,
                "billingAddress": None,
                "shippingAddress": None,
                "lines": [
                    {
                        "id": "line",
                        "productName": "Chart",
                        "variantName": "Large",
                        "productSku": "CHART-L",
                        "quantity": 1,
                        "quantityFulfilled": 0,
                        "isShippingRequired": True,
                        "thumbnail": None,
                        "unitPrice": total,
                        "totalPrice": total,
                    }
                ],
                "fulfillments": [],
                "subtotal": total,
                "shippingPrice": taxed(0, order.currency),
                "undiscountedTotal": total,
                "total": total,
                "totalCharged": money(order.total, order.currency),
                "totalRefunded": money(0, order.currency),
            }
        }

    def TransactionByReference(self, pspReference: str) -> dict[str, Any]:  # noqa: N802, N803
        found = [row for row in self.transactions.values() if row.reference == pspReference]
        edges = [{"node": {"id": row.id, "pspReference": row.reference}} for row in found[:1]]
        return {"transactions": {"edges": edges}}

    def TransactionsByReference(self, references: list[str]) -> dict[str, Any]:  # noqa: N802
        rows = [row for row in self.transactions.values() if row.reference in references]
        return {"transactions": {"edges": [{"node": self._booked(row)} for row in rows]}}

    def TransactionsOfPeriod(self, since: str, until: str, after: str | None = None) -> dict[str, Any]:  # noqa: N802
        rows = list(self.transactions.values())
        return {"app": {"id": OUR_APP}} | self._page("transactions", [self._booked(row) for row in rows], after)

    def OrdersOfPeriod(self, since: str, until: str, after: str | None = None) -> dict[str, Any]:  # noqa: N802
        return self._page("orders", [self._booked_order(order) for order in self.orders.values()], after)

    def _page(self, name: str, rows: list[dict[str, Any]], after: str | None) -> dict[str, Any]:
        """Two rows at a time."""
        start = int(after or 0)
        info = {"hasNextPage": start + 2 < len(rows), "endCursor": str(start + 2)}
        return {name: {"edges": [{"node": row} for row in rows[start : start + 2]], "pageInfo": info}}

    def _booked(self, row: Transaction) -> dict[str, Any]:
        order = self.orders.get(row.subject)
        currency = (order or self.baskets[row.subject]).currency
        refunded = sum(amount for kind, _, amount in row.events if kind == "REFUND_SUCCESS")
        return {
            "id": row.id,
            "pspReference": row.reference,
            "createdAt": timezone.now().isoformat(),
            "chargedAmount": money(row.charged, currency),
            "refundedAmount": money(refunded, currency),
            "events": [
                {"type": kind, "pspReference": reference, "amount": money(amount, currency)}
                for kind, reference, amount in row.events
            ],
            "createdBy": {"__typename": "App", "id": row.app},
            "order": self._booked_order(order) if order else None,
            "checkout": None if order else {"id": row.subject},
        }

    def _booked_order(self, order: Thing) -> dict[str, Any]:
        return {
            "id": order.id,
            "number": order.number,
            "created": timezone.now().isoformat(),
            "status": order.status,
            "origin": "CHECKOUT",
            "channel": {"slug": order.channel},
            "total": {"gross": money(order.total, order.currency)},
            "totalCharged": money(self.charged(order.id), order.currency),
            "totalRefunded": money(0, order.currency),
        }

    def TransactionCreate(self, id: str, transaction: dict[str, Any]) -> dict[str, Any]:  # noqa: N802, A002
        basket = self.baskets.get(id)
        if id not in self.orders and (basket is None or basket.order_id):
            return _refused("transactionCreate", "NOT_FOUND", result="transaction")
        row = Transaction(f"transaction-{len(self.transactions) + 1}", id, transaction["pspReference"])
        self.transactions[row.id] = row
        answer = {"id": row.id, "pspReference": row.reference}
        return {"transactionCreate": {"transaction": answer, "errors": []}}

    def TransactionEventReport(self, **reported: Any) -> dict[str, Any]:  # noqa: N802
        row = self.transactions[reported["id"]]
        event = (reported["type"], reported["pspReference"], int(str(reported["amount"]).replace(".", "")))
        known = event in row.events
        if not known:
            row.events.append(event)
        row.actions = reported["availableActions"]
        return {"transactionEventReport": {"alreadyProcessed": known, "errors": []}}

    def OrderGrantedRefunds(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        return {"order": {"id": id, "grantedRefunds": [_shown(row) for row in self.grants.values() if row.order == id]}}

    def OrderGrantRefund(self, id: str, input: dict[str, Any]) -> dict[str, Any]:  # noqa: N802, A002
        amount = int(str(input["amount"]).replace(".", ""))
        if amount > self.transactions[input["transactionId"]].charged:
            return _refused("orderGrantRefundCreate", "AMOUNT_GREATER_THAN_AVAILABLE", result="grantedRefund")
        lines = [(line["id"], line["quantity"]) for line in input["lines"]]
        row = Grant(
            f"grant-{len(self.grants) + 1}", id, amount, input["reason"], lines, input["grantRefundForShipping"]
        )
        self.grants[row.id] = row
        return {"orderGrantRefundCreate": {"grantedRefund": _shown(row), "errors": []}}

    def OrderGrantedRefundUpdate(self, id: str, input: dict[str, Any]) -> dict[str, Any]:  # noqa: N802, A002
        row = self.grants[id]
        row.amount, row.lines, row.for_shipping, row.reason = int(input["amount"]), [], False, input["reason"]
        return {"orderGrantRefundUpdate": {"errors": []}}

    def OrderNotes(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        events = [{"type": "NOTE_ADDED", "message": words} for order, words in self.notes if order == id]
        return {"order": {"id": id, "events": [{"type": "PLACED", "message": None}, *events]}}

    def OrderNote(self, order: str, message: str) -> dict[str, Any]:  # noqa: N802
        self.notes.append((order, message))
        return {"orderNoteAdd": {"errors": []}}


def money(amount: int, currency: str) -> dict[str, Any]:
    """Saleor's Money for minor units."""
    return {"currency": currency, "amount": amount / 100, "fractionalAmount": amount, "fractionDigits": 2}


def taxed(amount: int, currency: str) -> dict[str, Any]:
    """Saleor's TaxedMoney without tax."""
    return {"gross": money(amount, currency), "net": money(amount, currency), "tax": money(0, currency)}


def _refused(name: str, code: str, result: str = "order") -> dict[str, Any]:
    error = {"field": None, "message": code.lower(), "code": code}
    if result == "order":
        error["variants"] = None
    return {name: {result: None, "errors": [error]}}


def _shown(row: Grant) -> dict[str, Any]:
    lines = [{"id": f"{row.id}-{number}"} for number, _ in enumerate(row.lines)]
    return {"id": row.id, "reason": row.reason, "status": "NONE", "lines": lines}
