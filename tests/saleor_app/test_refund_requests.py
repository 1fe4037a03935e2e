"""A refund that staff ask for in Saleor's Dashboard: it reaches Stripe once, and the answer says how it stands."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django.fixtures import Settings

from store.payments.books.reconciliation import reconcile
from store.payments.checkout_payment import open_payment
from store.payments.gateway import GatewayUnavailable
from store.payments.models import Payment, Refund, RefundedLine, RefundStatus
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.saleor_app import refund_requests
from tests.fakes.saleor import Thing, money
from tests.fakes.saleor_with_apps import RefundRequest
from tests.fakes.stripe_http import InProcessStripe, post_to_webhook
from tests.saleor_app.conftest import Server


@pytest.fixture
def paid(server: Server, settings: Settings) -> Payment:
    """An order of $44.28 that was paid through the shop."""
    settings.STRIPE_HTTP_CLIENT, settings.STRIPE_SANDBOX_POST = InProcessStripe(), post_to_webhook
    SandboxControl.set(mode="hold")
    server.saleor.baskets["basket"] = Thing("basket", 4428)
    open_payment(checkout_id="basket", channel="us", return_url="http://testserver/", cancel_url="http://testserver/")
    payment = Payment.objects.get()
    assert payment.session_id
    objects.pay(payment.session_id)
    SandboxControl.release()
    payment.refresh_from_db()
    assert payment.status == "placed"
    server.saleor.asked.clear()
    return payment


@pytest.fixture
def ask(server: Server, paid: Payment) -> Callable[..., Any]:
    """Ask for a refund in the Dashboard; the answer's JSON, or its status where it has none."""

    def ask(*, amount: int = 1000, request: str = "event-1", body: bytes = b"", granted: str = "", **more: Any) -> Any:
        requests = server.saleor.requests.setdefault(paid.transaction_id, [])
        if not any(known.id == request for known in requests):
            requests.append(RefundRequest(request, amount, at=f"2026-11-25T10:00:0{len(requests)}+00:00"))
        told: dict[str, Any] = {
            "action": {"actionType": "REFUND"},
            "grantedRefund": {"id": granted} if granted else None,
            "transaction": {
                "id": paid.transaction_id,
                "events": [{"id": row.id, "createdAt": row.at, "type": "REFUND_REQUEST"} for row in requests],
            },
            **more,
        }
        answer = server.deliver(body or server.body("TransactionRefundRequested", **told))
        return json.loads(answer.content) if answer.status_code == 200 else answer.status_code

    return ask


def reported(server: Server, payment: Payment) -> list[tuple[str, str, int]]:
    return [
        event for event in server.saleor.transactions[payment.transaction_id].events if event[0] != "CHARGE_SUCCESS"
    ]


def test_a_refund_reaches_stripe_and_is_answered(paid: Payment, ask: Callable[..., Any]) -> None:
    answer = ask(amount=1000)
    refund = Refund.objects.get()
    assert (refund.amount, refund.status, refund.asked_by) == (1000, RefundStatus.SUCCEEDED, "Saleor Dashboard")
    assert answer == {
        "pspReference": refund.refund_id,
        "result": "REFUND_SUCCESS",
        "amount": "10.00",
        "actions": ["REFUND"],
    }


def test_the_last_of_the_money_leaves_nothing_to_refund(ask: Callable[..., Any]) -> None:
    assert ask(amount=4428)["actions"] == []


def test_asked_twice_it_is_refunded_once(ask: Callable[..., Any]) -> None:
    assert ask() == ask()
    assert Refund.objects.count() == 1


def test_two_requests_of_the_same_sum_are_two_refunds(paid: Payment, ask: Callable[..., Any]) -> None:
    assert ask(request="event-1")["pspReference"] != ask(request="event-2")["pspReference"]
    paid.refresh_from_db()
    assert paid.refunded == 2000


def test_the_answer_comes_before_any_report(server: Server, paid: Payment, ask: Callable[..., Any]) -> None:
    ask()
    assert reported(server, paid) == []
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        reconcile()
    refund = Refund.objects.get()
    assert reported(server, paid) == [("REFUND_SUCCESS", refund.refund_id, 1000)]
    assert "OrderGrantRefund" not in server.saleor.asked  # staff asked for a sum, and granted nothing


def test_more_than_was_paid_is_refused_with_the_reason(ask: Callable[..., Any]) -> None:
    answer = ask(amount=5000)
    assert answer["result"] == "REFUND_FAILURE"
    assert answer["message"] == "Only $44.28 of this payment is left to refund."
    assert not Refund.objects.exists()


def test_only_what_saleor_shows_is_refunded(server: Server, paid: Payment, ask: Callable[..., Any]) -> None:
    """Another app on the same server is signed for with the same key, and may be told anything."""
    forged = {"id": paid.transaction_id, "events": [{"id": "made-up", "createdAt": "2027", "type": "REFUND_REQUEST"}]}
    assert ask(transaction=forged)["message"] == "Saleor does not show this request."
    assert ask(transaction={"id": "none", "events": forged["events"]})["result"] == "REFUND_FAILURE"
    assert not Refund.objects.exists()


def test_a_sum_is_read_from_saleor_and_not_from_the_delivery(ask: Callable[..., Any]) -> None:
    ask(amount=1000, action={"actionType": "REFUND", "amount": 44.28})
    assert Refund.objects.get().amount == 1000


@pytest.mark.parametrize("action", [{"actionType": "CHARGE"}, {"actionType": "CANCEL"}, {}, None])
def test_nothing_but_refunds_is_done(ask: Callable[..., Any], action: Any) -> None:
    assert ask(action=action)["result"] == "REFUND_FAILURE"
    assert not Refund.objects.exists()


def test_what_was_not_paid_here_is_not_refunded_here(server: Server, paid: Payment, ask: Callable[..., Any]) -> None:
    server.saleor.transactions[paid.transaction_id].reference = "cheque 17"
    assert "refunded where it was paid" in ask()["message"]


def test_a_granted_refund_is_known_by_its_lines(server: Server, paid: Payment, ask: Callable[..., Any]) -> None:
    server.saleor.granted[paid.transaction_id] = a_granted_refund()
    ask(amount=2500, granted="granted-1")
    refund = Refund.objects.get()
    assert (refund.granted_refund_id, refund.note) == ("granted-1", "arrived bent")
    assert list(RefundedLine.objects.values_list("line_id", "name", "quantity", "ordered", "amount")) == [
        ("line-1", "Chart", 1, 2, 2000),
        ("", "Delivery", 1, 1, 500),
    ]


def test_a_line_is_not_refunded_twice(server: Server, paid: Payment, ask: Callable[..., Any]) -> None:
    server.saleor.granted[paid.transaction_id] = a_granted_refund()
    ask(amount=2500, granted="granted-1")
    server.saleor.granted[paid.transaction_id] = {**a_granted_refund(), "id": "granted-2"}
    assert ask(amount=1000, granted="granted-2", request="event-2")["message"] == "Delivery: only 0 left to refund."


def test_while_saleor_cannot_be_asked_it_asks_again(server: Server, ask: Callable[..., Any]) -> None:
    server.saleor.silent = True
    assert ask() == 503
    server.saleor.silent = False
    assert ask()["result"] == "REFUND_SUCCESS"


def test_while_stripe_is_away_saleor_asks_again_and_it_is_one_refund(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(refund_requests, "continue_refund", raise_unavailable)
        assert ask() == 503
    assert Refund.objects.get().status == RefundStatus.ASKED
    assert ask()["result"] == "REFUND_SUCCESS"
    assert Refund.objects.count() == 1


def test_a_refund_on_its_way_is_answered_without_a_result(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pending(refund: Refund) -> Refund:
        refund.status, refund.refund_id = RefundStatus.PENDING, "re_1"
        return refund

    monkeypatch.setattr(refund_requests, "continue_refund", pending)
    assert ask() == {"pspReference": "re_1"}


def test_a_refund_that_stripe_refuses_is_answered_so(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(refund: Refund) -> Refund:
        refund.status, refund.error = RefundStatus.FAILED, "charge_disputed"
        return refund

    monkeypatch.setattr(refund_requests, "continue_refund", failed)
    answer = ask()
    assert (answer["result"], answer["message"]) == ("REFUND_FAILURE", "Stripe did not refund this: charge_disputed")


def test_a_request_has_to_be_signed_and_fresh(server: Server, ask: Callable[..., Any]) -> None:
    body = server.body("TransactionRefundRequested", issuedAt=(timezone.now() - timedelta(days=5)).isoformat())
    assert ask(body=body) == 400
    assert server.deliver(server.body("TransactionRefundRequested"), sign="").status_code == 400
    assert not Refund.objects.exists()


def a_granted_refund() -> dict[str, Any]:
    line = {"id": "line-1", "productName": "Chart", "quantity": 2, "unitPrice": {"gross": money(2000, "USD")}}
    return {
        "id": "granted-1",
        "reason": "arrived bent",
        "shippingCostsIncluded": True,
        "lines": [{"quantity": 1, "orderLine": line}],
    }


def raise_unavailable(_refund: Refund) -> Refund:
    raise GatewayUnavailable
