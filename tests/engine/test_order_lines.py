"""Lines of drafts and of orders that wait for confirmation."""

from typing import Any

import pytest

from store.engine.models import Order, Stock, User
from tests.engine import orders_asking as asking
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> dict[str, User]:
    return {"user": people.user(permissions=["MANAGE_ORDERS"])}


def add(agent: Any, order: Order, *lines: dict[str, Any]) -> dict[str, Any]:
    variables = {"id": asking.key(order), "input": list(lines)}
    return asking.mutate("orderLinesCreate", "id: ID!, input: [OrderLineCreateInput!]!", variables, **agent)


def resize(agent: Any, order: Order, quantity: int) -> dict[str, Any]:
    variables = {"id": asking.key(order.lines.get()), "input": {"quantity": quantity}}
    return asking.mutate("orderLineUpdate", "id: ID!, input: OrderLineInput!", variables, **agent)


def test_more_of_a_variant_joins_its_line(agent: Any) -> None:
    market = asking.open_market()
    variant = asking.on_sale()
    order = asking.draft(market, caller=agent, lines=[])
    add(agent, order, asking.line_input(variant, 1))

    payload = add(agent, order, asking.line_input(variant, 2))

    assert [line["quantity"] for line in payload["order"]["lines"]] == [3]
    assert payload["order"]["subtotal"]["gross"] == {"amount": 30.0}


def test_a_draft_may_want_more_than_there_is(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(stock=1), caller=agent)

    assert resize(agent, order, 500)["errors"] == []
    assert Stock.objects.get().quantity_allocated == 0


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_line_wants_at_least_one(agent: Any, quantity: int) -> None:
    market = asking.open_market()
    variant = asking.on_sale()
    order = asking.draft(market, variant, caller=agent)

    assert asking.codes(resize(agent, order, quantity)) == [("quantity", "ZERO_QUANTITY")]
    assert asking.codes(add(agent, order, asking.line_input(variant, quantity))) == [("quantity", "ZERO_QUANTITY")]


def test_an_order_that_waits_promises_what_it_grows_by(agent: Any) -> None:
    market = asking.open_market(automatically_confirm_all_new_orders=False)
    order = asking.draft(market, asking.on_sale(stock=3), caller=agent)
    asking.complete(order, **agent)

    resize(agent, order, 3)
    too_many = resize(agent, order, 4)
    held = Stock.objects.get().quantity_allocated
    resize(agent, order, 2)

    assert held == 3
    assert asking.codes(too_many) == [(None, "INSUFFICIENT_STOCK")]
    assert Stock.objects.get().quantity_allocated == 2


def test_a_line_that_goes_gives_back_its_units_and_the_delivery(agent: Any) -> None:
    market = asking.open_market(automatically_confirm_all_new_orders=False)
    order = asking.draft(market, asking.on_sale(), caller=agent)
    asking.complete(order, **agent)

    payload = asking.mutate("orderLineDelete", "id: ID!", {"id": asking.key(order.lines.get())}, **agent)

    assert payload["order"]["lines"] == []
    assert payload["order"]["total"]["gross"] == {"amount": 0.0}
    assert Stock.objects.get().quantity_allocated == 0
    assert asking.history(order)[-1] == "REMOVED_PRODUCTS"


def test_a_confirmed_order_keeps_its_lines(agent: Any) -> None:
    market = asking.open_market()
    variant = asking.on_sale()
    order = asking.draft(market, variant, caller=agent)
    asking.complete(order, **agent)

    assert asking.codes(add(agent, order, asking.line_input(variant))) == [("id", "NOT_EDITABLE")]
    assert asking.codes(resize(agent, order, 2)) == [("id", "NOT_EDITABLE")]


def test_a_delivery_is_chosen_and_taken_off(agent: Any) -> None:
    market = asking.open_market()
    order = asking.draft(market, asking.on_sale(), caller=agent, shippingMethod=None)
    choose = ("orderUpdateShipping", "order: ID!, input: OrderUpdateShippingInput!")

    chosen = asking.mutate(
        *choose, {"order": asking.key(order), "input": {"shippingMethod": market.method_id}}, **agent
    )
    cleared = asking.mutate(*choose, {"order": asking.key(order), "input": {"shippingMethod": None}}, **agent)

    assert [method["id"] for method in chosen["order"]["shippingMethods"]] == [market.method_id]
    assert chosen["order"]["shippingPrice"]["gross"] == {"amount": 5.0}
    assert chosen["order"]["errors"] == []
    assert [error["code"] for error in cleared["order"]["errors"]] == ["SHIPPING_METHOD_REQUIRED"]
