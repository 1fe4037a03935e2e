"""Refunds that are granted: out of a transaction, never twice for the same units."""

from decimal import Decimal
from typing import Any

import pytest

from store.engine.models import App, Order, OrderGrantedRefund, TransactionItem
from tests.engine.asking import ask, data
from tests.factories import catalogue, people, shop
from tests.factories import order as orders

pytestmark = pytest.mark.django_db

GRANT = """mutation($id: ID!, $input: OrderGrantRefundCreateInput!) { orderGrantRefundCreate(id: $id, input: $input) {
  order { chargeStatus totalGrantedRefund { amount } totalRemainingGrant { amount } }
  grantedRefund { amount { amount } status shippingCostsIncluded lines { quantity orderLine { productName } } }
  errors { field code lines { field code lineId } } } }"""


@pytest.fixture
def desk() -> App:
    return people.app(permissions=["MANAGE_ORDERS", "HANDLE_PAYMENTS"])


@pytest.fixture
def order() -> Order:
    placed = orders.order(channel=shop.channel(), total="30.00", total_charged_amount=Decimal(30), charge_status="FULL")
    orders.line(of=placed, variant=catalogue.variant(), quantity=3, price="10.00")
    return placed


@pytest.fixture
def payment(order: Order) -> TransactionItem:
    return orders.transaction(of=order, charged_value=Decimal(30))


def grant(desk: App, order: Order, payment: TransactionItem, **facts: Any) -> dict[str, Any]:
    variables = {"id": orders.global_id(order), "input": {"transactionId": orders.global_id(payment), **facts}}
    answer: dict[str, Any] = data(GRANT, variables, app=desk)["orderGrantRefundCreate"]
    return answer


def units(order: Order, quantity: int) -> list[dict[str, Any]]:
    return [{"id": orders.global_id(order.lines.get()), "quantity": quantity}]


def test_the_amount_is_worked_out_from_lines(desk: App, order: Order, payment: TransactionItem) -> None:
    answer = grant(desk, order, payment, lines=units(order, 2))

    assert answer["errors"] == []
    assert answer["grantedRefund"]["amount"] == {"amount": 20.0}
    assert answer["grantedRefund"]["status"] == "NONE"
    assert answer["order"] == {
        "chargeStatus": "OVERCHARGED",
        "totalGrantedRefund": {"amount": 20.0},
        "totalRemainingGrant": {"amount": 20.0},
    }


def test_units_are_refunded_once(desk: App, order: Order, payment: TransactionItem) -> None:
    grant(desk, order, payment, lines=units(order, 2))

    answer = grant(desk, order, payment, lines=units(order, 2))

    assert [(error["field"], error["code"]) for error in answer["errors"]] == [("lines", "INVALID")]
    assert answer["errors"][0]["lines"] == [
        {
            "field": "quantity",
            "code": "QUANTITY_GREATER_THAN_AVAILABLE",
            "lineId": orders.global_id(order.lines.get()),
        }
    ]
    assert order.granted_refunds.count() == 1


def test_no_more_is_granted_than_was_charged(desk: App, order: Order, payment: TransactionItem) -> None:
    answer = grant(desk, order, payment, amount="30.01")

    assert [(error["field"], error["code"]) for error in answer["errors"]] == [
        ("amount", "AMOUNT_GREATER_THAN_AVAILABLE")
    ]


def test_delivery_is_refunded_once(desk: App, order: Order, payment: TransactionItem) -> None:
    grant(desk, order, payment, grantRefundForShipping=True)

    answer = grant(desk, order, payment, grantRefundForShipping=True)

    assert [error["code"] for error in answer["errors"]] == ["SHIPPING_COSTS_ALREADY_GRANTED"]


def test_nothing_is_not_granted(desk: App, order: Order, payment: TransactionItem) -> None:
    told = [(error["field"], error["code"]) for error in grant(desk, order, payment)["errors"]]

    assert told == [("amount", "REQUIRED"), ("lines", "REQUIRED"), ("grantRefundForShipping", "REQUIRED")]


def test_granted_refunds_are_for_those_who_manage_orders(order: Order) -> None:
    answer = ask("query($id: ID!) { order(id: $id) { grantedRefunds { id } } }", {"id": orders.global_id(order)})

    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_refunds_are_explained_by_text(desk: App) -> None:
    answer = data("query { refundSettings { reasonReferenceType { id } } }", app=desk)

    assert answer == {"refundSettings": {"reasonReferenceType": None}}


CHANGE = """mutation($id: ID!, $input: OrderGrantRefundUpdateInput!) { orderGrantRefundUpdate(id: $id, input: $input) {
  order { chargeStatus totalGrantedRefund { amount } }
  grantedRefund { amount { amount } reason lines { quantity } }
  errors { field code removeLines { code lineId } } } }"""


def change(desk: App, refund: OrderGrantedRefund, **facts: Any) -> dict[str, Any]:
    variables = {"id": orders.global_id(refund), "input": facts}
    answer: dict[str, Any] = data(CHANGE, variables, app=desk)["orderGrantRefundUpdate"]
    return answer


def test_a_grant_can_be_taken_back(desk: App, order: Order, payment: TransactionItem) -> None:
    grant(desk, order, payment, lines=units(order, 2))
    refund = OrderGrantedRefund.objects.get()
    line = orders.global_id(refund.lines.get())

    answer = change(desk, refund, amount=0, removeLines=[line], grantRefundForShipping=False, reason="It failed")

    assert answer["errors"] == []
    assert answer["grantedRefund"] == {"amount": {"amount": 0.0}, "reason": "It failed", "lines": []}
    assert answer["order"] == {"chargeStatus": "FULL", "totalGrantedRefund": {"amount": 0.0}}
    assert grant(desk, order, payment, lines=units(order, 3))["errors"] == []


def test_without_a_sum_a_grant_is_worth_the_lines_that_stay(desk: App, order: Order, payment: TransactionItem) -> None:
    grant(desk, order, payment, lines=units(order, 2))
    refund = OrderGrantedRefund.objects.get()
    assert change(desk, refund, grantRefundForShipping=False)["grantedRefund"]["amount"] == {"amount": 20.0}
    line = orders.global_id(refund.lines.get())
    assert change(desk, refund, removeLines=[line])["grantedRefund"]["amount"] == {"amount": 0.0}


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        ({}, "input", "REQUIRED"),
        ({"amount": 31}, "amount", "AMOUNT_GREATER_THAN_AVAILABLE"),
        ({"removeLines": ["T3JkZXJHcmFudGVkUmVmdW5kTGluZTo5OTk="]}, "removeLines", "INVALID"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    desk: App, order: Order, payment: TransactionItem, facts: dict[str, Any], field: str, code: str
) -> None:
    grant(desk, order, payment, amount=10)
    answer = change(desk, OrderGrantedRefund.objects.get(), **facts)
    assert [(error["field"], error["code"]) for error in answer["errors"]] == [(field, code)]


def test_once_money_moves_only_the_reason_changes(desk: App, order: Order, payment: TransactionItem) -> None:
    grant(desk, order, payment, amount=10)
    refund = OrderGrantedRefund.objects.get()
    OrderGrantedRefund.objects.update(status="PENDING")
    assert [error["code"] for error in change(desk, refund, amount=5)["errors"]] == ["INVALID"]
    assert change(desk, refund, reason="Broken")["grantedRefund"]["reason"] == "Broken"
