"""A Saleor that knows apps, too: it hands tokens out, keeps webhooks, and its staff ask for refunds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.saleor import FakeSaleor, money


@dataclass
class KnownApp:
    """An app as the server knows it."""

    id: str
    identifier: str
    permissions: list[str]
    is_active: bool = True
    webhooks: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Parcel:
    """A fulfillment of an order: lines as (name, quantity, whether it is shipped)."""

    id: str
    lines: list[tuple[str, int, bool]]
    status: str = "FULFILLED"
    tracking_number: str = ""


@dataclass
class RefundRequest:
    """What staff asked for in the Dashboard: an event of a transaction."""

    id: str
    amount: int  # minor units
    at: str = "2026-11-25T10:00:00+00:00"
    message: str = ""


class SaleorWithApps(FakeSaleor):
    """A FakeSaleor with apps, by token, parcels of orders and refund requests of transactions."""

    def __init__(self, watch: Callable[[str], None] = lambda _: None) -> None:
        super().__init__(watch)
        self.apps: dict[str, KnownApp] = {}
        self.parcels: dict[str, list[Parcel]] = {}
        self.requests: dict[str, list[RefundRequest]] = {}
        self.granted: dict[str, dict[str, Any]] = {}  # by transaction
        self.charge_status: dict[str, str] = {}
        self.caller = ""  # the token with which it was asked last

    def as_caller(self, token: str) -> "Asked":
        """This server, asked with a token."""
        return Asked(self, token)

    def Registration(self, id: str = "", input: Any = None) -> dict[str, Any]:  # noqa: N802, A002
        """Answer who asks; what `store.saleor.registration` asks beyond that has a fake of its own."""
        app = self.apps.get(self.caller)
        return {"app": _answered(app) if app and app.is_active else None}

    def OrderToPay(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        answer = super().OrderToPay(id)
        if answer["order"]:
            answer["order"]["chargeStatus"] = self.charge_status.get(id, "FULL")
        return answer

    def OrderParcels(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        order = self.orders.get(id)
        if order is None:
            return {"order": None}
        return {
            "order": {
                "number": order.number,
                "userEmail": order.email,
                "channel": {"slug": order.channel},
                "billingAddress": {"firstName": "Ada"},
                "fulfillments": [_parcel(parcel) for parcel in self.parcels.get(id, [])],
            }
        }

    def DeskOrderMarkAsPaid(self, id: str, reference: str) -> dict[str, Any]:  # noqa: N802, A002
        self.charge_status[id] = "FULL"
        return {"orderMarkAsPaid": {"errors": []}}

    def TransactionToRefund(self, id: str) -> dict[str, Any]:  # noqa: N802, A002
        row = self.transactions.get(id)
        if row is None:
            return {"transaction": None}
        events = [("CHARGE_SUCCESS", "charge", 4428, "")]
        events += [("REFUND_REQUEST", asked.id, asked.amount, asked.message) for asked in self.requests.get(id, [])]
        granted = self.granted.get(id)
        return {
            "transaction": {
                "id": id,
                "pspReference": row.reference,
                "events": [
                    {"id": key, "type": kind, "message": message, "amount": money(amount, "USD")}
                    for kind, key, amount, message in events
                ],
                "order": {
                    "grantedRefunds": [granted] if granted else [],
                    "shippingPrice": {"gross": money(500, "USD")},
                },
            }
        }


@dataclass
class Asked:
    """A transport: the server, asked by one caller."""

    server: SaleorWithApps
    token: str

    def send(self, document: str, operation_name: str, variables: dict[str, Any]) -> dict[str, Any]:
        self.server.caller = self.token
        return self.server.send(document, operation_name, variables)


def _answered(app: KnownApp) -> dict[str, Any]:
    return {
        "id": app.id,
        "identifier": app.identifier,
        "isActive": app.is_active,
        "permissions": [{"code": code} for code in app.permissions],
        "webhooks": app.webhooks,
    }


def _parcel(parcel: Parcel) -> dict[str, Any]:
    return {
        "id": parcel.id,
        "status": parcel.status,
        "trackingNumber": parcel.tracking_number,
        "lines": [
            {
                "quantity": quantity,
                "orderLine": {
                    "productName": name,
                    "variantName": name,
                    "productSku": name.upper(),
                    "isShippingRequired": is_shipped,
                },
            }
            for name, quantity, is_shipped in parcel.lines
        ],
    }
