"""Discounts by hand: one per order, within bounds, only while the order may be edited, and each in the history."""

from typing import Any

import pytest

from store.engine.models import Order, User
from store.engine.schema.ids import to_global_id
from tests.engine import orders_asking as asking
from tests.engine.asking import data
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> dict[str, User]:
    return {"user": people.user(permissions=["MANAGE_ORDERS"])}


def add(agent: Any, order: Order, value: str, kind: str = "FIXED", reason: str = "") -> dict[str, Any]:
    variables = {"orderId": asking.key(order), "input": {"valueType": kind, "value": value, "reason": reason}}
    return asking.mutate("orderDiscountAdd", "orderId: ID!, input: OrderDiscountCommonInput!", variables, **agent)


def test_an_order_has_one_discount_by_hand(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    add(agent, order, "1")

    assert asking.codes(add(agent, order, "1")) == [("orderId", "CANNOT_DISCOUNT")]


@pytest.mark.parametrize(("value", "kind"), [("15.01", "FIXED"), ("100.01", "PERCENTAGE")])
def test_no_more_is_taken_off_than_there_is(agent: Any, value: str, kind: str) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)

    assert asking.codes(add(agent, order, value, kind)) == [("value", "INVALID")]


def test_a_confirmed_order_is_not_discounted(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    asking.complete(order, **agent)

    assert asking.codes(add(agent, order, "1")) == [("orderId", "CANNOT_DISCOUNT")]


def test_the_history_tells_what_a_discount_was_before(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    add(agent, order, "3", reason="Regular")
    row = order.discounts.get()
    variables = {
        "discountId": to_global_id("OrderDiscount", row.pk),
        "input": {"valueType": "PERCENTAGE", "value": "10"},
    }
    asking.mutate("orderDiscountUpdate", "discountId: ID!, input: OrderDiscountCommonInput!", variables, **agent)

    asking.mutate("orderDiscountDelete", "discountId: ID!", {"discountId": variables["discountId"]}, **agent)

    document = """query($id: ID!) { order(id: $id) { events { type user { email }
        discount { valueType value reason amount { amount } oldValueType oldValue oldAmount { amount } } } } }"""
    reader = people.user(permissions=["MANAGE_ORDERS", "MANAGE_USERS"])
    events = data(document, {"id": asking.key(order)}, user=reader)["order"]["events"]
    changed = next(event for event in events if event["type"] == "ORDER_DISCOUNT_UPDATED")
    assert [event["type"] for event in events][-3:] == [
        "ORDER_DISCOUNT_ADDED",
        "ORDER_DISCOUNT_UPDATED",
        "ORDER_DISCOUNT_DELETED",
    ]
    assert changed["user"] == {"email": agent["user"].email}
    assert changed["discount"] == {
        "valueType": "PERCENTAGE",
        "value": 10.0,
        "reason": "Regular",
        "amount": {"amount": 1.5},
        "oldValueType": "FIXED",
        "oldValue": 3.0,
        "oldAmount": {"amount": 3.0},
    }


def test_a_lines_discount_is_removed(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    line = {"orderLineId": asking.key(order.lines.get())}
    value = {"valueType": "FIXED", "value": "4"}
    asking.mutate(
        "orderLineDiscountUpdate",
        "orderLineId: ID!, input: OrderDiscountCommonInput!",
        {**line, "input": value},
        **agent,
    )

    payload = asking.mutate("orderLineDiscountRemove", "orderLineId: ID!", line, **agent)

    assert payload["order"]["lines"][0]["unitDiscount"] == {"amount": 0.0}
    assert payload["order"]["total"]["gross"] == {"amount": 15.0}
    assert asking.history(order)[-2:] == ["ORDER_LINE_DISCOUNT_UPDATED", "ORDER_LINE_DISCOUNT_REMOVED"]
